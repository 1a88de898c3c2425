/*
 * FreeBSD's C library as programs are compiled against it: structures and constants
 * that are no system call's.  Sources: the headers named.
 */
#ifndef ABI_TABLES_FREEBSD_LIBC_H
#define ABI_TABLES_FREEBSD_LIBC_H

#include <stdint.h>

/* sys/_sigset.h, sys/signal.h */
#define FREEBSD_SIGSET_WORDS 4
#define FREEBSD_SIG_MAXSIG   128
#define FREEBSD_SIG_COUNT    32 /* NSIG: those with names */
struct freebsd_sigset {
	uint32_t bits[FREEBSD_SIGSET_WORDS];
};
struct freebsd_sigaction {
	uint64_t handler;
	int32_t flags;
	struct freebsd_sigset mask;
};
_Static_assert(sizeof(struct freebsd_sigaction) == 32, "struct sigaction");
#define FREEBSD_SIG_DFL     0
#define FREEBSD_SIG_IGN     1
#define FREEBSD_SIG_HOLD    3
#define FREEBSD_SIG_ERR     (-1L)
#define FREEBSD_SIG_BLOCK   1
#define FREEBSD_SIG_UNBLOCK 2
#define FREEBSD_SIG_SETMASK 3
#define FREEBSD_SIGHUP      1
#define FREEBSD_SIGABRT     6
#define FREEBSD_SIGKILL     9
#define FREEBSD_SIGSTOP     17
#define FREEBSD_SIGCHLD     20
#define FREEBSD_SIGINT      2
#define FREEBSD_SIGQUIT     3
#define FREEBSD_SA_RESTART  2

/* fcntl.h, sys/wait.h */
#define FREEBSD_AT_FDCWD            (-100)
#define FREEBSD_AT_SYMLINK_NOFOLLOW 0x200
#define FREEBSD_O_WRONLY            1
#define FREEBSD_O_NONBLOCK          4
#define FREEBSD_O_DIRECTORY         0x20000
#define FREEBSD_O_RDWR              2
#define FREEBSD_O_APPEND            8
#define FREEBSD_O_CREAT             0x200
#define FREEBSD_O_TRUNC             0x400
#define FREEBSD_O_EXCL              0x800
#define FREEBSD_O_CLOEXEC           0x100000
/* mkostemp(3): APPEND, SHLOCK, EXLOCK, SYNC, DIRECT, CLOEXEC */
#define FREEBSD_MKOSTEMP_FLAGS 0x1100b8

/* errno.h: where the host has another number */
#define FREEBSD_EDEADLK      11
#define FREEBSD_ERRNO_COUNT  98  /* sys_nerr */
#define FREEBSD_ERRNO_ROOM   151 /* of sys_errlist */
#define FREEBSD_EAGAIN       35
#define FREEBSD_ETIMEDOUT    60
#define FREEBSD_ENOSYS       78
#define FREEBSD_ENOTSUP      45
#define FREEBSD_ENAMETOOLONG 63
#define FREEBSD_EOVERFLOW    84
#define FREEBSD_EOPNOTSUPP   45

/* pthread.h, sys/_pthreadtypes.h: all types are pointers but the key and the once */
#define FREEBSD_PTHREAD_DETACHED        1
#define FREEBSD_PTHREAD_INHERIT_SCHED   4
#define FREEBSD_PTHREAD_SCOPE_SYSTEM    2
#define FREEBSD_SCHED_OTHER             2
#define FREEBSD_PTHREAD_CANCEL_ENABLE   0
#define FREEBSD_PTHREAD_CANCEL_DISABLE  1
#define FREEBSD_PTHREAD_CANCEL_DEFERRED 0
#define FREEBSD_PTHREAD_CANCEL_ASYNC    2
#define FREEBSD_PTHREAD_CANCELED        ((void *)1)
#define FREEBSD_PTHREAD_SERIAL_THREAD   (-1)
#define FREEBSD_MUTEX_ERRORCHECK        1 /* and PTHREAD_MUTEX_DEFAULT */
#define FREEBSD_MUTEX_RECURSIVE         2
#define FREEBSD_MUTEX_NORMAL            3
#define FREEBSD_MUTEX_ADAPTIVE          4
#define FREEBSD_MUTEX_STATIC_ADAPTIVE                                                              \
	1 /* the pointer's value: PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP */
