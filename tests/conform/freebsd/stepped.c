/*
 * Calls of every tier, each with all registers checked, for tests/doors/stepper.c
 * to interrupt at each of their instructions.  Alone it makes each a few times,
 * with a signal between; `stepped TIER` goes round for ever, after its name to
 * descriptor 3 and a byte from descriptor 4.
 */
#include "probe.h"
#include "signals.h"

struct registers probe_in, probe_out;
int probe_vectors;

PROBE(getppid_known, "mov $39, %eax"); /* sys/syscall.h */
PROBE(lseek_known, "mov $478, %eax");
PROBE(fstat_known, "mov $551, %eax");
PROBE(fsync_known, "mov $95, %eax");
PROBE(read_known, "mov $3, %eax");
PROBE(recv_known, "mov $29, %eax");
PROBE(kevent_known, "mov $560, %eax");
PROBE(mask_known, "mov $340, %eax");
PROBE(kill_known, "mov $37, %eax");
PROBE(number_in_rax, "mov %r11, %r11");
/* Away to code in writable memory, which only the net can serve, and on with a call from here. */
PROBE(in_new_code, "jmp *new_code\n.globl new_code_back\nnew_code_back: nop; nop; mov $39, %eax");
extern char new_code_back[];

/* What the stepper reads: where the present tier's call begins and is over, and how all went. */
const char *step_from, *step_to;
volatile long handled, wrong, iterations;
void step_end(void);
__asm__(".text\n.globl step_end\nstep_end: nop\nret\n");

static int ends[2], pair[2], queue, null, self;
static long stat[32], parent, buf[8];
static char *stack;
/* mov $39, %eax; syscall; jmp *0(%rip), and where to. */
unsigned char *new_code;
static const unsigned char new_bytes[] = { 0xb8, 39, 0, 0, 0, 0x0f, 0x05, 0xff, 0x25, 0, 0, 0, 0 };

static bool wake;   /* the handler ends the call */
static bool nested; /* the call has a handler of its own run */
static volatile long handled_inside;
extern char __executable_start[], etext[];

static void note(bool ok, const char *what)
{
	if (ok)
		return;
	wrong++;
	say("wrong in iteration %ld: %s\n", iterations, what);
}
#define NOTE(condition) note(condition, #condition)

static void handler(int sig, struct siginfo *info, struct ucontext *context)
{
	const char *rip = (const char *)context->mcontext.rip;

	(void)sig, (void)info;
	handled++;
	NOTE(nested || (rip >= __executable_start && rip < etext) ||
	     (rip >= (char *)new_code && rip < (char *)new_code + 4096));
	NOTE(context->mcontext.rsp == probe_in.rsp || rip < step_from || rip > step_to);
	if (wake) {
		call(NR_write, ends[1], "A", 1);
		call(NR_sendto, pair[1], "A", 1, 0, 0, 0);
	}
	if (probe_vectors)
		__asm__ volatile("vzeroall");
	else
		__asm__ volatile("xorps %%xmm0, %%xmm0; xorps %%xmm15, %%xmm15"
				 :
				 :
				 : "xmm0", "xmm15");
}

/* What the call itself raises: registers and mask must come back from here as well. */
static void handler_inside(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)info, (void)context;
	handled_inside++;
	NOTE(sig == SIGUSR2);
	if (probe_vectors)
		__asm__ volatile("vzeroall");
}

static void nothing(void)
{
}

static void one_byte(void)
{
	call(NR_write, ends[1], "B", 1);
	call(NR_sendto, pair[1], "B", 1, 0, 0, 0);
}

/* As it was first, whatever has been put in its place. */
static void write_code(void)
{
	memcpy(new_code, new_bytes, sizeof(new_bytes));
	*(char **)(new_code + sizeof(new_bytes)) = new_code_back;
}

static const struct sigset no_signals;

/* What is left when the call is over, whoever wrote it. */
static void empty(int fd)
{
	struct {
		int fd;
		short events, revents;
	} p = { fd, 1, 0 }; /* POLLIN */
	char byte;

	while (call(NR_poll, &p, 1, 0) == 1)
		call(NR_read, fd, &byte, 1);
}

