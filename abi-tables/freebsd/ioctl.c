/* FreeBSD's ioctl requests: the table. */
#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <errno.h>
#include <linux/sockios.h>
#include <stdio.h>

#include "abi-tables/freebsd/ioctl.h"
#include "syscall-map/ioctl.h"

#ifndef SEEK_DATA
#define SEEK_DATA 3
#define SEEK_HOLE 4
#endif
#ifndef TIOCM_DTR
#define TIOCM_DTR 2 /* asm-generic/termios.h, which can't stand beside termbits.h */
#endif

/* sys/ioccom.h: direction, the argument's size, group, number. */
#define HOW_V  0x20000000u
#define HOW_R  0x40000000u
#define HOW_W  0x80000000u
#define HOW_RW 0xc0000000u
#define HOW_I  0x20000000u /* _IOWINT: no direction, but a size */

#define IOCTL(name_, how, group, number, size, host_, answer_, arg_)                               \
	{ .name = #name_,                                                                          \
	  .alien = HOW_##how | (size) << 16 | (group) << 8 | (number),                             \
	  .host = host_,                                                                           \
	  .answer = answer_,                                                                       \
	  .arg = arg_ },

static const struct ioctl_row rows[] = {
#include "abi-tables/freebsd/ioctl.def"
	{ 0 }
};

const struct ioctl_abi freebsd_ioctls = { .rows = rows };
