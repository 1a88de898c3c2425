/*
 * Start a program under abirun and look at each host call that is made
 * (seccomp's RET_TRACE): whether it is one that abirun makes at all, whether its
 * flags, commands and numbers are the host's own, and whether they are what the
 * alien's call, which the fuzzer tells in shared memory (record.h), comes to.  A
 * fault in abirun's own code is wrong too, unless it is one of its copies that
 * survive it.  Each thing that is wrong is a line on standard error, once; then
 * the exit status is 1, else the program's.
 *
 *	observer [--os SYSTEM] [--user ID] [--blind] ABIRUN [ARGUMENT...]
 *
 * --os: whose program it is, FreeBSD's unless given.
 * --user: run it as this user, else without what would hurt the machine.
 * --blind: look at nothing; only the limits below are set.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/capability.h>

#include "abi-tables/abi.h"
#include "loader/loader.h"
#include "shim/dispatch.h"
#include "tests/fuzz/observer.h"

#define OPTIONS                                                                                    \
	(PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |  \
	 PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)

static struct {
	long user;
	bool blind;
	char **command;
} options = { .user = -1 };

#define SAID 1000 /* kinds of wrong things that are told */

static uint64_t calls, wrong;

static void die(const char *what)
{
	fprintf(stderr, "observer: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* What a fuzzer as root must not have: the clock, devices, file systems, accounting, others'
 * memory. */
static void drop_capabilities(void)
{
	static const int dropped[] = {
		CAP_SYS_TIME,       CAP_SYS_BOOT,        CAP_SYS_MODULE,
		CAP_SYS_RAWIO,      CAP_SYS_ADMIN,       CAP_SYS_PACCT,
		CAP_SYS_TTY_CONFIG, CAP_MKNOD,           CAP_NET_ADMIN,
		CAP_NET_RAW,        CAP_LINUX_IMMUTABLE, CAP_SYSLOG,
		CAP_SYS_NICE,       CAP_SYS_PTRACE,      CAP_KILL,
		CAP_SYS_RESOURCE,   CAP_DAC_READ_SEARCH, CAP_MAC_ADMIN,
		CAP_MAC_OVERRIDE,
	};

	for (unsigned i = 0; i < sizeof dropped / sizeof *dropped; i++)
		prctl(PR_CAPBSET_DROP, dropped[i], 0, 0, 0);
}

static void set_limit(int what, rlim_t most)
{
	struct rlimit limit = { most, most };

	setrlimit(what, &limit);
}

static void install_filter(void)
{
	struct sock_filter all[] = { BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE) };
	struct sock_fprog program = { 1, all };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		die("seccomp");
}

static void start(int gate)
{
	char byte;

	unshare(CLONE_NEWIPC); /* where that is allowed */
	drop_capabilities();
	set_limit(RLIMIT_CORE, 0);
	set_limit(RLIMIT_FSIZE, 4 << 20);
	set_limit(RLIMIT_NOFILE, 512);
	if (options.user >= 0 &&
	    (setgroups(0, NULL) || setresgid(options.user, options.user, options.user) ||
	     setresuid(options.user, options.user, options.user)))
		die("setresuid");
	prctl(PR_SET_DUMPABLE, 1);
	if (read(gate, &byte, 1) < 0)
		die("read");
	close(gate);
	if (!options.blind)
		install_filter();
	execv(options.command[0], options.command);
	die(options.command[0]);
}

/* The fuzzer's records, as this process has them; false: it has none. */
static bool read_records(pid_t pid, struct records *r)
{
	size_t size = offsetof(struct records, calls);
	struct iovec here = { r, size }, there = { (void *)RECORDS_ADDRESS, size };

	return process_vm_readv(pid, &here, 1, &there, 1, 0) == (ssize_t)size &&
	       r->magic == RECORDS_MAGIC;
}

static const struct record *record_of(const struct records *r, pid_t tid)
{
	for (int i = 0; i < RECORD_THREADS; i++)
		if (r->of[i].tid == (uint32_t)tid && r->of[i].state == RECORD_CALL)
			return &r->of[i];
	return NULL;
}

static void say_alien(const struct records *r, const struct record *a)
{
	if (!a)
		return;
	fprintf(stderr, "; seed %lu, batch %u, call %u: %u(", r->seed, a->batch, a->index, a->nr);
	for (int i = 0; i < 6; i++)
		fprintf(stderr, "%s0x%lx", i ? ", " : "", a->arg[i]);
	fputs(")", stderr);
}

/* Each kind of fault once: what went before it is the same for all of its kind. */
static bool is_new(const char *why)
{
	static char *said[SAID];
	unsigned i = 0;

	for (; i < SAID && said[i]; i++)
		if (!strcmp(said[i], why))
			return false;
	if (i < SAID)
		said[i] = strdup(why);
	return i < SAID;
}

static void report(const char *why, const struct records *r, const struct seen_call *c)
{
	wrong++;
	if (!is_new(why))
		return;
	fprintf(stderr, "wrong: %s", why);
	if (c->nr >= 0) {
		fprintf(stderr, "; host call %ld(", c->nr);
		for (int i = 0; i < 6; i++)
			fprintf(stderr, "%s0x%lx", i ? ", " : "", c->arg[i]);
		fputs(")", stderr);
	}
	say_alien(r, c->alien);
	fputc('\n', stderr);
}

static void look_at_call(pid_t pid)
{
	static struct records r;
	struct __ptrace_syscall_info info;
	struct seen_call c = { .nr = -1 };
	char why[WHY];

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0 ||
	    info.op != PTRACE_SYSCALL_INFO_SECCOMP)
		return;
	calls++;
	c.nr = (long)info.seccomp.nr;
	c.ip = info.instruction_pointer;
	memcpy(c.arg, info.seccomp.args, sizeof c.arg);
	if (read_records(pid, &r)) {
		c.alien = record_of(&r, pid);
		if (c.ip >= r.text_from && c.ip < r.text_to)
			report("the alien's own syscall instruction reached the host", &r, &c);
	}
	if (info.arch != AUDIT_ARCH_X86_64)
		report("a call of another architecture", &r, &c);
	else if (judge_number(&c, why) || judge_values(&c, why) || judge_translation(&c, why))
		report(why, &r, &c);
}

