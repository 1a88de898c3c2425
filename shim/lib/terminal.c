/* Terminals: termios(4)'s ioctls, as FreeBSD's library makes them. */
#include <string.h>

#include "abi-tables/freebsd/termios.h"

#include <stdlib.h>
#include <unistd.h>

#include "lib_calls.h"
#include "shim/lib/lib.h"

int lib_tcgetattr(int fd, struct bsd44_termios *t)
{
	return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCGETA, t);
}

/* TCSASOFT: what is hardware's stays. */
int lib_tcsetattr(int fd, int when, const struct bsd44_termios *t)
{
	struct bsd44_termios soft;

	if (when & FREEBSD_TCSASOFT) {
		soft = *t;
		soft.c_cflag |= FREEBSD_CIGNORE;
		t = &soft;
	}
	switch (when & ~FREEBSD_TCSASOFT) {
	case FREEBSD_TCSANOW:
		return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCSETA, t);
	case FREEBSD_TCSADRAIN:
		return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCSETAW, t);
	case FREEBSD_TCSAFLUSH:
		return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCSETAF, t);
	default:
		errno = EINVAL;
		return -1;
	}
}

int lib_tcgetpgrp(int fd)
{
	int group;

	return lib_row(NR_ioctl, fd, FREEBSD_TIOCGPGRP, &group) < 0 ? -1 : group;
}

int lib_tcsetpgrp(int fd, int group)
{
	return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCSPGRP, &group);
}

int lib_tcgetsid(int fd)
{
	int session;

	return lib_row(NR_ioctl, fd, FREEBSD_TIOCGSID, &session) < 0 ? -1 : session;
}

/* Only the caller's own session can be meant. */
int lib_tcsetsid(int fd, int session)
{
	if (session != getsid(0)) {
		errno = EINVAL;
		return -1;
	}
	return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCSCTTY, 0);
}

int lib_tcdrain(int fd)
{
	return (int)lib_point(NR_ioctl, fd, FREEBSD_TIOCDRAIN, 0);
}

/* TCIFLUSH, TCOFLUSH and TCIOFLUSH are 1, 2 and 3: FREAD, FWRITE and both. */
int lib_tcflush(int fd, int which)
{
	if (which < 1 || which > 3) {
		errno = EINVAL;
		return -1;
	}
	return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCFLUSH, &which);
}

int lib_tcflow(int fd, int action)
{
	struct bsd44_termios t;
	uint8_t key;

	switch (action) {
	case FREEBSD_TCOOFF:
		return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCSTOP, 0);
	case FREEBSD_TCOON:
		return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCSTART, 0);
	case FREEBSD_TCION:
	case FREEBSD_TCIOFF:
		if (lib_tcgetattr(fd, &t) < 0)
			return -1;
		key = t.c_cc[action == FREEBSD_TCIOFF ? FREEBSD_VSTOP : FREEBSD_VSTART];
		return key == 0xff || lib_row(NR_write, fd, &key, 1) == 1 ? 0 : -1;
	default:
		errno = EINVAL;
		return -1;
	}
}

/* FreeBSD's break lasts 0.4 s, whatever `length` says. */
int lib_tcsendbreak(int fd, int length)
{
	long pause[2] = { 0, 400000000 };

	(void)length;
	if (lib_row(NR_ioctl, fd, FREEBSD_TIOCSBRK, 0) < 0)
		return -1;
	lib_row(NR_nanosleep, pause, 0);
	return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCCBRK, 0);
}

int lib_tcgetwinsize(int fd, void *size)
{
	return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCGWINSZ, size);
}

int lib_tcsetwinsize(int fd, const void *size)
{
	return (int)lib_row(NR_ioctl, fd, FREEBSD_TIOCSWINSZ, size);
}

/* A speed is its number of bits a second. */
unsigned lib_cfgetispeed(const struct bsd44_termios *t)
{
	return t->c_ispeed;
}

unsigned lib_cfgetospeed(const struct bsd44_termios *t)
{
	return t->c_ospeed;
}

int lib_cfsetispeed(struct bsd44_termios *t, unsigned speed)
{
	t->c_ispeed = speed;
	return 0;
}

int lib_cfsetospeed(struct bsd44_termios *t, unsigned speed)
{
	t->c_ospeed = speed;
	return 0;
}

int lib_cfsetspeed(struct bsd44_termios *t, unsigned speed)
{
	t->c_ispeed = t->c_ospeed = speed;
	return 0;
}

/* cfmakeraw(3): unlike the host's it takes away flow control and the bell, and ignores breaks. */
void lib_cfmakeraw(struct bsd44_termios *t)
{
	t->c_iflag &= ~FREEBSD_IN_RAW;
	t->c_iflag |= FREEBSD_IGNBRK;
	t->c_oflag &= ~FREEBSD_OPOST;
	t->c_lflag &= ~FREEBSD_LOCAL_RAW;
	t->c_cflag &= ~(FREEBSD_CSIZE | FREEBSD_PARENB);
	t->c_cflag |= FREEBSD_CS8 | FREEBSD_CREAD;
	t->c_cc[FREEBSD_VMIN] = 1;
	t->c_cc[FREEBSD_VTIME] = 0;
}

/* posix_openpt's descriptor is the host's: its other end has the host's name. */
int lib_grantpt(int fd)
{
	if (grantpt(fd) == 0)
		return 0;
	lib_failed();
	return -1;
}

int lib_unlockpt(int fd)
{
	if (unlockpt(fd) == 0)
		return 0;
	lib_failed();
	return -1;
}

int lib_ptsname_r(int fd, char *name, size_t size)
{
	int error = ptsname_r(fd, name, size);

	if (!error)
		return 0;
	errno = lib_errno(error);
	return -1;
}

char *lib_ptsname(int fd)
{
	static char name[64];

	return lib_ptsname_r(fd, name, sizeof name) < 0 ? NULL : name;
}

/* sys/ttydefaults.h */
void lib_cfmakesane(struct bsd44_termios *t)
{
	static const uint8_t characters[sizeof t->c_cc] = FREEBSD_TTYDEFCHARS;

	memset(t, 0, sizeof *t);
	t->c_iflag = FREEBSD_TTYDEF_IFLAG;
	t->c_oflag = FREEBSD_TTYDEF_OFLAG;
	t->c_cflag = FREEBSD_TTYDEF_CFLAG;
	t->c_lflag = FREEBSD_TTYDEF_LFLAG;
	memcpy(t->c_cc, characters, sizeof t->c_cc);
	lib_cfsetspeed(t, 9600);
}
