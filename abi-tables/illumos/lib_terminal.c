/*
 * Terminals (termios(3C)): struct termios is System V's, of which the host's comes too: flags
 * have the same bits but for FLUSHO, speeds are part of c_cflag, and of the special characters the
 * fifth and the sixth are MIN and TIME where input is not canonical.
 */
#include <asm/termbits.h>
#include <asm/ioctls.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>

#include "illumos_numbers.h"
#include "shim/lib/lib.h"

/* sys/termios.h */
#define ALIEN_NCCS     19
#define ALIEN_FLUSHO   020000
#define ALIEN_CBAUDEXT 010000000
#define ALIEN_CBAUD    017
#define ALIEN_CIBAUD   03600000
#define ALIEN_DISABLED 0
#define SLOT_MIN       4
#define SLOT_TIME      5

struct illumos_termios {
	uint32_t iflag, oflag, cflag, lflag;
	uint8_t cc[ALIEN_NCCS];
};
_Static_assert(sizeof(struct illumos_termios) == 36, "struct termios");

#define IN_SAME    017777  /* IGNBRK to IXOFF; IMAXBEL beside */
#define OUT_SAME   0177777 /* OPOST to FFDLY */
#define CTL_SAME   07760   /* CSIZE to CLOCAL */
#define LOCAL_SAME 0147777 /* ISIG to ECHOKE, PENDIN and IEXTEN; without FLUSHO */

/* By illumos' index; NONE: the host has none. */
#define NONE 0xff
static const uint8_t slots[ALIEN_NCCS] = { VINTR,   VQUIT,  VERASE, VKILL, VEOF, VEOL,     VEOL2,
					   VSWTC,   VSTART, VSTOP,  VSUSP, NONE, VREPRINT, VDISCARD,
					   VWERASE, VLNEXT, NONE,   NONE,  NONE };

/* Codes of speeds: B50 to B38400 are 1 to 15 on both; what is faster is, there, 16 and up. */
static const struct {
	uint32_t alien, host;
} fast[] = {
	{ 16, B57600 },   { 18, B115200 },  { 20, B230400 },  { 22, B460800 },  { 23, B921600 },
	{ 24, B1000000 }, { 25, B1152000 }, { 26, B1500000 }, { 27, B2000000 }, { 28, B2500000 },
	{ 29, B3000000 }, { 30, B3500000 }, { 31, B4000000 },
};

static uint32_t speed_to_alien(uint32_t host)
{
	for (size_t i = 0; i < sizeof fast / sizeof fast[0]; i++)
		if (fast[i].host == host)
			return fast[i].alien;
	return host & ALIEN_CBAUD;
}

static uint32_t speed_to_host(uint32_t alien)
{
	for (size_t i = 0; i < sizeof fast / sizeof fast[0]; i++)
		if (fast[i].alien == alien)
			return fast[i].host;
	return alien & ALIEN_CBAUD;
}

static void to_alien(struct illumos_termios *alien, const struct termios *host)
{
	uint32_t speed = speed_to_alien(host->c_cflag & CBAUD);

	*alien = (struct illumos_termios){
		.iflag = host->c_iflag & (IN_SAME | IMAXBEL),
		.oflag = host->c_oflag & OUT_SAME,
		.cflag = (host->c_cflag & (CTL_SAME | CRTSCTS)) | (speed & ALIEN_CBAUD) |
			 (speed > ALIEN_CBAUD ? ALIEN_CBAUDEXT : 0),
		.lflag = (host->c_lflag & LOCAL_SAME & ~(uint32_t)FLUSHO) |
			 (host->c_lflag & FLUSHO ? ALIEN_FLUSHO : 0),
	};
	for (int i = 0; i < ALIEN_NCCS; i++)
		alien->cc[i] = slots[i] == NONE ? ALIEN_DISABLED : host->c_cc[slots[i]];
	if (!(host->c_lflag & ICANON)) {
		alien->cc[SLOT_MIN] = host->c_cc[VMIN];
		alien->cc[SLOT_TIME] = host->c_cc[VTIME];
	}
}

/* What only the host has stays. */
static void to_host(struct termios *host, const struct illumos_termios *alien)
{
	uint32_t speed =
	    (alien->cflag & ALIEN_CBAUD) + (alien->cflag & ALIEN_CBAUDEXT ? ALIEN_CBAUD + 1 : 0);

	host->c_iflag =
	    (host->c_iflag & ~(uint32_t)(IN_SAME | IMAXBEL)) | (alien->iflag & (IN_SAME | IMAXBEL));
	host->c_oflag = alien->oflag & OUT_SAME;
	host->c_cflag = (alien->cflag & (CTL_SAME | CRTSCTS)) | speed_to_host(speed);
	host->c_lflag = (alien->lflag & LOCAL_SAME & ~(uint32_t)FLUSHO) |
			(alien->lflag & ALIEN_FLUSHO ? FLUSHO : 0);
	for (int i = 0; i < ALIEN_NCCS; i++)
		if (slots[i] != NONE &&
		    (alien->lflag & ICANON || (i != SLOT_MIN && i != SLOT_TIME)))
			host->c_cc[slots[i]] = alien->cc[i];
	if (!(alien->lflag & ICANON)) {
		host->c_cc[VMIN] = alien->cc[SLOT_MIN];
		host->c_cc[VTIME] = alien->cc[SLOT_TIME];
	}
}

