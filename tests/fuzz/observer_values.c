/* Whether flags, commands and numbers in a host call are the host's (host_values.def). */
#include <asm/prctl.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/falloc.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <linux/prctl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <linux/sockios.h>
#include <linux/fs.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "abi-tables/abi.h"
#include "abi-tables/ioctl.h"
#include "abi-tables/net.h"
#include "tests/fuzz/observer.h"

#ifndef IPV6_MULTICAST_ALL
#define IPV6_MULTICAST_ALL 29
#endif

typedef bool one_fn(uint32_t v);

static bool is_advice(uint32_t v)
{
	return v <= 4 || (v >= 8 && v <= 25);
}
#define advice is_advice

static bool families(uint32_t v)
{
	return v == AF_UNIX || v == AF_INET || v == AF_INET6 || v == AF_NETLINK || !v;
}

static bool commands(uint32_t v)
{
	switch (v) {
	case F_DUPFD:
	case F_GETFD:
	case F_SETFD:
	case F_GETFL:
	case F_SETFL:
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
	case F_GETOWN:
	case F_SETOWN:
	case F_GETOWN_EX:
	case F_SETOWN_EX:
	case F_GETSIG:
	case F_SETSIG:
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
	case F_DUPFD_CLOEXEC:
	case F_GETPIPE_SZ:
	case F_ADD_SEALS:
	case F_GET_SEALS:
		return true;
	}
	return false;
}

static bool controls(uint32_t v)
{
	switch (v) {
	case PR_SET_SYSCALL_USER_DISPATCH:
	case PR_SET_PDEATHSIG:
	case PR_GET_PDEATHSIG:
	case PR_SET_DUMPABLE:
	case PR_GET_DUMPABLE:
	case PR_SET_CHILD_SUBREAPER:
	case PR_GET_CHILD_SUBREAPER:
	case PR_SET_NO_NEW_PRIVS:
	case PR_GET_NO_NEW_PRIVS:
	case PR_SET_NAME:
	case PR_SET_MM:
		return true;
	}
	return false;
}

static bool signals(uint32_t v)
{
	return v <= 64;
}

/* Below 0 are the clocks of processes and threads. */
static bool clocks(uint32_t v)
{
	return v <= CLOCK_TAI || (int32_t)v < 0;
}

static bool usages(uint32_t v)
{
	return (int32_t)v == RUSAGE_CHILDREN || v == RUSAGE_SELF || v == RUSAGE_THREAD;
}

static bool futexes(uint32_t v)
{
	return (v & ~(uint32_t)(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME)) <= 13;
}

static bool registers(uint32_t v)
{
	return (v >= ARCH_SET_GS && v <= ARCH_GET_GS) || (v & 0xf000) == 0x3000;
}

static bool requests(uint32_t v)
{
	return v <= 17 || v == 24 || (v >= 0x4200 && v <= 0x420f);
}

static const struct rule {
	const char *name;
	short nr, at;
	uint64_t bits, limit;
	one_fn *one;
} rules[] = {
#define BITS(call, at, bits)   { #call, SYS_##call, at, (uint32_t)(bits), 0, NULL },
#define BELOW(call, at, limit) { #call, SYS_##call, at, 0, limit, NULL },
#define ONE(call, at, list)    { #call, SYS_##call, at, 0, 0, list },
#include "tests/fuzz/host_values.def"
};

static bool breaks(const struct rule *r, uint32_t v)
{
	if (r->one)
		return !r->one(v);
	if (r->limit)
		return v >= r->limit;
	return v & ~r->bits;
}

static bool known_request(uint32_t v)
{
	static const uint32_t own[] = { FIONREAD,   SIOCOUTQ,        TIOCOUTQ,        TCGETS,
					TIOCSPTLCK, FS_IOC_GETFLAGS, FS_IOC_SETFLAGS, SIOCGIFNAME,
					TIOCGPTN,   FIOGETOWN,       FIONBIO,         FIOASYNC };

	for (const struct ioctl_row *row = abi->ioctls->rows; row->name; row++)
		if (row->host && row->host == v)
			return true;
	for (unsigned i = 0; i < sizeof own / sizeof *own; i++)
		if (own[i] == v)
			return true;
	return v >> 8 == 0xc050ff || (v & 0xff00) == 0xff00; /* PIDFD_GET_INFO, of any size */
}

static bool known_option(int level, int option)
{
	static const int own[] = { SO_TYPE,       SO_DOMAIN,   SO_PROTOCOL, SO_ACCEPTCONN,
				   SO_PEERGROUPS, SO_PASSCRED, SO_ERROR,    SO_SNDBUF,
				   SO_RCVBUF,     SO_PEERCRED };

	for (const struct sockopt_row *row = abi->net->options; row->name; row++)
		if (row->host_level == level && row->host == option)
			return true;
	for (unsigned i = 0; i < sizeof own / sizeof *own; i++)
		if (level == SOL_SOCKET && own[i] == option)
			return true;
	return (level == SOL_SOCKET && (option == SO_SELECT_ERR_QUEUE || option == SO_NOFCS)) ||
	       (level == IPPROTO_TCP && option == TCP_INFO) ||
	       (level == IPPROTO_IP && option == IP_MULTICAST_ALL) ||
	       (level == IPPROTO_IPV6 && option == IPV6_MULTICAST_ALL);
}

bool judge_values(const struct seen_call *c, char *why)
{
	for (unsigned i = 0; i < sizeof rules / sizeof *rules; i++) {
		const struct rule *r = &rules[i];

		if (r->nr == c->nr && breaks(r, (uint32_t)c->arg[r->at])) {
			snprintf(why, WHY, "not the host's: argument %d of %s for alien call %d",
				 r->at, r->name, c->alien ? (int)c->alien->nr : -1);
			return true;
		}
	}
	if (c->nr == SYS_ioctl && !known_request((uint32_t)c->arg[1])) {
		snprintf(why, WHY, "not in our table: ioctl 0x%x", (uint32_t)c->arg[1]);
		return true;
	}
	if ((c->nr == SYS_setsockopt || c->nr == SYS_getsockopt) &&
	    !known_option((int)c->arg[1], (int)c->arg[2])) {
		snprintf(why, WHY, "not in our table: option %d of level %d", (int)c->arg[2],
			 (int)c->arg[1]);
		return true;
	}
	if (c->nr == SYS_fcntl && c->arg[1] == F_SETFL && ((uint32_t)c->arg[2] & ~OPEN_BITS)) {
		snprintf(why, WHY, "not the host's: flags of F_SETFL");
		return true;
	}
	return false;
}
