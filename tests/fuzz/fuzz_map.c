/*
 * Any bytes as a program that is mapped: what comes into memory is the file's and
 * zeros, where the file says; where it is refused, nothing stays behind.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "loader/code_cache.h"
#include "loader/detect.h"
#include "loader/plan.h"
#include "shim/glibc/patch.h"

static const struct abi freebsd = { .name = "freebsd" };
const struct abi *const abis[] = { &freebsd, NULL };

/* The patcher has a fuzzer of its own; here it looks at each byte that it is given. */
long patch_range(uint8_t *start, size_t size, struct patch_counts *counts)
{
	for (size_t i = 0; i < size; i++)
		counts->pairs += start[i] == 0x0f;
	return 0;
}

/* For files larger than are made here. */
long code_candidates(int fd, uint64_t offset, size_t size, struct candidates *found)
{
	(void)fd, (void)offset, (void)size, (void)found;
	abort();
}

long patch_candidates(uint8_t *start, size_t size, const struct candidates *c,
		      struct patch_counts *counts)
{
	(void)start, (void)size, (void)c, (void)counts;
	abort();
}

void candidates_free(struct candidates *c)
{
	assert(!c->at);
}

static unsigned mappings(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	unsigned n = 0;
	int c;

	while ((c = getc(maps)) != EOF)
		n += c == '\n';
	fclose(maps);
	return n;
}

/* A segment's bytes, as far as it may be read, are the file's. */
static void check_segment(const struct segment *s, const struct image *image, const uint8_t *data)
{
	const uint8_t *here = (const uint8_t *)(image->base + s->address);
	uint64_t bss = s->memory_size - s->file_size;

	if (!(s->prot & PROT_READ))
		return;
	assert(!memcmp(here, data + s->offset, s->file_size));
	for (uint64_t i = 0; i < bss && i < 8192; i++)
		assert(!here[s->file_size + i]);
}

static void check_image(int fd, const struct image *image, const uint8_t *data, size_t size)
{
	struct elf_headers h;
	struct plan plan;
	char problem[160];
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);

	assert(read_headers(elf, size, &h, problem, sizeof problem) == 0);
	assert(plan_image(&h, &plan, problem, sizeof problem) == 0);
	elf_end(elf);
	assert(image->high - image->low == plan.high - plan.low);
	assert(image->entry >= image->low && image->entry < image->high);
	assert(!image->phdr || (image->phdr >= image->low && image->phdr < image->high));
	for (unsigned i = 0; i < plan.count; i++)
		check_segment(&plan.segments[i], image, data);
}

/* A file that is refused leaves nothing: the allocator grows now and then, but not each time. */
static bool leaves_a_mapping(int fd)
{
	enum { TIMES = 16 };
	unsigned before = mappings();

	for (unsigned i = 0; i < TIMES; i++) {
		struct patch_counts counts = { 0 };
		char problem[160];
		struct image image;

		map_image(fd, &image, &counts, problem, sizeof problem);
	}
	return mappings() >= before + TIMES;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	static unsigned runs;
	unsigned before;
	struct patch_counts counts = { 0 };
	char problem[160] = "";
	struct image image;
	int ret;

	elf_version(EV_CURRENT);
	if (fd < 0)
		fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (ftruncate(fd, 0) < 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
		return 0;
	before = runs++ % 16 ? 0 : mappings(); /* it is slow */
	ret = map_image(fd, &image, &counts, problem, sizeof problem);
	assert(memchr(problem, 0, sizeof problem));
	if (ret < 0) {
		assert(problem[0]);
		assert(!before || mappings() <= before || !leaves_a_mapping(fd));
		return 0;
	}
	check_image(fd, &image, data, size);
	munmap((void *)image.low, image.high - image.low);
	return 0;
}
