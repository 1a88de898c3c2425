#include "loader/start.h"

#include <dlfcn.h>
#include <link.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/platform/x86.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <unistd.h>

#include "loader/link.h"
#include "shim/dispatch.h"
#include "shim/door.h"
#include "shim/glibc/patch.h"
#include "shim/host.h"
#include "shim/lib/lib.h"
#include "shim/net.h"
#include "shim/options.h"
#include "shim/process.h"
#include "shim/ranges.h"
#include "shim/signal.h"
#include "shim/stats.h"
#include "shim/threads.h"

#define PAGE 4096
/* Where in its page the signal code stands: no instruction before it is in doubt. */
#define SIGCODE_OFFSET 256
#define NOP            0x90
#ifndef HWCAP2_FSGSBASE
#define HWCAP2_FSGSBASE 2
#endif

static int add_object(struct dl_phdr_info *info, size_t size, void *unused)
{
	(void)size;
	(void)unused;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		uint64_t from = info->dlpi_addr + p->p_vaddr;

		if (p->p_type == PT_LOAD)
			host_range_add(from & ~(PAGE - 1ul),
				       (from + p->p_memsz + PAGE - 1) & ~(PAGE - 1ul),
				       p->p_flags & PF_X);
	}
	return 0;
}

/* The vDSO is the host's too; dl_iterate_phdr lists it with the rest. */
static void find_host(void)
{
	void *vdso;

	dl_iterate_phdr(add_object, NULL);
	vdso = dlopen("linux-vdso.so.1", RTLD_LAZY | RTLD_NOLOAD);
	if (vdso)
		vdso_clock = (vdso_clock_fn *)dlsym(vdso, "__vdso_clock_gettime");
}

/* A page of alien code near the image: what a signal handler returns to, where the kernel gives it.
 */
static bool make_sigcode(const struct image *image)
{
	struct patch_counts counts = { 0 };
	uint8_t *page = MAP_FAILED;

	if (!abi->sigcode)
		return true;
	for (uint64_t at = image->high + (1ul << 30); page == MAP_FAILED && at > PAGE;
	     at -= 1ul << 20)
		page = mmap((void *)at, PAGE, PROT_READ | PROT_WRITE, /* NOLINT */
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (page == MAP_FAILED)
		return false;
	memset(page, NOP, PAGE);
	memcpy(page + SIGCODE_OFFSET, abi->sigcode, abi->sigcode_size);
	sigcode_address = (uint64_t)page + SIGCODE_OFFSET;
	return !patch_range(page, PAGE, &counts) && !mprotect(page, PAGE, PROT_READ | PROT_EXEC);
}

static void set_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	prctl(PR_SET_NAME, slash ? slash + 1 : path);
}

static unsigned count_cpus(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof set, &set) ? 1 : (unsigned)CPU_COUNT(&set);
}

static const char *host_lacks(void)
{
	if (!(getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE))
		return "the kernel does not let programs set FS and GS (FSGSBASE, Linux 5.9 or "
		       "later)";
	if (!CPU_FEATURE_ACTIVE(XSAVE))
		return "the processor has no XSAVE";
	return NULL;
}

/* The mask the program was started with is the alien's; from here on everything waits. */
static void hold_signals(struct thread *t)
{
	uint64_t all = ~FAULT_SIGNALS;

	host_call(__NR_rt_sigprocmask, 2, &all, &t->host_mask, 8);
}

/* An image in memory, and what the search for its system calls found. */
struct loaded {
	struct image image;
	struct patch_counts counts;
};

/* The program, its interpreter, and the one of them that is started first. */
static struct loaded program, interpreter, *entered = &program;

static int load(int fd, struct loaded *l, char *problem, size_t problem_size)
{
	int ret = map_image(fd, &l->image, &l->counts, problem, problem_size);

	close(fd);
	return ret;
}