#define PROBED(name) name, name##_begin, name##_after
extern char getppid_known_begin[], getppid_known_after[], lseek_known_begin[], lseek_known_after[],
    fstat_known_begin[], fstat_known_after[], fsync_known_begin[], fsync_known_after[],
    read_known_begin[], read_known_after[], recv_known_begin[], recv_known_after[],
    kevent_known_begin[], kevent_known_after[], mask_known_begin[], mask_known_after[],
    kill_known_begin[], kill_known_after[], in_new_code_begin[], in_new_code_after[],
    number_in_rax_begin[], number_in_rax_after[];

/*
 * `result` or, where that is allowed, `other` (an errno, with the carry flag).
 * `sleeps`: only the handler lets it come to an end.
 */
struct tier {
	const char *name;
	void (*make)(void);
	const char *begin, *after;
	void (*prepare)(void);
	long nr;
	const void *a[4];
	long fixed; /* kevent's nevents, which comes with a timeout */
	long result, other;
	int flags; /* of the handler */
	bool fails, sleeps;
};

/* clang-format off */
static const struct tier tiers[] = {
	{ "thin, number known", PROBED(getppid_known), nothing, 0, { 0 }, 0, -1, 0, SA_RESTART, 0, 0 },
	{ "thin, number in rax", PROBED(number_in_rax), nothing, NR_getppid, { 0 }, 0, -1, 0,
	  SA_RESTART, 0, 0 },
	{ "C", PROBED(lseek_known), nothing, 0, { &null, 0, (void *)1 }, 0, 0, 0, SA_RESTART, 0, 0 },
	{ "C, structure out", PROBED(fstat_known), nothing, 0, { &null, stat }, 0, 0, 0, SA_RESTART, 0,
	  0 },
	{ "C, signal mask", PROBED(mask_known), nothing, 0, { (void *)SIG_BLOCK, &no_signals, buf }, 0, 0,
	  0, SA_RESTART, 0, 0 },
	{ "thin, fails", PROBED(fsync_known), nothing, 0, { (void *)12345 }, 0, EBADF, 0, SA_RESTART, 1,
	  0 },
	{ "C, fails", PROBED(fstat_known), nothing, 0, { (void *)12345, stat }, 0, EBADF, 0, SA_RESTART,
	  1, 0 },
	{ "read, ready", PROBED(read_known), one_byte, 0, { &ends[0], buf, (void *)1 }, 0, 1, 0,
	  SA_RESTART, 0, 0 },
	{ "recvfrom, ready", PROBED(recv_known), one_byte, 0, { &pair[0], buf, (void *)1 }, 0, 1, 0,
	  SA_RESTART, 0, 0 },
	{ "read that sleeps, restarted", PROBED(read_known), nothing, 0, { &ends[0], buf, (void *)1 }, 0,
	  1, 0, SA_RESTART, 0, 1 },
	{ "read that sleeps, number in rax", PROBED(number_in_rax), nothing, NR_read,
	  { &ends[0], buf, (void *)1 }, 0, 1, 0, SA_RESTART, 0, 1 },
	{ "read that sleeps, interrupted", PROBED(read_known), nothing, 0, { &ends[0], buf, (void *)1 },
	  0, 1, EINTR, 0, 0, 1 },
	{ "recvfrom that sleeps, restarted", PROBED(recv_known), nothing, 0, { &pair[0], buf, (void *)1 },
	  0, 1, 0, SA_RESTART, 0, 1 },
	{ "recvfrom that sleeps, interrupted", PROBED(recv_known), nothing, 0,
	  { &pair[0], buf, (void *)1 }, 0, 1, EINTR, 0, 0, 1 },
	{ "through the net", PROBED(in_new_code), write_code, 0, { 0 }, 0, -1, 0, SA_RESTART, 0, 0 },
	{ "kill, a handler, sigreturn", PROBED(kill_known), nothing, 0, { &self, (void *)SIGUSR2 }, 0, 0,
	  0, SA_RESTART, 0, 0 },
	{ "kevent that sleeps", PROBED(kevent_known), nothing, 0, { &queue, 0, 0, stat }, 1, 1, EINTR,
	  SA_RESTART, 0, 1 },
};
/* clang-format on */

