/* Assembly's functions of shim/lib: `function NAME`, its instructions, `end NAME`. */

	.macro	function name
	.globl	\name
	.hidden	\name
	.type	\name, @function
\name:
	.cfi_startproc
	.endm

	.macro	end name
	.cfi_endproc
	.size	\name, . - \name
	.endm