static void arm_for(const struct loaded *l)
{
	if (l->image.writable_code || l->counts.undecided || l->counts.technique[PATCH_NET] ||
	    options.net == NET_ALWAYS || options.net == NET_EXCLUSIVE)
		net_arm(l->image.low, l->image.high);
}

static void become(struct thread *t, const struct start_info *start)
{
	static char altstack[HOST_ALTSTACK];

	hold_signals(t);
	thread_init(t, altstack, sizeof altstack);
	__asm__ volatile("wrgsbase %0" ::"r"(t));
	signal_init(t);
	threads_enter(t);
	if (library_door)
		t->shim_stack = (unsigned long)__builtin_frame_address(0) - LIB_SHIM_STACK;
	arm_for(&program);
	if (entered != &program)
		arm_for(entered);
	if (library_door) /* its first code is the linker's, and its FS the host's */
		enter_alien(t, (unsigned long)link_run, (start->sp & ~15ul) - 8, start->rdi,
			    start->sp, t->host_fs, 0);
	else
		enter_alien(t, entered->image.entry, start->sp, start->rdi, 0, 0, start->rbx);
}

/* The first thread has ended, others go on: the process is theirs. */
static void wait_for_others(struct thread *t)
{
	signal_pass_on(t);
	if (!threads_leave(t))
		process_exit(0);
	thread_retire();
	for (;;)
		pause();
}

static int count_words(char **words)
{
	int n = 0;

	while (words[n])
		n++;
	return n;
}

/* What the rest of abirun is to know of the alien. */
static void tell(const struct start_info *start)
{
	snprintf(alien_path, sizeof alien_path, "%s", start->path);
	alien_brk = program.image.brk;
	alien_stack_low = start->stack_low;
	alien_stack_high = start->stack_high;
	alien_ps_strings = start->ps_strings;
	set_name(start->path);
	show_arguments(start->rdi ? start->rdi : start->sp);
}

/* 0, or the status to end with, and one line in `problem`. */
static int make_ready(struct start_info *start, char *problem, size_t problem_size)
{
	start->argc = count_words(start->argv);
	start->cpus = count_cpus();
	if (getrandom(start->canary, sizeof start->canary, 0) < 0 ||
	    !make_sigcode(&program.image)) {
		snprintf(problem, problem_size, "no memory near the program for its signal code");
		return STATUS_OWN_FAILURE;
	}
	if (make_stack(start, problem, problem_size))
		return STATUS_OWN_FAILURE;
	if (abi->build_stack(start)) {
		snprintf(problem, problem_size, "arguments and environment do not fit its stack");
		return STATUS_CANNOT_RUN;
	}
	tell(start);
	return 0;
}

int start_alien(int fd, int interpreter_fd, const struct abi *system, const char *path, char **argv,
		char **envp, char *problem, size_t problem_size)
{
	static struct thread first;
	struct start_info info = {
		.image = &program.image, .argv = argv, .envp = envp, .path = path
	};
	const char *lack = host_lacks();
	int status;

	if (lack) {
		snprintf(problem, problem_size, "%s", lack);
		return STATUS_OWN_FAILURE;
	}
	abi = system;
	dispatch_init();
	if (options.stats && stats_start()) {
		snprintf(problem, problem_size, "out of memory for --stats");
		return STATUS_OWN_FAILURE;
	}
	if (interpreter_fd == START_LINKED) {
		library_door = true;
		status =
		    link_program(fd, path, &program.image, &program.counts, problem, problem_size);
		if (status)
			return status;
	} else if (load(fd, &program, problem, problem_size)) {
		return STATUS_CANNOT_RUN;
	}
	find_host();
	if (interpreter_fd >= 0) {
		if (load(interpreter_fd, &interpreter, problem, problem_size))
			return STATUS_CANNOT_RUN;
		entered = &interpreter;
		info.interpreter = &interpreter.image;
	}
	status = make_ready(&info, problem, problem_size);
	if (status)
		return status;
	become(&first, &info);
	wait_for_others(&first);
	return STATUS_OWN_FAILURE;
}
