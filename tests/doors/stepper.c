/*
 * A signal at every instruction of a call's way in, through and out.
 *
 *	stepper ABIRUN ALIEN [POINTS [OPTION]]
 *
 * ALIEN is tests/conform/freebsd/stepped, which makes one kind of call round and
 * round and checks all registers after each.  It is stepped with ptrace from the
 * call's beginning; after n steps it gets a signal and runs on.  The handler must
 * run exactly once before the round ends, and the round must end.  n grows from
 * round to round by as much as makes POINTS rounds of the call, by 1 where POINTS
 * is 0 or not given; OPTION is one of abirun's.  In the first round it is stepped to its end, or
 *until it sleeps: then that round's signal finds it asleep.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 20000 /* for a round to end */
#define ASLEEP_MS   3     /* this long asleep: it will not wake by itself */
#define STEPS       100000 /* about as many in one kind of call, where not every point is asked for */
#define NOP         0x90
#define TRAP        0xcc

/* Addresses in the alien, from its symbol table. */
static struct {
	const char *name;
	uint64_t address;
} symbols[] = {
	{ "step_from", 0 }, { "step_to", 0 }, { "step_end", 0 }, { "handled", 0 }, { "wrong", 0 }
};
enum { STEP_FROM, STEP_TO, STEP_END, HANDLED, WRONG, SYMBOLS };

static pid_t alien;

static void give_up(const char *what)
{
	printf("not ok - stepper: %s: %s\n", what, strerror(errno));
	if (alien > 0)
		kill(alien, SIGKILL);
	exit(1);
}

static void find_symbols(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), found = 0;
	struct stat st;
	const char *file;
	const Elf64_Ehdr *e;
	const Elf64_Shdr *s;

	if (fd < 0 || fstat(fd, &st))
		give_up(path);
	file = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	e = (const void *)file;
	s = (const void *)(file + e->e_shoff);
	for (int i = 0; i < e->e_shnum; i++) {
		const Elf64_Sym *sym = (const void *)(file + s[i].sh_offset);

		if (s[i].sh_type != SHT_SYMTAB)
			continue;
		for (size_t n = 0; n < s[i].sh_size / sizeof *sym; n++)
			for (int k = 0; k < SYMBOLS; k++)
				if (!strcmp(file + s[s[i].sh_link].sh_offset + sym[n].st_name,
					    symbols[k].name)) {
					symbols[k].address = sym[n].st_value;
					found++;
				}
	}
	if (found < SYMBOLS)
		give_up("symbols of the alien are missing");
}

static uint64_t peek(int symbol)
{
	uint64_t value = 0;
	struct iovec here = { &value, sizeof value };
	struct iovec there = { (void *)symbols[symbol].address, sizeof value };

	if (process_vm_readv(alien, &here, 1, &there, 1, 0) != sizeof value)
		give_up("reading the alien's memory");
	return value;
}

static uint64_t rip(void)
{
	struct user_regs_struct r;

	if (ptrace(PTRACE_GETREGS, alien, NULL, &r))
		give_up("reading registers");
	return r.rip;
}

/* A breakpoint in place of a nop stays: what follows the nop goes on behind it. */
static void set_trap(uint64_t address)
{
	long word;

	errno = 0;
	word = ptrace(PTRACE_PEEKTEXT, alien, (void *)address, NULL);
	if (errno || (word & 0xff) != NOP ||
	    ptrace(PTRACE_POKETEXT, alien, (void *)address, (void *)((word & ~0xffL) | TRAP)))
		give_up("setting a breakpoint");
}

static void sleep_us(long us)
{
	struct timespec t = { us / 1000000, us % 1000000 * 1000 };

	nanosleep(&t, NULL);
}

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The state letter of proc(5): S sleeps. */
static char state(void)
{
	char path[64], line[256] = "";
	FILE *f;
	char *p;

	snprintf(path, sizeof path, "/proc/%d/stat", alien);
	f = fopen(path, "r");
	if (!f)
		return '?';
	p = fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;
	fclose(f);
	return p ? p[2] : '?';
}

/*
 * Wait until the alien stops.  Its status; 0 when it is asleep instead, for longer
 * than `patience` ms; -1 when it has ended.
 */
static int wait_stop(long patience)
{
	long asleep = 0;

	for (int turn = 0;; turn++) {
		int status;

		if (waitpid(alien, &status, WNOHANG | __WALL) == alien)
			return WIFSTOPPED(status) ? status : -1;
		if (turn < 100)
			continue;
		if (state() != 'S')
			asleep = 0;
		else if (!asleep)
			asleep = now_ms();
		else if (now_ms() - asleep > patience)
			return 0;
		sleep_us(50);
	}
}

/*
 * Let it run, signals and all, to the breakpoint at `address`.  False where it
 * does not come there.  Asleep it runs already, and the step that was its call
 * ends with a trap of its own.
 */
static bool run_to(uint64_t address, bool asleep)
{
	bool running = asleep;
	int status, sig = 0;

	for (;;) {
		if (!running && ptrace(PTRACE_CONT, alien, NULL, (void *)(long)sig))
			give_up("continuing");
		running = false;
		status = wait_stop(PATIENCE_MS);
		if (status <= 0)
			return false;
		sig = status >> 16 ? 0 : WSTOPSIG(status);
		if (sig != SIGTRAP)
			continue;
		if (!asleep || rip() == address + 1)
			return rip() == address + 1;
		asleep = false;
		sig = 0;
	}
}

