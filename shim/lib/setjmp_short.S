/*
 * setjmp(3) where jmp_buf is eight words: the registers that functions keep, the stack and
 * where (System V's processor supplement has the size).  A mask of signals is only in
 * sigjmp_buf, behind them: whether there is one, and from byte 72 on the mask.
 */

#include "shim/lib/function.h"

	.text

/* int sigsetjmp(buf, keep) */
function lib_short_sigsetjmp
	mov	%esi, 64(%rdi)
	test	%esi, %esi
	jz	lib_short_setjmp
	push	%rdi
	.cfi_adjust_cfa_offset 8
	add	$72, %rdi
	call	lib_short_mask_get
	pop	%rdi
	.cfi_adjust_cfa_offset -8
	/* fall through */
end lib_short_sigsetjmp

/* int setjmp(buf) */
function lib_short_setjmp
	mov	(%rsp), %rdx
	mov	%rbx, (%rdi)
	mov	%rbp, 8(%rdi)
	mov	%r12, 16(%rdi)
	mov	%r13, 24(%rdi)
	mov	%r14, 32(%rdi)
	mov	%r15, 40(%rdi)
	mov	%rsp, 48(%rdi)
	mov	%rdx, 56(%rdi)
	xor	%eax, %eax
	ret
end lib_short_setjmp

/* void siglongjmp(buf, value) */
function lib_short_siglongjmp
	cmpl	$0, 64(%rdi)
	je	lib_short_longjmp
	push	%rdi
	.cfi_adjust_cfa_offset 8
	push	%rsi
	.cfi_adjust_cfa_offset 8
	sub	$8, %rsp
	.cfi_adjust_cfa_offset 8
	add	$72, %rdi
	call	lib_short_mask_set
	add	$8, %rsp
	.cfi_adjust_cfa_offset -8
	pop	%rsi
	.cfi_adjust_cfa_offset -8
	pop	%rdi
	.cfi_adjust_cfa_offset -8
	/* fall through */
end lib_short_siglongjmp

/* void longjmp(buf, value): never 0 */
function lib_short_longjmp
	mov	%esi, %eax
	test	%eax, %eax
	jnz	1f
	inc	%eax
1:	mov	(%rdi), %rbx
	mov	8(%rdi), %rbp
	mov	16(%rdi), %r12
	mov	24(%rdi), %r13
	mov	32(%rdi), %r14
	mov	40(%rdi), %r15
	mov	48(%rdi), %rsp
	mov	56(%rdi), %rdx
	mov	%rdx, (%rsp)
	ret
end lib_short_longjmp

	.section .note.GNU-stack,"",@progbits
