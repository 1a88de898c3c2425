/* NetBSD's control blocks of aio(3): sys/aio.h, sys/signal.h. */
#ifndef ABI_TABLES_NETBSD_AIO_H
#define ABI_TABLES_NETBSD_AIO_H

#include "abi-tables/abi.h"
#include "abi-tables/aio.h"
#include "abi-tables/netbsd/structs.h"

struct netbsd_aiocb {
	int64_t aio_offset;
	uint64_t aio_buf, aio_nbytes;
	int32_t aio_fildes, aio_lio_opcode, aio_reqprio, pad;
	struct netbsd_sigevent aio_sigevent;
	int32_t state, error;
	int64_t retval;
};
SIZE_IS(struct netbsd_aiocb, 88);
OFFSET_IS(struct netbsd_aiocb, aio_sigevent, 40);
OFFSET_IS(struct netbsd_aiocb, retval, 80);

extern const struct aio_abi netbsd_aio;

long netbsd_aiocb_to_host(void *host, const void *alien);
long netbsd_aio_notice_to_host(void *host, const void *alien);

#define NETBSD_AIO_LAYOUTS                                                                         \
	[LAYOUT_aiocb] = { sizeof(struct aio_request), sizeof(struct netbsd_aiocb), NULL,          \
			   netbsd_aiocb_to_host },                                                 \
	[LAYOUT_aio_notice] = { sizeof(struct aio_notice), sizeof(struct netbsd_sigevent), NULL,   \
				netbsd_aio_notice_to_host },

extern const struct field netbsd_aiocb_fields[], netbsd_aio_notice_fields[];

#define NETBSD_AIO_FIELDS                                                                          \
	[LAYOUT_aiocb] = netbsd_aiocb_fields, [LAYOUT_aio_notice] = netbsd_aio_notice_fields

#endif
