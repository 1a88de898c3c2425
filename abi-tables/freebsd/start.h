/* How a FreeBSD program starts. */
#ifndef ABI_TABLES_FREEBSD_START_H
#define ABI_TABLES_FREEBSD_START_H

struct start_info;

#define FREEBSD_AUXV_MAX   32
#define FREEBSD_PAGE_SIZES 3 /* machine/param.h: MAXPAGESIZES */

/* sys/elf_common.h, AT_BSDFLAGS: sigfastblock(2) is there. */
#define FREEBSD_BSDF_SIGFASTBLK 1

/*
 * struct abi's build_stack: rdi is the address of argc; rsp need not be, for it is 8
 * below a multiple of 16.
 */
long freebsd_build_stack(struct start_info *start);

#endif
