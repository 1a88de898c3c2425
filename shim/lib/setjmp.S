/*
 * setjmp(3): FreeBSD's jmp_buf is twelve words: where, rbx, rsp, rbp, r12 to r15, the
 * control words of both floating point units, and the signal mask's four words of 32
 * bits from byte 72 on (lib/libc/amd64/gen/setjmp.S has the order; programs may not
 * look).  The last word says whether sigsetjmp kept the mask.
 */

#include "shim/lib/function.h"

	.text

/* int sigsetjmp(buf, keep) */
function lib_sigsetjmp
	mov	%esi, 88(%rdi)
	test	%esi, %esi
	jz	lib__setjmp
	/* fall through */
end lib_sigsetjmp

/* int setjmp(buf): with the mask */
function lib_setjmp
	push	%rdi
	.cfi_adjust_cfa_offset 8
	add	$72, %rdi
	call	lib_mask_get
	pop	%rdi
	.cfi_adjust_cfa_offset -8
	/* fall through */
end lib_setjmp

function lib__setjmp
	mov	(%rsp), %rdx
	mov	%rdx, (%rdi)
	mov	%rbx, 8(%rdi)
	mov	%rsp, 16(%rdi)
	mov	%rbp, 24(%rdi)
	mov	%r12, 32(%rdi)
	mov	%r13, 40(%rdi)
	mov	%r14, 48(%rdi)
	mov	%r15, 56(%rdi)
	fnstcw	64(%rdi)
	stmxcsr	68(%rdi)
	xor	%eax, %eax
	ret
end lib__setjmp

/* void siglongjmp(buf, value) */
function lib_siglongjmp
	cmpl	$0, 88(%rdi)
	je	lib__longjmp
	/* fall through */
end lib_siglongjmp

/* void longjmp(buf, value): with the mask */
function lib_longjmp
	push	%rdi
	.cfi_adjust_cfa_offset 8
	push	%rsi
	.cfi_adjust_cfa_offset 8
	sub	$8, %rsp
	.cfi_adjust_cfa_offset 8
	add	$72, %rdi
	call	lib_mask_set
	add	$8, %rsp
	.cfi_adjust_cfa_offset -8
	pop	%rsi
	.cfi_adjust_cfa_offset -8
	pop	%rdi
	.cfi_adjust_cfa_offset -8
	/* fall through */
end lib_longjmp

/* Exceptions that floating point has raised stay raised. */
function lib__longjmp
	stmxcsr	-8(%rsp)
	mov	-8(%rsp), %edx
	and	$0x3f, %edx
	mov	68(%rdi), %eax
	and	$0xffffffc0, %eax
	or	%edx, %eax
	mov	%eax, -8(%rsp)
	ldmxcsr	-8(%rsp)
	fldcw	64(%rdi)
	mov	%esi, %eax
	test	%eax, %eax
	jnz	1f
	inc	%eax
1:	mov	(%rdi), %rdx
	mov	8(%rdi), %rbx
	mov	16(%rdi), %rsp
	mov	24(%rdi), %rbp
	mov	32(%rdi), %r12
	mov	40(%rdi), %r13
	mov	48(%rdi), %r14
	mov	56(%rdi), %r15
	mov	%rdx, (%rsp)
	ret
end lib__longjmp

	.section .note.GNU-stack,"",@progbits
