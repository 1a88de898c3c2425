/*
 * poll(2) and ppoll(2).  The array is the same on both sides, half of the event
 * bits are not.  A time limit is only read, where the host writes to it.
 */
#include <poll.h>
#include <sys/stat.h>

#include "shim/signal.h"
#include "syscall-map/map.h"
#include "syscall-map/procdesc.h"

#define FEW      32       /* that many go into the call's scratch */
#define MANY_MAX 1048576u /* more than any process may have open */
#define PIECE    32

/* poll(2)'s argument; FreeBSD knows no other negative one. */
#define FOR_EVER (-1)

static short events_to_host(short alien)
{
	const struct xlat_table *t = &abi->xlats[XLAT_poll];
	uint64_t host = 0, known = 0;

	for (size_t i = 0; i < t->count; i++)
		if ((uint64_t)(uint16_t)alien & t->rows[i].alien) {
			host |= t->rows[i].host;
			known |= t->rows[i].alien;
		}
	if ((uint16_t)alien & ~known)
		hole("poll event", (uint16_t)alien & ~known);
	return (short)host;
}

static short events_to_alien(short host)
{
	uint64_t alien = 0;

	xlat_to_alien(XLAT_poll, (uint16_t)host, &alien);
	return (short)alien;
}

/*
 * At the end of a pipe the host says only POLLHUP to a reader, and POLLERR to a
 * writer; FreeBSD says POLLHUP to both, and to the reader that it can read.
 */
static short pipe_end(short events, short revents)
{
	if (revents & POLLHUP)
		revents |= events & (POLLIN | POLLRDNORM);
	if (revents & POLLERR)
		revents = (short)((revents & ~POLLERR) | POLLHUP);
	return revents;
}

/* FreeBSD has no POLLERR for sockets: one with an error can be read and written to, and says it. */
static short socket_error(short events, short revents)
{
	if (!(revents & POLLERR))
		return revents;
	revents |= events & (POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM);
	/* Where nothing else is to be said the sleep is over all the same. */
	return (short)(revents == POLLERR ? revents : revents & ~POLLERR);
}

static short end_or_error(int fd, short events, short revents)
{
	struct stat st;

	if (!(revents & (POLLHUP | POLLERR)) || host_call(__NR_fstat, fd, &st))
		return revents;
	if (S_ISFIFO(st.st_mode))
		return pipe_end(events, revents);
	return S_ISSOCK(st.st_mode) ? socket_error(events, revents) : revents;
}

/* The end of a process is POLLHUP there, which need not be asked for, and POLLIN here. */
static bool is_process(int fd)
{
	return procdesc_any() && procdesc_is(fd);
}

static short process_end(int fd, short revents)
{
	return revents & POLLIN && is_process(fd) ? POLLHUP : revents;
}

/* Between the alien's array and ours, PIECE by PIECE. */
static long read_array(struct pollfd *host, unsigned long alien, unsigned count)
{
	if (copy_from_alien(host, alien, count * sizeof *host))
		return -EFAULT;
	for (unsigned i = 0; i < count; i++) {
		host[i].events = events_to_host(host[i].events);
		if (is_process(host[i].fd))
			host[i].events |= POLLIN;
		host[i].revents = 0;
	}
	return 0;
}

static long write_array(unsigned long alien, const struct pollfd *host, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		short revents = process_end(
		    host[i].fd, end_or_error(host[i].fd, host[i].events, host[i].revents));
		unsigned long at = alien + i * sizeof *host + offsetof(struct pollfd, revents);

		revents = events_to_alien(revents);
		if (copy_to_alien(at, &revents, sizeof revents))
			return -EFAULT;
	}
	return 0;
}

static long finish_poll(struct call *c, long ret)
{
	long error;

	if (ret < 0)
		return ret;
	error = write_array((unsigned long)c->alien[0], (const struct pollfd *)c->host[0],
			    (unsigned)c->host[1]);
	return error ? error : ret;
}

/* More than the scratch holds: the call is made here, and the array freed. */
static long poll_many(struct call *c, unsigned count)
{
	size_t size = count * sizeof(struct pollfd);
	struct pollfd *host = count > MANY_MAX ? NULL : host_alloc(size);
	long ret;

	if (!host)
		return count > MANY_MAX ? -EINVAL : -ENOMEM;
	c->host[0] = (long)host;
	ret = read_array(host, (unsigned long)c->alien[0], count);
	if (!ret) {
		ret = host_sleep(c->host_nr, host, count, c->host[2], c->host[3], c->host[4]);
		ret = finish_poll(c, ret);
	}
	host_free(host, size);
	return ret;
}

/* The array's part of the call; c->host_nr and c->host[2] on are filled in. */
static long poll_array(struct call *c)
{
	unsigned count = (unsigned)c->alien[1];
	struct pollfd *host;
	long ret;

	c->host[1] = count;
	if (count > FEW)
		return poll_many(c, count);
	host = call_scratch(c, FEW * sizeof *host);
	c->host[0] = (long)host;
	c->finish = finish_poll;
	ret = read_array(host, (unsigned long)c->alien[0], count);
	return ret ? ret : CALL_HOST;
}

/* poll(array, count, milliseconds) */
long map_poll(struct call *c)
{
	int limit = (int)c->alien[2];

	if (limit < FOR_EVER)
		return -EINVAL;
	c->host_nr = __NR_poll;
	c->host[2] = limit;
	return poll_array(c);
}

static long sleep_masked(struct call *c, const struct sigset *mask)
{
	long ret;

	c->host[3] = (long)&this_thread()->host_mask;
	c->host[4] = sizeof this_thread()->host_mask;
	mask_for_sleep(mask);
	ret = poll_array(c);
	if (ret == CALL_HOST) {
		ret = host_sleep(c->host_nr, c->host[0], c->host[1], c->host[2], c->host[3],
				 c->host[4]);
		mask_after_sleep(ret == -EINTR);
		return finish_poll(c, ret);
	}
	mask_after_sleep(ret == -EINTR);
	return ret;
}

/* ppoll(array, count, timespec, mask) */
long map_ppoll(struct call *c)
{
	struct sigset mask;
	long ret;

	c->host_nr = __NR_ppoll;
	c->host[2] = c->host[3] = c->host[4] = 0;
	if (c->alien[2]) {
		void *limit = call_scratch(c, 16);

		ret = layout_from_alien(LAYOUT_timespec, limit, (unsigned long)c->alien[2]);
		if (ret)
			return ret;
		c->host[2] = (long)limit;
	}
	if (!c->alien[3])
		return poll_array(c);
	if (sigset_from_alien(&mask, (unsigned long)c->alien[3]))
		return -EFAULT;
	ret = sleep_masked(c, &mask);
	c->finish = NULL;
	return ret;
}
