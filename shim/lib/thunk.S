/* What the library door needs of assembly. */

#include "shim/lib/function.h"

	.text

/*
 * Call the host function in r11 with the arguments as they are in registers; if it sets
 * errno, translate that.  For functions without arguments on the stack.
 */
function lib_errno_thunk
	push	%rbx
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %rbx, 0
	push	%r12
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %r12, 0
	sub	$8, %rsp
	.cfi_adjust_cfa_offset 8
	mov	lib_errno_offset(%rip), %rbx
	mov	%fs:(%rbx), %r12d
	movl	$0, %fs:(%rbx)
	call	*%r11
	mov	%fs:(%rbx), %ecx
	test	%ecx, %ecx
	jz	1f
	cmp	$134, %ecx
	jae	2f
	lea	lib_errno_table(%rip), %rsi
	movzwl	(%rsi,%rcx,2), %r12d
1:	mov	%r12d, %fs:(%rbx)
2:	add	$8, %rsp
	.cfi_adjust_cfa_offset -8
	pop	%r12
	.cfi_adjust_cfa_offset -8
	.cfi_restore %r12
	pop	%rbx
	.cfi_adjust_cfa_offset -8
	.cfi_restore %rbx
	ret
end lib_errno_thunk

/* TLS descriptor in rax: its second word is the distance from the thread pointer.  Keeps all else. */
function lib_tls_descriptor
	mov	8(%rax), %rax
	ret
end lib_tls_descriptor

/*
 * The same where the thread has a block: the second word points to its number and the
 * distance in it.
 */
function lib_tls_descriptor_block
	push	%rdx
	.cfi_adjust_cfa_offset 8
	push	%rcx
	.cfi_adjust_cfa_offset 8
	mov	8(%rax), %rdx
	mov	lib_tls_blocks@gottpoff(%rip), %rcx
	mov	%fs:(%rcx), %rcx
	mov	(%rdx), %rax
	mov	(%rcx,%rax,8), %rax
	add	8(%rdx), %rax
	sub	%fs:0, %rax
	pop	%rcx
	.cfi_adjust_cfa_offset -8
	pop	%rdx
	.cfi_adjust_cfa_offset -8
	ret
end lib_tls_descriptor_block

/* A function of makecontext's has returned: rbx is its context. */
function lib_context_return
	.cfi_undefined %rip
	mov	%rbx, %rdi
	call	lib_context_done
end lib_context_return

/*
 * long lib_host_sleep(nr, a, b, c, d, e, f): a call of the host's kernel.  A signal that cancels the
 * thread finds it before the call or in it, and has it go on at lib_host_sleep_leave.
 */
function lib_host_sleep
	.globl	lib_host_sleep_syscall, lib_host_sleep_leave
	.hidden	lib_host_sleep_syscall, lib_host_sleep_leave
	mov	lib_cancel@gottpoff(%rip), %rax
	cmpl	$1, %fs:(%rax)
	je	lib_host_sleep_leave
	mov	%rdi, %rax
	mov	%rsi, %rdi
	mov	%rdx, %rsi
	mov	%rcx, %rdx
	mov	%r8, %r10
	mov	%r9, %r8
	mov	8(%rsp), %r9
lib_host_sleep_syscall:
	syscall
	ret
lib_host_sleep_leave:
	mov	$-125, %rax /* ECANCELED */
	ret
end lib_host_sleep

/* void lib_jump(rip, sp, rdi, rsi, rdx) */
function lib_jump
	.cfi_undefined %rip
	mov	%rsi, %rsp
	mov	%rdi, %rax
	mov	%rdx, %rdi
	mov	%rcx, %rsi
	mov	%r8, %rdx
	xor	%ebp, %ebp
	jmp	*%rax
end lib_jump

	.section .note.GNU-stack,"",@progbits
