/* The tables of pointers.c: what the rows' arguments are, and what FreeBSD looks at first. */
#ifndef POINTERS_ROWS_H
#define POINTERS_ROWS_H

#include "bad_memory.h"

/* Kinds, as far as they matter here: what a good value is, and which way a pointer goes. */
enum way { NO_POINTER, READ, WRITTEN };
/* clang-format off */
static const struct kind {
	const char *name;
	enum way way;
	bool absent; /* the alien does not pass it */
	bool may_be_null;
	bool bytes;
	long good;
} kinds[] = {
	{ .name = "PATH", .way = READ },
	{ .name = "LPATH", .way = READ },
	{ .name = "STR", .way = READ },
	{ .name = "STRINGS", .way = READ, .may_be_null = true },
	{ .name = "BUF_IN", .way = READ, .bytes = true },
	{ .name = "BUF_OUT", .way = WRITTEN, .bytes = true },
	{ .name = "IOV_IN", .way = READ },
	{ .name = "IOV_OUT", .way = READ },
	{ .name = "IN", .way = READ, .may_be_null = true },
	{ .name = "OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "INOUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "ADDR_IN", .way = READ, .may_be_null = true },
	{ .name = "ADDR_OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "LEN_PTR", .way = WRITTEN, .may_be_null = true },
	{ .name = "LIST_IN", .way = READ, .may_be_null = true },
	{ .name = "LIST_OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "LIST", .way = WRITTEN, .may_be_null = true },
	{ .name = "KEVENTS_IN", .way = READ, .may_be_null = true },
	{ .name = "KEVENTS_OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "CWD", .absent = true },
	{ .name = "ZERO", .absent = true },
	{ .name = "FD" }, /* of the test's file, or of a socket */
	{ .name = "SIZE", .good = 64 },
	{ .name = "INT", .good = 1 },
	{ .name = "UINT", .good = 16 },
	{ .name = "MODE", .good = 010600 }, /* a fifo, for mknod(2) */
	{ .name = "SIGNAL", .good = SIGUSR1 },
	{ .name = "DIRFD", .good = -100 }, /* AT_FDCWD */
	{ .name = "LONG", .good = 4096 },
	{ .name = "UID", .good = -1 },
	{ .name = "GID", .good = -1 },
};
/* clang-format on */
static const struct kind other;

/*
 * A PTR of a row says only that the host takes it as it is: here are those that are
 * read or written through (the functions' manual pages).
 */
static const struct kind in = { .name = "PTR in", .way = READ },
			 in_or_null = { .name = "PTR in", .way = READ, .may_be_null = true },
			 out = { .name = "PTR out", .way = WRITTEN },
			 out_or_null = { .name = "PTR out", .way = WRITTEN, .may_be_null = true };

/* clang-format off */
static const struct pointer {
	const char *name;
	unsigned args; /* bits */
	const struct kind *kind;
} pointers[] = {
	{ "mincore@", 1 << 2, &out },
	{ "getgroups@FBSD_1.0", 1 << 1, &out }, /* the later one has none to say */
	{ "setgroups@", 1 << 1, &in },
	{ "select@", 7 << 1, &out_or_null },
	{ "pselect@", 7 << 1, &out_or_null },
	{ "pselect@", 1 << 5, &in_or_null },
	{ "gettimeofday@", 1 << 1, &out_or_null },
	{ "compat4.uname", 1, &out },
	{ "ktimer_create@", 1 << 2, &out },
	{ "aio_suspend@", 1, &in },
	{ "__getcwd@", 1, &out },
	{ "sched_setparam@", 1 << 1, &in },
	{ "sched_getparam@", 1 << 1, &out },
	{ "sched_setscheduler@", 1 << 2, &in },
	{ "getresuid@", 7, &out_or_null },
	{ "getresgid@", 7, &out_or_null },
	{ "uuidgen@", 1, &out },
	/* EINVAL for NULL (sys/kern/kern_context.c: sys_getcontext) */
	{ "getcontext@", 1, &out_or_null },
	{ "setcontext@", 1, &in_or_null },
	{ "swapcontext@", 1, &out_or_null },
	{ "swapcontext@", 1 << 1, &in_or_null },
	{ "sigreturn@", 1, &in },
	{ "thr_self@", 1, &out },
	{ "pipe2@", 1, &out },
	{ "__realpathat", 1 << 2, &out },
	/* Written too, but not where the file is one and the same. */
	{ "copy_file_range@", 1 << 1 | 1 << 3, &in_or_null },
	{ "getrlimitusage@", 1 << 2, &out },
	{ "shm_open@", 1, &in },
	{ "shm_open2", 1, &in },
	{ "shm_open2", 1 << 4, &in_or_null },
};
/* clang-format on */

/*
 * Where FreeBSD too looks at something else first, or never at the pointer; args:
 * which arguments, as bits.
 */
/* clang-format off */
static const struct exception {
	const char *name;
	unsigned args;
	long answer;
} exceptions[] = {
	{ "wait4@", 1 << 1 | 1 << 3, -ECHILD },
	{ "wait6@", 1 << 2 | 1 << 5, -ECHILD },
	{ "sigwait@", 3, EFAULT },     /* its errors are its value */
	{ "kevent@", 1 << 3, 0 },      /* nothing is ready */
	{ "kmq_open@", 1 << 3, -ENOENT }, /* no queue, and none to be made */
	{ "kmq_setattr@", 1 << 2, -9 },   /* EBADF: the file is no queue */
	{ "kmq_timedreceive@", 1 << 1, -9 },
	{ "kmq_timedsend@", 1 << 1, -9 },
	{ "ksem_getvalue@", 1 << 1, -EINVAL }, /* there is no such semaphore */
	{ "ksem_open@", 1 << 1, -EINVAL }, /* no slash: half of an id was written there before */
	{ "utrace@", 1, 0 },	      /* nobody traces */
	{ "aio_fsync@", 1 << 1, -EINVAL }, /* neither O_SYNC nor O_DSYNC */
	{ "acct@", 1, 0 },	       /* NULL: no more accounting */
	{ "getlogin@", 1, 0 },	       /* an empty name fits anywhere */
	{ "nanosleep@", 1 << 1, 0 },   /* written when interrupted */
	{ "clock_nanosleep@", 1 << 2, EFAULT }, /* its errors are its value */
	{ "clock_nanosleep@", 1 << 3, 0 },
	{ "ktimer_settime@", 1 << 3, -EINVAL }, /* there is no such timer */
	{ "ktimer_gettime@", 1 << 1, -EINVAL },
	{ "timerfd_gettime@", 1 << 1, -EINVAL }, /* the descriptor is no timer */
	{ "timerfd_settime@", 1 << 3, -EINVAL },
	{ "thr_set_name@", 1 << 1, -ESRCH }, /* NULL: no name */
	{ "setsockopt@", 1 << 3, -42 },	     /* ENOPROTOOPT */
	{ "extattr_get_", 1 << 3, -87 }, /* ENOATTR */
	{ "extattr_list_", 1 << 2, 0 },
	{ "getsockopt@", 1 << 4, -42 }, /* order only */
	{ "pdgetpid@", 1 << 1, -EINVAL }, /* the descriptor is no process's */
	{ "inotify_add_watch_at@", 1 << 2, -EINVAL }, /* the descriptor is no inotify's */
	/* Order only: here the file is looked at before the arguments. */
	{ "execve@", 3 << 1, -13 },
	{ "fexecve@", 3 << 1, -13 },
};
/* clang-format on */

static long link;

/* Arguments that have to be what a call expects. */
static char link_path[] = "/tmp/abirun-pointers-XXXXXXXX.link";
static const long one = 1, two = 2, four_pages = 16384, none = 0, name_size = 16;
static long memory;
static long socket_fd, listener, queue, pending;
static long handle, link_handle; /* of files, fhopen(2) */
static bool no_handles;
/* clang-format off */
static const struct special {
	const char *name;
	unsigned arg;
	const long *value;
} specials[] = {
	{ "readlink@", 0, &link },     { "readlinkat@", 1, &link },   { "pathconf@", 1, &one },
	{ "lpathconf@", 1, &one },     { "extattr_", 1, &one },	      { "getfsstat@", 2, &one },
	{ "compat4.getfsstat", 2, &one },
	{ "sigaltstack@", 0, &none },  { "sendto@", 4, &none },	      { "sendto@", 5, &name_size },
	{ "setsockopt@", 0, &socket_fd }, { "getsockopt@", 0, &socket_fd },
	{ "sendmsg@", 0, &socket_fd }, { "recvmsg@", 0, &socket_fd },
	{ "socketpair@", 0, &one },    { "socketpair@", 1, &one },
	{ "sigprocmask@", 0, &one },   { "kevent@", 0, &queue },
	{ "sigwait@", 0, &pending },   { "sigtimedwait@", 0, &pending },
	{ "sigwaitinfo@", 0, &pending },
	{ "ppoll@", 3, &none },	       { "getgroups@", 0, &name_size },
	{ "pselect@", 5, &none },      { "shm_open", 0, &one }, /* SHM_ANON */
	{ "mincore@", 0, &memory },    { "mincore@", 1, &four_pages },
	{ "sched_setscheduler@", 1, &two },
	{ "mknod@", 2, &none },	       { "mknodat@", 3, &none },
	{ "accept@", 0, &listener },   { "accept4@", 0, &listener },
	{ "fh", 0, &handle },	       { "compat4.fh", 0, &handle },
	{ "fhreadlink@", 0, &link_handle },
};
/* clang-format on */

#endif
