/*
 * A system call with every register known before it and kept after it, for
 * programs with one thread.  probe_in is loaded, the call made on the stack that
 * probe_in.rsp says, and what is in the registers then stored in probe_out.
 *
 *	PROBE(name, "instruction that loads the number");
 *	name();
 *
 * Labels for a debugger: name_begin (a nop), name_site, name_after.
 */
#ifndef PROBE_H
#define PROBE_H

#include "alien.h"

struct registers {
	long rax, rbx, rcx, rdx, rsi, rdi, rbp, rsp;
	long r8, r9, r10, r11, r12, r13, r14, r15;
	long flags;
	long mxcsr; /* and in the upper half the x87 control word */
	unsigned char zmm[32][64] __attribute__((aligned(64)));
	long k[8];
};

#define FLAG_CARRY     1
#define FLAG_DIRECTION 0x400

extern struct registers probe_in, probe_out;
/* 0: xmm, 1: ymm, 2: zmm and k; set by probe_init. */
extern int probe_vectors;

__asm__(".macro for_zmm op, area, reg, count\n"
	".set i, 0\n"
	".rept \\count\n"
	".altmacro\n"
	"one_\\op \\area, \\reg, %i\n"
	".noaltmacro\n"
	".set i, i + 1\n"
	".endr\n"
	".endm\n"
	".macro one_movups_in area, reg, n\n movups \\area+192+64*\\n, %\\reg\\n\n.endm\n"
	".macro one_movups_out area, reg, n\n movups %\\reg\\n, \\area+192+64*\\n\n.endm\n"
	".macro one_vmovups_in area, reg, n\n vmovups \\area+192+64*\\n, %\\reg\\n\n.endm\n"
	".macro one_vmovups_out area, reg, n\n vmovups %\\reg\\n, \\area+192+64*\\n\n.endm\n"
	".macro one_kmov_in area, reg, n\n kmovw \\area+2240+8*\\n, %\\reg\\n\n.endm\n"
	".macro one_kmov_out area, reg, n\n kmovw %\\reg\\n, \\area+2240+8*\\n\n.endm\n"
	".local probe_sp\n.comm probe_sp, 8, 8\n"
	".text\n"
	"probe_load_vectors:\n"
	"	fldcw probe_in+140\n"
	"	ldmxcsr probe_in+136\n"
	"	cmpl $1, probe_vectors\n"
	"	ja 2f\n"
	"	je 1f\n"
	"	for_zmm movups_in, probe_in, xmm, 16\n"
	"	ret\n"
	"1:	for_zmm vmovups_in, probe_in, ymm, 16\n"
	"	ret\n"
	"2:	for_zmm vmovups_in, probe_in, zmm, 32\n"
	"	for_zmm kmov_in, probe_in, k, 8\n"
	"	ret\n"
	"probe_store_vectors:\n"
	"	fnstcw probe_out+140\n"
	"	stmxcsr probe_out+136\n"
	"	cmpl $1, probe_vectors\n"
	"	ja 2f\n"
	"	je 1f\n"
	"	for_zmm movups_out, probe_out, xmm, 16\n"
	"	ret\n"
	"1:	for_zmm vmovups_out, probe_out, ymm, 16\n"
	"	ret\n"
	"2:	for_zmm vmovups_out, probe_out, zmm, 32\n"
	"	for_zmm kmov_out, probe_out, k, 8\n"
	"	ret\n");

/* Everything but rax and rsp, in the order of struct registers. */
#define PROBE_MOVES(m)                                                                             \
	m(8, rbx) m(16, rcx) m(24, rdx) m(32, rsi) m(40, rdi) m(48, rbp) m(64, r8) m(72, r9)       \
	    m(80, r10) m(88, r11) m(96, r12) m(104, r13) m(112, r14) m(120, r15)
#define PROBE_LOAD(offset, reg)  "	mov probe_in+" #offset ", %" #reg "\n"
#define PROBE_STORE(offset, reg) "	mov %" #reg ", probe_out+" #offset "\n"

#define PROBE(name, load_number)                                                                   \
	void name(void);                                                                           \
	__asm__(".text\n.globl " #name "\n.type " #name ", @function\n" #name ":\n"                \
		"	push %rbx\n	push %rbp\n	push %r12\n	push %r13\n"                                 \
		"	push %r14\n	push %r15\n	pushfq\n"                                                \
		"	call probe_load_vectors\n"                                                       \
		"	mov %rsp, probe_sp\n" PROBE_MOVES(                                         \
		    PROBE_LOAD) "	mov probe_in+56, %rsp\n"                                         \
				"	.globl " #name "_begin\n" #name "_begin:\n"                \
				"	nop\n"                                                           \
				"	mov probe_in, %rax\n"                                            \
				"	btl $0, probe_in+128\n" load_number "\n"                   \
				"	.globl " #name "_site\n" #name "_site:\n"                  \
				"	syscall\n"                                                       \
				"	.globl " #name "_after\n" #name "_after:\n"                \
				"	mov %rax, probe_out\n" PROBE_MOVES(                        \
				    PROBE_STORE) "	mov %rsp, probe_out+56\n"                       \
						 "	mov probe_sp, %rsp\n"                           \
						 "	pushfq\n"                                       \
						 "	popq probe_out+128\n"                           \
						 "	cld\n"                                          \
						 "	call probe_store_vectors\n"                     \
						 "	popfq\n	pop %r15\n	pop %r14\n	"                 \
						 "pop %r13\n"                                      \
						 "	pop %r12\n	pop %rbp\n	pop "                     \
						 "%rbx\n	ret\n")

/* Find out what vector registers there are, and fill probe_in with values that nothing else has. */
static inline void probe_init(void)
{
	unsigned a = 7, b, c = 0, d, low = 0, high;
	unsigned char *v = probe_in.zmm[0];

	__asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	a = 1;
	__asm__("cpuid" : "+a"(a), "=b"(d), "+c"(c), "=d"(d));
	if (c >> 27 & 1) /* OSXSAVE */
		__asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	probe_vectors = (low & 6) != 6 ? 0 : (low & 0xe6) == 0xe6 && b >> 16 & 1 ? 2 : 1;
	for (int i = 0; i < 16; i++)
		(&probe_in.rax)[i] = 0x1111111111111111 * i + 0x101;
	for (unsigned i = 0; i < sizeof(probe_in.zmm); i++)
		v[i] = i * 7 + 3;
	for (int i = 0; i < 8; i++)
		probe_in.k[i] = 0x1234 + i;
	probe_in.mxcsr = 0x037f00001f80 | 0x6000; /* round toward zero */
	probe_in.flags = 0;
}

/* Whether the vector registers after the call are those before it. */
static inline bool probe_vectors_kept(void)
{
	int count = probe_vectors == 2 ? 32 : 16, width = 16 << probe_vectors;

	for (int i = 0; i < count; i++)
		if (memcmp(probe_in.zmm[i], probe_out.zmm[i], width))
			return false;
	if (probe_vectors == 2 && memcmp(probe_in.k, probe_out.k, sizeof(probe_in.k)))
		return false;
	return probe_in.mxcsr == probe_out.mxcsr;
}

#endif
