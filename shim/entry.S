/*
 * The raw door's hot path.  Stubs come here with the number in eax and the place
 * to go on in rcx; rcx and r11 are dead, as after any `syscall`.  Nothing is ever
 * written to the alien's stack.
 *
 *	entry		thin rows: the number is exchanged, the host called
 *	entry_c		all others: prepare (C), the host's `syscall`, finish (C, if any)
 *	call_exit	back to the alien
 *
 * The labels that end in `_at` are the places where a signal may find a thread;
 * shim/signal.c says for each what the alien's state is there.
 *
 * Errors on the BSDs: carry set and the errno in rax; cleared otherwise.
 */
#include "shim/layout.h"

#define SYS_rt_sigreturn   15
#define SYS_clone          56
#define SYS_rt_sigprocmask 14
#define SYS_rt_tgsigqueueinfo 297
#define SIG_SETMASK        2
#define XSAVE_MASK         0xe7 /* x87, SSE, AVX, AVX-512: what C code may clobber */

	.text

	.macro	label name
	.globl	\name
	.hidden	\name
\name:
	.endm

	.p2align 6
label entry
	mov	%rcx, %gs:THREAD_RESUME
label entry_resume_kept_at
	mov	%eax, %gs:THREAD_NR
label entry_number_kept_at
	cmp	$THIN_LIMIT, %eax
	jae	entry_c
	lea	thin_table(%rip), %r11
	mov	%eax, %ecx
	mov	(%r11,%rcx,4), %ecx
	test	%ecx, %ecx
	js	entry_c
	mov	%ecx, %eax
label entry_syscall_at
	syscall
label entry_raw_at
	cmp	$-4095, %rax
	jae	thin_error
	clc
	jmp	*%gs:THREAD_RESUME

	/* From a thin stub: the same with the host's number in the stub. */
label entry_thin_error
	mov	%rcx, %gs:THREAD_RESUME
label thin_error
	mov	%eax, %r11d
	neg	%r11d
	cmp	$THIN_ERRNOS, %r11d
	jae	1f
	lea	thin_errno(%rip), %rcx
	movzwl	(%rcx,%r11,2), %r11d
1:	mov	%r11d, %eax
label thin_converted_at
	stc
	jmp	*%gs:THREAD_RESUME
label entry_thin_end

	.p2align 5
label entry_c
	mov	%rsp, %gs:THREAD_ALIEN_SP
	mov	%gs:THREAD_HOST_SP, %rsp
	mov	%gs:THREAD_RESUME, %rcx
	mov	%rdi, CALL_REG+0(%rsp)
	mov	%rsi, CALL_REG+8(%rsp)
	mov	%rdx, CALL_REG+16(%rsp)
	mov	%r10, CALL_REG+24(%rsp)
	mov	%r8, CALL_REG+32(%rsp)
	mov	%r9, CALL_REG+40(%rsp)
	mov	%rcx, CALL_RESUME(%rsp)
	mov	%eax, %eax
	mov	%rax, CALL_NR(%rsp)
	movq	$0, CALL_FINISH(%rsp)
	mov	%rsp, %rdi
	call	call_prepare
	cmp	$1, %rax		/* overflows for CALL_HOST alone */
	jno	call_answered
	mov	CALL_HOST_ARGS+0(%rsp), %rdi
	mov	CALL_HOST_ARGS+8(%rsp), %rsi
	mov	CALL_HOST_ARGS+16(%rsp), %rdx
	mov	CALL_HOST_ARGS+24(%rsp), %r10
	mov	CALL_HOST_ARGS+32(%rsp), %r8
	mov	CALL_HOST_ARGS+40(%rsp), %r9
	mov	CALL_HOST_NR(%rsp), %rax
label call_window_at
	cmpl	$0, %gs:THREAD_DEFERRED
	jne	call_abort
label call_syscall_at
	syscall
label call_window_end
	mov	CALL_FINISH(%rsp), %rcx
	test	%rcx, %rcx
	jnz	call_finish
call_answered:
	cmpb	$0, watching(%rip)
	jne	call_watched
	cmp	$-4095, %rax
	jae	call_failed
	mov	%rax, CALL_RET(%rsp)
	movq	$0, CALL_FAILED(%rsp)

	/* The out window: loads only up to the jump, so it can be begun anew. */
