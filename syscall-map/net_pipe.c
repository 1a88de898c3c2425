/* Sends that fail since nobody is there any more, or nobody ever was. */
#include <netinet/tcp.h>
#include <poll.h>

#include "shim/signal.h"
#include "syscall-map/net.h"
#include "syscall-map/quiet.h"

#ifndef TCP_CLOSE
#define TCP_CLOSE 7
#endif

/* To this very thread, as the kernel does it; the alien's mask and action say what becomes of it.
 */
static void raise_pipe(void)
{
	struct host_siginfo si = { .signo = HOST_SIGPIPE,
				   .pid = this_thread()->pid,
				   .uid = (uint32_t)host_call(__NR_getuid) };

	host_call(__NR_rt_tgsigqueueinfo, host_call(__NR_getpid), host_call(__NR_gettid),
		  HOST_SIGPIPE, &si);
}

/*
 * A TCP socket is closed before it is connected, and after; only after has it been shut
 * down for reading.
 */
static bool never_connected(int fd)
{
	uint8_t state = 0; /* the first member of struct tcp_info */
	uint32_t size = sizeof state;
	struct pollfd p = { .fd = fd, .events = POLLRDHUP };

	if (host_call(__NR_getsockopt, fd, IPPROTO_TCP, TCP_INFO, &state, &size))
		return false;
	if (state != TCP_CLOSE)
		return state == TCP_LISTEN;
	return host_call(__NR_poll, &p, 1, 0) >= 0 && !(p.revents & POLLRDHUP);
}

long send_result(int fd, long flags, long ret)
{
	uint64_t host = 0;

	if (ret != -EPIPE)
		return ret;
	if (never_connected(fd))
		return -ENOTCONN;
	if (!xlat_to_host(XLAT_msg, (uint64_t)flags, &host) && host & MSG_NOSIGNAL)
		return ret;
	if (!is_quiet(fd))
		raise_pipe();
	return ret;
}
