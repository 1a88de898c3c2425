/* FreeBSD's terminals (sys/_termios.h, termios.h, sys/ttycom.h). */
#ifndef ABI_TABLES_FREEBSD_TERMIOS_H
#define ABI_TABLES_FREEBSD_TERMIOS_H

#include "abi-tables/freebsd/ioctl.h"

#define FREEBSD_IGNBRK  0x1u
#define FREEBSD_IN_RAW  0x27ffu /* IGNBRK to IXOFF, and IMAXBEL: what cfmakeraw takes away */
#define FREEBSD_OPOST   0x1u
#define FREEBSD_CIGNORE 0x1u
#define FREEBSD_CSIZE   0x300u
#define FREEBSD_CS8     0x300u
#define FREEBSD_CREAD   0x800u
#define FREEBSD_PARENB  0x1000u
#define FREEBSD_LOCAL_RAW                                                                          \
	(0x8u | 0x2u | 0x4u | 0x10u | 0x100u | 0x80u | 0x400u | 0x80000000u | 0x400000u |          \
	 0x20000000u) /* ECHO ECHOE ECHOK ECHONL ICANON ISIG IEXTEN NOFLSH TOSTOP PENDIN */
#define FREEBSD_VMIN         16
#define FREEBSD_VTIME        17

#define FREEBSD_TCSANOW      0
#define FREEBSD_TCSADRAIN    1
#define FREEBSD_TCSAFLUSH    2
#define FREEBSD_TCSASOFT     0x10
#define FREEBSD_TCOOFF       1
#define FREEBSD_TCOON        2
#define FREEBSD_TCIOFF       3
#define FREEBSD_TCION        4
#define FREEBSD_VSTART       12
#define FREEBSD_VSTOP        13

#define FREEBSD_IO(n)        (0x20000000ul | 't' << 8 | (n))
#define FREEBSD_IOR(n, size) (0x40000000ul | (unsigned long)(size) << 16 | 't' << 8 | (n))
#define FREEBSD_IOW(n, size) (0x80000000ul | (unsigned long)(size) << 16 | 't' << 8 | (n))
#define FREEBSD_TIOCFLUSH    FREEBSD_IOW(16, 4)
#define FREEBSD_TIOCGETA     FREEBSD_IOR(19, sizeof(struct bsd44_termios))
#define FREEBSD_TIOCSETA     FREEBSD_IOW(20, sizeof(struct bsd44_termios))
#define FREEBSD_TIOCSETAW    FREEBSD_IOW(21, sizeof(struct bsd44_termios))
#define FREEBSD_TIOCSETAF    FREEBSD_IOW(22, sizeof(struct bsd44_termios))
#define FREEBSD_TIOCDRAIN    FREEBSD_IO(94)
#define FREEBSD_TIOCSCTTY    FREEBSD_IO(97)
#define FREEBSD_TIOCGSID     FREEBSD_IOR(99, 4)
#define FREEBSD_TIOCGWINSZ   FREEBSD_IOR(104, 8)
#define FREEBSD_TIOCSWINSZ   FREEBSD_IOW(103, 8)
#define FREEBSD_TIOCSTART    FREEBSD_IO(110)
#define FREEBSD_TIOCSTOP     FREEBSD_IO(111)
#define FREEBSD_TIOCSPGRP    FREEBSD_IOW(118, 4)
#define FREEBSD_TIOCGPGRP    FREEBSD_IOR(119, 4)
#define FREEBSD_TIOCCBRK     FREEBSD_IO(122)
#define FREEBSD_TIOCSBRK     FREEBSD_IO(123)

/* sys/ttydefaults.h */
#define FREEBSD_TTYDEF_IFLAG 0x6b02
#define FREEBSD_TTYDEF_OFLAG 0x3
#define FREEBSD_TTYDEF_CFLAG 0x4b00
#define FREEBSD_TTYDEF_LFLAG 0x5cb
#define FREEBSD_TTYDEFCHARS                                                                        \
	{                                                                                          \
		4, 255, 255, 127, 23, 21, 18, 8, 3, 28, 26, 25, 17, 19, 22, 15, 1, 0, 20, 255      \
	}

#endif
