/* Where a Linux program starts: rsp is the address of argc. */
	.globl _start
	.type _start, @function
_start:
	xor %ebp, %ebp
	mov %rsp, %rdi
	and $-16, %rsp
	call alien_start
	hlt
	.size _start, . - _start

	.section .note.GNU-stack, "", @progbits
