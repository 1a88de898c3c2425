/* NetBSD's control blocks of aio(3), to the neutral one. */
#include "abi-tables/netbsd/aio.h"
#include "syscall-map/map.h"

const struct aio_abi netbsd_aio = {
	.status = offsetof(struct netbsd_aiocb, retval),
	.error = offsetof(struct netbsd_aiocb, error),
	.short_error = true,
};

long netbsd_aio_notice_to_host(void *host, const void *alien)
{
	const struct netbsd_sigevent *a = alien;
	struct aio_notice *n = host;
	uint64_t how;
	long error = xlat_to_host(XLAT_aio_notice, (uint32_t)a->sigev_notify, &how);

	if (error)
		return error;
	*n = (struct aio_notice){ .how = (uint32_t)how,
				  .signal = signal_to_host(a->sigev_signo),
				  .value = a->sigev_value };
	return n->signal || how == AIO_TELL_NOBODY ? 0 : -EINVAL;
}

long netbsd_aiocb_to_host(void *host, const void *alien)
{
	const struct netbsd_aiocb *a = alien;
	struct aio_request *r = host;

	r->fd = a->aio_fildes;
	r->op = (uint32_t)a->aio_lio_opcode;
	r->offset = a->aio_offset;
	r->buf = a->aio_buf;
	r->size = a->aio_nbytes;
	return netbsd_aio_notice_to_host(&r->notice, &a->aio_sigevent);
}

#define F(type, member, kind, table)                                                               \
	{                                                                                          \
#member, offsetof(type, member), sizeof(((type *)0)->member), ARG_##kind, table    \
	}

const struct field netbsd_aio_notice_fields[] = {
	F(struct netbsd_sigevent, sigev_notify, ENUM, XLAT_aio_notice),
	F(struct netbsd_sigevent, sigev_signo, INT, 0),
	F(struct netbsd_sigevent, sigev_value, HEX, 0),
	{ 0 },
};
const struct field netbsd_aiocb_fields[] = {
	F(struct netbsd_aiocb, aio_offset, LONG, 0),
	F(struct netbsd_aiocb, aio_buf, PTR, 0),
	F(struct netbsd_aiocb, aio_nbytes, SIZE, 0),
	F(struct netbsd_aiocb, aio_fildes, FD, 0),
	F(struct netbsd_aiocb, aio_lio_opcode, ENUM, XLAT_aio_op),
	F(struct netbsd_aiocb, aio_sigevent, IN, LAYOUT_aio_notice),
	{ 0 },
};
