/*
 * FreeBSD, for the programs built with alien.h.  Call numbers come from our own
 * rows (freebsd_numbers.h is made from abi-tables/freebsd/calls.def); the rest
 * is from the headers named.
 */
#ifndef OS_FREEBSD_H
#define OS_FREEBSD_H

#include <stdint.h>

#include "freebsd_event.h"
#include "freebsd_numbers.h"
#include "alien.h"

#define OS_NAME     "freebsd"
#define NR_exit_all NR__exit

/* As POSIX and the other BSDs call them. */
#define NR_semctl          NR___semctl
#define NR_mq_open         NR_kmq_open
#define NR_mq_unlink       NR_kmq_unlink
#define NR_mq_timedsend    NR_kmq_timedsend
#define NR_mq_timedreceive NR_kmq_timedreceive

/* sys/mman.h */
#define PROT_READ   1
#define PROT_WRITE  2
#define PROT_EXEC   4
#define MAP_PRIVATE 0x0002
#define MAP_FIXED   0x0010
#define MAP_ANON    0x1000

/* sys/_clock_id.h, sys/_timespec.h */
#define CLOCK_REALTIME  0
#define CLOCK_MONOTONIC 4
struct timespec {
	long tv_sec, tv_nsec;
};

/* sys/signal.h */
#define SIGURG     16
#define SIGCHLD    20
#define SIGUSR1    30
#define SIGUSR2    31
#define SA_ONSTACK 0x0001
#define SA_RESTART 0x0002
#define SA_SIGINFO 0x0040
struct sigaction {
	void *handler;
	int flags;
	uint32_t mask[4];
};

/* sys/errno.h */
#define EPERM        1
#define ENOENT       2
#define ESRCH        3
#define EINTR        4
#define ENXIO        6
#define EBADF        9
#define ECHILD       10
#define ENOMEM       12
#define EFAULT       14
#define EBUSY        16
#define EEXIST       17
#define ENODEV       19
#define EINVAL       22
#define EPIPE        32
#define EAGAIN       35
#define EOPNOTSUPP   45
#define ETIMEDOUT    60
#define ECONNREFUSED 61
#define ENOSYS       78

/* sys/fcntl.h, sys/unistd.h */
#define O_RDONLY    0
#define O_WRONLY    1
#define O_RDWR      2
#define O_NONBLOCK  4
#define O_APPEND    8
#define O_EXLOCK    0x20
#define O_CREAT     0x200
#define O_TRUNC     0x400
#define O_EXCL      0x800
#define O_NOCTTY    0x8000
#define O_DIRECTORY 0x20000
#define F_GETFD     1
#define F_SETFD     2
#define F_SETLKW    13
#define FD_CLOEXEC  1
#define AT_FDCWD    (-100)
#define SEEK_SET    0

/* sys/socket.h */
#define AF_UNIX     1
#define AF_INET     2
#define SOCK_STREAM 1
#define SOCK_DGRAM  2
#define SOL_SOCKET  0xffff
#define SHUT_WR     1
#define SO_RCVTIMEO 0x1006

/* sys/wait.h */
#define WNOHANG    1
#define WUNTRACED  2
#define WCONTINUED 4
#define WNOWAIT    8
#define WEXITED    16
#define P_PID      0
#define P_ALL      7

/* sys/umtx.h */
#define UMTX_OP_WAIT              2
#define UMTX_OP_WAIT_UINT_PRIVATE 15
#define UMTX_OP_WAKE_PRIVATE      16

/* sys/thr.h */
struct thr_param {
	void (*start_func)(void *);
	void *arg;
	char *stack_base;
	size_t stack_size;
	char *tls_base;
	size_t tls_size;
	long *child_tid, *parent_tid;
	int flags;
	void *rtp;
	void *spare[3];
};

/*
 * A call, with its second result (rdx) in *second.  An error is the carry flag;
 * it comes back negated, as on Linux.  r8 to r10 are not the caller's any more.
 */
static inline long call6_two(long nr, long a, long b, long c, long d, long e, long f, long *second)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	bool failed;
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret), "=@ccc"(failed), "+d"(c), "+r"(r10), "+r"(r8), "+r"(r9)
			 : "0"(nr), "D"(a), "S"(b)
			 : "rcx", "r11", "memory");
	*second = c;
	return failed ? -ret : ret;
}

static inline long call6(long nr, long a, long b, long c, long d, long e, long f)
{
	long second;

	return call6_two(nr, a, b, c, d, e, f, &second);
}

#endif
