/*
 * The search for system calls reads all of an image's code, far more than the
 * program will ever run.  What it left in memory unchanged is given back: the
 * program's own use fetches it again, from the page cache.
 */
#include "loader/resident.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096ul
/* Below this nothing is gained. */
#define WORTHWHILE (1ul << 20)

/* A page's entry in /proc/self/pagemap: present, and the file's own, not a private copy. */
#define PAGEMAP_PRESENT (1ull << 63)
#define PAGEMAP_FILE    (1ull << 61)

static bool is_clean(uint64_t entry)
{
	return (entry & PAGEMAP_PRESENT) && (entry & PAGEMAP_FILE);
}

void forget_unchanged(uint64_t address, size_t size)
{
	size_t pages = size / PAGE, from = 0;
	uint64_t *entries;
	int fd;

	if (size < WORTHWHILE)
		return;
	entries = malloc(pages * sizeof *entries);
	fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (!entries || fd < 0 ||
	    pread(fd, entries, pages * sizeof *entries,
		  (off_t)(address / PAGE * sizeof *entries)) != (ssize_t)(pages * sizeof *entries))
		pages = 0;
	for (size_t i = 0; i <= pages && pages; i++) {
		if (i < pages && is_clean(entries[i]))
			continue;
		if (i > from)
			madvise((void *)(address + from * PAGE), (i - from) * PAGE, /* NOLINT */
				MADV_DONTNEED);
		from = i + 1;
	}
	if (fd >= 0)
		close(fd);
	free(entries);
}
