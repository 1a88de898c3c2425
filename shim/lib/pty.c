/* openpty(3), forkpty(3), login_tty(3) of libutil. */
#include <errno.h>
#include <string.h>

#include "abi-tables/bsd44/termios.h"
#include "abi-tables/freebsd/libc.h"
#include "abi-tables/freebsd/termios.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

int lib_fork(void);
int lib_ptsname_r(int fd, char *name, size_t size);
int lib_grantpt(int fd);
int lib_unlockpt(int fd);
int lib_tcsetattr(int fd, int when, const struct bsd44_termios *t);
int lib_tcsetwinsize(int fd, const void *size);

#define NOCTTY    0x8000 /* fcntl.h: O_NOCTTY */
#define TCSAFLUSH 2      /* termios.h */

int lib_openpty(int *master, int *slave, char *name, const struct bsd44_termios *how,
		const void *size)
{
	int flags = FREEBSD_O_RDWR | NOCTTY, error;
	char path[64];

	*master = (int)lib_row(NR_posix_openpt, flags);
	if (*master < 0)
		return -1;
	if (lib_grantpt(*master) < 0 || lib_unlockpt(*master) < 0)
		goto fail;
	error = lib_ptsname_r(*master, path, sizeof path);
	if (error) {
		errno = error;
		goto fail;
	}
	*slave = (int)lib_row(NR_open, path, flags);
	if (*slave < 0)
		goto fail;
	if (name)
		strcpy(name, path); /* the caller gives room, as there */
	if (how)
		lib_tcsetattr(*slave, TCSAFLUSH, how);
	if (size)
		lib_tcsetwinsize(*slave, size);
	return 0;
fail:
	error = errno;
	lib_row(NR_close, *master);
	errno = error;
	return -1;
}

int lib_login_tty(int fd)
{
	lib_row(NR_setsid);
	if (lib_row(NR_ioctl, fd, FREEBSD_TIOCSCTTY, 0) < 0)
		return -1;
	for (int to = 0; to < 3; to++)
		lib_row(NR_dup2, fd, to);
	if (fd > 2)
		lib_row(NR_close, fd);
	return 0;
}

int lib_forkpty(int *master, char *name, const struct bsd44_termios *how, const void *size)
{
	int slave, pid;

	if (lib_openpty(master, &slave, name, how, size) < 0)
		return -1;
	pid = lib_fork();
	if (pid == 0) {
		lib_row(NR_close, *master);
		if (lib_login_tty(slave) < 0)
			lib_row(NR__exit, 1);
		return 0;
	}
	lib_row(NR_close, slave);
	if (pid < 0)
		lib_row(NR_close, *master);
	return pid;
}
