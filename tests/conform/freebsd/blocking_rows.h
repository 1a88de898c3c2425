/* The rows of blocking.h, and what only FreeBSD has of them. */

#include "blocking_umtx.h"
#include "blocking_aio.h"

static int waited_signal;

static void begin_sigwait(long *a)
{
	block_usr2();
	a[0] = (long)&waited, a[1] = (long)&waited_signal;
}

/* clang-format off */
static const struct blocking blocking[] = {
	{ "read of a pipe", NR_read, WAITS(read), 1, RESTARTS, 1, 0, 0, 0 },
	{ "readv of a pipe", NR_readv, begin_readv, release_read, 0, 1, RESTARTS, 1, 0, 0, 0 },
	{ "read of a socket", NR_read, begin_read_socket, release_socket, 0, 1, RESTARTS, 1, 0, 0, 0 },
	{ "read of a terminal", NR_read, WAITS_ANEW(read_terminal), 2, RESTARTS, 4, 0, 0, 0 },
	{ "read of an eventfd", NR_read, WAITS(read_eventfd), 8, RESTARTS, 1, 0, 0, 0 },
	{ "write to an eventfd", NR_write, WAITS_ANEW(write_eventfd), 8, RESTARTS, 1, 0, 0, 0 },
	{ "read of a timerfd", NR_read, WAITS(read_timerfd), 8, RESTARTS, 1, 0, 0, 0 },
	{ "read of an inotify", NR_read, WAITS_ANEW(read_inotify), 16, RESTARTS, 1, 0, 0, 0 },
	{ "write to a pipe", NR_write, WAITS_ANEW(write), 1, RESTARTS, 4, 0, 0, 0 },
	{ "writev to a pipe", NR_writev, begin_writev, release_write, renew_write, 1, RESTARTS, 4, 0, 0, 0 },
	{ "write to a socket", NR_write, WAITS_ANEW(write_socket), 1, RESTARTS, 8, 0, 0, 0 },
	{ "sendto", NR_sendto, begin_write_socket, release_write_socket, renew_write_socket, 1, RESTARTS, 8, 0, 0, 0 },
	{ "sendmsg", NR_sendmsg, begin_sendmsg, release_write_socket, renew_write_socket, 1, RESTARTS, 8, 0, 0, 0 },
	/* vn_sendfile turns ERESTART into EINTR: a part may have been sent. */
	{ "sendfile", NR_sendfile, begin_sendfile, release_write_socket, renew_write_socket, 0, EINTR_ALWAYS, 8, 0, 0, 0 },
	{ "recvfrom", NR_recvfrom, begin_read_socket, release_socket, 0, 1, RESTARTS, 1, 0, 0, 0 },
	{ "recvmsg", NR_recvmsg, begin_recvmsg, release_socket, 0, 1, RESTARTS, 1, 0, 0, 0 },
	/* sbwait: a socket's own time limit changes nothing. */
	{ "recvfrom with SO_RCVTIMEO", NR_recvfrom, begin_recv_limited, release_socket, 0, 1, RESTARTS, 1, 0, 0, 0 },
	{ "accept", NR_accept, WAITS(accept), ANY_FD, RESTARTS, 4, 0, 0, 0 },
	{ "accept4", NR_accept4, begin_accept, release_accept, 0, ANY_FD, RESTARTS, 4, 0, 0, 0 },
	/* connect(2): it goes on connecting, and is not to be made again. */
	{ "connect", NR_connect, begin_connect, 0, renew_connect, 0, EINTR_ALWAYS, 8, 0, 0, 0 },
	{ "flock", NR_flock, begin_flock, release_lock, renew_flock, 0, RESTARTS, 8, 0, 0, 0 },
	{ "fcntl F_SETLKW", NR_fcntl, begin_range_lock, release_lock, renew_range_lock, 0, RESTARTS, 8, 0, 0, 0 },
	/* kern_openat: opening is never restarted. */
	{ "open O_EXLOCK", NR_open, begin_open_locked, release_lock, renew_flock, ANY_FD, EINTR_ALWAYS, 8, 0, 0, 0 },
	{ "open of a fifo", NR_open, WAITS_ANEW(open_fifo), ANY_FD, EINTR_ALWAYS, 4, 0, 0, 0 },
	{ "openat of a fifo", NR_openat, begin_openat_fifo, release_open_fifo, renew_open_fifo, ANY_FD, EINTR_ALWAYS, 4, 0, 0, 0 },
	/* nanosleep(2), poll(2), select(2), kevent(2), sigsuspend(2), sigwaitinfo(2): EINTR. */
	{ "nanosleep", NR_nanosleep, begin_nanosleep, 0, 0, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "clock_nanosleep", NR_clock_nanosleep, begin_clock_nanosleep, 0, 0, 0, EINTR_ALWAYS, 1, 1, 0, 0 },
	{ "clock_nanosleep until", NR_clock_nanosleep, begin_clock_nanosleep_until, 0, 0, 0, EINTR_ALWAYS, 1, 1, 0, 0 },
	{ "poll", NR_poll, begin_poll, release_read, renew_poll, 1, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "ppoll", NR_ppoll, begin_ppoll, release_read, renew_poll, 1, EINTR_ALWAYS, 1, 0, 1, 0 },
	{ "select", NR_select, begin_select, release_read, renew_select, 1, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "pselect", NR_pselect, begin_pselect, release_read, renew_select, 1, EINTR_ALWAYS, 1, 0, 1, 0 },
	{ "kevent", NR_kevent, begin_kevent, release_read, renew_poll, 1, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "kevent with a time limit", NR_kevent, begin_kevent_limited, release_read, renew_poll, 1, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "kevent of FreeBSD 11", NR_kevent_FBSD_1_0, begin_kevent, release_read, renew_poll, 1, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "sigsuspend", NR_sigsuspend, begin_sigsuspend, 0, 0, 0, EINTR_ALWAYS, 1, 0, 1, 0 },
	{ "sigwait", NR_sigwait, WAITS(sigwait), 0, EINTR_ALWAYS, 1, 1, 0, 0 },
	{ "sigwaitinfo", NR_sigwaitinfo, begin_sigwaitinfo, release_sigwait, 0, SIGUSR2, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "sigtimedwait", NR_sigtimedwait, begin_sigtimedwait, release_sigwait, 0, SIGUSR2, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "wait4", NR_wait4, begin_wait4, release_wait, 0, ANY_CHILD, RESTARTS, 8, 0, 0, 0 },
	{ "wait6", NR_wait6, begin_wait6, release_wait, 0, ANY_CHILD, RESTARTS, 8, 0, 0, 0 },
	/* do_wait, do_rw_rdlock, do_rw_wrlock, do_cv_wait (kern_umtx.c): EINTR. */
	{ "_umtx_op WAIT", NR__umtx_op, begin_umtx_wait, release_word, renew_word, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "_umtx_op WAIT_UINT", NR__umtx_op, begin_umtx_uint, release_word, renew_word, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "_umtx_op WAIT_UINT_PRIVATE", NR__umtx_op, begin_umtx_private, release_word, renew_word, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "_umtx_op WAIT_UINT_PRIVATE with a time limit", NR__umtx_op, begin_umtx_limited, release_word, renew_word, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "_umtx_op CV_WAIT", NR__umtx_op, begin_cv_wait, 0, renew_cond, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "_umtx_op RW_RDLOCK", NR__umtx_op, begin_rdlock, release_rwlock, renew_rwlock, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "_umtx_op RW_WRLOCK", NR__umtx_op, begin_wrlock, release_rwlock, renew_rwlock, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	/* do_lock_umutex: a lock without a time limit is taken at last. */
	{ "_umtx_op MUTEX_LOCK", NR__umtx_op, begin_mutex_lock, release_mutex, renew_mutex, 0, AGAIN_ALWAYS, 1, 0, 0, 0 },
	{ "_umtx_op MUTEX_LOCK with a time limit", NR__umtx_op, begin_mutex_lock_limited, release_mutex, renew_mutex, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "_umtx_op MUTEX_WAIT", NR__umtx_op, begin_mutex_wait, release_mutex, renew_mutex, 0, RESTARTS, 1, 0, 0, 0 },
	/* do_sem_wait, do_sem2_wait: only a relative time limit can't be kept when restarted. */
	{ "_umtx_op SEM_WAIT", NR__umtx_op, begin_sem_wait, release_sem, renew_sem, 0, RESTARTS, 1, 0, 0, 0 },
	{ "_umtx_op SEM2_WAIT", NR__umtx_op, begin_sem2_wait, release_sem2, renew_sem2, 0, RESTARTS, 1, 0, 0, 0 },
	{ "_umtx_op SEM2_WAIT with a time limit", NR__umtx_op, begin_sem2_limited, release_sem2, renew_sem2, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	/* kern_thr_suspend: as semaphores. */
	{ "thr_suspend", NR_thr_suspend, WAITS(thr_suspend), 0, RESTARTS, 1, 0, 0, 0 },
	{ "thr_suspend with a time limit", NR_thr_suspend, begin_thr_suspend_limited, release_thr_suspend, 0, 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	/* semop(2), msgrcv(2), msgsnd(2): EINTR. */
	{ "semop", NR_semop, WAITS(semop), 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "msgrcv", NR_msgrcv, WAITS(msgrcv), 8, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "msgsnd", NR_msgsnd, WAITS_ANEW(msgsnd), 0, EINTR_ALWAYS, 1, 0, 0, 0 },
	{ "mq_timedreceive", NR_kmq_timedreceive, WAITS(mq_receive), 1, RESTARTS, 1, 0, 0, 0 },
	{ "mq_timedsend", NR_kmq_timedsend, WAITS_ANEW(mq_send), 0, RESTARTS, 1, 0, 0, 0 },
	/* kern_aio_suspend, kern_lio_listio: EINTR; kern_aio_waitcomplete: only with a time limit. */
	{ "aio_suspend", NR_aio_suspend, begin_aio_suspend, release_request, renew_request, 0, EINTR_ALWAYS, 2, 0, 0, 0 },
	{ "aio_suspend with a time limit", NR_aio_suspend, begin_aio_suspend_limited, release_request, renew_request, 0, EINTR_ALWAYS, 2, 0, 0, 0 },
	{ "aio_waitcomplete", NR_aio_waitcomplete, begin_aio_waitcomplete, release_request, renew_request, 1, RESTARTS, 2, 0, 0, 0 },
	{ "aio_waitcomplete with a time limit", NR_aio_waitcomplete, begin_aio_waitcomplete_limited, release_request, renew_request, 1, EINTR_ALWAYS, 2, 0, 0, 0 },
	{ "lio_listio", NR_lio_listio, begin_lio_listio, 0, end_request, 0, EINTR_ALWAYS, 2, 0, 0, 0 },
	/* kern_sem_wait: its time limit is a point in time. */
	{ "ksem_wait", NR_ksem_wait, begin_ksem_wait, release_ksem, 0, 0, RESTARTS, 1, 0, 0, 0 },
	{ "ksem_timedwait", NR_ksem_timedwait, begin_ksem_timedwait, release_ksem, 0, 0, RESTARTS, 1, 0, 0, 0 },
};
/* clang-format on */
