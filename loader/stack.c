/*
 * The alien's first stack.  The host's would do, but its size is of abirun's exec
 * and its top holds the host's own vector, which an alien must not find.
 */
#include "loader/loader.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "loader/plan.h"

#define STACK_MIN     (256UL << 10)
#define STACK_MAX     (512UL << 20) /* where the limit says none; also FreeBSD's maxssiz */
#define STACK_VECTORS 4096          /* auxiliary vector, canary, page sizes, padding */

static uint64_t strings_size(const struct start_info *start)
{
	uint64_t size = strlen(start->path) + 1 + STACK_VECTORS;

	for (int i = 0; i < start->argc; i++)
		size += strlen(start->argv[i]) + 1 + sizeof(char *);
	for (char **e = start->envp; *e; e++)
		size += strlen(*e) + 1 + sizeof(char *);
	return size;
}

/* The soft limit, raised to what the program asks for as far as the hard limit lets. */
static uint64_t stack_limit(const struct image *image)
{
	struct rlimit limit = { STACK_MAX, STACK_MAX };
	uint64_t wish = image->stack_size;

	getrlimit(RLIMIT_STACK, &limit);
	if (wish > limit.rlim_max)
		wish = limit.rlim_max;
	return wish > limit.rlim_cur ? wish : limit.rlim_cur;
}

int make_stack(struct start_info *start, char *problem, size_t problem_size)
{
	int prot = PROT_READ | PROT_WRITE;
	uint64_t size;
	char *low;

	start->stack_limit = stack_limit(start->image);
	size = start->stack_limit;
	if (size < STACK_MIN)
		size = STACK_MIN;
	if (size > STACK_MAX)
		size = STACK_MAX;
	size = page_up(size + strings_size(start));
	if (start->image->stack_executable)
		prot |= PROT_EXEC;

	low = mmap(NULL, size + PLAN_PAGE, PROT_NONE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
	if (low == MAP_FAILED || mprotect(low + PLAN_PAGE, size, prot) < 0) {
		int error = errno;

		snprintf(problem, problem_size, "no room for a stack of %lu KiB: %s", size >> 10,
			 strerror(error));
		return -error;
	}
	/* A huge page for a few words of stack would cost 2 MiB. */
	madvise(low + PLAN_PAGE, size, MADV_NOHUGEPAGE);
	start->stack_low = (unsigned long)low + PLAN_PAGE;
	start->stack_high = start->stack_low + size;
	return 0;
}
