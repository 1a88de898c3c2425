/*
 * A bench for patched code: snippets, a shim that only looks, and a way to run code
 * with all registers given and taken.
 */
#ifndef TESTS_DOORS_PATCH_LAB_H
#define TESTS_DOORS_PATCH_LAB_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "shim/glibc/patch.h"
#include "shim/glibc/stub.h"

/* Until dispatch.c and entry.S are linked; and not used where they are. */
__attribute__((weak)) char entry[1];
__attribute__((weak)) char entry_thin_error[1];
__attribute__((weak)) int thin_host_number(long nr)
{
	(void)nr;
	return -1;
}

/* Alien code as assembler text, kept where it is never run. */
#define SNIPPET(name, text)                                                                        \
	extern const uint8_t snippet_##name[], snippet_##name##_end[];                             \
	__asm__(".pushsection .rodata\n"                                                           \
		"snippet_" #name ":\n" text "\n"                                                   \
		"snippet_" #name "_end:\n"                                                         \
		".popsection\n")

enum reg {
	RAX,
	RBX,
	RCX,
	RDX,
	RSI,
	RDI,
	RBP,
	RSP,
	R8,
	R9,
	R10,
	R11,
	R12,
	R13,
	R14,
	R15,
	FLAGS,
	REGS
};

/* What the lab's shim saw, and what it answers. */
uint64_t lab_seen[REGS];
uint64_t lab_answer, lab_carry, lab_calls, lab_errors;

#define STORE_ALL(to)                                                                              \
	"mov %rax, " #to "(%rip); mov %rbx, " #to "+8(%rip); mov %rcx, " #to "+16(%rip)\n"         \
	"mov %rdx, " #to "+24(%rip); mov %rsi, " #to "+32(%rip); mov %rdi, " #to "+40(%rip)\n"     \
	"mov %rbp, " #to "+48(%rip); mov %rsp, " #to "+56(%rip); mov %r8, " #to "+64(%rip)\n"      \
	"mov %r9, " #to "+72(%rip); mov %r10, " #to "+80(%rip); mov %r11, " #to "+88(%rip)\n"      \
	"mov %r12, " #to "+96(%rip); mov %r13, " #to "+104(%rip); mov %r14, " #to "+112(%rip)\n"   \
	"mov %r15, " #to "+120(%rip)\n"

extern char lab_entry[], lab_thin_error[];
__asm__(".text\n"
	"lab_entry:\n" STORE_ALL(
	    lab_seen) "incq lab_calls(%rip); mov lab_answer(%rip), %rax; btq $0, lab_carry(%rip); "
		      "jmp *%rcx\n"
		      "lab_thin_error:\n" STORE_ALL(
			  lab_seen) "incq lab_errors(%rip); neg %rax; stc; jmp *%rcx\n");

uint64_t lab_in[REGS], lab_out[REGS], lab_host_sp, lab_code;

/* lab_code with lab_in's registers, on lab_in's stack; lab_out afterwards. */
void lab_enter(void);
__asm__(".text\n"
	"lab_enter:\n"
	"push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
	"mov %rsp, lab_host_sp(%rip)\n"
	"mov lab_in+8(%rip), %rbx; mov lab_in+16(%rip), %rcx; mov lab_in+24(%rip), %rdx\n"
	"mov lab_in+32(%rip), %rsi; mov lab_in+40(%rip), %rdi; mov lab_in+48(%rip), %rbp\n"
	"mov lab_in+56(%rip), %rsp; mov lab_in+64(%rip), %r8; mov lab_in+72(%rip), %r9\n"
	"mov lab_in+80(%rip), %r10; mov lab_in+88(%rip), %r11; mov lab_in+96(%rip), %r12\n"
	"mov lab_in+104(%rip), %r13; mov lab_in+112(%rip), %r14; mov lab_in+120(%rip), %r15\n"
	"mov lab_in(%rip), %rax\n"
	"call *lab_code(%rip)\n" STORE_ALL(
	    lab_out) "mov lab_host_sp(%rip), %rsp; pushfq; pop %rax; mov %rax, lab_out+128(%rip)\n"
		     "pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx; ret\n");

#define LAB_STACK  4096
#define LAB_POISON 0x5a5a5a5a5a5a5a5aul

static uint64_t lab_stack[LAB_STACK / 8];
static unsigned lab_depth; /* words that the code itself pushes */
static int (*lab_thin)(long nr);

static int lab_thin_number(long nr)
{
	return lab_thin ? lab_thin(nr) : -1;
}

static inline void lab_start(void)
{
	stub_doors = (struct stub_doors){ lab_entry, lab_thin_error };
	patch_thin_number = lab_thin_number;
}

/* Run code with a different value in every register; the stack is poisoned. */
static inline void lab_run(uint64_t code, uint64_t answer, int carry)
{
	uint64_t top = LAB_STACK / 16;

	for (unsigned i = 0; i < LAB_STACK / 8; i++)
		lab_stack[i] = LAB_POISON;
	for (unsigned i = 0; i < REGS; i++)
		lab_in[i] = 0x1111111100000000ul * (i % 7) + 0x101 * (i + 1);
	lab_in[RSP] = (uint64_t)&lab_stack[top];
	lab_calls = lab_errors = 0;
	lab_answer = answer;
	lab_carry = carry;
	lab_code = code;
	lab_enter();
	assert_int_equal(lab_out[RSP], lab_in[RSP]);
	for (unsigned i = 0; i < top - 1 - lab_depth; i++) /* the return address is right below */
		assert_int_equal(lab_stack[i], LAB_POISON);
}

/* A page for code, filled with int3. */
#define LAB_CODE 8192ul

static inline uint8_t *lab_map(void)
{
	uint8_t *code =
	    mmap(NULL, LAB_CODE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(code, MAP_FAILED);
	memset(code, 0xcc, LAB_CODE);
	return code;
}

#endif