static int asked(int ret)
{
	if (ret < 0)
		lib_failed();
	return ret;
}

int illumos_tcgetattr(int fd, struct illumos_termios *t)
{
	struct termios host;

	if (asked(ioctl(fd, TCGETS, &host)) < 0)
		return -1;
	to_alien(t, &host);
	return 0;
}

#define TIOC(n) (0x5400 | (n))

/* TCSANOW, TCSADRAIN and TCSAFLUSH are the requests TCSETS, TCSETSW and TCSETSF. */
int illumos_tcsetattr(int fd, int when, const struct illumos_termios *t)
{
	struct termios host;
	unsigned long request;

	switch (when) {
	case TIOC(14):
		request = TCSETS;
		break;
	case TIOC(15):
		request = TCSETSW;
		break;
	case TIOC(16):
		request = TCSETSF;
		break;
	default:
		errno = EINVAL;
		return -1;
	}
	if (asked(ioctl(fd, TCGETS, &host)) < 0)
		return -1;
	to_host(&host, t);
	return asked(ioctl(fd, request, &host));
}

/* ioctl(2) with termio(7I)'s requests. */
int illumos_terminal_request(int fd, int request, void *arg, int *ret)
{
	if (request == TIOC(13))
		*ret = illumos_tcgetattr(fd, arg);
	else if (request >= TIOC(14) && request <= TIOC(16))
		*ret = illumos_tcsetattr(fd, request, arg);
	else if (request >= TIOC(5) && request <= TIOC(7))
		*ret = asked(ioctl(fd,
				   request == TIOC(5)   ? TCSBRK
				   : request == TIOC(6) ? TCXONC
							: TCFLSH,
				   arg));
	else
		return 0;
	return 1;
}

int illumos_ioctl(int fd, int request, void *arg)
{
	int ret;

	if (illumos_terminal_request(fd, request, arg, &ret))
		return ret;
	return (int)lib_row(NR_ioctl, fd, request, arg);
}

int illumos_tcsendbreak(int fd, int length)
{
	(void)length;
	return asked(ioctl(fd, TCSBRK, 0));
}

int illumos_tcdrain(int fd)
{
	return asked(ioctl(fd, TCSBRK, 1));
}

/* TCIFLUSH and TCOOFF are 0 on both, and so on. */
int illumos_tcflush(int fd, int which)
{
	return asked(ioctl(fd, TCFLSH, which));
}

int illumos_tcflow(int fd, int action)
{
	return asked(ioctl(fd, TCXONC, action));
}

int illumos_tcgetpgrp(int fd)
{
	int group;

	return asked(ioctl(fd, TIOCGPGRP, &group)) < 0 ? -1 : group;
}

int illumos_tcsetpgrp(int fd, int group)
{
	return asked(ioctl(fd, TIOCSPGRP, &group));
}

int illumos_tcgetsid(int fd)
{
	int session;

	return asked(ioctl(fd, TIOCGSID, &session)) < 0 ? -1 : session;
}

/* Codes, 0 to 31; input's speed is output's where none is said. */
unsigned illumos_cfgetospeed(const struct illumos_termios *t)
{
	return (t->cflag & ALIEN_CBAUD) + (t->cflag & ALIEN_CBAUDEXT ? ALIEN_CBAUD + 1 : 0);
}

unsigned illumos_cfgetispeed(const struct illumos_termios *t)
{
	return illumos_cfgetospeed(t);
}

int illumos_cfsetospeed(struct illumos_termios *t, unsigned speed)
{
	if (speed > 31) {
		errno = EINVAL;
		return -1;
	}
	t->cflag = (t->cflag & ~(uint32_t)(ALIEN_CBAUD | ALIEN_CBAUDEXT)) | (speed & ALIEN_CBAUD) |
		   (speed > ALIEN_CBAUD ? ALIEN_CBAUDEXT : 0);
	return 0;
}

/* One that is not output's could be set only in c_cflag's own bits, which the host has not. */
int illumos_cfsetispeed(struct illumos_termios *t, unsigned speed)
{
	if (!speed || speed == illumos_cfgetospeed(t))
		return 0;
	return illumos_cfsetospeed(t, speed);
}
