/*
 * Event ports, port_create(3C).  A port is an epoll; an association with a descriptor
 * ends with its first event, as one with EPOLLONESHOT does.  What the host does not keep
 * for us, the program's pointer of each and the port's alert, stands in a table.
 */
#include <linux/eventpoll.h>
#include <time.h>
#include <sys/eventfd.h>

#include "syscall-map/map.h"
#include "syscall-map/own_fd.h"

map_fn map_port_create, map_port_associate, map_port_dissociate, map_port_getn, map_port_alert;

/* sys/port.h */
#define PORT_SOURCE_FD     4
#define PORT_SOURCE_ALERT  5
#define PORT_ALERT_SET     1
#define PORT_ALERT_UPDATE  2
#define PORT_ALERT_INVALID 3

struct port_event {
	int32_t events;
	uint16_t source, pad;
	uint64_t object, user;
};
_Static_assert(sizeof(struct port_event) == 24, "port_event_t");

/* What a descriptor is to a port. */
struct association {
	int32_t port, fd; /* fd -1: the port itself */
	uint32_t events;
	bool used;
	bool ready_always; /* a file that the host cannot wait for: it is always ready */
	int32_t alert_fd;  /* the port's own: readable while it is in alert mode */
	uint64_t user;
};

#define TABLE_SIZE 16384 /* a power of two */
#define ALERT_DATA UINT64_MAX

static struct lock lock;
static struct association *table;

/* Its place, a free one where there is none; NULL: the table is full.  With the lock. */
static struct association *place_of(int port, int fd)
{
	uint32_t at = ((uint32_t)port * 40503u) ^ ((uint32_t)fd * 2654435761u);

	if (!table)
		table = host_alloc(TABLE_SIZE * sizeof *table);
	for (uint32_t i = 0; table && i < TABLE_SIZE; i++) {
		struct association *a = &table[(at + i) % TABLE_SIZE];

		if (!a->used || (a->port == port && a->fd == fd))
			return a;
	}
	return NULL;
}

static struct association *find(int port, int fd)
{
	struct association *a = place_of(port, fd);

	return a && a->used ? a : NULL;
}

static struct association *make(int port, int fd)
{
	struct association *a = place_of(port, fd);

	if (a && !a->used)
		*a = (struct association){ .port = port, .fd = fd, .used = true, .alert_fd = -1 };
	return a;
}

/* A number that was another port's before: forget what it had. */
static void forget(int port)
{
	for (uint32_t i = 0; table && i < TABLE_SIZE; i++) {
		struct association *a = &table[i];

		if (!a->used || a->port != port)
			continue;
		a->events = 0;
		a->ready_always = false;
		if (a->alert_fd >= 0)
			own_fd_close(a->alert_fd);
		a->alert_fd = -1;
	}
}

static long add_alert(int port)
{
	struct epoll_event e = { .events = EPOLLIN, .data = ALERT_DATA };
	struct association *a;
	long fd = own_fd(host_call(__NR_eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK)), ret;

	if (fd < 0)
		return fd;
	ret = host_call(__NR_epoll_ctl, port, EPOLL_CTL_ADD, fd, &e);
	if (ret < 0) {
		own_fd_close((int)fd);
		return ret;
	}
	lock_take(&lock);
	forget(port);
	a = make(port, -1);
	if (a) {
		a->alert_fd = (int)fd;
		a->events = 0;
	}
	lock_drop(&lock);
	return a ? 0 : -ENOMEM;
}

long map_port_create(struct call *c)
{
	long port = host_call(__NR_epoll_create1, 0), error;

	(void)c;
	if (port < 0)
		return port;
	error = add_alert((int)port);
	if (!error)
		return port;
	host_call(__NR_close, port);
	return error;
}

/* Whether a descriptor is a port.  0, -EBADF, or -EBADFD. */
static long check_port(int port)
{
	struct association *a;
	struct epoll_event e;
	long ret = host_call(__NR_epoll_pwait, port, &e, 0, 0, 0, 8);

	if (ret == -EBADF)
		return ret;
	lock_take(&lock);
	a = find(port, -1);
	ret = a && a->alert_fd >= 0 ? 0 : -EBADFD;
	lock_drop(&lock);
	return ret;
}

/* sys/poll.h: the low bits are the host's, and POLLRDNORM 0x40, POLLRDBAND 0x80... too. */
static long tell_host(int port, int fd, uint32_t events)
{
	struct epoll_event e = { .events = events | EPOLLONESHOT, .data = (uint32_t)fd };
	long ret = host_call(__NR_epoll_ctl, port, EPOLL_CTL_MOD, fd, &e);

	return ret == -ENOENT ? host_call(__NR_epoll_ctl, port, EPOLL_CTL_ADD, fd, &e) : ret;
}

