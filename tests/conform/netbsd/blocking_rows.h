/* The rows of blocking.h, and what only NetBSD has of them. */

#include "blocking_lwp.h"

/* clang-format off */
static const struct blocking blocking[] = {
	{ "read of a pipe", NR_read, WAITS(read), 1, RESTARTS, 1, 0, 0, 0 },
	{ "readv of a pipe", NR_readv, begin_readv, release_read, 0, 1, RESTARTS, 1, 0, 0, 0 },
	{ "read of a socket", NR_read, begin_read_socket, release_socket, 0, 1, RESTARTS, 1, 0, 0, 0 },
	{ "read of a terminal", NR_read, WAITS_ANEW(read_terminal), 2, RESTARTS, 4, 0, 0, 0 },
	{ "read of an eventfd", NR_read, WAITS(read_eventfd), 8, RESTARTS, 1, 0, 0, 0 },
	{ "write to an eventfd", NR_write, WAITS_ANEW(write_eventfd), 8, RESTARTS, 1, 0, 0, 0 },
	{ "read of a timerfd", NR_read, WAITS(read_timerfd), 8, RESTARTS, 1, 0, 0, 0 },
	{ "write to a pipe", NR_write, WAITS_ANEW(write), 1, RESTARTS, 4, 0, 0, 0 },
	{ "writev to a pipe", NR_writev, begin_writev, release_write, renew_write, 1, RESTARTS, 4, 0, 0, 0 },
	{ "write to a socket", NR_write, WAITS_ANEW(write_socket), 1, RESTARTS, 8, 0, 0, 0 },
	{ "sendto", NR_sendto, begin_write_socket, release_write_socket, renew_write_socket, 1, RESTARTS, 8, 0, 0, 0 },
	{ "sendmsg", NR_sendmsg, begin_sendmsg, release_write_socket, renew_write_socket, 1, RESTARTS, 8, 0, 0, 0 },
	{ "sendmmsg", NR_sendmmsg, begin_sendmmsg, release_write_socket, renew_write_socket, 1, RESTARTS, 8, 0, 0, 0 },
	{ "recvfrom", NR_recvfrom, begin_read_socket, release_socket, 0, 1, RESTARTS, 1, 0, 0, 0 },
	{ "recvmsg", NR_recvmsg, begin_recvmsg, release_socket, 0, 1, RESTARTS, 1, 0, 0, 0 },
	{ "recvmmsg", NR_recvmmsg, begin_recvmmsg, release_socket, 0, 1, RESTARTS, 1, 0, 0, 0 },
	/* sbwait: a socket's own time limit changes nothing. */
	{ "recvfrom with SO_RCVTIMEO", NR_recvfrom, begin_recv_limited, release_socket, 0, 1, RESTARTS, 1, 0, 0, 0 },
	{ "accept", NR_accept, WAITS(accept), ANY_FD, RESTARTS, 4, 0, 0, 0 },
	{ "paccept", NR_paccept, begin_accept, release_accept, 0, ANY_FD, RESTARTS, 4, 0, 0, 0 },
	/* connect(2): it goes on connecting, and is not to be made again. */
	{ "connect", NR_connect, begin_connect, 0, renew_connect, 0, EINTR_ALWAYS, 8, 0, 0, 0 },
	{ "flock", NR_flock, begin_flock, release_lock, renew_flock, 0, RESTARTS, 8, 0, 0, 0 },
	{ "fcntl F_SETLKW", NR_fcntl, begin_range_lock, release_lock, renew_range_lock, 0, RESTARTS, 8, 0, 0, 0 },
	{ "open O_EXLOCK", NR_open, begin_open_locked, release_lock, renew_flock, ANY_FD, RESTARTS, 8, 0, 0, 0 },
	{ "open of a fifo", NR_open, WAITS_ANEW(open_fifo), ANY_FD, RESTARTS, 4, 0, 0, 0 },
	{ "openat of a fifo", NR_openat, begin_openat_fifo, release_open_fifo, renew_open_fifo, ANY_FD, RESTARTS, 4, 0, 0, 0 },
	/* nanosleep(2), poll(2), select(2), kevent(2), sigsuspend(2), sigwaitinfo(2): EINTR. */
	{ "nanosleep", NR_nanosleep, begin_nanosleep, 0, 0, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "clock_nanosleep", NR_clock_nanosleep, begin_clock_nanosleep, 0, 0, 0, EINTR_ALWAYS, 1, 1, 0, 0 },
	{ "clock_nanosleep until", NR_clock_nanosleep, begin_clock_nanosleep_until, 0, 0, 0, EINTR_ALWAYS, 1, 1, 0, 0 },
	{ "poll", NR_poll, begin_poll, release_read, renew_poll, 1, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "pollts", NR_ppoll, begin_ppoll, release_read, renew_poll, 1, EINTR_ALWAYS, 1, 0, 1, 0 },
	{ "select", NR_select, begin_select, release_read, renew_select, 1, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "pselect", NR_pselect, begin_pselect, release_read, renew_select, 1, EINTR_ALWAYS, 1, 0, 1, 0 },
	{ "kevent", NR_kevent, begin_kevent, release_read, renew_poll, 1, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "kevent with a time limit", NR_kevent, begin_kevent_limited, release_read, renew_poll, 1, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "sigsuspend", NR_sigsuspend, begin_sigsuspend, 0, 0, 0, EINTR_ALWAYS, 1, 0, 1, 0 },
	{ "sigtimedwait", NR_sigtimedwait, begin_sigwaitinfo, release_sigwait, 0, SIGUSR2, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "sigtimedwait with a time limit", NR_sigtimedwait, begin_sigtimedwait, release_sigwait, 0, SIGUSR2, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "wait4", NR_wait4, begin_wait4, release_wait, 0, ANY_CHILD, RESTARTS, 8, 0, 0, 0 },
	{ "wait6", NR_wait6, begin_wait6, release_wait, 0, ANY_CHILD, RESTARTS, 8, 0, 0, 0 },
	/* lwp_park (sys_lwp.c): EINTR; EALREADY where the unpark was first.  lwp_wait: as sleeps are. */
	{ "_lwp_park", NR____lwp_park60, WAITS(park), 0, EINTR_ALWAYS, 1, 0, 0, -EALREADY },
	{ "_lwp_park with a time limit", NR____lwp_park60, begin_park_limited, release_park, 0, 0, EINTR_ALWAYS, 1, 0, 0, -EALREADY },
	{ "_lwp_park until", NR____lwp_park60, begin_park_until, release_park, 0, 0, EINTR_ALWAYS, 1, 0, 0, -EALREADY },
	{ "_lwp_wait", NR__lwp_wait, WAITS_ANEW(lwp_wait), 0, RESTARTS, 8, 0, 0, 0 },
	/* futex_wait (sys_futex.c): EINTR; EAGAIN where the word was changed first. */
	{ "__futex", NR___futex, WAITS_ANEW(futex), 0, EINTR_ALWAYS, 1, 0, 0, -EAGAIN },
	{ "__futex with a time limit", NR___futex, begin_futex_limited, release_futex, renew_futex, 0, EINTR_ALWAYS, 1, 0, 0, -EAGAIN },
	/* semop(2), msgrcv(2), msgsnd(2): EINTR. */
	{ "semop", NR_semop, WAITS(semop), 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "msgrcv", NR_msgrcv, WAITS(msgrcv), 8, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "msgsnd", NR_msgsnd, WAITS_ANEW(msgsnd), 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	/* mq_recv1, mq_send1 (sys_mqueue.c): only who sends goes on. */
	{ "mq_receive", NR_mq_receive, WAITS(mq_receive), 1, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "mq_timedreceive", NR_mq_timedreceive, WAITS(mq_receive), 1, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "mq_send", NR_mq_send, WAITS_ANEW(mq_send), 0, RESTARTS, 1, 0, 0, 0 },
	{ "mq_timedsend", NR_mq_timedsend, WAITS_ANEW(mq_send), 0, RESTARTS, 1, 0, 0, 0 },
	/* do_ksem_wait: its time limit is a point in time. */
	{ "_ksem_wait", NR__ksem_wait, begin_ksem_wait, release_ksem, 0, 0, RESTARTS, 1, 0, 0, 0 },
	{ "_ksem_timedwait", NR__ksem_timedwait, begin_ksem_timedwait, release_ksem, 0, 0, RESTARTS, 1, 0, 0, 0 },
};
/* clang-format on */