enum place { AT_POINT, CALL_OVER, CALL_SLEEPS };

/* Take *n steps from the call's beginning; *n is how many it could. */
static enum place take_steps(long *n, uint64_t to)
{
	int sig = 0; /* one that the call raised itself: the next step takes it */

	for (long i = 0; i < *n; i++) {
		int status;

		if (ptrace(PTRACE_SINGLESTEP, alien, NULL, (void *)(long)sig))
			give_up("stepping");
		status = wait_stop(ASLEEP_MS);
		if (status < 0)
			give_up("the alien ended while it was stepped");
		sig = status && WSTOPSIG(status) != SIGTRAP ? WSTOPSIG(status) : 0;
		i -= sig != 0; /* no step, and not to be lost */
		if (sig || (status && rip() != to))
			continue;
		*n = i;
		return status ? CALL_OVER : CALL_SLEEPS;
	}
	return AT_POINT;
}

/* One round with a signal after *n steps; false where it did not go well. */
static bool round_with_signal(long *n, uint64_t to, enum place *place)
{
	uint64_t before = peek(HANDLED), where = 0;
	const char *problem = NULL;

	*place = take_steps(n, to);
	if (*place != CALL_SLEEPS)
		where = rip();
	if (syscall(SYS_tgkill, alien, alien, SIGUSR1))
		give_up("sending a signal");
	if (!run_to(symbols[STEP_END].address, *place == CALL_SLEEPS))
		problem = "the round did not end";
	else if (peek(HANDLED) != before + 1)
		problem = "the handler did not run once";
	else if (peek(WRONG))
		problem = "the alien found something wrong";
	if (problem)
		printf("# step %ld, rip %#lx: %s\n", *n, where, problem);
	return !problem;
}

/* In the child: the program, with its two descriptors. */
__attribute__((noreturn)) static void become_alien(const char *abirun, const char *option,
						   const char *program, int tier, int ready, int go)
{
	char number[16];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	snprintf(number, sizeof number, "%d", tier);
	ready = fcntl(ready, F_DUPFD, 10);
	go = fcntl(go, F_DUPFD, 10);
	for (int fd = 3; fd < 10; fd++)
		close(fd);
	dup2(ready, 3);
	dup2(go, 4);
	close(ready);
	close(go);
	if (option)
		execl(abirun, abirun, option, program, number, (char *)NULL);
	else
		execl(abirun, abirun, program, number, (char *)NULL);
	_exit(127);
}

/* Start one tier and stop it; its name, or NULL where there is no such tier. */
static const char *start(const char *abirun, const char *option, const char *program, int tier)
{
	static char name[64];
	int ready[2], go[2];
	ssize_t n;

	if (pipe(ready) || pipe(go))
		give_up("pipe");
	alien = fork();
	if (!alien)
		become_alien(abirun, option, program, tier, ready[1], go[0]);
	close(ready[1]);
	close(go[0]);
	n = read(ready[0], name, sizeof name - 1);
	close(ready[0]);
	if (n <= 0) {
		int status;

		waitpid(alien, &status, 0);
		alien = 0;
		close(go[1]);
		errno = 0;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 3)
			give_up("the alien did not start");
		return NULL;
	}
	name[n] = 0;
	if (ptrace(PTRACE_SEIZE, alien, NULL, NULL) || ptrace(PTRACE_INTERRUPT, alien, NULL, NULL))
		give_up("tracing");
	if (wait_stop(PATIENCE_MS) <= 0)
		give_up("stopping");
	set_trap(peek(STEP_FROM));
	set_trap(symbols[STEP_END].address);
	if (write(go[1], "", 1) != 1)
		give_up("write");
	close(go[1]);
	return name;
}

static bool step_tier(const char *name, long wanted)
{
	uint64_t from = peek(STEP_FROM), to = peek(STEP_TO);
	enum place place = AT_POINT, end = AT_POINT;
	long points = 0, length = 1000000, stride = 1, n = length, begin = 0;
	bool fine;

	/* A first time may take longer ways: the net finds a site and patches it. */
	fine = run_to(from, false) && round_with_signal(&begin, to, &place);
	while (fine && n > 0) {
		long taken = n;

		fine = run_to(from, false) && round_with_signal(&taken, to, &place);
		if (!points++) {
			end = place;
			length = n = taken;
			if (wanted > STEPS / length + 4)
				wanted = STEPS / length + 4;
			if (wanted && length > wanted)
				stride = length / wanted;
		}
		n -= stride;
	}
	printf("%s - %s: %ld instructions, signals at %ld%s\n", fine ? "ok" : "not ok", name,
	       length, points, end == CALL_SLEEPS ? " and asleep" : "");
	kill(alien, SIGKILL);
	waitpid(alien, NULL, __WALL);
	alien = 0;
	return fine;
}

int main(int argc, char **argv)
{
	long points = argc > 3 ? atol(argv[3]) : 0;
	int failed = 0;

	if (argc < 3) {
		fprintf(stderr, "usage: stepper ABIRUN ALIEN [POINTS [OPTION]]\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	find_symbols(argv[2]);
	for (int tier = 0;; tier++) {
		const char *name = start(argv[1], argc > 4 ? argv[4] : NULL, argv[2], tier);

		if (!name)
			break;
		failed += !step_tier(name, points);
	}
	return failed != 0;
}