label call_exit
	cmpl	$0, %gs:THREAD_DEFERRED
	jne	exit_deferred
	mov	CALL_REG+0(%rsp), %rdi
	mov	CALL_REG+8(%rsp), %rsi
	mov	CALL_REG+16(%rsp), %rdx
	mov	CALL_REG+24(%rsp), %r10
	mov	CALL_REG+32(%rsp), %r8
	mov	CALL_REG+40(%rsp), %r9
	mov	CALL_RESUME(%rsp), %rcx
	mov	CALL_RET(%rsp), %rax
	btl	$0, CALL_FAILED(%rsp)
	mov	%gs:THREAD_ALIEN_SP, %rsp
label call_jump_at
	jmp	*%rcx

call_finish:
	mov	%rsp, %rdi
	mov	%rax, %rsi
	call	*%rcx
	jmp	call_answered
call_watched:
	mov	%rsp, %rdi
	mov	%rax, %rsi
	call	call_leave_watched
	cmp	$-4095, %rax
	jae	call_failed
	mov	%rax, CALL_RET(%rsp)
	movq	$0, CALL_FAILED(%rsp)
	jmp	call_exit
call_failed:
	mov	%rsp, %rdi
	mov	%rax, %rsi
	call	call_fail
	jmp	call_exit

	/* A signal came before the host call was made: the alien makes its call again, after its handler. */
label call_abort
	mov	%rsp, %rdi
	call	call_restart
	jmp	call_exit

	/*
	 * Signals were held back while host code ran (or the alien's mask has
	 * changed): unblock them here, where the whole alien state is in the call.
	 */
exit_deferred:
	movl	$0, %gs:THREAD_DEFERRED
	movl	$0, %gs:THREAD_INTERRUPTED
	mov	$SYS_rt_sigprocmask, %eax
	mov	$SIG_SETMASK, %edi
	mov	%gs:THREAD_SELF, %rsi
	add	$THREAD_HOST_MASK, %rsi
	xor	%edx, %edx
	mov	$8, %r10d
label exit_deliver_at
	syscall
	cmpl	$0, %gs:THREAD_RAISE
	je	call_exit
	/* A held-back fault signal (shim/signal.c) is sent once more, here. */
	mov	$SYS_rt_tgsigqueueinfo, %eax
	mov	%gs:THREAD_PID, %edi
	mov	%gs:THREAD_TID, %esi
	mov	%gs:THREAD_RAISE, %edx
	mov	%gs:THREAD_RAISE_INFO, %r10
	syscall
label exit_deliver_end
	jmp	call_exit

/*
 * Make room for the call, all of whose front lies in the page that the stack below it
 * begins in: threads are born with a page less.
 */
.macro place_call
	sub	$CALL_SIZE, %rsp
	and	$-4096, %rsp
	sub	$512, %rsp
.endm

/*
 * void enter_alien(struct thread *t, unsigned long rip, rsp, rdi, rsi, fs, rbx): start
 * alien code on a thread whose signals are all blocked; the way out unblocks them.
 * Returns when leave_alien is called.
 */
label enter_alien
	mov	8(%rsp), %rax
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%rsp, THREAD_EXIT_SP(%rdi)
	mov	%rdx, THREAD_ALIEN_SP(%rdi)
	place_call
	mov	%rsp, THREAD_HOST_SP(%rdi)
	mov	%rcx, CALL_REG+0(%rsp)
	mov	%r8, CALL_REG+8(%rsp)
	movq	$0, CALL_REG+16(%rsp)
	movq	$0, CALL_REG+24(%rsp)
	movq	$0, CALL_REG+32(%rsp)
	movq	$0, CALL_REG+40(%rsp)
	mov	%rsi, CALL_RESUME(%rsp)
	movq	$0, CALL_RET(%rsp)
	movq	$0, CALL_FAILED(%rsp)
	movl	$1, THREAD_DEFERRED(%rdi)
	wrgsbase %rdi
	wrfsbase %r9
	mov	%rax, %rbx
	xor	%ebp, %ebp
	xor	%r12d, %r12d
	xor	%r13d, %r13d
	xor	%r14d, %r14d
	xor	%r15d, %r15d
	jmp	call_exit

