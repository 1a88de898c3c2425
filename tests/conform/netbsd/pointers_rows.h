/* The tables of pointers.c: what the rows' arguments are, and what NetBSD looks at first. */
#ifndef POINTERS_ROWS_H
#define POINTERS_ROWS_H

#include "pointers_kinds.h"

#define ROWS             "../../../abi-tables/netbsd/calls.def"
#define ROW_NAME(symbol) symbol "@" /* names end, as FreeBSD's do at their version */

/* clang-format off */
static const struct pointer pointers[] = {
	{ "mincore@", 1 << 2, &out },
	{ "getgroups@", 1 << 1, &out },
	{ "setgroups@", 1 << 1, &in },
	{ "getsockopt@", 1 << 3, &out },
	{ "getsockopt2@", 1 << 3, &out },
	{ "__futex@", 1, &in },
	{ "__futex_get_robust_list@", 3 << 1, &out },
	{ "semop@", 1 << 1, &in },
	{ "msgsnd@", 1 << 1, &in },
	{ "msgrcv@", 1 << 1, &out },
	{ "____semctl50@", 1 << 3, &in },
	{ "__shmctl50@", 1 << 2, &out },
	{ "__msgctl50@", 1 << 2, &out },
	{ "timer_create@", 1 << 2, &out },
	{ "sigqueueinfo@", 1 << 1, &in },
	{ "_ksem_init@", 1 << 1, &out },
	{ "_ksem_open@", 1 << 4, &out },
	{ "_ksem_getvalue@", 1 << 1, &out },
	{ "mq_receive@", 1 << 3, &out_or_null },
	{ "__mq_timedreceive50@", 1 << 3, &out_or_null },
	{ "__sigpending14@", 1, &out },
	{ "__sigprocmask14@", 1 << 1, &in_or_null },
	{ "__sigprocmask14@", 1 << 2, &out_or_null },
	{ "__sigsuspend14@", 1, &in },
	{ "____sigtimedwait50@", 1, &in },
	{ "__getcwd@", 1, &out },
	{ "getcontext@", 1, &out },
	{ "setcontext@", 1, &in },
	{ "_lwp_create@", 1, &in },
	{ "_lwp_create@", 1 << 2, &out },
	{ "_lwp_wait@", 1 << 1, &out_or_null },
	{ "_lwp_unpark_all@", 1, &in_or_null },
	{ "_lwp_getname@", 1 << 1, &out },
	{ "_lwp_ctl@", 1 << 1, &out },
	{ "_sched_setparam@", 1 << 3, &in },
	{ "_sched_getparam@", 3 << 2, &out_or_null },
	{ "_sched_setaffinity@", 1 << 3, &in },
	{ "_sched_getaffinity@", 1 << 3, &out },
	{ "__select50@", 7 << 1, &out_or_null },
	{ "__pselect50@", 7 << 1, &out_or_null },
	{ "__pselect50@", 1 << 5, &in_or_null },
	{ "__pollts50@", 1 << 3, &in_or_null },
	{ "__gettimeofday50@", 1 << 1, &out_or_null },
	{ "__getdents30@", 1 << 1, &out },
	{ "pipe2@", 1, &out },
	{ "paccept@", 1 << 3, &in_or_null },
	{ "recvmmsg@", 1 << 1, &out },
	{ "sendmmsg@", 1 << 1, &out },
	{ "wait6@", 1 << 4, &out_or_null },
	{ "clock_getcpuclockid2@", 1 << 2, &out },
	{ "uuidgen@", 1, &out },
};

