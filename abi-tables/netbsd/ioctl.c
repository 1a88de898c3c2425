/* NetBSD's ioctl requests: the table. */
#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <linux/sockios.h>

#include "abi-tables/netbsd/ioctl.h"
#include "abi-tables/netbsd/netbsd.h"
#include "syscall-map/ioctl.h"

#ifndef TIOCM_DTR
#define TIOCM_DTR 2 /* asm-generic/termios.h, which can't stand beside termbits.h */
#endif

/* sys/ioccom.h: direction, the argument's size, group, number. */
#define HOW_V  0x20000000u
#define HOW_R  0x40000000u
#define HOW_W  0x80000000u
#define HOW_RW 0xc0000000u

#define IOCTL(name_, how, group, number, size, host_, answer_, arg_)                               \
	{ .name = #name_,                                                                          \
	  .alien = HOW_##how | (size) << 16 | (group) << 8 | (number),                             \
	  .host = host_,                                                                           \
	  .answer = answer_,                                                                       \
	  .arg = arg_ },

static const struct ioctl_row rows[] = {
#include "abi-tables/netbsd/ioctl.def"
	{ 0 }
};

const struct ioctl_abi netbsd_ioctls = { .rows = rows };
