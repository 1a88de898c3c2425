/* struct termios of the BSDs: sys/_termios.h, sys/termios.h. */
#include <asm/termbits.h>
#include <errno.h>

#include "abi-tables/bsd44/termios.h"
#include "syscall-map/map.h"

/* _POSIX_VDISABLE of each. */
#define DISABLED      0xff
#define HOST_DISABLED 0

_Static_assert(sizeof(struct termios2) == BSD44_HOST_TERMIOS, "struct termios2");

#define NO_TWIN 0xff

/* c_cc by the BSDs' index: the host's.  VERASE2, VDSUSP and VSTATUS it has not. */
static const uint8_t cc_of_host[20] = {
	VEOF,  VEOL,    VEOL2,  VERASE, VWERASE, VKILL,    VREPRINT, NO_TWIN, VINTR,   VQUIT,
	VSUSP, NO_TWIN, VSTART, VSTOP,  VLNEXT,  VDISCARD, VMIN,     VTIME,   NO_TWIN, NO_TWIN,
};

static bool is_count(uint8_t host)
{
	return host == VMIN || host == VTIME;
}

void bsd44_termios_to_alien(void *alien, const void *host)
{
	const struct termios2 *h = host;
	struct bsd44_termios *a = alien;
	uint64_t in = 0, out = 0, ctl = 0, local = 0;

	xlat_to_alien(XLAT_tty_in, h->c_iflag, &in);
	xlat_to_alien(XLAT_tty_out, h->c_oflag, &out);
	xlat_to_alien(XLAT_tty_ctl, h->c_cflag & ~(CBAUD | CIBAUD), &ctl);
	xlat_to_alien(XLAT_tty_local, h->c_lflag, &local);
	*a = (struct bsd44_termios){
		.c_iflag = (uint32_t)in,
		.c_oflag = (uint32_t)out,
		.c_cflag = (uint32_t)ctl,
		.c_lflag = (uint32_t)local,
		.c_ispeed = h->c_ispeed,
		.c_ospeed = h->c_ospeed,
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

static const struct {
	uint32_t rate, code;
} speeds[] = {
	{ 0, B0 },           { 50, B50 },         { 75, B75 },         { 110, B110 },
	{ 134, B134 },       { 150, B150 },       { 200, B200 },       { 300, B300 },
	{ 600, B600 },       { 1200, B1200 },     { 1800, B1800 },     { 2400, B2400 },
	{ 4800, B4800 },     { 9600, B9600 },     { 19200, B19200 },   { 38400, B38400 },
	{ 57600, B57600 },   { 115200, B115200 }, { 230400, B230400 }, { 460800, B460800 },
	{ 921600, B921600 },
};

/* Speeds are numbers there; the host has codes for the usual ones, and takes any other so too. */
static uint32_t speed_code(uint32_t rate)
{
	for (unsigned i = 0; i < sizeof speeds / sizeof speeds[0]; i++)
		if (speeds[i].rate == rate)
			return speeds[i].code;
	return BOTHER;
}

static uint32_t speed_flags(const struct bsd44_termios *a)
{
	return speed_code(a->c_ospeed) | speed_code(a->c_ispeed) << IBSHIFT;
}

long bsd44_termios_to_host(void *host, const void *alien)
{
	const struct bsd44_termios *a = alien;
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
		.c_ispeed = a->c_ispeed,
		.c_ospeed = a->c_ospeed,
	};
	for (unsigned i = 0; i < sizeof cc_of_host; i++) {
		uint8_t j = cc_of_host[i];

		if (j == NO_TWIN)
			continue;
		h->c_cc[j] = !is_count(j) && a->c_cc[i] == DISABLED ? HOST_DISABLED : a->c_cc[i];
	}
	return 0;
}
