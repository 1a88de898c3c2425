/*
 * What a call leaves as it was: all registers but rax, rcx, rdx, r8 to r11, the
 * vector registers, and every byte below the stack pointer, of which there are
 * 256 until an unmapped page.  The carry flag is set by an error, and cleared by
 * success; rdx is the caller's unless the call has a second result.
 *
 * amd64/amd64/exception.S (fast_syscall), sys/proc.h (td_retval).
 */
#include "alien.h"

struct state {
	long rax, rbx, rcx, rdx, rsi, rdi, rbp, rsp, r8, r9, r10, r11, r12, r13, r14, r15;
	long flags;
	uint8_t vector[16][16];
};

struct state given, got;
long own_stack;

/* Load all of `given`, call, and store all into `got`. */
void probe(void);
__asm__("	.globl probe\n"
	"probe:	push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
	"	mov %rsp, own_stack\n"
	".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
	"	movups given + 136 + 16 * \\n, %xmm\\n\n"
	".endr\n"
	"	push given + 128; popf\n"
	"	mov given + 0, %rax; mov given + 8, %rbx; mov given + 24, %rdx\n"
	"	mov given + 32, %rsi; mov given + 40, %rdi; mov given + 48, %rbp\n"
	"	mov given + 56, %rsp; mov given + 64, %r8; mov given + 72, %r9\n"
	"	mov given + 80, %r10; mov given + 96, %r12; mov given + 104, %r13\n"
	"	mov given + 112, %r14; mov given + 120, %r15\n"
	"	syscall\n"
	"	mov %rax, got + 0; mov %rbx, got + 8; mov %rcx, got + 16; mov %rdx, got + 24\n"
	"	mov %rsi, got + 32; mov %rdi, got + 40; mov %rbp, got + 48; mov %rsp, got + 56\n"
	"	mov %r8, got + 64; mov %r9, got + 72; mov %r10, got + 80; mov %r11, got + 88\n"
	"	mov %r12, got + 96; mov %r13, got + 104; mov %r14, got + 112\n"
	"	mov %r15, got + 120\n"
	"	mov own_stack, %rsp\n"
	"	pushf; pop got + 128\n"
	".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
	"	movups %xmm\\n, got + 136 + 16 * \\n\n"
	".endr\n"
	"	pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx\n"
	"	ret\n");

#define CARRY 1
#define FLAGS 0x202 /* interrupts on, and the bit that is always set */
#define ROOM  256
#define PAGE  4096

static uint8_t *bottom; /* of the little stack */

static void poison(void)
{
	memset(bottom, 0xa5, ROOM);
	memset(&given, 0, sizeof(given));
	given.rbx = 0x1111111111111111;
	given.rbp = 0x2222222222222222;
	given.r12 = 0x3333333333333333;
	given.r13 = 0x4444444444444444;
	given.r14 = 0x5555555555555555;
	given.r15 = 0x6666666666666666;
	given.rsp = (long)bottom + ROOM;
	for (int i = 0; i < 16; i++)
		memset(given.vector[i], 0x10 + i, 16);
}

/* Make the call with the carry flag set or not, and check what must have stayed. */
static void probe_call(long nr, long a, long b, long c, bool carry)
{
	int touched = 0;

	poison();
	given.rax = nr;
	given.rdi = a;
	given.rsi = b;
	given.rdx = c;
	given.flags = FLAGS | carry;
	probe();
	EXPECT_EQ(got.rbx, given.rbx);
	EXPECT_EQ(got.rbp, given.rbp);
	EXPECT_EQ(got.rsp, given.rsp);
	EXPECT_EQ(got.rdi, given.rdi);
	EXPECT_EQ(got.rsi, given.rsi);
	EXPECT_EQ(got.r12, given.r12);
	EXPECT_EQ(got.r13, given.r13);
	EXPECT_EQ(got.r14, given.r14);
	EXPECT_EQ(got.r15, given.r15);
	EXPECT(!memcmp(got.vector, given.vector, sizeof(got.vector)));
	for (int i = 0; i < ROOM; i++)
		touched += bottom[i] != 0xa5;
	EXPECT_EQ(touched, 0);
}

static void succeeds(long nr, long a, long b, long c)
{
	for (int carry = 0; carry < 2; carry++) {
		probe_call(nr, a, b, c, carry);
		EXPECT_EQ(got.flags & CARRY, 0);
		EXPECT_EQ(got.rdx, given.rdx);
	}
}

static void fails(long nr, long a, long b, long c, long with)
{
	for (int carry = 0; carry < 2; carry++) {
		probe_call(nr, a, b, c, carry);
		EXPECT_EQ(got.flags & CARRY, CARRY);
		EXPECT_EQ(got.rax, with);
		EXPECT_EQ(got.rdx, given.rdx);
	}
}

#define EBADF  9 /* sys/errno.h */
#define EFAULT 14
#define ENOSYS 78

int main(int argc, char **argv, char **envp)
{
	static char stat[224];
	uint8_t *area = pages(2 * PAGE);

	(void)argc, (void)argv, (void)envp;
	call(NR_munmap, area, PAGE);
	bottom = area + PAGE;

	/* Calls that mean the same on both systems, and ones that must be converted. */
	succeeds(NR_getppid, 1, 2, 3);
	succeeds(NR_write, 1, (long)"", 0);
	succeeds(NR_fstat, 1, (long)stat, 3);
	succeeds(NR_clock_gettime, CLOCK_MONOTONIC, (long)stat, 3);
	fails(NR_write, -1, (long)"x", 1, EBADF);
	fails(NR_close, -1, 2, 3, EBADF);
	fails(NR_fstat, -1, (long)stat, 3, EBADF);
	fails(NR_fstat, 1, (long)area, 3, EFAULT);
	fails(NR_clock_gettime, CLOCK_MONOTONIC, (long)area, 3, EFAULT);
	fails(599, 1, 2, 3, ENOSYS);

	/* The old pipe(2) returns two descriptors. */
	probe_call(NR_compat10_pipe, 0, 0, 77, true);
	EXPECT_EQ(got.flags & CARRY, 0);
	EXPECT_EQ(call(NR_write, got.rdx, "x", 1), 1);
	EXPECT_EQ(call(NR_read, got.rax, stat, 1), 1);
	return result();
}
