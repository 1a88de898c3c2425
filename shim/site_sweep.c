/*
 * Sites whose code is gone: unmapped, or written over.  Their stubs are used again
 * once no thread is in one.  Where a thread is only it knows, and to ask them all
 * costs each a signal: so it is done after many new sites, not after each.
 */
#include <errno.h>

#include "shim/alien_mem.h"
#include "shim/call.h"
#include "shim/door.h"
#include "shim/host.h"
#include "shim/site.h"
#include "shim/site_sweep.h"
#include "shim/thread.h"

#define PAGE_SIZE   4096ul
#define MANY        1024
#define JUMP_LENGTH 5

static unsigned left; /* by the last sweep */

bool sites_are_many(void)
{
	return site_live_count() > left + left / 2 + MANY;
}

static bool is_unmapped(uint64_t address)
{
	unsigned char resident;

	return host_call(__NR_mincore, address & -PAGE_SIZE, PAGE_SIZE, &resident) == -ENOMEM;
}

/* -EFAULT where it can't be read, else whether a jump to the stub stands there. */
static long has_jump(uint64_t from, uint64_t stub)
{
	uint8_t bytes[JUMP_LENGTH];
	int32_t rel = 0;
	long error = copy_from_alien(bytes, from, sizeof bytes);

	for (int i = 0; i < 4; i++)
		rel |= (int32_t)((uint32_t)bytes[1 + i] << 8 * i);
	return error ? error : bytes[0] == 0xe9 && from + JUMP_LENGTH + rel == stub;
}

/* The same of the way that the patch has the alien's code go. */
static long is_reached(const struct site *s)
{
	uint64_t at = s->technique == PATCH_NET ? s->address : s->patch;
	uint8_t bytes[2];
	long error = copy_from_alien(bytes, at, sizeof bytes);

	if (error)
		return error;
	if (s->technique == PATCH_NET)
		return bytes[0] == 0x0f && bytes[1] == 0x05;
	if (s->technique == PATCH_HOLE)
		return bytes[0] == 0xeb ? has_jump(at + 2 + (int8_t)bytes[1], s->stub) : 0;
	return has_jump(at, s->stub);
}

/* Memory that can be executed and not read may hold the code still. */
static bool is_gone(const struct site *s)
{
	long reached = is_reached(s);

	return !reached || (reached < 0 && is_unmapped(s->patch ? s->patch : s->address));
}

bool sites_mark_gone(void)
{
	bool any = false;

	for (unsigned n = 0; n < site_count(); n++) {
		const struct site *s = site_nth(n);

		if (!s || !is_gone(s))
			continue;
		site_mark(s, true);
		any = true;
	}
	left = site_live_count();
	return any;
}

void sites_forget_gone(void)
{
	for (unsigned n = 0; n < site_count(); n++) {
		const struct site *s = site_nth(n);

		if (!s || !s->gone)
			continue;
		site_mark(s, false);
		if (is_gone(s))
			site_forget(s);
	}
	for (unsigned n = 0; n < site_count(); n++)
		if (site_nth(n))
			site_publish_again(site_nth(n));
	left = site_live_count();
}

static void keep(const struct site *s)
{
	if (s && s->gone)
		site_mark(s, false);
}

/* A call that is to return to `resume`. */
static void keep_call(uint64_t resume)
{
	keep(site_of_resume(resume));
	keep(site_of_stub(resume));
}

void site_keep_for(const struct thread *t, const struct host_sigcontext *regs)
{
	if (regs) {
		keep(site_of_stub(regs->rip));
		if (regs->rip == (uint64_t)entry || regs->rip == (uint64_t)entry_thin_error)
			keep_call(regs->rcx);
	}
	keep_call(t->resume);
	if (t->host_sp)
		keep_call(((const struct call *)t->host_sp)->resume);
}
