/*
 * revoke(2): a terminal is taken away from everybody who has it open.  The host
 * hangs a terminal up for the superuser, and no other device.
 */
#include <asm/ioctls.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "syscall-map/map.h"

/* Path. */
long map_revoke(struct call *c)
{
	uint32_t user = (uint32_t)host_call(__NR_geteuid);
	struct stat st;
	long fd, error = host_call(__NR_stat, c->alien[0], &st);

	if (!error && !S_ISCHR(st.st_mode))
		error = -EINVAL;
	if (!error && user && user != st.st_uid)
		error = -EPERM;
	if (error)
		return error;
	fd = host_call(__NR_open, c->alien[0], O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return fd;
	error = host_call(__NR_ioctl, fd, TIOCVHANGUP, 0);
	host_call(__NR_close, fd);
	if (error == -ENOTTY) {
		hole("revoke of a device that is no terminal", st.st_rdev);
		return -EPERM;
	}
	return error;
}
