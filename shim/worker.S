/*
 * long worker_clone(flags, first, parent_tid, child_tid): the host's clone.  The
 * child runs first->fn(first->slot) on the stack that begins at `first`, and then
 * gives that stack back, from where on it has none, and ends.
 */
#define SYS_clone  56
#define SYS_exit   60
#define SYS_munmap 11

	.text
	.p2align 4
	.globl	worker_clone
	.hidden	worker_clone
worker_clone:
	mov	%rcx, %r10
	xor	%r8d, %r8d
	mov	$SYS_clone, %eax
	syscall
	test	%rax, %rax
	jz	1f
	ret
1:	xor	%ebp, %ebp
	pop	%rax
	pop	%rdi
	call	*%rax
	pop	%rdi
	pop	%rsi
	mov	$SYS_munmap, %eax
	syscall
	xor	%edi, %edi
	mov	$SYS_exit, %eax
	syscall
	ud2

	.section .note.GNU-stack,"",@progbits