#define FREEBSD_PTHREAD_KEYS_MAX      256
#define FREEBSD_PTHREAD_DESTRUCTORS   4
#define FREEBSD_PTHREAD_STACK_DEFAULT (2ul << 20) /* libthr: THR_STACK_DEFAULT on 64 bits */
#define FREEBSD_PTHREAD_STACK_INITIAL (8ul << 20)
#define FREEBSD_PTHREAD_STACK_MIN     2048
#define FREEBSD_CLOCK_REALTIME        0
#define FREEBSD_CLOCK_MONOTONIC       4
struct freebsd_once {
	int32_t
	    state; /* 0: PTHREAD_NEEDS_INIT, 1: PTHREAD_DONE_INIT; 2: under way, as libthr has it */
	uint32_t pad;
	void *mutex;
};

/* spawn.h, sys/spawn.h */
#define FREEBSD_SPAWN_RESETIDS      1
#define FREEBSD_SPAWN_SETPGROUP     2
#define FREEBSD_SPAWN_SETSCHEDPARAM 4
#define FREEBSD_SPAWN_SETSCHEDULER  8
#define FREEBSD_SPAWN_SETSIGDEF     16
#define FREEBSD_SPAWN_SETSIGMASK    32

/* sys/ktls.h has none; sys/elf_common.h: the auxiliary vector */
#define FREEBSD_AT_PAGESZ       6
#define FREEBSD_AT_CANARY       16
#define FREEBSD_AT_CANARYLEN    17
#define FREEBSD_AT_OSRELDATE    18
#define FREEBSD_AT_NCPUS        19
#define FREEBSD_AT_PAGESIZES    20
#define FREEBSD_AT_EXECPATH     15
#define FREEBSD_AT_HWCAP        25
#define FREEBSD_AT_HWCAP2       26
#define FREEBSD_AT_TIMEKEEP     22
#define FREEBSD_AT_USRSTACKBASE 35

/* unistd.h: the last number of sysconf(3) */
#define FREEBSD_SYSCONF_LAST 122

/* sys/signal.h: siginfo_t; time.h: CLK_TCK; sys/sockio.h */
#define FREEBSD_SIGINFO_SIZE 80
#define FREEBSD_CLK_TCK      128
#define FREEBSD_SIOCATMARK   0x40047307

/* locale.h: LC_ALL, LC_COLLATE, LC_CTYPE, LC_MONETARY, LC_NUMERIC, LC_TIME, LC_MESSAGES */
#define FREEBSD_LC_COUNT 7

/* stdio.h */
struct freebsd_sbuf {
	unsigned char *base;
	int32_t size, pad;
};
struct freebsd_file {
	unsigned char *p;
	int32_t r, w;
	int16_t flags, file;
	struct freebsd_sbuf bf;
	int32_t lbfsize, pad0;
	void *cookie;
	void *close, *read, *seek, *write;
	struct freebsd_sbuf ub;
	unsigned char *up;
	int32_t ur;
	unsigned char ubuf[3], nbuf[1];
	struct freebsd_sbuf lb;
	int32_t blksize, pad1;
	int64_t offset;
	void *fl_mutex, *fl_owner;
	int32_t fl_count, orientation;
	uint64_t mbstate[16];
	int32_t flags2, pad2;
};
_Static_assert(sizeof(struct freebsd_file) == 312, "struct __sFILE");
#define FREEBSD_SLBF 0x0001
#define FREEBSD_SNBF 0x0002
#define FREEBSD_SRD  0x0004
#define FREEBSD_SWR  0x0008
#define FREEBSD_SRW  0x0010
#define FREEBSD_SEOF 0x0020
#define FREEBSD_SERR 0x0040

#endif
