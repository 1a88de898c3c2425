/*
 * NetBSD, for the programs built with alien.h.  Call numbers come from our own
 * rows (netbsd_numbers.h is made from abi-tables/netbsd/calls.def); the rest is
 * from the headers named.
 */
#ifndef OS_NETBSD_H
#define OS_NETBSD_H

#include <stdint.h>

#include "netbsd_numbers.h"
#include "alien.h"

#define OS_NAME     "netbsd"
#define NR_exit_all NR_exit

/* Calls that have another name since their times, or what else they pass, have more bits. */
#define NR_clock_gettime   NR___clock_gettime50
#define NR_nanosleep       NR___nanosleep50
#define NR_fstat           NR___fstat50
#define NR_wait4           NR___wait450
#define NR_kevent          NR___kevent50
#define NR_select          NR___select50
#define NR_pselect         NR___pselect50
#define NR_ppoll           NR___pollts50
#define NR_socket          NR___socket30
#define NR_setitimer       NR___setitimer50
#define NR_sigprocmask     NR___sigprocmask14
#define NR_sigsuspend      NR___sigsuspend14
#define NR_sigtimedwait    NR_____sigtimedwait50
#define NR_semctl          NR_____semctl50
#define NR_msgctl          NR___msgctl50
#define NR_shmctl          NR___shmctl50
#define NR_ksem_post       NR__ksem_post
#define NR_mq_timedsend    NR___mq_timedsend50
#define NR_mq_timedreceive NR___mq_timedreceive50

/* sys/mman.h */
#define PROT_READ   1
#define PROT_WRITE  2
#define PROT_EXEC   4
#define MAP_PRIVATE 0x0002
#define MAP_FIXED   0x0010
#define MAP_ANON    0x1000

/* sys/time.h */
#define CLOCK_REALTIME  0
#define CLOCK_MONOTONIC 3
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
	uint32_t mask[4];
	int flags;
};
void signal_trampoline(void);

/* sys/errno.h */
#define EPERM        1
#define ENOENT       2
#define ESRCH        3
#define EINTR        4
#define EBADF        9
#define ECHILD       10
#define EDEADLK      11
#define ENOMEM       12
#define EFAULT       14
#define EEXIST       17
#define ENODEV       19
#define EINVAL       22
#define EPIPE        32
#define EAGAIN       35
#define EALREADY     37
#define EOPNOTSUPP   45
#define ETIMEDOUT    60
#define ECONNREFUSED 61
#define ENOSYS       78
#define EFTYPE       79

/* sys/fcntl.h, sys/unistd.h */
#define O_RDONLY   0
#define O_WRONLY   1
#define O_RDWR     2
#define O_NONBLOCK 4
#define O_NOFOLLOW 0x100
#define O_CREAT    0x200
#define O_TRUNC    0x400
#define O_EXCL     0x800
#define O_DIRECTORY 0x200000
#define O_CLOEXEC  0x400000
#define O_REGULAR  0x2000000
#define O_EXLOCK   0x20
#define O_NOCTTY   0x8000
#define F_GETFD    1
#define F_SETLKW   9
#define F_CLOSEM   10
#define F_MAXFD    11
#define F_GETPATH  15
#define AT_FDCWD   (-100)

/* sys/socket.h */
#define AF_UNIX     1
#define AF_INET     2
#define SOCK_STREAM 1
#define SOCK_DGRAM  2
#define SOL_SOCKET  0xffff
#define SHUT_WR     1
#define SO_RCVTIMEO 0x100c

/* sys/wait.h, sys/idtype.h */
#define WNOHANG    1
#define WUNTRACED  2
#define WCONTINUED 0x10
#define WEXITED    0x20
#define P_PID      1

/* sys/event.h */
#define EVFILT_READ  0
#define EVFILT_TIMER 6
#define EVFILT_USER  8
#define EV_ADD       0x0001
#define EV_DELETE    0x0002
#define EV_CLEAR     0x0020
struct kevent {
	uint64_t ident;
	uint32_t filter, flags, fflags;
	int64_t data;
	void *udata;
};

/* sys/ucontext.h, amd64/mcontext.h: registers in this order */
enum { REG_RDI, REG_RAX = 14, REG_RIP = 21, REG_RFLAGS = 23, REG_RSP = 24, REG_COUNT = 26 };
#define UC_SIGMASK 0x1
#define UC_CPU     0x4
#define UC_TLSBASE 0x80000
struct ucontext {
	uint32_t flags;
	struct ucontext *link;
	uint32_t mask[4];
	struct {
		void *base;
		size_t size;
		int flags;
	} stack;
	uint64_t regs[REG_COUNT], tls_base;
	char fpregs[512];
};
#define LWP_DETACHED 0x40

/*
 * A call, with its second result (rdx) in *second.  An error is the carry flag; it
 * comes back negated, as on Linux.
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

/*
 * mmap's offset is its seventh argument, on the stack above where a return address would
 * be; its sixth means nothing.  Programs that give six mean the offset by the last.
 */
static inline long call_mmap(long a, long b, long c, long d, long e, long offset)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = offset;
	bool failed;
	long ret;

	__asm__ volatile("sub $144, %%rsp; mov %%r9, 8(%%rsp); xor %%r9d, %%r9d; syscall; "
			 "lea 144(%%rsp), %%rsp"
			 : "=a"(ret), "=@ccc"(failed), "+d"(c), "+r"(r10), "+r"(r8), "+r"(r9)
			 : "0"(NR_mmap), "D"(a), "S"(b)
			 : "rcx", "r11", "memory");
	return failed ? -ret : ret;
}

static inline long call6(long nr, long a, long b, long c, long d, long e, long f)
{
	long second;

	if (nr == NR_mmap)
		return call_mmap(a, b, c, d, e, f);
	return call6_two(nr, a, b, c, d, e, f, &second);
}

#endif
