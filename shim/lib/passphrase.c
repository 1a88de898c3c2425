/* readpassphrase(3) */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "abi-tables/freebsd/termios.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

int lib_tcgetattr(int fd, struct bsd44_termios *t);
int lib_tcsetattr(int fd, int when, const struct bsd44_termios *t);

/* readpassphrase.h: ECHO_ON, REQUIRE_TTY, FORCELOWER, FORCEUPPER, SEVENBIT, STDIN */
static char *finish_phrase(char *to, size_t n, int flags)
{
	to[n] = 0;
	for (char *p = to; *p; p++) {
		if (flags & 0x10)
			*p &= 0x7f;
		if (flags & 0x04)
			*p = (char)tolower((unsigned char)*p);
		if (flags & 0x08)
			*p = (char)toupper((unsigned char)*p);
	}
	return to;
}

/* A line from the terminal, which does not show it; or from standard input. */
char *lib_readpassphrase(const char *prompt, char *to, size_t size, int flags)
{
	struct bsd44_termios before, quiet;
	int in = flags & 0x20 ? -1 : (int)lib_row(NR_open, "/dev/tty", FREEBSD_O_RDWR), out;
	bool hidden = false, opened = in >= 0;
	size_t n = 0;
	long got = 1;
	char c = 0;

	if (!size || (!opened && flags & 0x02)) {
		errno = size ? ENOTTY : EINVAL;
		return NULL;
	}
	out = opened ? in : 2;
	in = opened ? in : 0;
	if (lib_tcgetattr(in, &before) == 0 && !(flags & 0x01)) {
		quiet = before;
		quiet.c_lflag &= ~0x18u; /* ECHO, ECHONL */
		hidden = lib_tcsetattr(in, FREEBSD_TCSAFLUSH, &quiet) == 0;
	}
	lib_row(NR_write, out, prompt, strlen(prompt));
	while (c != '\n' && c != '\r' && (got = lib_row(NR_read, in, &c, 1)) == 1)
		if (c != '\n' && c != '\r' && n < size - 1)
			to[n++] = c;
	if (hidden) {
		lib_row(NR_write, out, "\n", 1);
		lib_tcsetattr(in, FREEBSD_TCSAFLUSH, &before);
	}
	if (opened)
		lib_row(NR_close, in);
	return got < 0 ? NULL : finish_phrase(to, n, flags);
}