/*
 * void enter_alien_context(struct thread *t, const struct host_ucontext *uc, unsigned
 * long fs): the same, with all registers and the mask as `uc` says.
 */
label enter_alien_context
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%rsp, THREAD_EXIT_SP(%rdi)
	place_call
	mov	%rsp, THREAD_HOST_SP(%rdi)
	wrgsbase %rdi
	wrfsbase %rdx
	mov	%rsi, %rsp
	mov	$SYS_rt_sigreturn, %eax
	syscall
	ud2

/*
 * void leave_alien(struct thread *t): with all signals blocked, give up the
 * alien's state for good and return from enter_alien.
 */
label leave_alien
	mov	THREAD_HOST_FS(%rdi), %rax
	wrfsbase %rax
	mov	THREAD_EXIT_SP(%rdi), %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	ret

/* long host_sleep6(nr, a, b, c, d, e, f): see shim/host.h. */
label host_sleep6
	mov	%rdi, %rax
	mov	%rsi, %rdi
	mov	%rdx, %rsi
	mov	%rcx, %rdx
	mov	%r8, %r10
	mov	%r9, %r8
	mov	8(%rsp), %r9
label sleep_window_at
	cmpl	$0, %gs:THREAD_DEFERRED
	jne	sleep_abort
label sleep_syscall_at
	syscall
label sleep_window_end
	ret
label sleep_abort
	mov	$-4, %rax
	ret

/*
 * long call_glibc(long (*fn)(void *), void *arg): run fn with glibc's FS and the
 * alien's vector registers kept (t2).
 */
label call_glibc
	push	%rbp
	mov	%rsp, %rbp
	push	%rbx
	push	%r12
	mov	%rdi, %rbx
	mov	%rsi, %r12
	sub	$4096, %rsp
	and	$-64, %rsp
	lea	512(%rsp), %rdi
	xor	%eax, %eax
	mov	$8, %ecx
	rep stosq			/* the xsave header */
	mov	$XSAVE_MASK, %eax
	xor	%edx, %edx
	xsave	(%rsp)
	mov	%r12, %rdi
	rdfsbase %r12
	mov	%gs:THREAD_HOST_FS, %rax
	wrfsbase %rax
	cld
	call	*%rbx
	wrfsbase %r12
	mov	%rax, %rbx
	mov	$XSAVE_MASK, %eax
	xor	%edx, %edx
	xrstor	(%rsp)
	mov	%rbx, %rax
	lea	-16(%rbp), %rsp
	pop	%r12
	pop	%rbx
	pop	%rbp
	ret

/*
 * long vfork_call(long flags, void *copy): the host's clone.  The child shares all
 * memory and returns from here, with 0, on this very stack, for only so does it get
 * back the registers of the alien that C functions keep there.  The parent sleeps
 * meanwhile, and then puts the stack back from `copy`, which has room for all of it.
 */
label vfork_call
	push	%rbx
	push	%rbp
	mov	%rdi, %rax
	mov	%rsi, %rbx
	mov	%gs:THREAD_HOST_SP, %rbp
	add	$CALL_SIZE, %rbp
	sub	%rsp, %rbp
	mov	%rbx, %rdi
	mov	%rsp, %rsi
	mov	%rbp, %rcx
	rep movsb
	mov	%rax, %rdi
	xor	%esi, %esi
	xor	%edx, %edx
	xor	%r10d, %r10d
	xor	%r8d, %r8d
	mov	$SYS_clone, %eax
	syscall
	test	%rax, %rax
	jz	1f
	mov	%rsp, %rdi
	mov	%rbx, %rsi
	mov	%rbp, %rcx
	rep movsb
1:	pop	%rbp
	pop	%rbx
	ret

/* The host's signal frames return through here. */
label signal_restorer
	mov	$SYS_rt_sigreturn, %eax
	syscall

/* void host_sigreturn(struct host_ucontext *uc): go on as uc says. */
label host_sigreturn
	mov	%rdi, %rsp
	mov	$SYS_rt_sigreturn, %eax
	syscall
	ud2

	.section .note.GNU-stack,"",@progbits
