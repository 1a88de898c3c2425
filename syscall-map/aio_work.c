/* The workers of aio: see aio.h. */
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/eventfd.h>
#include <sys/poll.h>
#include <time.h>

#include "shim/worker.h"
#include "syscall-map/aio_job.h"
#include "syscall-map/own_fd.h"

static void worker(void *unused);

static long start_worker(void)
{
	long error = aio.workers < AIO_WORKERS ? worker_start(worker, NULL) : -EAGAIN;

	if (!error) {
		aio.workers++;
		aio.coming++;
	}
	return error;
}

long aio_worker(void)
{
	return aio.workers ? 0 : start_worker();
}

void aio_repoll(void)
{
	uint64_t one = 1;

	if (aio.poller)
		host_call(__NR_write, aio.wake, &one, sizeof one);
}

void aio_kick(void)
{
	aio.work++;
	if (aio.idle)
		host_call(__NR_futex, &aio.work, FUTEX_WAKE_PRIVATE, 1);
	else if (!aio.coming && start_worker())
		aio_repoll(); /* the poller is a worker too */
}

void aio_attempted(void)
{
	aio.attempts++;
	if (aio.cancellers)
		host_call(__NR_futex, &aio.attempts, FUTEX_WAKE_PRIVATE, INT32_MAX);
}

void aio_await_attempt(void)
{
	uint32_t attempts = aio.attempts;

	aio.cancellers++;
	lock_drop(&aio.lock);
	host_call(__NR_futex, &aio.attempts, FUTEX_WAIT_PRIVATE, attempts, NULL);
	lock_take(&aio.lock);
	aio.cancellers--;
}

static struct job *next_job(void)
{
	struct job *j = aio.queued && !aio.held ? aio.todo : NULL;

	while (j && j->state != JOB_QUEUED)
		j = j->next;
	return j;
}

static bool poller_wanted(void)
{
	return aio.polling_jobs && !aio.poller;
}

static void run(struct job *j)
{
	bool file = j->kind == JOB_FILE || j->kind == JOB_NO_FILE;
	enum transfer how;

	j->state = JOB_RUNNING;
	j->may_last = file;
	aio.queued--;
	aio.busy += file;
	if (aio.queued || poller_wanted())
		aio_kick();
	lock_drop(&aio.lock);
	how = job_transfer(j);
	lock_take(&aio.lock);
	aio.busy -= file;
	if (how == TRANSFER_ENDED) {
		job_end(j, j->status, j->error);
	} else {
		job_poll(j);
		if (j->cancelled)
			job_cancel(j);
		else
			aio_repoll();
	}
	aio_attempted();
}

/* The streams that are waited for; `wake` first. */
struct poll_set {
	struct pollfd fd[AIO_REQUESTS + 1];
	struct job *job[AIO_REQUESTS + 1];
	uint64_t number[AIO_REQUESTS + 1];
	unsigned count;
};

static void collect(struct poll_set *set)
{
	set->fd[0] = (struct pollfd){ .fd = aio.wake, .events = POLLIN };
	set->count = 1;
	for (struct job *j = aio.todo; j; j = j->next) {
		if (j->state != JOB_POLLING)
			continue;
		set->fd[set->count] = (struct pollfd){ .fd = j->fd, .events = job_events(j) };
		set->job[set->count] = j;
		set->number[set->count++] = j->number;
	}
}

static bool have_wake(void)
{
	long fd;

	if (!aio.wake) {
		fd = own_fd(host_call(__NR_eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK));
		aio.wake = is_error(fd) ? 0 : (int)fd;
	}
	return aio.wake;
}

static void poll_streams(struct poll_set *set)
{
	/* Without a descriptor to be woken by: look now and then. */
	int timeout = have_wake() ? -1 : 20;
	uint64_t n;

	collect(set);
	aio.poller = true;
	lock_drop(&aio.lock);
	host_call(__NR_poll, set->fd + !aio.wake, set->count - !aio.wake, timeout);
	lock_take(&aio.lock);
	aio.poller = false;
	if (set->fd[0].revents)
		host_call(__NR_read, aio.wake, &n, sizeof n);
	for (unsigned i = 1; i < set->count; i++) {
		struct job *j = set->job[i];

		if (set->fd[i].revents && j->number == set->number[i] && j->state == JOB_POLLING)
			job_ready(j);
	}
}

/* false: there was none for so long that the worker is to end. */
static bool wait_for_work(void)
{
	struct timespec lifetime = { .tv_sec = AIO_LIFETIME };
	uint32_t work = aio.work;
	long ret;

	aio.idle++;
	lock_drop(&aio.lock);
	ret = host_call(__NR_futex, &aio.work, FUTEX_WAIT_PRIVATE, work, &lifetime);
	lock_take(&aio.lock);
	aio.idle--;
	return ret != -ETIMEDOUT || next_job() || poller_wanted();
}

static void worker(void *unused)
{
	struct poll_set set; /* 8 KB of 32 */
	struct job *j;

	(void)unused;
	lock_take(&aio.lock);
	aio.coming--;
	do {
		while ((j = next_job()) || poller_wanted()) {
			if (j)
				run(j);
			else
				poll_streams(&set);
		}
	} while (wait_for_work());
	aio.workers--;
	lock_drop(&aio.lock);
}
