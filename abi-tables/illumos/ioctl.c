/*
 * illumos' ioctl requests: sys/termios.h, sys/filio.h.  Its termios are not done: whether
 * a descriptor is a terminal is told by its size and its group.
 */
#include <asm/ioctls.h>

#include "abi-tables/illumos/illumos.h"
#include "syscall-map/ioctl.h"

#define TIOC     (0x54 << 8)
#define tIOC     (0x74 << 8)
#define FIO_R(n) (0x40040000u | 0x6600u | (n))
#define FIO_W(n) (0x80040000u | 0x6600u | (n))

static const struct ioctl_row rows[] = {
	{ "TIOCSWINSZ", TIOC | 103, TIOCSWINSZ, ioctl_same, 0 },
	{ "TIOCGWINSZ", TIOC | 104, TIOCGWINSZ, ioctl_same, 0 },
	{ "TIOCEXCL", tIOC | 13, TIOCEXCL, ioctl_fixed, 0 },
	{ "TIOCNXCL", tIOC | 14, TIOCNXCL, ioctl_fixed, 0 },
	{ "TIOCGPGRP", tIOC | 20, TIOCGPGRP, ioctl_same, 0 },
	{ "TIOCSPGRP", tIOC | 21, TIOCSPGRP, ioctl_same, 0 },
	{ "TIOCGSID", tIOC | 22, TIOCGSID, ioctl_same, 0 },
	{ "TIOCSTI", tIOC | 23, TIOCSTI, ioctl_same, 0 },
	{ "TIOCNOTTY", tIOC | 113, TIOCNOTTY, ioctl_fixed, 0 },
	{ "TIOCOUTQ", tIOC | 115, TIOCOUTQ, ioctl_same, 0 },
	{ "TIOCSCTTY", tIOC | 132, TIOCSCTTY, ioctl_fixed, 0 },
	{ "FIOCLEX", 0x20006601, FIOCLEX, ioctl_fixed, 0 },
	{ "FIONCLEX", 0x20006602, FIONCLEX, ioctl_fixed, 0 },
	{ "FIONREAD", FIO_R(127), FIONREAD, ioctl_same, 0 },
	{ "FIONBIO", FIO_W(126), FIONBIO, ioctl_same, 0 },
	{ "FIOASYNC", FIO_W(125), FIOASYNC, ioctl_same, 0 },
	{ 0 },
};

const struct ioctl_abi illumos_ioctls = { .rows = rows };
