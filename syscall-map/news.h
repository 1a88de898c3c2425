/*
 * What processes under abirun tell each other of themselves: that one has forked, or
 * executed a program.  The host tells it to nobody but a tracer, and a BSD's kqueue
 * wants to know.
 *
 * Who listens binds a datagram socket to an abstract name made of the id of the process
 * it listens to; who forks or executes looks whether there is such a name.  The host
 * says with each message which process it is from.
 */
#ifndef SYSCALL_MAP_NEWS_H
#define SYSCALL_MAP_NEWS_H

#include <stdbool.h>

/* So many may listen to one process. */
#define NEWS_LISTENERS 4

enum news_kind { NEWS_FORK = 1, NEWS_EXEC };

struct news {
	int kind;
	int pid;    /* NEWS_FORK: the new process */
	int parent; /* NEWS_FORK */
	/*
	 * NEWS_FORK: a socket that hears of the new process from its first moment on; its
	 * pidfd.  NEWS_EXEC: a pipe that hangs up when it is done, and has something to
	 * read in it if it failed.  Own descriptors (own_fd.h), or -1.
	 */
	int fds[2];
};

/* Listen to a process.  An own descriptor, or -errno: -ENOMEM where too many do. */
long news_hear(int pid);
/* The next piece of news about `pid`, if there is one; its descriptors are the caller's. */
bool news_next(int fd, int pid, struct news *n);

/* Around a fork; the parent of a vfork sleeps, and does not wait for its child here. */
struct fork_news {
	int socket, pid;
	unsigned listeners;
	int done[2]; /* a pipe that the child writes to when it has told */
};
void news_before_fork(struct fork_news *n, bool vfork);
void news_in_child(struct fork_news *n);
void news_in_parent(struct fork_news *n);

/* Around an exec: a descriptor for the end of one that failed, -1: nobody listens. */
int news_before_exec(void);
void news_exec_failed(int fd);

#endif
