/* The parts of kqueue among themselves: see event.h. */
#ifndef SYSCALL_MAP_EVENT_QUEUE_H
#define SYSCALL_MAP_EVENT_QUEUE_H

#include "syscall-map/event.h"

/* One kevent in neutral terms. */
struct event {
	uint64_t ident, udata, ext[KEVENT_EXT];
	int64_t data;
	uint32_t flags, fflags; /* fflags: the alien's, until the filter is known */
	uint32_t filter;
	int32_t alien_filter;
};

struct kqueue;
struct knote;

/* What a filter found. */
struct report {
	int64_t data;
	uint32_t fflags;
	bool eof;
};

/*
 * A filter.  All are called with the kqueue's lock held.  `bits` are epoll's, 0
 * where the question does not come from epoll.
 */
struct filter {
	bool is_fd;
	uint8_t notes; /* enum xlat_id of its fflags */
	/* Begin: check fflags and data, take what the knote needs.  0 or -errno. */
	long (*attach)(struct kqueue *kq, struct knote *kn);
	void (*detach)(struct kqueue *kq, struct knote *kn);
	/* A change to a knote there is; NULL: fflags and data are replaced.  0 or -errno. */
	long (*touch)(struct kqueue *kq, struct knote *kn, const struct event *change);
	/* Watch from now on, and look whether it is ready already.  0 or -errno. */
	long (*arm)(struct kqueue *kq, struct knote *kn);
	void (*disarm)(struct kqueue *kq, struct knote *kn);
	bool (*ready)(struct kqueue *kq, struct knote *kn, uint32_t bits, struct report *r);
	/* An epoll entry fired, but the filter says no; NULL: nothing to do. */
	void (*park)(struct kqueue *kq, struct knote *kn);
	/* Reported, and EV_CLEAR; NULL: nothing to forget. */
	void (*clear)(struct kqueue *kq, struct knote *kn);
	/* The time set with timer_start has come. */
	void (*expire)(struct kqueue *kq, struct knote *kn, int64_t now);
};

extern const struct filter filter_read, filter_write, filter_empty, filter_file, filter_vnode,
    filter_proc, filter_procdesc, filter_signal, filter_timer, filter_user, filter_request,
    filter_kernel;

/* What stands behind a descriptor, as far as filters differ by it. */
enum fd_kind { FD_OTHER, FD_SOCKET, FD_PIPE, FD_FILE, FD_KQUEUE, FD_EVENTFD, FD_PROCESS };

/* A knote's interest in a watch of inotify's. */
struct watch {
	struct watch *next;
	struct knote *kn;
	int wd; /* 0: none */
	uint32_t mask;
	bool is_parent;
};

struct knote {
	uint64_t ident, udata, ext[KEVENT_EXT];
	int64_t data, sdata; /* found; asked for */
	uint32_t fflags, sfflags;
	const struct filter *ops;
	struct knote *hash_next;   /* or the next free one */
	struct knote *prev, *next; /* in the active list */
	uint32_t index, gen;       /* gen: odd while in use */
	uint32_t flags;            /* enum event_flags that last */
	uint32_t alien_flags;      /* the same, as reported */
	int32_t alien_filter;
	uint8_t filter;
	uint8_t kind; /* enum fd_kind */
	bool disabled;
	bool listed;     /* in the active list */
	bool registered; /* in an epoll */
	bool parked;
	bool listening;      /* READ: a socket that was seen to */
	bool triggered;      /* USER */
	bool finished;       /* PROC: it has exited; status is known.  AIO, LIO: it is done */
	uint32_t heap_place; /* 0: no time set */
	uint32_t entry;      /* what epoll was last told to watch */
	uint32_t turn;       /* when it was reported last from the list */
	int64_t due;         /* monotonic nanoseconds */
	union {
		int64_t period;                    /* TIMER, EMPTY */
		uint64_t base;                     /* SIGNAL: the count last reported */
		uint64_t request;                  /* AIO, LIO: whose it is */
		struct {                           /* VNODE, files */
			struct watch self, parent; /* parent: of a directory, for its removal */
			int64_t size;
			uint64_t links;
			bool directory;
			bool moved; /* elsewhere: it has another parent */
		};
		struct { /* PROC */
			int pidfd;
			int status;
			int news, exec; /* news.h; -1: none */
			bool told;      /* its end has been reported */
		};
	};
	struct knote *signal_next; /* SIGNAL */
};

#define FIRST_KNOTES  16
#define FIRST_BUCKETS 64
#define CHUNK_MAX     24

struct kqueue {
	struct lock lock;
	int refs;        /* atomic: the table's, and each call's */
	int fds;         /* the alien's descriptors for it; the table's lock */
	bool closing;    /* set once, under the table's lock */
	bool inherited;  /* in a forked child: what it holds is its parent's */
	bool woken;      /* the eventfd's entry is due */
	bool list_first; /* whose turn it is where room is short */
	uint32_t turns;
	/* Own descriptors, -1: not made yet. */
	int ep, inner, wake, timer, notify, sigfd;
	struct kqueue *next, *prev; /* the table's lock */

	struct knote **buckets;
	uint32_t bucket_count, knote_count;
	struct knote *chunks[CHUNK_MAX]; /* chunk n holds FIRST_KNOTES << n */
	uint32_t made;
	struct knote *free;

	struct knote *active_head, *active_tail;
	uint32_t active_count;

	struct knote **heap; /* from 1 */
	uint32_t heap_count, heap_room;
	int64_t timer_set; /* what the timerfd is set to; 0: nothing */

