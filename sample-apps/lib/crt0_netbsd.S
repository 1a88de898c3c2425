/*
 * Where a NetBSD program starts: rsp is the address of argc, with the vectors above
 * it, and rbx that of struct ps_strings.  The note is what a NetBSD linker takes from
 * crt0.o: it says which kernel the program expects.
 */
	.globl _start
	.type _start, @function
_start:
	xor %ebp, %ebp
	mov %rsp, %rdi
	mov %rbx, ps_strings_at(%rip)
	and $-16, %rsp
	call alien_start
	hlt
	.size _start, . - _start

	/* What a signal handler returns to: r15 is the address of its ucontext. */
	.globl signal_trampoline
	.type signal_trampoline, @function
signal_trampoline:
	mov %r15, %rdi
	mov $308, %eax /* setcontext */
	syscall
	hlt
	.size signal_trampoline, . - signal_trampoline

	.bss
	.globl ps_strings_at
	.p2align 3
ps_strings_at:
	.quad 0

	.section .note.netbsd.ident, "a", @note
	.p2align 2
	.long 7, 4, 1 /* name size, size, ELF_NOTE_TYPE_NETBSD_TAG */
	.asciz "NetBSD"
	.p2align 2
	.long 1001000000 /* __NetBSD_Version__ */

	.section .note.GNU-stack, "", @progbits
