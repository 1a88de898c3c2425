/* Memory that is there, in part, or not at all, for tests of bad pointers. */
#ifndef BAD_MEMORY_H
#define BAD_MEMORY_H

#include "signals.h"

/* good_memory: 64 KiB; border: two bytes that can be read and written, and then none. */
static char *good_memory, *read_only, *no_access, *border;

static void make_memory(void)
{
	good_memory = pages(4096 * 16);
	read_only = pages(4096);
	no_access = pages(8192) + 4096;
	border = no_access - 2;
	border[0] = border[1] = 'x';
	EXPECT_EQ(call(NR_mprotect, read_only, 4096, PROT_READ), 0);
	/* Not unmapped in truth: the next mapping of anybody's could fill the hole. */
	EXPECT_EQ(call(NR_mprotect, no_access, 4096, 0), 0);
}

/*
 * Calls `with` on each bad address until one answer is wrong; true where none is.  How
 * the address is used: it may be NULL, or it is written through.
 */
static bool each_bad(bool (*with)(const void *subject, void *bad), const void *subject,
		     bool may_be_null, bool written)
{
	void *const bad[] = { (void *)8, no_access, (void *)0xffff800000000000,
			      (void *)0x8000000000000000,
			      /* The end of a process's memory, and of all: none wraps. */
			      (void *)0x7ffffffffffe, (void *)-2, border };

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (!with(subject, bad[i]))
			return false;
	return (may_be_null || with(subject, NULL)) && (!written || with(subject, read_only));
}

#endif
