/*
 * Asynchronous requests, aio(4): the neutral vocabulary that syscall-map/aio*.c works
 * in, and what an OS says about its control blocks.  The neutral numbers are the "host"
 * column of the tables aio_op, aio_sync, aio_notice, aio_cancel and lio_mode, for the
 * host has no such calls.
 */
#ifndef ABI_TABLES_AIO_H
#define ABI_TABLES_AIO_H

#include <stdbool.h>
#include <stdint.h>

/* What is to be done: table aio_op; bits stand beside it. */
enum aio_op {
	AIO_OP_NOTHING = 1,
	AIO_OP_READ,
	AIO_OP_WRITE,
	AIO_OP_SYNC,
	AIO_OP_SYNC_DATA,
	AIO_OP_LOCK,
	AIO_OP_MASK = 0xf,
	AIO_VECTORED = 0x10, /* buf is an array of struct iovec, size their number */
	AIO_CURRENT = 0x20   /* where the file stands, not at offset */
};

/* How the end of it is told: table aio_notice. */
enum aio_how { AIO_TELL_NOBODY = 1, AIO_TELL_PROCESS, AIO_TELL_THREAD, AIO_TELL_KQUEUE };

struct aio_notice {
	uint32_t how;          /* enum aio_how */
	uint32_t kevent_flags; /* the alien's */
	int signal, thread;    /* the host's */
	int kqueue;
	uint64_t value;
};

/* A control block: layouts aiocb and aiocb_old. */
struct aio_request {
	int fd;
	uint32_t op; /* the alien's */
	int64_t offset;
	uint64_t buf, size;
	struct aio_notice notice;
};

/* What aio_cancel(2) answers: table aio_cancel. */
enum aio_cancelled { AIO_WAS_CANCELLED = 1, AIO_WAS_NOT_CANCELLED, AIO_WAS_DONE };

/* Table lio_mode. */
enum lio_mode { LIO_DO_NOT_WAIT = 1, LIO_DO_WAIT };

/* Where in a control block the system keeps its own: 64 bits each, unless it says otherwise. */
struct aio_abi {
	uint16_t status, error, number; /* number: 0 where there is none */
	bool short_error;               /* error: 32 bits */
};

#endif