static const struct exception exceptions[] = {
	{ "recvfrom@", 1 << 4, 0, true }, /* a socket without a name has one of two bytes */
	{ "accept@", 1 << 1, 0, true },
	{ "paccept@", 1 << 1, 0, true },
	{ "getpeername@", 1 << 1, 0, true },
	{ "getsockname@", 1 << 1, 0, true },
	{ "__getlogin@", 1, 0, true }, /* an empty name fits anywhere */
	{ "acct@", 1, 0, false },      /* NULL: no more accounting */
	{ "setsockopt@", 1 << 3, -42, false }, /* ENOPROTOOPT */
	{ "_ksem_getvalue@", 1 << 1, -EINVAL, false }, /* there is no such semaphore */
	{ "getgroups@", 1 << 1, 0, false }, /* of a user without groups */
	{ "__futex@", 1, -EINVAL, false }, /* an odd address */
	{ "mq_open@", 1 << 3, -ENOENT, false }, /* no queue, and none to be made */
	{ "mq_setattr@", 1 << 2, -EBADF, false }, /* the file is no queue */
	{ "timerfd_gettime@", 1 << 1, -EINVAL, false }, /* the descriptor is no timer */
	{ "timerfd_settime@", 1 << 3, -EINVAL, false },
	{ "__timer_settime50@", 1 << 3, -EINVAL, false }, /* there is no such timer */
	{ "__timer_gettime50@", 1 << 1, -EINVAL, false },
	{ "utrace@", 3, 0, false },    /* nobody traces */
	{ "_lwp_create@", 1 << 2, -EINVAL, false }, /* a context without registers */
	{ "_lwp_wait@", 1 << 1, -EDEADLK, false }, /* there is no other thread */
	{ "__wait450@", 1 << 1 | 1 << 3, -ECHILD, false },
	{ "wait6@", 1 << 2 | 3 << 4, -ECHILD, false },
	{ "clock_nanosleep@", 1 << 2, EFAULT, false }, /* its errors are its value */
	{ "clock_nanosleep@", 1 << 3, 0, false },
	{ "__nanosleep50@", 1 << 1, 0, false }, /* written when interrupted */
	{ "extattr_get_", 1 << 3, -93, false }, /* ENOATTR */
	{ "extattr_list_", 1 << 2, 0, false },
	{ "getxattr@", 1 << 2, -EOPNOTSUPP, false }, /* no name of an attribute */
	{ "lgetxattr@", 1 << 2, -EOPNOTSUPP, false },
	{ "fgetxattr@", 1 << 2, -EOPNOTSUPP, false },
	{ "listxattr@", 1 << 1, 0, false },
	{ "llistxattr@", 1 << 1, 0, false },
	{ "flistxattr@", 1 << 1, 0, false },
	/* Order only: here the file is looked at before the arguments. */
	{ "execve@", 3 << 1, -13, false },
	{ "fexecve@", 3 << 1, -13, false },
	{ "posix_spawn@", 1 << 1 | 3 << 4, EFAULT, false }, /* its errors are its value */
	{ "posix_spawn@", 3 << 4, 13, false },
};

static const long level = SOL_SOCKET, type = 0x1008 /* SO_TYPE */, o_sync = 0x80;

static const struct special specials[] = {
	{ "readlink@", 0, &link },     { "readlinkat@", 1, &link },   { "pathconf@", 1, &one },
	{ "lpathconf@", 1, &one },     { "extattr_", 1, &one },	      { "compat_90_getvfsstat@", 2, &one },
	{ "__getvfsstat90@", 2, &one },
	{ "__sigaltstack14@", 0, &none }, { "sendto@", 4, &none },    { "sendto@", 5, &name_size },
	{ "setsockopt@", 0, &socket_fd }, { "setsockopt@", 1, &none }, { "getsockopt@", 0, &socket_fd },
	{ "getsockopt@", 1, &level }, { "getsockopt@", 2, &type }, { "getsockopt2@", 0, &socket_fd },
	{ "getsockopt2@", 1, &level }, { "getsockopt2@", 2, &type },
	{ "sendmsg@", 0, &socket_fd }, { "recvmsg@", 0, &socket_fd },
	{ "sendmmsg@", 0, &socket_fd }, { "recvmmsg@", 0, &socket_fd },
	{ "sendmmsg@", 2, &one },      { "recvmmsg@", 2, &one },
	{ "socketpair@", 0, &one },    { "socketpair@", 1, &one },
	{ "__sigprocmask14@", 0, &one }, { "__kevent50@", 0, &queue },
	{ "____sigtimedwait50@", 0, &pending },
	{ "__pollts50@", 3, &none },   { "getgroups@", 0, &name_size },
	{ "__pselect50@", 5, &none },
	{ "mincore@", 0, &memory },    { "mincore@", 1, &four_pages },
	{ "__mknod50@", 2, &none },    { "mknodat@", 3, &none },
	{ "accept@", 0, &listener },   { "paccept@", 0, &listener },
	{ "paccept@", 4, &none },
	{ "__getdents30@", 0, &directory },
	{ "semop@", 0, &semaphores },  { "msgsnd@", 0, &letters },    { "msgsnd@", 3, &no_wait },
	{ "msgrcv@", 0, &letters },    { "msgrcv@", 3, &none },	      { "msgrcv@", 4, &no_wait },
	{ "__msgctl50@", 0, &letters }, { "__msgctl50@", 1, &ipc_stat },
	{ "__shmctl50@", 0, &segment }, { "__shmctl50@", 1, &ipc_stat },
	{ "____semctl50@", 0, &semaphores }, { "____semctl50@", 1, &none },
	{ "____semctl50@", 2, &ipc_stat },
	{ "mq_send@", 0, &message_queue }, { "mq_receive@", 0, &message_queue },
	{ "mq_getattr@", 0, &message_queue },
	{ "__mq_timedsend50@", 0, &message_queue }, { "__mq_timedreceive50@", 0, &message_queue },
	{ "wait6@", 0, &one }, { "aio_fsync@", 0, &o_sync },
	{ "clock_getcpuclockid2@", 0, &one }, { "clock_getcpuclockid2@", 1, &none },
	{ "__futex@", 1, &none }, { "__futex@", 2, &one },
};
/* clang-format on */

static const char *const superusers[] = { "__setlogin@", "acct@", "__adjtime50@" };

static bool not_here(long ret)
{
	(void)ret;
	return false;
}

static void set_up_own(const char *path, const char *link_path)
{
	(void)path, (void)link_path;
}

#endif