/* With no events asked for there is nothing to wait for as yet. */
static long begin(int port, int fd, uint32_t events, bool *always)
{
	long ret;

	*always = false;
	if (!events) {
		host_call(__NR_epoll_ctl, port, EPOLL_CTL_DEL, fd, 0);
		ret = host_call(__NR_fcntl, fd, 1 /* F_GETFD */);
		return ret < 0 ? ret : 0;
	}
	ret = tell_host(port, fd, events);
	if (ret != -EPERM)
		return ret;
	*always = true;
	return 0;
}

/* port_associate(port, source, object, events, user) */
long map_port_associate(struct call *c)
{
	int port = (int)c->alien[0], fd = (int)c->alien[2];
	uint32_t events = (uint32_t)c->alien[3] & 0xffff;
	struct association *a;
	bool always;
	long ret = check_port(port);

	if (ret)
		return ret;
	if ((int)c->alien[1] != PORT_SOURCE_FD) {
		hole("port_associate: source", (uint64_t)c->alien[1]);
		return -EINVAL;
	}
	lock_take(&lock);
	a = make(port, fd);
	if (a) {
		a->events = events;
		a->user = (uint64_t)c->alien[4];
	}
	ret = a ? begin(port, fd, events, &always) : -ENOMEM;
	if (a)
		a->ready_always = !ret && always;
	lock_drop(&lock);
	return ret;
}

/* port_dissociate(port, source, object) */
long map_port_dissociate(struct call *c)
{
	int port = (int)c->alien[0], fd = (int)c->alien[2];
	struct association *a;
	long ret = check_port(port);

	if (ret)
		return ret;
	if ((int)c->alien[1] != PORT_SOURCE_FD)
		return -EINVAL;
	lock_take(&lock);
	a = find(port, fd);
	ret = a ? 0 : -ENOENT;
	if (a) {
		a->events = 0;
		a->ready_always = false;
		host_call(__NR_epoll_ctl, port, EPOLL_CTL_DEL, fd, 0);
	}
	lock_drop(&lock);
	return ret;
}

#define CHUNK 64

/* Host events, of which there are no more than `most`, as the program's.  How many. */
static unsigned collect(int port, struct port_event *to, unsigned most,
			const struct epoll_event *from, unsigned count)
{
	unsigned n = 0;

	for (unsigned i = 0; i < count && n < most; i++) {
		struct association *a;

		if (from[i].data == ALERT_DATA)
			continue;
		a = find(port, (int)from[i].data);
		if (!a)
			continue;
		to[n++] = (struct port_event){ .events = (int32_t)(from[i].events & 0xffff),
					       .source = PORT_SOURCE_FD,
					       .object = (uint32_t)from[i].data,
					       .user = a->user };
	}
	return n;
}

static unsigned collect_ready(int port, struct port_event *to, unsigned most)
{
	unsigned n = 0;

	for (uint32_t i = 0; table && i < TABLE_SIZE && n < most; i++) {
		struct association *a = &table[i];

		if (!a->used || a->port != port || !a->ready_always)
			continue;
		a->ready_always = false;
		to[n++] = (struct port_event){ .events = (int32_t)(a->events & 0x5),
					       .source = PORT_SOURCE_FD,
					       .object = (uint32_t)a->fd,
					       .user = a->user };
	}
	return n;
}

/* In alert mode there is that event alone. */
static bool take_alert(int port, struct port_event *to)
{
	struct association *a = find(port, -1);

	if (!a || !a->events)
		return false;
	*to = (struct port_event){ .events = (int32_t)a->events,
				   .source = PORT_SOURCE_ALERT,
				   .object = (uint32_t)port,
				   .user = a->user };
	return true;
}

/* The host has given these out and forgotten them, and the program does not get them as yet. */
static void put_back(int port, const struct epoll_event *from, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		struct association *a =
		    from[i].data == ALERT_DATA ? NULL : find(port, (int)from[i].data);

		if (a && a->events)
			tell_host(port, a->fd, a->events);
	}
}

/* What is there now.  Its count; *alert: it is the alert. */
static unsigned look(int port, struct port_event *to, unsigned most, const struct epoll_event *from,
		     unsigned count, bool *alert)
{
	unsigned n;

	lock_take(&lock);
	*alert = take_alert(port, to);
	if (*alert) {
		put_back(port, from, count);
		n = 1;
	} else {
		n = collect(port, to, most, from, count);
		n += collect_ready(port, to + n, most - n);
	}
	lock_drop(&lock);
	return n;
}

