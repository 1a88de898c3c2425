/*
 * Copies that survive a bad alien address: see shim/alien_mem.h.  A fault at an
 * instruction named in alien_fixups goes on at its second address (shim/signal.c).
 */
#define EFAULT       14
#define ENAMETOOLONG 36

	.text

	.macro	function name
	.p2align 4
	.globl	\name
	.hidden	\name
\name:
	.endm

	.macro	fixup from, to
	.pushsection alien_fixups, "a"
	.quad	\from - ., \to - .
	.popsection
	.endm

function copy_from_alien		/* (host, alien, n) */
function copy_to_alien			/* (alien, host, n) */
	mov	%rdx, %rcx
	cld
1:	rep movsb
	xor	%eax, %eax
	ret
	fixup	1b, bad_address

function clear_alien			/* (alien, n) */
	mov	%rsi, %rcx
	xor	%eax, %eax
	cld
1:	rep stosb
	ret
	fixup	1b, bad_address

function string_from_alien		/* (host, alien, size) */
	xor	%eax, %eax
	jmp	2f
1:	mov	(%rsi,%rax), %cl
	mov	%cl, (%rdi,%rax)
	test	%cl, %cl
	jz	3f
	inc	%rax
2:	cmp	%rdx, %rax
	jb	1b
	mov	$-ENAMETOOLONG, %rax
3:	ret
	fixup	1b, bad_address

function cas_alien_u32			/* (alien, expected, desired, old) */
	mov	%esi, %eax
1:	lock cmpxchg %edx, (%rdi)
	mov	%eax, (%rcx)
	mov	$0, %eax
	ret
	fixup	1b, bad_address

function xadd_alien_u32			/* (alien, add, old) */
1:	lock xadd %esi, (%rdi)
	mov	%esi, (%rdx)
	xor	%eax, %eax
	ret
	fixup	1b, bad_address

bad_address:
	mov	$-EFAULT, %rax
	ret

/* gcc asks for these by itself; the vector registers are the alien's. */
function memcpy
	mov	%rdi, %rax
	mov	%rdx, %rcx
	rep movsb
	ret

function memset
	mov	%rdi, %rax
	movzbl	%sil, %esi
	mov	$0x0101010101010101, %rcx
	imul	%rcx, %rsi
	/* Words, where that is faster than rep stosb's start. */
	cmp	$512, %rdx
	ja	3f
1:	sub	$8, %rdx
	jb	2f
	mov	%rsi, (%rdi)
	add	$8, %rdi
	jmp	1b
2:	add	$8, %rdx
	jz	4f
	mov	%sil, (%rdi)
	inc	%rdi
	sub	$9, %rdx
	jmp	2b
3:	mov	%rdx, %rcx
	mov	%rax, %r8
	mov	%esi, %eax
	rep stosb
	mov	%r8, %rax
4:	ret

function memmove
	mov	%rdi, %rax
	mov	%rdx, %rcx
	mov	%rdi, %r8
	sub	%rsi, %r8
	cmp	%rdx, %r8
	jb	1f
	rep movsb
	ret
1:	lea	-1(%rdi,%rdx), %rdi
	lea	-1(%rsi,%rdx), %rsi
	std
	rep movsb
	cld
	ret

function memcmp
	xor	%eax, %eax
	xor	%ecx, %ecx
1:	cmp	%rdx, %rcx
	jae	2f
	movzbl	(%rdi,%rcx), %eax
	movzbl	(%rsi,%rcx), %r8d
	inc	%rcx
	sub	%r8d, %eax
	jz	1b
2:	ret

	.section .note.GNU-stack,"",@progbits
