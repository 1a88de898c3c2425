/*
 * Puts an image into memory: first the whole span is reserved, so that nothing of
 * ours can be clobbered; then segments are filled while readable and writable,
 * patched, and given their own protection.
 */
#include "loader/loader.h"

#include <errno.h>
#include <gelf.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loader/loading.h"
#include "loader/plan.h"
#include "loader/resident.h"
#include "loader/code_cache.h"
#include "shim/glibc/patch.h"

static void *at(const struct loading *l, uint64_t address)
{
	return (void *)(l->base + address); /* NOLINT: an address of the alien's */
}

static int read_at(const struct loading *l, uint64_t address, uint64_t offset, uint64_t size)
{
	char *p = at(l, address);

	while (size) {
		ssize_t n = pread(l->fd, p, size, (off_t)offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return refuse(l, -errno, "cannot be read: %s", strerror(errno));
		if (n == 0)
			return refuse(l, -ENOEXEC, "became shorter while it was read");
		p += n;
		offset += (uint64_t)n;
		size -= (uint64_t)n;
	}
	return 0;
}

static int map_pages(const struct loading *l, uint64_t address, uint64_t size, int fd,
		     uint64_t offset)
{
	int flags = MAP_PRIVATE | MAP_FIXED | (fd < 0 ? MAP_ANONYMOUS : 0);

	if (mmap(at(l, address), size, PROT_READ | PROT_WRITE, flags, fd, (off_t)offset) ==
	    MAP_FAILED)
		return refuse(l, -errno, "cannot be mapped at %#lx: %s", l->base + address,
			      strerror(errno));
	return 0;
}

/*
 * Bytes of the file that share a page with a segment are not the segment's.  They
 * are cleared where they would be bss, and where they could be executed without
 * having been looked at.
 */
static void clear_edges(const struct loading *l, const struct segment *s)
{
	uint64_t file_end = s->address + s->file_size;
	bool code = s->prot & PROT_EXEC;

	if (code && s->map_size && !s->joins)
		memset(at(l, s->map), 0, s->address - s->map);
	if (code || s->memory_size > s->file_size)
		memset(at(l, file_end), 0, page_up(file_end) - file_end);
}

static int fill_segment(const struct loading *l, const struct segment *s)
{
	uint64_t fresh = s->map + s->map_size; /* the file's pages end, ours begin */
	uint64_t end = page_up(s->address + s->memory_size);
	uint64_t by_hand = s->file_size;
	int ret = 0;

	if (s->map_size) {
		by_hand = s->map > s->address ? s->map - s->address : 0;
		ret = map_pages(l, s->map, s->map_size, l->fd, s->map_offset);
	}
	if (ret == 0 && end > fresh)
		ret = map_pages(l, fresh, end - fresh, -1, 0);
	if (ret == 0 && by_hand)
		ret = read_at(l, s->address, s->offset, by_hand);
	if (ret == 0)
		clear_edges(l, s);
	return ret;
}

static int protect_pages(const struct loading *l, uint64_t from, uint64_t to, int prot)
{
	if (mprotect(at(l, from), to - from, prot) < 0)
		return refuse(l, -errno, "%#lx cannot be protected: %s", l->base + from,
			      strerror(errno));
	return 0;
}

/*
 * A page that several segments share has what any of them needs.  What is then
 * executable was not all looked at, so it counts as code that can change.
 */
static int protect_edge(const struct loading *l, const struct segment *s, uint64_t page,
			struct image *image)
{
	int prot = 0;

	for (unsigned i = 0; i < l->plan->count; i++) {
		const struct segment *k = &l->plan->segments[i];

		if (page_down(k->address) <= page && page < k->address + k->memory_size)
			prot |= k->prot;
	}
	if (prot == s->prot)
		return 0;
	if (prot & PROT_EXEC)
		image->writable_code = true;
	return protect_pages(l, page, page + PLAN_PAGE, prot);
}

static int protect_segment(const struct loading *l, const struct segment *s, struct image *image)
{
	uint64_t first = page_down(s->address);
	uint64_t last = page_down(s->address + s->memory_size - 1);
	int ret = protect_pages(l, first, last + PLAN_PAGE, s->prot);

	if ((s->prot & PROT_WRITE) && (s->prot & PROT_EXEC))
		image->writable_code = true;
	if (ret == 0)
		ret = protect_edge(l, s, first, image);
	if (ret == 0 && last != first)
		ret = protect_edge(l, s, last, image);
	return ret;
}

/* From here on code is searched in its file; a smaller one is in memory before that pays. */
#define LARGE (8ul << 20)

static int patch_segment(const struct loading *l, const struct segment *s,
			 struct patch_counts *counts)
{
	uint8_t *start = at(l, s->address);
	struct candidates c = { 0 };
	bool searched = true;
	long ret = -EINVAL;

	if (s->file_size >= LARGE && code_candidates(l->fd, s->offset, s->file_size, &c) == 0) {
		ret = patch_candidates(start, s->file_size, &c, counts);
		/* Sites have what branches to them searched for, in memory. */
		searched = ret < 0 || c.count;
	}
	if (ret == -EINVAL)
		ret = patch_range(start, s->file_size, counts);
	candidates_free(&c);
	if (ret < 0)
		return refuse(l, (int)ret, "its system calls cannot be patched: %s",
			      strerror((int)-ret));
	if (searched)
		forget_unchanged(l->base + page_down(s->address),
				 page_down(s->address + s->file_size - 1) - page_down(s->address));
	return 0;
}

static int load(const struct loading *l, struct image *image, struct patch_counts *counts)
{
	const struct plan *plan = l->plan;
	int ret;

	for (unsigned i = 0; i < plan->count; i++) {
		ret = fill_segment(l, &plan->segments[i]);
		if (ret < 0)
			return ret;
	}
	for (unsigned i = 0; i < plan->count; i++) {
		const struct segment *s = &plan->segments[i];

		if (!(s->prot & PROT_EXEC) || !s->file_size)
			continue;
		ret = patch_segment(l, s, counts);
		if (ret < 0)
			return ret;
	}
	for (unsigned i = 0; i < plan->count; i++) {
		ret = protect_segment(l, &plan->segments[i], image);
		if (ret < 0)
			return ret;
	}
	return 0;
}

static void describe(const struct loading *l, const struct elf_headers *h, struct image *image)
{
	const struct plan *plan = l->plan;

	image->base = l->base;
	image->low = l->base + plan->low;
	image->high = l->base + plan->high;
	image->entry = l->base + plan->entry;
	image->phdr = plan->phdr ? l->base + plan->phdr : 0;
	image->phnum = (uint16_t)h->count;
	image->phentsize = h->file.e_phentsize;
	image->flags = h->file.e_flags;
	image->stack_executable = plan->stack_executable;
	image->stack_size = plan->stack_size;
	image->brk = l->base + plan->brk;
	if (plan->stack_executable)
		image->writable_code = true;
}

static int read_plan(int fd, bool library, struct elf_headers *h, struct plan *plan,
		     const struct loading *l)
{
	struct stat st;
	Elf *elf;
	int ret;

	if (fstat(fd, &st) < 0)
		return refuse(l, -errno, "cannot be looked at: %s", strerror(errno));
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf)
		return refuse(l, -ENOEXEC, "cannot be read as ELF: %s", elf_errmsg(-1));
	ret = read_headers(elf, (uint64_t)st.st_size, h, l->problem, l->problem_size);
	elf_end(elf);
	if (ret == 0)
		ret = (library ? plan_library : plan_image)(h, plan, l->problem, l->problem_size);
	return ret;
}

int map_object(int fd, bool library, struct image *image, struct elf_headers *headers,
	       struct plan *plan, struct patch_counts *counts, char *problem, size_t problem_size)
{
	struct loading l = {
		.fd = fd, .plan = plan, .problem = problem, .problem_size = problem_size
	};
	int ret = read_plan(fd, library, headers, plan, &l);

	memset(image, 0, sizeof *image);
	if (ret == 0)
		ret = reserve_span(&l);
	if (ret < 0)
		return ret;
	describe(&l, headers, image);
	ret = load(&l, image, counts);
	if (ret < 0)
		munmap(at(&l, plan->low), plan->high - plan->low);
	return ret;
}

int map_image(int fd, struct image *image, struct patch_counts *counts, char *problem,
	      size_t problem_size)
{
	struct elf_headers headers;
	struct plan plan;

	return map_object(fd, false, image, &headers, &plan, counts, problem, problem_size);
}