	struct watch *watched[FIRST_BUCKETS]; /* by inotify's wd */
	struct knote *signals;
	uint64_t sigset; /* the host's, in sigfd */

	struct knote *first_buckets[FIRST_BUCKETS];
	struct knote first_knotes[FIRST_KNOTES];
};

/* Entries of the epoll that are no knote: the low half of their data. */
enum source { SOURCE_INNER = 0xfffffff0u, SOURCE_WAKE, SOURCE_TIMER, SOURCE_NOTIFY, SOURCE_SIGNAL };

/* event_table.c: which descriptors are kqueues, and which have knotes. */
struct kqueue *kqueue_get(int fd); /* NULL: none; kqueue_put gives it back */
void kqueue_put(struct kqueue *kq);
long kqueue_enter(struct kqueue *kq, int fd);
/* It has a knote of this filter now.  0 or -ENOMEM. */
long fd_watched(unsigned fd, unsigned filter);
/* Call fn for each kqueue, its lock held. */
void queues_each(void (*fn)(struct kqueue *kq, const void *arg), const void *arg);

/* event_queue.c: one kqueue. */
struct kqueue *queue_new(void);
void queue_free(struct kqueue *kq);
long queue_inner(struct kqueue *kq); /* the second epoll, or -errno */
long queue_wake_fd(struct kqueue *kq);
void queue_wake(struct kqueue *kq);
void queue_unwake(
    struct kqueue *kq); /* the list is empty, and the epoll has yet to say that it was not */
void knote_activate(struct kqueue *kq, struct knote *kn); /* into the active list */
void knote_deactivate(struct kqueue *kq, struct knote *kn);
void timer_start(struct kqueue *kq, struct knote *kn, int64_t due);
void timer_stop(struct kqueue *kq, struct knote *kn);
void timers_expired(struct kqueue *kq);
long timer_fd(struct kqueue *kq); /* there is a timerfd: 0 or -errno */
int64_t monotonic_now(void);

/* event_knote.c: the knotes of a kqueue. */
struct knote *knote_find(struct kqueue *kq, uint64_t ident, unsigned filter);
struct knote *knote_of_token(struct kqueue *kq, uint64_t token);
uint64_t knote_token(const struct knote *kn);
long knote_change(struct kqueue *kq, struct event *change);
/* A new knote as the event says, neither attached nor armed; NULL: no memory. */
struct knote *knote_enter(struct kqueue *kq, const struct event *e, const struct filter *ops);
void knote_drop(struct kqueue *kq, struct knote *kn);
/* filters: those that may have one, 1 << enum event_filter. */
void knotes_drop_fd(struct kqueue *kq, unsigned fd, uint32_t filters);
void knotes_detach_all(struct kqueue *kq);
void knote_flags(struct knote *kn, uint32_t set);     /* flags that the filter sets itself */
long arm_listed(struct kqueue *kq, struct knote *kn); /* arm, for filters without an epoll entry */
void disarm_listed(struct kqueue *kq, struct knote *kn);

/* event_wait.c */
/* Events reported by one call at most; what is left is reported by the next. */
#define HARVEST 128

/* Events in the alien's layout, not yet copied out. */
struct harvest {
	const struct kevent_layout *layout;
	long room, count;
	uint32_t turn; /* of kq->turns: what stays in the list is not told twice in it; 0: none */
	unsigned char raw[HARVEST * KEVENT_SIZE_MAX];
};

/* Wait until h has events; 0 too where the time is over (NULL: it never is), or -errno. */
struct timespec;
long queue_wait(struct kqueue *kq, struct harvest *h, const struct timespec *timeout);

/* epoll entries: event_fd.c */
long entry_set(struct kqueue *kq, struct knote *kn, int ep, int fd, uint32_t events);
void entry_remove(struct kqueue *kq, struct knote *kn, int ep, int fd);

/* event_file.c */
long file_attach(struct kqueue *kq, struct knote *kn);
void file_noticed(struct kqueue *kq, struct knote *kn); /* what it watches has changed */

/* event_notify.c: inotify. */
long notify_watch(struct kqueue *kq, struct knote *kn, uint32_t mask); /* 0 or -errno */
long notify_watch_parent(struct kqueue *kq, struct knote *kn);
void notify_forget(struct kqueue *kq, struct watch *w);
void notify_read(struct kqueue *kq);
void notify_close(struct kqueue *kq);
void notify_after_fork(void);

/* event_vnode.c */
struct inotify_event;
/* across: another directory has the other half of a rename. */
void vnode_noticed(struct kqueue *kq, struct knote *kn, const struct inotify_event *ev,
		   bool across);
void vnode_parent_noticed(struct kqueue *kq, struct knote *kn);

long own_entry(struct kqueue *kq, long fd, enum source source, uint32_t events);
long put_entry(struct kqueue *kq, long fd, enum source source, uint32_t events);

/* event_signal.c */
void signals_look(struct kqueue *kq);
void signals_after_fork(void);

/* event_status.c: of a process that has ended, in the alien's terms; pid 0: not known. */
int event_exit_status(int pidfd, int pid);

/* event_proc.c */
void proc_reaped(struct kqueue *kq, int pid, int status);

/* event_layout.c: kevents in the alien's layout. */
void kevent_decode(const struct kevent_layout *l, const unsigned char *raw, struct event *e);
void kevent_encode(const struct kevent_layout *l, unsigned char *raw, const struct event *e);
/* The table of a filter's fflags; XLAT_none: it has none. */
enum xlat_id event_notes_table(unsigned filter);
uint32_t event_flags_to_alien(uint32_t flags);
uint32_t notes_to_alien(const struct knote *kn, uint32_t notes);

#endif