/* Time left until `end`; false where there is none. */
static bool time_left(const struct timespec *end, struct timespec *left)
{
	struct timespec now;

	host_call(__NR_clock_gettime, CLOCK_MONOTONIC, &now);
	left->tv_sec = end->tv_sec - now.tv_sec;
	left->tv_nsec = end->tv_nsec - now.tv_nsec;
	if (left->tv_nsec < 0) {
		left->tv_nsec += 1000000000;
		left->tv_sec--;
	}
	if (left->tv_sec >= 0)
		return true;
	left->tv_sec = left->tv_nsec = 0;
	return false;
}

struct wanted {
	unsigned long list;
	uint32_t max, least;
	struct timespec *limit, end;
	bool polls; /* a limit of nothing */
};

/* Wait once, up to `room` events.  How many came to the program's list, or -errno. */
static long wait_once(int port, const struct wanted *w, uint32_t got, bool *alert)
{
	struct epoll_event from[CHUNK];
	struct port_event to[CHUNK];
	struct timespec left = { 0, 0 };
	unsigned room = w->max - got < CHUNK ? w->max - got : CHUNK, n;
	bool some = w->limit ? time_left(&w->end, &left) : true;
	long ret;

	/* Files that are always ready are no reason to sleep. */
	n = look(port, to, room, from, 0, alert);
	if (!n) {
		ret = host_sleep(__NR_epoll_pwait2, port, from, room, w->limit ? &left : NULL, NULL,
				 8);
		if (ret < 0)
			return ret == -EINTR && !this_thread()->interrupted ? 0 : ret;
		n = look(port, to, room, from, (unsigned)ret, alert);
		if (!n && !ret && w->limit && (!some || w->polls))
			return -ETIME;
		if (!n && !ret && w->limit && !time_left(&w->end, &left))
			return -ETIME;
	}
	if (n && copy_to_alien(w->list + got * sizeof to[0], to, n * sizeof to[0]))
		return -EFAULT;
	return n;
}

/* port_getn(port, list, max, how many at least and at last, timeout) */
long map_port_getn(struct call *c)
{
	struct wanted w = { .list = (unsigned long)c->alien[1], .max = (uint32_t)c->alien[2] };
	struct timespec limit, now;
	uint32_t got = 0;
	bool alert = false;
	long ret =
	    check_port((int)c->alien[0]) ?: get_alien_u32(&w.least, (unsigned long)c->alien[3]);

	if (ret)
		return ret;
	if (c->alien[4]) {
		ret = layout_from_alien(LAYOUT_timespec, &limit, (unsigned long)c->alien[4]);
		if (ret)
			return ret;
		if (limit.tv_sec < 0 || limit.tv_nsec < 0 || limit.tv_nsec >= 1000000000)
			return -EINVAL;
		host_call(__NR_clock_gettime, CLOCK_MONOTONIC, &now);
		w.polls = !limit.tv_sec && !limit.tv_nsec;
		w.end = (struct timespec){ now.tv_sec + limit.tv_sec, now.tv_nsec + limit.tv_nsec };
		if (w.end.tv_nsec >= 1000000000) {
			w.end.tv_nsec -= 1000000000;
			w.end.tv_sec++;
		}
		w.limit = &limit;
	}
	if (!w.max)
		return put_alien_u32((unsigned long)c->alien[3], 0);
	if (w.least > w.max)
		return -EINVAL;
	ret = 0;
	do {
		ret = wait_once((int)c->alien[0], &w, got, &alert);
		if (ret > 0)
			got += (uint32_t)ret;
	} while (ret >= 0 && !alert && got < (w.least ? w.least : 1));
	/* A look without waiting is no failure, and neither is what came before a signal. */
	if (ret == -ETIME && w.polls)
		ret = 0;
	if (ret == -EINTR && got)
		ret = 0;
	if (put_alien_u32((unsigned long)c->alien[3], got))
		return -EFAULT;
	return ret < 0 ? ret : 0;
}

/* port_alert(port, flags, events, user): no events end it */
long map_port_alert(struct call *c)
{
	uint32_t flags = (uint32_t)c->alien[1], events = (uint32_t)c->alien[2];
	uint64_t one = 1;
	struct association *a;
	long ret = check_port((int)c->alien[0]);

	if (ret)
		return ret;
	if (flags > PORT_ALERT_INVALID || (flags && !events))
		return -EINVAL;
	lock_take(&lock);
	a = find((int)c->alien[0], -1);
	if (flags == PORT_ALERT_SET && a->events)
		ret = -EBUSY;
	if (!ret) {
		if (events && !a->events)
			host_call(__NR_write, a->alert_fd, &one, sizeof one);
		else if (!events && a->events)
			host_call(__NR_read, a->alert_fd, &one, sizeof one);
		a->events = events;
		a->user = (uint64_t)c->alien[3];
	}
	lock_drop(&lock);
	return ret;
}
