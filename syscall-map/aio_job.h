/* The parts of aio among themselves: see aio.h. */
#ifndef SYSCALL_MAP_AIO_JOB_H
#define SYSCALL_MAP_AIO_JOB_H

#include <sys/uio.h>

#include "abi-tables/aio.h"
#include "syscall-map/aio.h"
#include "syscall-map/map.h"

enum job_state {
	JOB_FREE,
	JOB_QUEUED,  /* for a worker */
	JOB_RUNNING, /* a worker has it */
	JOB_POLLING, /* its stream is not ready */
	JOB_BEHIND,  /* another request on the same stream comes first */
	JOB_SYNCING, /* requests on the same file come first */
	JOB_DONE
};

/* What the descriptor stands for, as far as requests differ by it. */
enum job_kind { JOB_FILE, JOB_SOCKET, JOB_STREAM, JOB_NO_FILE };

/* A list of lio_listio(2). */
struct job_list {
	bool used, told;
	int jobs, done; /* jobs: and one for the call itself while it queues them */
	uint64_t id;
	uint64_t address; /* the alien's array: EVFILT_LIO's ident */
	struct aio_notice notice;
};

#define JOB_IOV 4

struct job {
	struct job *next, *prev; /* among those to do, or those done, or (next) those free */
	uint64_t control;        /* the alien's control block */
	uint64_t number;         /* in the order of the requests */
	struct aio_notice notice;
	struct job_list *list; /* NULL: none */

	uint8_t state, kind; /* enum job_state, job_kind */
	uint8_t op;          /* enum aio_op */
	bool at_current;     /* AIO_CURRENT */
	bool own_fd;         /* fd is a duplicate */
	bool cancelled;      /* too late: it ends as soon as it would wait */
	bool may_last;       /* JOB_RUNNING: it is in a call that may take long */
	int fd, alien_fd;
	int earlier; /* JOB_SYNCING: requests to wait for */
	uint64_t device, inode;

	int64_t offset;
	uint64_t left, moved; /* bytes */
	struct iovec *iov, *iov_memory, first_iov[JOB_IOV];
	unsigned iov_count, iov_room; /* room: of iov_memory */

	long status; /* of one done, and the host's errno */
	int error;
};

/* Everything there is of aio; memory comes with the first request. */
struct aio {
	struct lock lock;
	struct job *jobs; /* AIO_REQUESTS of them */
	struct job_list *lists;
	struct job *free, *todo, *todo_last, *done, *done_last;
	uint64_t next_number;
	unsigned count, queued, polling_jobs;
	unsigned plain_fds;     /* requests to do whose descriptor is the alien's own; atomic */
	uint32_t ended;         /* grows when one ends: a futex */
	uint32_t work;          /* grows when there is something to do: a futex */
	uint32_t attempts;      /* grows when a worker knows more of one it runs: a futex */
	unsigned cancellers;    /* threads that wait for that */
	unsigned workers, idle; /* coming: started, and not here yet */
	unsigned coming, busy;  /* busy: with files */
	bool poller;            /* a worker polls */
	bool held;
	int wake; /* an eventfd that the poller looks at; 0: not made yet */
};
extern struct aio aio;

/* aio_job.c.  All but aio_start with the lock held. */
long aio_start(void); /* there is memory: 0 or -ENOMEM; takes the lock itself */
struct job *job_new(void);
void job_free(struct job *j); /* one that was not queued, or is done */
void job_queue(struct job *j);
void job_end(struct job *j, long status, int error);
bool job_cancel(struct job *j);
void job_poll(struct job *j); /* it has to wait */
void job_ready(struct job *j);
struct job_list *list_new(void);
void list_queued(struct job_list *l); /* the call has queued all that it could */

/* aio_work.c, with the lock held. */
long aio_worker(void); /* there is at least one: 0 or -errno */
void aio_kick(void);   /* there is something to do */
void aio_repoll(void); /* the poller is to look which streams there are */
/* Whoever cancels may look again at the requests that run. */
void aio_attempted(void);
/* Wait until it is known of more of those that run whether they wait; the lock dropped meanwhile.
 */
void aio_await_attempt(void);

/* aio_transfer.c: without the lock, by the worker that has it. */
enum transfer { TRANSFER_ENDED, TRANSFER_WAITS };
enum transfer job_transfer(struct job *j); /* ENDED: status and error are set */
short job_events(const struct job *j);     /* what poll(2) is to look for */

/* aio_submit.c: the bits of xlat table aio_op, or 0 where the control block says. */
long aio_submit(unsigned long control, uint32_t op, enum layout_id layout, struct job_list *list);

/* aio_notice.c */
struct event_request;
struct event_request job_event(const struct job *j);
struct event_request list_event(const struct job_list *l);
void aio_tell(const struct aio_notice *n, const struct event_request *event, int64_t data);

/*
 * aio_wait.c: sleep until one ends, the lock dropped meanwhile; until (NULL: for ever)
 * by CLOCK_MONOTONIC.  0 (look again), -EINTR, -EAGAIN where the time is over.
 */
long aio_sleep(const int64_t until[2]);
/* aio_suspend's and aio_waitcomplete's timeout.  0, -EFAULT, -EINVAL. */
long aio_deadline(unsigned long timeout, int64_t until[2]);

/* Write to the control block; what cannot be written is passed over, as there. */
void store_status(unsigned long control, long status);
long store_error(unsigned long control, int host_error);

#endif
