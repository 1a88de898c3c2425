#include "loader/check.h"

#include <errno.h>
#include <fcntl.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loader/command.h"
#include "loader/coverage.h"
#include "loader/interpreter.h"
#include "loader/plan.h"
#include "shim/dispatch.h"
#include "syscall-map/sysroot.h"

static void count_site(const struct found_site *site, void *arg)
{
	struct check *check = arg;

	if (site->nr < 0)
		check->at_run_time++;
	else if (site->nr < CHECK_CALLS)
		check->calls[site->nr]++;
	else
		check->beyond++;
}

static int check_segment(int fd, const struct segment *s, struct check *check)
{
	uint8_t *code = malloc(s->file_size);
	uint64_t done = 0;

	if (!code)
		return -ENOMEM;
	while (done < s->file_size) {
		ssize_t n = pread(fd, code + done, s->file_size - done, (off_t)(s->offset + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			int error = n < 0 ? errno : EIO;

			free(code);
			return -error;
		}
		done += (uint64_t)n;
	}
	find_sites(code, s->file_size, s->address, count_site, check, &check->counts);
	free(code);
	return 0;
}

static int read_plan(int fd, struct elf_headers *headers, struct plan *plan, struct file_info *info)
{
	struct stat st;
	Elf *elf;
	int ret = -ENOEXEC;

	if (fstat(fd, &st) < 0)
		return -errno;
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf)
		return -ENOEXEC;
	/* What a dynamic program is told otherwise is kept. */
	ret = read_headers(elf, (uint64_t)st.st_size, headers, info->problem, sizeof info->problem);
	elf_end(elf);
	if (ret == 0)
		ret = plan_image(headers, plan, info->problem, sizeof info->problem);
	return ret;
}

static void see_interpreter(struct file_info *info)
{
	int fd = open_interpreter(info, info->problem, sizeof info->problem);

	if (fd >= 0)
		close(fd);
}

int check_file(int fd, struct check *check)
{
	struct elf_headers headers;
	struct plan plan;
	int ret = detect_file(fd, &check->info);

	if (ret < 0 || check->info.kind != FILE_ALIEN)
		return ret;
	if (check->info.dynamic && sysroot_given() && !check->info.problem[0])
		see_interpreter(&check->info);
	/* Where a site can be patched hangs on its stub's length, and that on the call. */
	check->abi = abi = check->info.abi;
	dispatch_init();
	if (read_plan(fd, &headers, &plan, &check->info) < 0) {
		check->abi = NULL;
		return 0;
	}
	for (unsigned i = 0; i < plan.count; i++) {
		const struct segment *s = &plan.segments[i];

		if (!(s->prot & PROT_EXEC) || !s->file_size)
			continue;
		ret = check_segment(fd, s, check);
		if (ret < 0)
			return ret;
	}
	if (check->info.dynamic && !sysroot_given())
		return check_imports(fd, &headers, &plan, check);
	return 0;
}

unsigned check_missing(const struct check *check)
{
	unsigned missing = check->missing_import_count + (check->beyond ? 1 : 0);

	for (long nr = 0; check->abi && nr < CHECK_CALLS; nr++)
		if (check->calls[nr] && state_of(check->abi, nr) >= STATE_LATER)
			missing++;
	return missing;
}

/* 0: all that was found is there; 1: something is missing; 126: it cannot run. */
int check_command(const struct command *command)
{
	struct check *check = calloc(1, sizeof *check);
	int fd = open(command->argv[0], O_RDONLY | O_CLOEXEC);
	int status, ret;

	if (fd < 0 || !check) {
		ret = -errno;
		free(check);
		return complain_and(ret == -ENOENT ? STATUS_NOT_FOUND : STATUS_CANNOT_RUN, "%s: %s",
				    command->argv[0], strerror(-ret));
	}
	check->file = command->argv[0];
	ret = check_file(fd, check);
	close(fd);
	if (ret < 0) {
		free(check);
		return complain_and(STATUS_CANNOT_RUN, "%s: cannot be read: %s", command->argv[0],
				    strerror(-ret));
	}
	if (command->json)
		check_print_json(check, stdout);
	else
		check_print(check, stdout);
	status = check->info.problem[0] ? STATUS_CANNOT_RUN : check_missing(check) ? 1 : 0;
	free(check);
	return status;
}
