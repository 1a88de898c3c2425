/*
 * Asynchronous requests, aio(4), on threads of abirun's own.
 *
 * FreeBSD's kernel does them on kernel threads; so does this, on workers
 * (shim/worker.h) that are started when there is something to do and end when there
 * has been nothing for a while.  The host's own ways would not do: its aio system
 * calls know files opened with O_DIRECT only, its C library's aio has neither kqueue
 * nor aio_waitcomplete, and io_uring is forbidden in most containers.
 *
 * As there, a worker never writes to the control block in the program's memory: a
 * request's state is kept here, and aio_return and aio_waitcomplete write it.  What is
 * read and written goes by the host's kernel between the file and the program's
 * buffer, so that a bad buffer is EFAULT in the request.
 *
 * A request on a file holds a worker until it is done.  One on a stream (a socket, a
 * pipe, a terminal) holds none while it waits: one of the workers polls for all of
 * them.  Requests on a stream in the same direction are done in their order.
 *
 * The descriptor of a stream is duplicated for the request, which outlives the
 * program's.  That of a file is not, for closing the duplicate would drop the
 * process's record locks (fcntl(2), on either system): only when the program closes
 * it first is a duplicate made.
 */
#ifndef SYSCALL_MAP_AIO_H
#define SYSCALL_MAP_AIO_H

#include <stdbool.h>

/* Descriptors are about to be closed: requests that use them keep the files. */
void aio_fds_closed(unsigned first, unsigned last);

/*
 * The program is about to end, or become another: start nothing more, and wait for
 * what is being done on files, so that none of it is done by half (vfs_aio.c:
 * aio_proc_rundown).  aio_go_on: it did not become another after all.
 */
void aio_hold(void);
void aio_go_on(void);

/* Around fork: requests are not the child's. */
void aio_before_fork(void);
void aio_after_fork(bool in_child);

/* What vfs.aio says. */
enum aio_limit { AIO_REQUESTS = 256, AIO_WORKERS = 32, AIO_LIFETIME = 30 /* seconds */ };
unsigned aio_count_requests(void);

#endif
