/* Requests of aio and their lists: see aio.h. */
#include "syscall-map/aio_job.h"
#include "syscall-map/event.h"
#include "syscall-map/own_fd.h"

#include <linux/futex.h>

struct aio aio;

long aio_start(void)
{
	long error = 0;

	lock_take(&aio.lock);
	if (!aio.jobs) {
		aio.jobs = host_alloc(AIO_REQUESTS * sizeof *aio.jobs);
		aio.lists = host_alloc(AIO_REQUESTS * sizeof *aio.lists);
		error = aio.jobs && aio.lists ? 0 : -ENOMEM;
		for (int i = 0; !error && i < AIO_REQUESTS; i++) {
			aio.jobs[i].next = aio.free;
			aio.free = &aio.jobs[i];
		}
		if (error && aio.jobs) {
			host_free(aio.jobs, AIO_REQUESTS * sizeof *aio.jobs);
			aio.jobs = NULL;
		}
	}
	lock_drop(&aio.lock);
	return error;
}

struct job *job_new(void)
{
	struct job *j = aio.free;

	if (!j)
		return NULL;
	aio.free = j->next;
	memset(j, 0, sizeof *j);
	j->number = ++aio.next_number;
	j->fd = j->alien_fd = -1;
	aio.count++;
	return j;
}

static void append(struct job **first, struct job **last, struct job *j)
{
	j->next = NULL;
	j->prev = *last;
	if (*last)
		(*last)->next = j;
	else
		*first = j;
	*last = j;
}

static void take_out(struct job **first, struct job **last, struct job *j)
{
	if (j->prev)
		j->prev->next = j->next;
	else
		*first = j->next;
	if (j->next)
		j->next->prev = j->prev;
	else
		*last = j->prev;
}

static void list_tell(struct job_list *l)
{
	struct event_request event = list_event(l);

	if (l->jobs != l->done || l->told)
		return;
	l->told = true;
	aio_tell(&l->notice, &event, 0);
}

struct job_list *list_new(void)
{
	for (int i = 0; i < AIO_REQUESTS; i++) {
		struct job_list *l = &aio.lists[i];

		if (l->used)
			continue;
		*l = (struct job_list){ .used = true, .jobs = 1, .id = ++aio.next_number };
		l->notice.how = AIO_TELL_NOBODY;
		return l;
	}
	return NULL;
}

/* Without requests it is no more. */
static void list_settle(struct job_list *l)
{
	struct event_request event = list_event(l);

	if (l->jobs)
		return;
	if (l->notice.how == AIO_TELL_KQUEUE)
		event_request_gone(&event);
	l->used = false;
}

void list_queued(struct job_list *l)
{
	l->jobs--;
	list_tell(l);
	list_settle(l);
}

/* What it needed to be done. */
static void give_back(struct job *j)
{
	if (j->own_fd)
		own_fd_close(j->fd);
	j->own_fd = false;
	j->fd = -1;
	if (j->iov_memory)
		host_free(j->iov_memory, j->iov_room * sizeof *j->iov);
	j->iov_memory = NULL;
}

void job_free(struct job *j)
{
	struct event_request event = job_event(j);

	give_back(j);
	if (j->notice.how == AIO_TELL_KQUEUE)
		event_request_gone(&event);
	if (j->state == JOB_DONE) {
		take_out(&aio.done, &aio.done_last, j);
		if (j->list) {
			j->list->done--;
			j->list->jobs--;
			list_settle(j->list);
		}
	}
	j->state = JOB_FREE;
	j->next = aio.free;
	aio.free = j;
	aio.count--;
}

static bool is_sync(const struct job *j)
{
	return j->op == AIO_OP_SYNC || j->op == AIO_OP_SYNC_DATA;
}

static bool same_file(const struct job *a, const struct job *b)
{
	return a->kind != JOB_NO_FILE && b->kind != JOB_NO_FILE && a->device == b->device &&
	       a->inode == b->inode;
}

static bool is_stream(const struct job *j)
{
	return j->kind == JOB_SOCKET || j->kind == JOB_STREAM;
}

static bool same_stream(const struct job *a, const struct job *b)
{
	return is_stream(a) && same_file(a, b) && a->op == b->op;
}

void job_ready(struct job *j)
{
	if (j->state == JOB_POLLING)
		aio.polling_jobs--;
	j->state = JOB_QUEUED;
	aio.queued++;
}

void job_queue(struct job *j)
{
	bool behind = false;

	for (struct job *other = aio.todo; other; other = other->next) {
		behind |= same_stream(other, j);
		j->earlier += is_sync(j) && !is_sync(other) && same_file(other, j);
	}
	append(&aio.todo, &aio.todo_last, j);
	if (!j->own_fd && j->fd >= 0)
		aio.plain_fds++;
	if (j->list)
		j->list->jobs++;
	if (behind)
		j->state = JOB_BEHIND;
	else if (j->earlier)
		j->state = JOB_SYNCING;
	else
		job_ready(j);
}

void job_poll(struct job *j)
{
	j->state = JOB_POLLING;
	aio.polling_jobs++;
}

/* Let those go on that waited for it; led: it was the first of its stream. */
static void let_go(const struct job *ended, bool led)
{
	bool next = led && is_stream(ended);

	for (struct job *j = aio.todo; j; j = j->next) {
		if (next && j->state == JOB_BEHIND && same_stream(j, ended)) {
			next = false;
			job_ready(j);
		}
		if (j->state == JOB_SYNCING && !is_sync(ended) && j->number > ended->number &&
		    same_file(j, ended) && --j->earlier == 0)
			job_ready(j);
	}
	if (aio.queued)
		aio_kick();
}

void job_end(struct job *j, long status, int error)
{
	struct event_request event = job_event(j);
	bool led = j->state != JOB_BEHIND;

	take_out(&aio.todo, &aio.todo_last, j);
	if (j->state == JOB_QUEUED)
		aio.queued--;
	if (j->state == JOB_POLLING) {
		aio.polling_jobs--;
		aio_repoll();
	}
	if (!j->own_fd && j->fd >= 0)
		aio.plain_fds--;
	give_back(j);
	j->state = JOB_DONE;
	j->status = status;
	j->error = error;
	append(&aio.done, &aio.done_last, j);
	if (j->list)
		j->list->done++;
	aio_tell(&j->notice, &event, error ? errno_to_alien(error) : 0);
	if (j->list)
		list_tell(j->list);
	let_go(j, led);
	__atomic_fetch_add(&aio.ended, 1, __ATOMIC_RELEASE);
	host_call(__NR_futex, &aio.ended, FUTEX_WAKE_PRIVATE, INT32_MAX);
}

bool job_cancel(struct job *j)
{
	if (j->state == JOB_RUNNING) {
		j->cancelled = true;
		return false;
	}
	/* What has been written in part is done, not cancelled. */
	if (j->moved) {
		job_end(j, (long)j->moved, 0);
		return false;
	}
	job_end(j, -1, ECANCELED);
	return true;
}
