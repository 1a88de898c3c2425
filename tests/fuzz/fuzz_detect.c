/*
 * Any bytes as a file: detecting it and planning its image neither crash nor read
 * what is not there; a plan, where there is one, keeps its own promises.
 */
#include <assert.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "loader/detect.h"
#include "loader/plan.h"

/* No tables are needed to detect a file of theirs. */
static const struct abi freebsd = { .name = "freebsd" };
const struct abi *const abis[] = { &freebsd, NULL };

static void check_plan(const struct plan *plan, uint64_t file_size)
{
	uint64_t end = 0;

	assert(plan->count > 0 && plan->low < plan->high);
	for (unsigned i = 0; i < plan->count; i++) {
		const struct segment *s = &plan->segments[i];

		assert(s->address >= end && s->address >= plan->low);
		end = s->address + s->memory_size;
		assert(end > s->address && end <= plan->high);
		assert(s->offset + s->file_size <= file_size);
		assert(s->map_size == 0 ||
		       (s->map >= plan->low && s->map + s->map_size <= plan->high));
		assert(s->map % PLAN_PAGE == 0 && s->map_size % PLAN_PAGE == 0);
		assert(s->map_offset % PLAN_PAGE == 0);
	}
}

static void plan_bytes(const uint8_t *data, size_t size)
{
	char problem[160] = "";
	struct elf_headers h;
	struct plan plan;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_memory((char *)data, size); /* NOLINT: libelf does not write there */
	if (!elf)
		return;
	if (read_headers(elf, size, &h, problem, sizeof problem) == 0 &&
	    plan_image(&h, &plan, problem, sizeof problem) == 0)
		check_plan(&plan, size);
	else
		assert(problem[0]);
	elf_end(elf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	struct file_info info;

	if (fd < 0)
		fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (ftruncate(fd, 0) < 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
		return 0;
	assert(detect_file(fd, &info) == 0);
	assert(memchr(info.problem, 0, sizeof info.problem));
	assert(info.kind == FILE_ALIEN || info.kind == FILE_NATIVE || info.kind == FILE_SCRIPT ||
	       info.problem[0]);
	assert(info.kind != FILE_ALIEN || info.abi);
	plan_bytes(data, size);
	return 0;
}
