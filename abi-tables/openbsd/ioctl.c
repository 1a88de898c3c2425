/* OpenBSD's ioctl requests: the table, and its struct termios (sys/termios.h). */
#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <errno.h>
#include <linux/sockios.h>

#include "abi-tables/openbsd/ioctl.h"
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
#include "abi-tables/openbsd/ioctl.def"
	{ 0 }
};

const struct ioctl_abi openbsd_ioctls = { .rows = rows };

/* _POSIX_VDISABLE of each. */
#define DISABLED      0xff
#define HOST_DISABLED 0

_Static_assert(sizeof(struct termios2) == OPENBSD_HOST_TERMIOS, "struct termios2");

#define NO_TWIN 0xff

/* c_cc by OpenBSD's index: the host's.  VDSUSP and VSTATUS it has not; 7 and 19 mean nothing. */
static const uint8_t cc_of_host[20] = {
	VEOF,  VEOL,    VEOL2,  VERASE, VWERASE, VKILL,    VREPRINT, NO_TWIN, VINTR,   VQUIT,
	VSUSP, NO_TWIN, VSTART, VSTOP,  VLNEXT,  VDISCARD, VMIN,     VTIME,   NO_TWIN, NO_TWIN,
};

static bool is_count(uint8_t host)
{
	return host == VMIN || host == VTIME;
}

void openbsd_termios_to_alien(void *alien, const void *host)
{
	const struct termios2 *h = host;
	struct openbsd_termios *a = alien;
	uint64_t in = 0, out = 0, ctl = 0, local = 0;

	xlat_to_alien(XLAT_tty_in, h->c_iflag, &in);
	xlat_to_alien(XLAT_tty_out, h->c_oflag, &out);
	xlat_to_alien(XLAT_tty_ctl, h->c_cflag & ~(CBAUD | CIBAUD), &ctl);
	xlat_to_alien(XLAT_tty_local, h->c_lflag, &local);
	*a = (struct openbsd_termios){
		.c_iflag = (uint32_t)in,
		.c_oflag = (uint32_t)out,
		.c_cflag = (uint32_t)ctl,
		.c_lflag = (uint32_t)local,
		.c_ispeed = (int32_t)h->c_ispeed,
		.c_ospeed = (int32_t)h->c_ospeed,
	};
	for (unsigned i = 0; i < sizeof cc_of_host; i++) {
		uint8_t j = cc_of_host[i];

		if (j == NO_TWIN)
			a->c_cc[i] = DISABLED;
		else if (is_count(j))
			a->c_cc[i] = h->c_cc[j];
		else
			a->c_cc[i] = h->c_cc[j] == HOST_DISABLED ? DISABLED : h->c_cc[j];
	}
}

/* Speeds are numbers there; the host takes any number so. */
static uint32_t speed_flags(const struct openbsd_termios *a)
{
	return (a->c_ospeed ? BOTHER : B0) | (a->c_ispeed ? BOTHER << IBSHIFT : 0);
}

long openbsd_termios_to_host(void *host, const void *alien)
{
	const struct openbsd_termios *a = alien;
	struct termios2 *h = host;
	uint64_t in, out, ctl, local;

	if (xlat_to_host(XLAT_tty_in, a->c_iflag, &in) ||
	    xlat_to_host(XLAT_tty_out, a->c_oflag, &out) ||
	    xlat_to_host(XLAT_tty_ctl, a->c_cflag, &ctl) ||
	    xlat_to_host(XLAT_tty_local, a->c_lflag, &local))
		return -EINVAL;
	*h = (struct termios2){
		.c_iflag = (tcflag_t)in,
		.c_oflag = (tcflag_t)out,
		.c_cflag = (tcflag_t)ctl | speed_flags(a),
		.c_lflag = (tcflag_t)local,
		.c_ispeed = (speed_t)a->c_ispeed,
		.c_ospeed = (speed_t)a->c_ospeed,
	};
	for (unsigned i = 0; i < sizeof cc_of_host; i++) {
		uint8_t j = cc_of_host[i];

		if (j == NO_TWIN)
			continue;
		h->c_cc[j] = !is_count(j) && a->c_cc[i] == DISABLED ? HOST_DISABLED : a->c_cc[i];
	}
	return 0;
}