#define TIERS (sizeof(tiers) / sizeof(*tiers))

/* An argument below a page is itself; one that is the address of a descriptor is that descriptor.
 */
static long argument(const void *a)
{
	if (a == &ends[0] || a == &pair[0] || a == &queue || a == &null || a == &self)
		return *(const int *)a;
	return (long)a;
}

static void check(const struct tier *t)
{
	const struct registers *in = &probe_in, *out = &probe_out;
	bool carry = out->flags & FLAG_CARRY;

	NOTE(t->other && carry
		 ? out->rax == t->other
		 : carry == t->fails && out->rax == (t->result < 0 ? parent : t->result));
	NOTE(out->rdi == in->rdi && out->rsi == in->rsi && out->rdx == in->rdx);
	NOTE(out->rbx == in->rbx && out->rbp == in->rbp && out->rsp == in->rsp);
	NOTE(out->r12 == in->r12 && out->r13 == in->r13);
	NOTE(out->r14 == in->r14 && out->r15 == in->r15);
	NOTE(probe_vectors_kept());
	for (int i = 1; i <= 128; i++)
		NOTE(((char *)in->rsp)[-i] == 0x5a);
}

static void iterate(const struct tier *t)
{
	static struct timespec limit = { 60, 0 };

	long inside = handled_inside;

	probe_in.rax = t->nr;
	probe_in.rdi = argument(t->a[0]);
	probe_in.rsi = argument(t->a[1]);
	probe_in.rdx = argument(t->a[2]);
	probe_in.r10 = argument(t->a[3]);
	probe_in.r8 = t->fixed;
	probe_in.r9 = t->fixed ? (long)&limit : 0;
	probe_in.rsp = (long)stack + 65536 - 4096;
	memset((char *)probe_in.rsp - 128, 0x5a, 128);
	t->prepare();
	t->make();
	check(t);
	NOTE(handled_inside == inside + nested);
	empty(ends[0]);
	empty(pair[0]);
	iterations++;
	step_end();
}

static void set_up(const struct tier *t)
{
	step_from = t->begin;
	step_to = t->after;
	wake = t->sleeps;
	nested = t->a[0] == &self;
	catch (SIGUSR2, handler_inside, 0, NULL);
	catch (SIGUSR1, handler, t->flags, NULL);
}

static void start(void)
{
	struct kevent change = { .filter = EVFILT_READ, .flags = EV_ADD };

	parent = call(NR_getppid);
	self = call(NR_getpid);
	null = call(NR_open, "/dev/null", 0);
	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	EXPECT_EQ(call(NR_socketpair, 1, 1, 0, pair), 0);
	queue = call(NR_kqueue);
	change.ident = ends[0];
	EXPECT_EQ(call(NR_kevent, queue, &change, 1, 0, 0, 0), 0);
	stack = pages(65536);
	new_code = (unsigned char *)call(NR_mmap, 0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
					 MAP_PRIVATE | MAP_ANON, -1, 0);
	probe_init();
}

int main(int argc, char **argv, char **envp)
{
	size_t number = argc > 1 ? to_long(argv[1]) : 0;
	const struct tier *t = &tiers[number];
	char byte = 0;

	(void)envp;
	start();
	if (argc > 1) {
		if (number >= TIERS)
			return 3;
		set_up(t);
		call(NR_write, 3, t->name, strlen(t->name));
		call(NR_read, 4, &byte, 1);
		for (;;)
			iterate(t);
	}
	for (size_t i = 0; i < TIERS; i++) {
		set_up(&tiers[i]);
		for (int n = 0; n < 3; n++) {
			kill_self(SIGUSR1);
			if (tiers[i].sleeps)
				one_byte();
			iterate(&tiers[i]);
		}
	}
	EXPECT_EQ(wrong, 0);
	EXPECT_EQ(handled, 3 * TIERS);
	return result();
}
