/*
 * Where a FreeBSD program starts: rdi is the address of argc, with the vectors
 * above it; rsp is 8 below a multiple of 16 (exec_setregs).  The note is what a
 * FreeBSD linker takes from crt1.o: it says which kernel the program expects.
 */
	.globl _start
	.type _start, @function
_start:
	xor %ebp, %ebp
	and $-16, %rsp
	call alien_start
	hlt
	.size _start, . - _start

	.section .note.tag, "a", @note
	.p2align 2
	.long 8, 4, 1 /* name size, size, NT_FREEBSD_ABI_TAG */
	.asciz "FreeBSD"
	.long 1401000 /* __FreeBSD_version */

	.section .note.GNU-stack, "", @progbits
