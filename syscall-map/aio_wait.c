/* aio_error(2), aio_return(2), aio_suspend(2), aio_waitcomplete(2), aio_cancel(2): see aio.h. */
#include <fcntl.h>
#include <linux/futex.h>
#include <time.h>

#include "syscall-map/aio_job.h"
#include "syscall-map/own_fd.h"

static struct job *find(struct job *j, unsigned long control)
{
	while (j && j->control != control)
		j = j->next;
	return j;
}

static long read_error(uint64_t *error, unsigned long control)
{
	*error = 0;
	return copy_from_alien(error, control + abi->aio->error, abi->aio->short_error ? 4 : 8);
}

/* (control block): an errno, as a value */
long map_aio_error(struct call *c)
{
	unsigned long control = (unsigned long)c->alien[0];
	uint64_t status, error;
	long ret = -1;
	struct job *j;

	c->negative = true;
	if (!aio.jobs)
		return errno_to_alien(EINVAL);
	lock_take(&aio.lock);
	if (find(aio.todo, control))
		ret = errno_to_alien(EINPROGRESS);
	else if ((j = find(aio.done, control)))
		ret = j->error ? errno_to_alien(j->error) : 0;
	lock_drop(&aio.lock);
	if (ret >= 0)
		return ret;
	/* One that was refused says why itself, in what queueing has written there. */
	if (get_alien_u64(&status, control + abi->aio->status) || status != UINT64_MAX ||
	    read_error(&error, control))
		return errno_to_alien(EINVAL);
	return (long)error;
}

/* What a done request answers, which is forgotten; the lock is held, and dropped. */
static long answer(struct job *j)
{
	unsigned long control = j->control;
	long status = j->status;
	int error = j->error;

	job_free(j);
	lock_drop(&aio.lock);
	store_error(control, error);
	store_status(control, status);
	return error ? -error : status;
}

/* (control block) */
long map_aio_return(struct call *c)
{
	struct job *j;

	lock_take(&aio.lock);
	j = find(aio.done, (unsigned long)c->alien[0]);
	if (j)
		return answer(j);
	lock_drop(&aio.lock);
	return -EINVAL;
}

long aio_deadline(unsigned long timeout, int64_t until[2])
{
	struct timespec t, now;
	long error = layout_from_alien(LAYOUT_timespec, &t, timeout);

	if (error)
		return error;
	if (t.tv_sec < 0 || t.tv_nsec < 0 || t.tv_nsec >= 1000000000)
		return -EINVAL;
	host_call(__NR_clock_gettime, CLOCK_MONOTONIC, &now);
	until[1] = now.tv_nsec + t.tv_nsec;
	if (__builtin_add_overflow(now.tv_sec + until[1] / 1000000000, t.tv_sec, &until[0]))
		until[0] = INT64_MAX;
	until[1] %= 1000000000;
	return 0;
}

long aio_sleep(const int64_t until[2])
{
	uint32_t ended = aio.ended;
	long ret;

	lock_drop(&aio.lock);
	ret = host_sleep(__NR_futex, &aio.ended, FUTEX_WAIT_BITSET_PRIVATE, ended, until, 0,
			 FUTEX_BITSET_MATCH_ANY);
	lock_take(&aio.lock);
	if (ret == -ETIMEDOUT)
		return -EAGAIN;
	/* A signal that is none of the alien's ends no call of its. */
	return ret == -EINTR && this_thread()->interrupted ? ret : 0;
}

/* Whether one of them is done; *some: whether there is any of them. */
static bool one_done(const uint64_t *controls, long count, bool *some)
{
	*some = false;
	for (long i = 0; i < count; i++) {
		if (find(aio.done, controls[i]))
			return *some = true;
		*some |= find(aio.todo, controls[i]) != NULL;
	}
	return false;
}

/* (control blocks, their number, timeout) */
long map_aio_suspend(struct call *c)
{
	uint64_t controls[AIO_REQUESTS];
	long count = (int)c->alien[1], ret = 0;
	int64_t at[2], *until = c->alien[2] ? at : NULL;
	bool some;

	if (count < 0 || count > AIO_REQUESTS)
		return -EINVAL;
	if (until)
		ret = aio_deadline((unsigned long)c->alien[2], until);
	if (ret != -EFAULT &&
	    copy_from_alien(controls, (unsigned long)c->alien[0], (size_t)count * 8))
		ret = -EFAULT;
	if (ret)
		return ret;
	if (!aio.jobs)
		return -EAGAIN;
	lock_take(&aio.lock);
	while (!ret && !one_done(controls, count, &some) && some)
		ret = aio_sleep(until);
	lock_drop(&aio.lock);
	return ret;
}

/* (where the control block's address goes, timeout) */
long map_aio_waitcomplete(struct call *c)
{
	int64_t at[2], *until = c->alien[1] ? at : NULL;
	unsigned long control;
	long ret = until ? aio_deadline((unsigned long)c->alien[1], until) : 0;

	if (ret == -EFAULT)
		return ret;
	(void)put_alien_u64((unsigned long)c->alien[0], 0);
	if (ret)
		return ret;
	lock_take(&aio.lock);
	while (!ret && !aio.done)
		ret = aio_sleep(until);
	if (ret && !aio.done) {
		lock_drop(&aio.lock);
		return ret == -EINTR && !until ? RESTART : ret;
	}
	control = aio.done->control;
	ret = answer(aio.done);
	(void)put_alien_u64((unsigned long)c->alien[0], control);
	return ret;
}

/*
 * A worker may be finding out whether a stream is ready.  FreeBSD asks that when the
 * request is made, and one that waits is cancelled, whenever that is (sys_socket.c):
 * so it is waited for.
 */
static bool is_tried(const struct job *j)
{
	return j->state == JOB_RUNNING && !j->may_last;
}

static enum aio_cancelled cancel(int fd, unsigned long control)
{
	unsigned cancelled = 0, others = 0;
	struct job *j, *next;

	for (j = aio.todo; j; j = next) {
		next = j->next;
		if (j->alien_fd != fd || (control && j->control != control))
			continue;
		if (is_tried(j)) {
			aio_await_attempt();
			next = aio.todo; /* any may have gone meanwhile */
			continue;
		}
		if (job_cancel(j))
			cancelled++;
		else
			others++;
		if (control)
			break;
	}
	if (others)
		return AIO_WAS_NOT_CANCELLED;
	return cancelled ? AIO_WAS_CANCELLED : AIO_WAS_DONE;
}

/* (descriptor, control block; NULL: every request on it) */
long map_aio_cancel(struct call *c)
{
	int fd = (int)c->alien[0];
	enum aio_cancelled how;
	uint64_t alien = 0;

	if (fd_is_own(fd) || is_error(host_call(__NR_fcntl, fd, F_GETFD)))
		return -EBADF;
	lock_take(&aio.lock);
	how = cancel(fd, (unsigned long)c->alien[1]);
	lock_drop(&aio.lock);
	xlat_to_alien(XLAT_aio_cancel, how, &alien);
	return (long)alien;
}