static void look_at_fault(pid_t pid, int sig)
{
	static struct records r;
	struct seen_call c = { .nr = -1 };
	struct __ptrace_syscall_info info;
	siginfo_t si;
	char why[WHY];

	if (sig != SIGSEGV && sig != SIGBUS && sig != SIGILL && sig != SIGFPE && sig != SIGTRAP)
		return;
	if (ptrace(PTRACE_GETSIGINFO, pid, 0, &si) || si.si_code <= 0 ||
	    ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0)
		return;
	if (!fault_is_wrong(pid, info.instruction_pointer, why))
		return;
	if (read_records(pid, &r))
		c.alien = record_of(&r, pid);
	report(why, &r, &c);
}

/* What to go on with, for a stop that waitpid told. */
static void go_on(pid_t pid, int status)
{
	int sig = WSTOPSIG(status), event = status >> 16;
	bool stops = sig == SIGSTOP || sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU;

	if (event == PTRACE_EVENT_STOP && stops) {
		ptrace(PTRACE_LISTEN, pid, 0, 0);
		return;
	}
	if (event == PTRACE_EVENT_SECCOMP)
		look_at_call(pid);
	else if (!event)
		look_at_fault(pid, sig);
	ptrace(PTRACE_CONT, pid, 0, event ? 0 : sig);
}

static int watch(pid_t child)
{
	int status, end = -1;
	pid_t pid;

	while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
		if (pid < 0)
			continue;
		if (WIFSTOPPED(status)) {
			go_on(pid, status);
			continue;
		}
		if (pid == child) {
			end = status;
			break; /* whoever is left ends with the observer */
		}
	}
	return end;
}

static void parse(int argc, char **argv)
{
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--blind"))
			options.blind = true;
		else if (!strcmp(argv[i], "--os") && i + 1 < argc)
			abi = abi_named(argv[++i]);
		else if (!strcmp(argv[i], "--user") && i + 1 < argc)
			options.user = atol(argv[++i]);
		else
			break;
	}
	options.command = argv + i;
	if (!abi || i >= argc || argv[i][0] == '-') {
		fputs("observer [--os SYSTEM] [--user ID] [--blind] ABIRUN [ARGUMENT...]\n",
		      stderr);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	int gate[2], status;
	pid_t child;

	abi = abi_named("freebsd");
	parse(argc, argv);
	judge_init();
	faults_init(options.command[0]);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (pipe(gate))
		die("pipe");
	child = fork();
	if (child == 0) {
		close(gate[1]);
		start(gate[0]);
	}
	close(gate[0]);
	if (!options.blind && ptrace(PTRACE_SEIZE, child, 0, OPTIONS))
		die("ptrace");
	if (write(gate[1], "", 1) != 1)
		die("write");
	close(gate[1]);
	status = watch(child);
	if (!options.blind)
		fprintf(stderr, "observer: %lu host calls, %lu wrong\n", calls, wrong);
	if (wrong || status < 0)
		return 1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
