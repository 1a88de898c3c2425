/* How a FreeBSD program starts. */
#ifndef ABI_TABLES_FREEBSD_START_H
#define ABI_TABLES_FREEBSD_START_H

struct start_info;

#define FREEBSD_AUXV_MAX   32
#define FREEBSD_PAGE_SIZES 3 /* machine/param.h: MAXPAGESIZES */

/*
 * struct abi's build_stack.  Returns the address of argc, 0 where the stack is too
 * small.  At entry rdi holds that address and rsp is ((it - 8) & ~15) + 8, as amd64's
 * exec_setregs has it: a return address' width off 16, and not argc's address.
 */
unsigned long freebsd_build_stack(struct start_info *start);

/* The stack pointer that goes with it. */
static inline unsigned long freebsd_start_sp(unsigned long argc_address)
{
	return ((argc_address - 8) & ~15UL) + 8;
}

#endif
