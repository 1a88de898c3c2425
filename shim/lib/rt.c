/* timer(2), mq(3), aio(4) of librt: handles of its own before the kernel's numbers. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"
#include "shim/lib/notify.h"

/* A timer_t or mqd_t. */
struct lib_handle {
	int number;
	struct lib_notify *notify;
};

static struct lib_handle *made(struct lib_handle *h, struct lib_notify *n, long number)
{
	int error = errno;

	if (number >= 0) {
		h->number = (int)number;
		h->notify = n;
		return h;
	}
	lib_notify_end(n);
	free(h);
	errno = error;
	return NULL;
}

int lib_timer_create(int clock, const struct lib_sigevent *e, struct lib_handle **timer)
{
	struct lib_handle *h = calloc(1, sizeof *h);
	struct lib_sigevent kernel;
	struct lib_notify *n = NULL;
	int number = 0;

	if (!h)
		return -1;
	if (e && e->notify == FREEBSD_SIGEV_THREAD) {
		n = lib_notify_make(e, false, &kernel);
		if (!n) {
			free(h);
			return -1;
		}
		e = &kernel;
	}
	h = made(h, n, lib_row(NR_ktimer_create, clock, e, &number));
	if (!h)
		return -1;
	h->number = number;
	*timer = h;
	return 0;
}

int lib_timer_delete(struct lib_handle *h)
{
	if (lib_row(NR_ktimer_delete, h->number) < 0)
		return -1;
	lib_notify_end(h->notify);
	free(h);
	return 0;
}

int lib_timer_settime(const struct lib_handle *h, int flags, const void *new, void *old)
{
	return (int)lib_row(NR_ktimer_settime, h->number, flags, new, old);
}

int lib_timer_gettime(const struct lib_handle *h, void *now)
{
	return (int)lib_row(NR_ktimer_gettime, h->number, now);
}

int lib_timer_getoverrun(const struct lib_handle *h)
{
	return (int)lib_row(NR_ktimer_getoverrun, h->number);
}

/* timer_oshandle_np(3), mq_getfd_np(3) */
int lib_handle_number(const struct lib_handle *h)
{
	return h->number;
}

struct lib_handle *lib_mq_open(const char *name, int flags, ...)
{
	struct lib_handle *h = calloc(1, sizeof *h), *ready;
	const void *attributes = NULL;
	va_list args;
	int mode = 0;

	va_start(args, flags);
	if (flags & FREEBSD_O_CREAT) {
		mode = va_arg(args, int);
		attributes = va_arg(args, const void *);
	}
	va_end(args);
	ready = h ? made(h, NULL, lib_row(NR_kmq_open, name, flags, mode, attributes)) : NULL;
	return ready ? ready : (struct lib_handle *)-1; /* NOLINT: (mqd_t)-1 */
}

/* What is no descriptor of the library's: EBADF. */
static bool is_queue(const struct lib_handle *h)
{
	if (h && (long)h != -1)
		return true;
	errno = EBADF;
	return false;
}

int lib_mq_close(struct lib_handle *h)
{
	if (!is_queue(h))
		return -1;
	lib_notify_end(h->notify);
	if (lib_row(NR_close, h->number) < 0)
		return -1;
	free(h);
	return 0;
}

int lib_mq_unlink(const char *name)
{
	return (int)lib_row(NR_kmq_unlink, name);
}

int lib_mq_setattr(const struct lib_handle *h, const void *new, void *old)
{
	return is_queue(h) ? (int)lib_row(NR_kmq_setattr, h->number, new, old) : -1;
}

int lib_mq_getattr(const struct lib_handle *h, void *now)
{
	return lib_mq_setattr(h, NULL, now);
}

long lib_mq_timedreceive(const struct lib_handle *h, char *to, size_t size, unsigned *priority,
			 const void *until)
{
	return is_queue(h) ? lib_point(NR_kmq_timedreceive, h->number, to, size, priority, until)
			   : -1;
}

long lib_mq_receive(const struct lib_handle *h, char *to, size_t size, unsigned *priority)
{
	return lib_mq_timedreceive(h, to, size, priority, NULL);
}

int lib_mq_timedsend(const struct lib_handle *h, const char *from, size_t size, unsigned priority,
		     const void *until)
{
	return is_queue(h)
		   ? (int)lib_point(NR_kmq_timedsend, h->number, from, size, priority, until)
		   : -1;
}

int lib_mq_send(const struct lib_handle *h, const char *from, size_t size, unsigned priority)
{
	return lib_mq_timedsend(h, from, size, priority, NULL);
}

int lib_mq_notify(struct lib_handle *h, const struct lib_sigevent *e)
{
	struct lib_sigevent kernel;
	struct lib_notify *n = NULL;
	int error;

	if (!is_queue(h))
		return -1;
	if (e && e->notify == FREEBSD_SIGEV_THREAD) {
		n = lib_notify_make(e, true, &kernel);
		if (!n)
			return -1;
		e = &kernel;
	}
	if (lib_row(NR_kmq_notify, h->number, e) < 0) {
		error = errno;
		lib_notify_end(n);
		errno = error;
		return -1;
	}
	if (!e)
		lib_notify_end(h->notify);
	h->notify = e ? n : NULL;
	return 0;
}

/* aio.h: where struct aiocb has its sigevent */
#define AIO_SIGEVENT_AT 80

static long request(long nr, int how, char *cb)
{
	struct lib_sigevent *e = (struct lib_sigevent *)(cb + AIO_SIGEVENT_AT), saved = *e;
	struct lib_notify *n = NULL;
	long ret;
	int error;

	if (saved.notify == FREEBSD_SIGEV_THREAD) {
		n = lib_notify_make(&saved, true, e);
		if (!n)
			return -1;
	}
	ret = how ? lib_row(nr, how, cb) : lib_row(nr, cb);
	error = errno;
	*e = saved;
	if (ret < 0)
		lib_notify_end(n);
	errno = error;
	return ret;
}

int lib_aio_read(char *cb)
{
	return (int)request(NR_aio_read, 0, cb);
}

int lib_aio_write(char *cb)
{
	return (int)request(NR_aio_write, 0, cb);
}

int lib_aio_fsync(int how, char *cb)
{
	return (int)request(NR_aio_fsync, how, cb);
}

/* Of the list as a whole; requests in it keep their own notices, which are no threads'. */
int lib_lio_listio(int mode, char *const *list, int count, const struct lib_sigevent *e)
{
	struct lib_sigevent kernel;
	struct lib_notify *n = NULL;
	long ret;
	int error;

	if (e && e->notify == FREEBSD_SIGEV_THREAD) {
		n = lib_notify_make(e, true, &kernel);
		if (!n)
			return -1;
		e = &kernel;
	}
	ret = lib_row(NR_lio_listio, mode, list, count, e);
	error = errno;
	if (ret < 0)
		lib_notify_end(n);
	errno = error;
	return (int)ret;
}
