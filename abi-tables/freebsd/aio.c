/* FreeBSD's control blocks of aio(4), to the neutral one. */
#include "abi-tables/freebsd/aio.h"
#include "syscall-map/map.h"

const struct aio_abi freebsd_aio = {
	.status = offsetof(struct freebsd_aiocb, status),
	.error = offsetof(struct freebsd_aiocb, error),
	.number = offsetof(struct freebsd_aiocb, kernelinfo),
};

/* signo is the kqueue with SIGEV_KEVENT (sys/signal.h: sigev_notify_kqueue). */
static long notice(struct aio_notice *n, int32_t notify, int32_t signo, uint64_t value)
{
	uint64_t how;
	long error = xlat_to_host(XLAT_aio_notice, (uint32_t)notify, &how);

	if (error)
		return error;
	n->how = (uint32_t)how;
	n->value = value;
	n->kqueue = signo;
	n->signal = signal_to_host(signo);
	return n->signal || how == AIO_TELL_NOBODY || how == AIO_TELL_KQUEUE ? 0 : -EINVAL;
}

long freebsd_aio_notice_to_host(void *host, const void *alien)
{
	const struct freebsd_sigevent *a = alien;
	struct aio_notice *n = host;

	memset(n, 0, sizeof *n);
	/* The two are one union. */
	n->thread = thread_id_to_host(a->sigev_notify_thread_id);
	n->kevent_flags = (uint16_t)a->sigev_notify_thread_id;
	return notice(n, a->sigev_notify, a->sigev_signo, a->sigev_value);
}

long freebsd_old_aio_notice_to_host(void *host, const void *alien)
{
	const struct freebsd_osigevent *a = alien;
	struct aio_notice *n = host;
	long error;

	memset(n, 0, sizeof *n);
	error = notice(n, a->sigev_notify, a->sigev_signo, a->sigev_value);
	return !error && n->how == AIO_TELL_THREAD ? -EINVAL : error;
}

static void request(struct aio_request *r, const struct freebsd_aiocb *a)
{
	r->fd = a->aio_fildes;
	r->op = (uint32_t)a->aio_lio_opcode;
	r->offset = a->aio_offset;
	r->buf = a->aio_buf;
	r->size = a->aio_nbytes;
}

long freebsd_aiocb_to_host(void *host, const void *alien)
{
	const struct freebsd_aiocb *a = alien;
	struct aio_request *r = host;

	request(r, a);
	return freebsd_aio_notice_to_host(&r->notice, &a->aio_sigevent);
}

long freebsd_old_aiocb_to_host(void *host, const void *alien)
{
	const struct freebsd_aiocb *a = alien;
	struct aio_request *r = host;

	request(r, a);
	return freebsd_old_aio_notice_to_host(&r->notice, &a->old_sigevent);
}

#define F(type, member, kind, table, name)                                                         \
	{                                                                                          \
		name, offsetof(type, member), sizeof(((type *)0)->member), ARG_##kind, table       \
	}
#define SIGEVENT(type)                                                                             \
	F(type, sigev_notify, ENUM, XLAT_aio_notice, "sigev_notify"),                              \
	    F(type, sigev_signo, INT, 0, "sigev_signo"),                                           \
	    F(type, sigev_value, HEX, 0, "sigev_value")
#define AIOCB(event, layout)                                                                       \
	F(struct freebsd_aiocb, aio_fildes, FD, 0, "aio_fildes"),                                  \
	    F(struct freebsd_aiocb, aio_offset, LONG, 0, "aio_offset"),                            \
	    F(struct freebsd_aiocb, aio_buf, PTR, 0, "aio_buf"),                                   \
	    F(struct freebsd_aiocb, aio_nbytes, SIZE, 0, "aio_nbytes"),                            \
	    F(struct freebsd_aiocb, aio_lio_opcode, ENUM, XLAT_aio_op, "aio_lio_opcode"),          \
	    F(struct freebsd_aiocb, event, IN, layout, "aio_sigevent")

const struct field freebsd_aio_notice_fields[] = { SIGEVENT(struct freebsd_sigevent),
						   F(struct freebsd_sigevent,
						     sigev_notify_thread_id, HEX, 0, "_sigev_un"),
						   { 0 } };
const struct field freebsd_aio_notice_old_fields[] = { SIGEVENT(struct freebsd_osigevent), { 0 } };
const struct field freebsd_aiocb_fields[] = { AIOCB(aio_sigevent, LAYOUT_aio_notice), { 0 } };
const struct field freebsd_aiocb_old_fields[] = { AIOCB(old_sigevent, LAYOUT_aio_notice_old),
						  { 0 } };
