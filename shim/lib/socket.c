/* send(2), recv(2) and several messages at once: of other calls, as in FreeBSD's library. */
#include <time.h>

#include "lib_calls.h"
#include "shim/lib/lib.h"

/* sys/socket.h */
#define FREEBSD_MSG_DONTWAIT   0x80
#define FREEBSD_MSG_WAITFORONE 0x80000
struct freebsd_mmsghdr {
	uint64_t message[6]; /* struct msghdr: 48 bytes */
	int64_t length;
};

long lib_send(int fd, const void *data, size_t size, int flags)
{
	return lib_point(NR_sendto, fd, data, size, flags, 0, 0);
}

long lib_recv(int fd, void *data, size_t size, int flags)
{
	return lib_point(NR_recvfrom, fd, data, size, flags, 0, 0);
}

/* How many were sent; -1 only where it is none. */
long lib_sendmmsg(int fd, struct freebsd_mmsghdr *messages, size_t count, int flags)
{
	size_t n = 0;

	for (; n < count; n++) {
		long sent = lib_point(NR_sendmsg, fd, messages[n].message, flags);

		if (sent < 0)
			return n ? (long)n : -1;
		messages[n].length = sent;
	}
	return (long)n;
}

/* The timeout is looked at between messages, on both systems. */
long lib_recvmmsg(int fd, struct freebsd_mmsghdr *messages, size_t count, int flags,
		  const struct timespec *timeout)
{
	struct timespec start, now;
	size_t n = 0;

	if (timeout)
		clock_gettime(CLOCK_MONOTONIC, &start);
	for (; n < count; n++) {
		long got =
		    lib_point(NR_recvmsg, fd, messages[n].message, flags & ~FREEBSD_MSG_WAITFORONE);

		if (got < 0)
			return n ? (long)n : -1;
		messages[n].length = got;
		if (flags & FREEBSD_MSG_WAITFORONE)
			flags |= FREEBSD_MSG_DONTWAIT;
		if (!timeout)
			continue;
		clock_gettime(CLOCK_MONOTONIC, &now);
		if ((now.tv_sec - start.tv_sec) * 1000000000l + now.tv_nsec - start.tv_nsec >=
		    timeout->tv_sec * 1000000000l + timeout->tv_nsec)
			return (long)n + 1;
	}
	return (long)n;
}

/* sys/specialfd.h, sys/eventfd.h: eventfd(2) is a call with a structure. */
#define FREEBSD_SPECIALFD_EVENTFD 1

int lib_eventfd(unsigned value, int flags)
{
	struct {
		uint32_t value;
		int32_t flags;
	} how = { value, flags };

	return (int)lib_row(NR___specialfd, FREEBSD_SPECIALFD_EVENTFD, &how, sizeof how);
}

int lib_eventfd_read(int fd, uint64_t *value)
{
	return lib_row(NR_read, fd, value, sizeof *value) == (long)sizeof *value ? 0 : -1;
}

int lib_eventfd_write(int fd, uint64_t value)
{
	return lib_row(NR_write, fd, &value, sizeof value) == (long)sizeof value ? 0 : -1;
}
