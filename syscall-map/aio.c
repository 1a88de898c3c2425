/* aio_read(2) and kin, and what closes, ends and forks means to requests: see aio.h. */
#include <linux/futex.h>

#include "shim/worker.h"
#include "syscall-map/aio_job.h"
#include "syscall-map/own_fd.h"

/* (control block) */
long map_aio_read(struct call *c)
{
	return aio_submit((unsigned long)c->alien[0], AIO_OP_READ, LAYOUT_aiocb, NULL);
}

long map_aio_write(struct call *c)
{
	return aio_submit((unsigned long)c->alien[0], AIO_OP_WRITE, LAYOUT_aiocb, NULL);
}

long map_aio_readv(struct call *c)
{
	return aio_submit((unsigned long)c->alien[0], AIO_OP_READ | AIO_VECTORED, LAYOUT_aiocb,
			  NULL);
}

long map_aio_writev(struct call *c)
{
	return aio_submit((unsigned long)c->alien[0], AIO_OP_WRITE | AIO_VECTORED, LAYOUT_aiocb,
			  NULL);
}

long map_aio_mlock(struct call *c)
{
	return aio_submit((unsigned long)c->alien[0], AIO_OP_LOCK, LAYOUT_aiocb, NULL);
}

/* (O_SYNC or O_DSYNC, control block) */
long map_aio_fsync(struct call *c)
{
	uint64_t op;
	long error = xlat_to_host(XLAT_aio_sync, (uint32_t)c->alien[0], &op);

	if (error)
		return error;
	return aio_submit((unsigned long)c->alien[1], (uint32_t)op, LAYOUT_aiocb, NULL);
}

/* FreeBSD 6's, with another struct sigevent. */
long map_aio_read_old(struct call *c)
{
	return aio_submit((unsigned long)c->alien[0], AIO_OP_READ, LAYOUT_aiocb_old, NULL);
}

long map_aio_write_old(struct call *c)
{
	return aio_submit((unsigned long)c->alien[0], AIO_OP_WRITE, LAYOUT_aiocb_old, NULL);
}

unsigned aio_count_requests(void)
{
	return __atomic_load_n(&aio.count, __ATOMIC_RELAXED);
}

/* For those that are not to be interrupted: what is waited for does not last. */
static void wait_for_end(void)
{
	uint32_t ended = aio.ended;

	lock_drop(&aio.lock);
	host_call(__NR_futex, &aio.ended, FUTEX_WAIT_PRIVATE, ended, 0);
	lock_take(&aio.lock);
}

static struct job *user_of(unsigned first, unsigned last)
{
	struct job *j = aio.todo;

	while (j && (j->own_fd || j->fd < 0 || (unsigned)j->fd < first || (unsigned)j->fd > last))
		j = j->next;
	return j;
}

static void keep_file(struct job *j)
{
	long copy = own_fd_copy(j->fd);

	if (is_error(copy)) {
		job_end(j, -1, (int)-copy);
		return;
	}
	j->fd = (int)copy;
	j->own_fd = true;
	aio.plain_fds--;
}

void aio_fds_closed(unsigned first, unsigned last)
{
	struct job *j;

	if (!__atomic_load_n(&aio.plain_fds, __ATOMIC_ACQUIRE) || !this_thread()->owns_memory)
		return;
	lock_take(&aio.lock);
	while ((j = user_of(first, last))) {
		/* A worker may be about to use the number. */
		if (j->state == JOB_RUNNING)
			wait_for_end();
		else
			keep_file(j);
	}
	lock_drop(&aio.lock);
}

void aio_hold(void)
{
	if (!this_thread()->owns_memory || !aio_count_requests())
		return;
	lock_take(&aio.lock);
	aio.held = true;
	while (aio.busy)
		wait_for_end();
	lock_drop(&aio.lock);
}

void aio_go_on(void)
{
	if (!this_thread()->owns_memory || !__atomic_load_n(&aio.held, __ATOMIC_RELAXED))
		return;
	lock_take(&aio.lock);
	aio.held = false;
	if (aio.queued)
		aio_kick();
	lock_drop(&aio.lock);
}

void aio_before_fork(void)
{
	lock_take(&aio.lock);
}

static void forget_all(void)
{
	for (int i = 0; aio.jobs && i < AIO_REQUESTS; i++) {
		struct job *j = &aio.jobs[i];

		if (j->own_fd)
			own_fd_close(j->fd);
		if (j->iov_memory)
			host_free(j->iov_memory, j->iov_room * sizeof *j->iov);
	}
	if (aio.jobs) {
		host_free(aio.jobs, AIO_REQUESTS * sizeof *aio.jobs);
		host_free(aio.lists, AIO_REQUESTS * sizeof *aio.lists);
	}
	if (aio.wake)
		own_fd_close(aio.wake);
	workers_after_fork();
	memset(&aio, 0, sizeof aio);
}

void aio_after_fork(bool in_child)
{
	if (in_child)
		forget_all(); /* the lock with it */
	else
		lock_drop(&aio.lock);
}
