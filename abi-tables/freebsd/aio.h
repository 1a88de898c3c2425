/* FreeBSD's control blocks of aio(4): sys/aio.h, sys/signal.h. */
#ifndef ABI_TABLES_FREEBSD_AIO_H
#define ABI_TABLES_FREEBSD_AIO_H

#include "abi-tables/abi.h"
#include "abi-tables/aio.h"
#include "abi-tables/freebsd/structs.h"

/* The new one, and FreeBSD 6's, which has a shorter sigevent at another place. */
struct freebsd_osigevent {
	int32_t sigev_notify, sigev_signo;
	uint64_t sigev_value;
};
SIZE_IS(struct freebsd_osigevent, 16);

struct freebsd_aiocb {
	int32_t aio_fildes, pad;
	int64_t aio_offset;
	uint64_t aio_buf, aio_nbytes;
	struct freebsd_osigevent old_sigevent; /* spare in the new one */
	int32_t aio_lio_opcode, aio_reqprio;
	int64_t status, error, kernelinfo;
	struct freebsd_sigevent aio_sigevent; /* not in the old one */
};
SIZE_IS(struct freebsd_aiocb, 160);
OFFSET_IS(struct freebsd_aiocb, aio_lio_opcode, 48);
OFFSET_IS(struct freebsd_aiocb, status, 56);
OFFSET_IS(struct freebsd_aiocb, aio_sigevent, 80);
#define FREEBSD_OLD_AIOCB_SIZE 80

extern const struct aio_abi freebsd_aio;

long freebsd_aiocb_to_host(void *host, const void *alien);
long freebsd_old_aiocb_to_host(void *host, const void *alien);
long freebsd_aio_notice_to_host(void *host, const void *alien);
long freebsd_old_aio_notice_to_host(void *host, const void *alien);

#define FREEBSD_AIO_LAYOUTS                                                                        \
	[LAYOUT_aiocb] = { sizeof(struct aio_request), sizeof(struct freebsd_aiocb), NULL,         \
			   freebsd_aiocb_to_host },                                                \
	[LAYOUT_aiocb_old] = { sizeof(struct aio_request), FREEBSD_OLD_AIOCB_SIZE, NULL,           \
			       freebsd_old_aiocb_to_host },                                        \
	[LAYOUT_aio_notice] = { sizeof(struct aio_notice), sizeof(struct freebsd_sigevent), NULL,  \
				freebsd_aio_notice_to_host },                                      \
	[LAYOUT_aio_notice_old] = { sizeof(struct aio_notice), sizeof(struct freebsd_osigevent),   \
				    NULL, freebsd_old_aio_notice_to_host },

extern const struct field freebsd_aiocb_fields[], freebsd_aiocb_old_fields[],
    freebsd_aio_notice_fields[], freebsd_aio_notice_old_fields[];

#define FREEBSD_AIO_FIELDS                                                                         \
	[LAYOUT_aiocb] = freebsd_aiocb_fields, [LAYOUT_aiocb_old] = freebsd_aiocb_old_fields,      \
	[LAYOUT_aio_notice] = freebsd_aio_notice_fields,                                           \
	[LAYOUT_aio_notice_old] = freebsd_aio_notice_old_fields

#endif
