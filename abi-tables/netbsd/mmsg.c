/* recvmmsg(2) and sendmmsg(2): many messages in one call, one after the other. */
#include <time.h>

#include "abi-tables/bsd44/msghdr.h"
#include "shim/host.h"
#include "syscall-map/map.h"

map_fn map_recvmmsg, map_sendmmsg, map_recvmsg, map_sendmsg;

/* sys/socket.h: struct mmsghdr */
struct netbsd_mmsghdr {
	struct bsd44_msghdr msg_hdr;
	uint32_t msg_len, pad0;
};
SIZE_IS(struct netbsd_mmsghdr, 56);

#define NETBSD_MSG_DONTWAIT   0x80
#define NETBSD_MSG_WAITFORONE 0x2000
#define MOST                  1024 /* do_sys_recvmmsg: vlen is cut to it */

/* One message, as recvmsg(2) or sendmsg(2) would. */
static long one_message(const struct call *c, map_fn *map, unsigned long at, long flags)
{
	struct call one;
	long ret;

	memset(&one, 0, offsetof(struct call, path));
	one.row = c->row;
	one.alien = one.list;
	one.list[0] = c->alien[0];
	one.list[1] = (long)at;
	one.list[2] = flags;
	ret = map(&one);
	if (ret == CALL_HOST) {
		ret = host_sleep(one.host_nr, one.host[0], one.host[1], one.host[2], one.host[3],
				 one.host[4], one.host[5]);
		if (one.finish)
			ret = one.finish(&one, ret);
	}
	if (ret >= 0 && put_alien_u32(at + offsetof(struct netbsd_mmsghdr, msg_len), (uint32_t)ret))
		return -EFAULT;
	return ret;
}

static bool is_past(const struct timespec *until)
{
	struct timespec now;

	host_call(__NR_clock_gettime, CLOCK_MONOTONIC, &now);
	return now.tv_sec > until->tv_sec ||
	       (now.tv_sec == until->tv_sec && now.tv_nsec >= until->tv_nsec);
}

/* An error after the first message is the next call's: what has been done is told. */
static long all_messages(struct call *c, map_fn *map, const struct timespec *until)
{
	unsigned long at = (unsigned long)c->alien[1], count = (uint32_t)c->alien[2];
	long flags = c->alien[3] & ~(long)NETBSD_MSG_WAITFORONE, ret = 0;
	unsigned long done = 0;

	if (count > MOST)
		count = MOST;
	while (done < count) {
		ret = one_message(c, map, at + done * sizeof(struct netbsd_mmsghdr), flags);
		if (ret < 0)
			break;
		done++;
		if (c->alien[3] & NETBSD_MSG_WAITFORONE)
			flags |= NETBSD_MSG_DONTWAIT;
		if (until && is_past(until))
			break;
	}
	return done ? (long)done : ret;
}

/* (socket, messages, count, flags) */
long map_sendmmsg(struct call *c)
{
	return all_messages(c, map_sendmsg, NULL);
}

/* (socket, messages, count, flags, time): the time is looked at after each message */
long map_recvmmsg(struct call *c)
{
	struct timespec until, now;
	long error;

	if (!c->alien[4])
		return all_messages(c, map_recvmsg, NULL);
	error = layout_from_alien(LAYOUT_timespec, &until, (unsigned long)c->alien[4]);
	if (error)
		return error;
	if (until.tv_nsec < 0 || until.tv_nsec >= 1000000000)
		return -EINVAL;
	host_call(__NR_clock_gettime, CLOCK_MONOTONIC, &now);
	until.tv_sec += now.tv_sec;
	until.tv_nsec += now.tv_nsec;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	return all_messages(c, map_recvmsg, &until);
}
