/* The tables of pointers.c: what the rows' arguments are, and what FreeBSD looks at first. */
#ifndef POINTERS_ROWS_H
#define POINTERS_ROWS_H

#include "pointers_kinds.h"

#define ROWS             "../../../abi-tables/freebsd/calls.def"
#define ROW_NAME(symbol) symbol

/* clang-format off */
static const struct pointer pointers[] = {
	{ "mincore@", 1 << 2, &out },
	{ "getgroups@FBSD_1.0", 1 << 1, &out }, /* the later one has none to say */
	{ "setgroups@", 1 << 1, &in },
	{ "semop@", 1 << 1, &in },
	{ "msgsnd@", 1 << 1, &in },
	{ "msgrcv@", 1 << 1, &out },
	{ "__semctl@", 1 << 3, &in },
	{ "msgctl@", 1 << 2, &out },
	{ "shmctl@", 1 << 2, &out },
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

/* clang-format off */
static const struct exception exceptions[] = {
	{ "wait4@", 1 << 1 | 1 << 3, -ECHILD, false },
	{ "wait6@", 1 << 2 | 1 << 5, -ECHILD, false },
	{ "sigwait@", 3, EFAULT, false },     /* its errors are its value */
	{ "kevent@", 1 << 3, 0, false },      /* nothing is ready */
	{ "kmq_open@", 1 << 3, -ENOENT, false }, /* no queue, and none to be made */
	{ "kmq_setattr@", 1 << 2, -9, false }, /* EBADF: the file is no queue */
	{ "ksem_getvalue@", 1 << 1, -EINVAL, false }, /* there is no such semaphore */
	{ "ksem_open@", 1 << 1, -EINVAL, false }, /* no slash: half of an id was written there before */
	{ "utrace@", 1, 0, false },	      /* nobody traces */
	{ "aio_fsync@", 1 << 1, -EINVAL, false }, /* neither O_SYNC nor O_DSYNC */
	{ "acct@", 1, 0, false },	       /* NULL: no more accounting */
	{ "getlogin@", 1, 0, false },	       /* an empty name fits anywhere */
	{ "nanosleep@", 1 << 1, 0, false },   /* written when interrupted */
	{ "clock_nanosleep@", 1 << 2, EFAULT, false }, /* its errors are its value */
	{ "clock_nanosleep@", 1 << 3, 0, false },
	{ "ktimer_settime@", 1 << 3, -EINVAL, false }, /* there is no such timer */
	{ "ktimer_gettime@", 1 << 1, -EINVAL, false },
	{ "timerfd_gettime@", 1 << 1, -EINVAL, false }, /* the descriptor is no timer */
	{ "timerfd_settime@", 1 << 3, -EINVAL, false },
	{ "thr_set_name@", 1 << 1, -ESRCH, false }, /* NULL: no name */
	{ "setsockopt@", 1 << 3, -42, false },	     /* ENOPROTOOPT */
	{ "extattr_get_", 1 << 3, -87, false }, /* ENOATTR */
	{ "extattr_list_", 1 << 2, 0, false },
	{ "getsockopt@", 1 << 4, -42, false }, /* order only */
	{ "pdgetpid@", 1 << 1, -EINVAL, false }, /* the descriptor is no process's */
	{ "inotify_add_watch_at@", 1 << 2, -EINVAL, false }, /* the descriptor is no inotify's */
	/* Order only: here the file is looked at before the arguments. */
	{ "execve@", 3 << 1, -13, false },
	{ "fexecve@", 3 << 1, -13, false },
};
/* clang-format on */

static long handle, link_handle; /* of files, fhopen(2) */
static bool no_handles;
/* clang-format off */
static const struct special specials[] = {
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
	{ "semop@", 0, &semaphores },  { "msgsnd@", 0, &letters },    { "msgsnd@", 3, &no_wait },
	{ "msgrcv@", 0, &letters },    { "msgrcv@", 3, &none },	      { "msgrcv@", 4, &no_wait },
	{ "msgctl@", 0, &letters },    { "msgctl@", 1, &ipc_stat },   { "shmctl@", 0, &segment },
	{ "shmctl@", 1, &ipc_stat },   { "__semctl@", 0, &semaphores }, { "__semctl@", 1, &none },
	{ "__semctl@", 2, &ipc_stat },
	{ "kmq_timedsend@", 0, &message_queue },
	{ "kmq_timedreceive@", 0, &message_queue },
	{ "fh", 0, &handle },	       { "compat4.fh", 0, &handle },
	{ "fhreadlink@", 0, &link_handle },
};
/* clang-format on */

static const char *const superusers[] = { "setlogin@", "acct@", "adjtime@" };

/* ESTALE: the host's file system has no handles that fit. */
static bool not_here(long ret)
{
	return ret == -70 && no_handles;
}

static void set_up_own(const char *path, const char *link_path)
{
	static char handles[2][28] __attribute__((aligned(4)));

	handle = (long)handles[0];
	link_handle = (long)handles[1];
	no_handles = call(NR_getfh, path, handle) || call(NR_lgetfh, link_path, link_handle);
}

#endif
