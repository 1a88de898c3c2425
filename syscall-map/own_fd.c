/* Descriptors that abirun holds for itself: see own_fd.h. */
#include <fcntl.h>

#include "syscall-map/map.h"
#include "syscall-map/own_fd.h"

/*
 * High enough that few programs come there, low enough that the kernel's table of
 * descriptors, which fork copies up to the highest in use, stays small.
 */
#define OWN_FIRST 960

#define OWN_LIMIT (1 << 20) /* fs.nr_open's default */

static uint64_t own[OWN_LIMIT / 64];

static void mark(long fd, bool set)
{
	uint64_t bit = 1ull << (fd % 64);

	if (fd < 0 || fd >= OWN_LIMIT)
		return;
	if (set)
		__atomic_fetch_or(&own[fd / 64], bit, __ATOMIC_RELAXED);
	else
		__atomic_fetch_and(&own[fd / 64], ~bit, __ATOMIC_RELAXED);
}

bool fd_is_own(long fd)
{
	if (fd < 0 || fd >= OWN_LIMIT)
		return false;
	return __atomic_load_n(&own[fd / 64], __ATOMIC_RELAXED) >> (fd % 64) & 1;
}

long own_fd_next(long fd)
{
	for (; fd < OWN_LIMIT; fd = (fd | 63) + 1) {
		uint64_t word = __atomic_load_n(&own[fd / 64], __ATOMIC_RELAXED) >> (fd % 64);

		if (word)
			return fd + __builtin_ctzll(word);
	}
	return -1;
}

long own_fd(long fd)
{
	long high;

	if (is_error(fd))
		return fd;
	high = host_call(__NR_fcntl, fd, F_DUPFD_CLOEXEC, OWN_FIRST);
	if (is_error(high)) {
		/* RLIMIT_NOFILE leaves no room up there: it stays where it is. */
		mark(fd, true);
		return fd;
	}
	mark(high, true);
	host_call(__NR_close, fd);
	return high;
}

long own_fd_copy(int fd)
{
	long copy = host_call(__NR_fcntl, fd, F_DUPFD_CLOEXEC, OWN_FIRST);

	if (copy == -EINVAL || copy == -EMFILE) /* no room up there */
		copy = host_call(__NR_fcntl, fd, F_DUPFD_CLOEXEC, 0);
	if (!is_error(copy))
		mark(copy, true);
	return copy;
}

void own_fd_close(int fd)
{
	if (fd < 0)
		return;
	mark(fd, false);
	host_call(__NR_close, fd);
}
