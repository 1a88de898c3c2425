/*
 * NetBSD 10's structures on amd64, as its system calls have them.  Sources: the headers named at
 * each.
 */
#ifndef ABI_TABLES_NETBSD_STRUCTS_H
#define ABI_TABLES_NETBSD_STRUCTS_H

#include "abi-tables/members.h"

/* sys/timespec.h, sys/time.h: suseconds_t is an int. */
struct netbsd_timespec {
	int64_t tv_sec, tv_nsec;
};
SIZE_IS(struct netbsd_timespec, 16);

struct netbsd_timeval {
	int64_t tv_sec;
	int32_t tv_usec, pad0;
};
SIZE_IS(struct netbsd_timeval, 16);

struct netbsd_utimes {
	struct netbsd_timeval t[2];
};

/* sys/stat.h: in the nanoseconds of utimensat(2). */
#define NETBSD_UTIME_NOW  ((1 << 30) - 1)
#define NETBSD_UTIME_OMIT ((1 << 30) - 2)

struct netbsd_utimens {
	struct netbsd_timespec t[2];
};

struct netbsd_itimerspec {
	struct netbsd_timespec it_interval, it_value;
};
SIZE_IS(struct netbsd_itimerspec, 32);

struct netbsd_itimerval {
	struct netbsd_timeval it_interval, it_value;
};
SIZE_IS(struct netbsd_itimerval, 32);

/* sys/stat.h */
struct netbsd_stat {
	uint64_t st_dev;
	uint32_t st_mode;
	uint64_t st_ino;
	uint32_t st_nlink, st_uid, st_gid;
	uint64_t st_rdev;
	struct netbsd_timespec st_atim, st_mtim, st_ctim, st_birthtim;
	int64_t st_size, st_blocks;
	int32_t st_blksize;
	uint32_t st_flags, st_gen, st_spare[2];
};
SIZE_IS(struct netbsd_stat, 152);
OFFSET_IS(struct netbsd_stat, st_ino, 16);
OFFSET_IS(struct netbsd_stat, st_rdev, 40);
OFFSET_IS(struct netbsd_stat, st_size, 112);

/* sys/resource.h */
struct netbsd_rusage {
	struct netbsd_timeval ru_utime, ru_stime;
	int64_t ru_maxrss, ru_ixrss, ru_idrss, ru_isrss, ru_minflt, ru_majflt, ru_nswap, ru_inblock,
	    ru_oublock, ru_msgsnd, ru_msgrcv, ru_nsignals, ru_nvcsw, ru_nivcsw;
};
SIZE_IS(struct netbsd_rusage, 144);

#define NETBSD_RLIM_INFINITY 0x7fffffffffffffffull

struct netbsd_rlimit {
	uint64_t rlim_cur, rlim_max;
};
SIZE_IS(struct netbsd_rlimit, 16);

/* sys/statvfs.h */
struct netbsd_statvfs {
	uint64_t f_flag, f_bsize, f_frsize, f_iosize, f_blocks, f_bfree, f_bavail, f_bresvd,
	    f_files, f_ffree, f_favail, f_fresvd, f_syncreads, f_syncwrites, f_asyncreads,
	    f_asyncwrites;
	uint32_t f_fsidx[2];
	uint64_t f_fsid, f_namemax;
	uint32_t f_owner;
	uint64_t f_spare[4];
	char f_fstypename[32], f_mntonname[1024], f_mntfromname[1024], f_mntfromlabel[1024];
};
SIZE_IS(struct netbsd_statvfs, 3296);
OFFSET_IS(struct netbsd_statvfs, f_fstypename, 192);

/* The same up to NetBSD 9, without f_mntfromlabel: compat/sys/statvfs.h */
struct netbsd_statvfs90 {
	uint64_t f_flag, f_bsize, f_frsize, f_iosize, f_blocks, f_bfree, f_bavail, f_bresvd,
	    f_files, f_ffree, f_favail, f_fresvd, f_syncreads, f_syncwrites, f_asyncreads,
	    f_asyncwrites;
	uint32_t f_fsidx[2];
	uint64_t f_fsid, f_namemax;
	uint32_t f_owner, f_spare[4];
	char f_fstypename[32], f_mntonname[1024], f_mntfromname[1024];
};
SIZE_IS(struct netbsd_statvfs90, 2256);

/* sys/signal.h */
struct netbsd_sigevent {
	int32_t sigev_notify, sigev_signo;
	uint64_t sigev_value, notify_function, notify_attributes;
};
SIZE_IS(struct netbsd_sigevent, 32);

/* sys/ipc.h, sys/shm.h, sys/sem.h, sys/msg.h */
struct netbsd_ipc_perm {
	uint32_t uid, gid, cuid, cgid, mode;
	uint16_t seq;
	int64_t key;
};
SIZE_IS(struct netbsd_ipc_perm, 32);

struct netbsd_shmid {
	struct netbsd_ipc_perm shm_perm;
	uint64_t shm_segsz;
	int32_t shm_lpid, shm_cpid;
	uint32_t shm_nattch;
	int64_t shm_atime, shm_dtime, shm_ctime;
	uint64_t shm_internal;
};
SIZE_IS(struct netbsd_shmid, 88);

struct netbsd_semid {
	struct netbsd_ipc_perm sem_perm;
	uint16_t sem_nsems;
	int64_t sem_otime, sem_ctime;
	uint64_t sem_base;
};
SIZE_IS(struct netbsd_semid, 64);

struct netbsd_msqid {
	struct netbsd_ipc_perm msg_perm;
	uint64_t msg_qnum, msg_qbytes;
	int32_t msg_lspid, msg_lrpid;
	int64_t msg_stime, msg_rtime, msg_ctime;
	uint64_t msg_first, msg_last, msg_cbytes;
};
SIZE_IS(struct netbsd_msqid, 104);

/* sys/mqueue.h */
#define NETBSD_MQ_NONBLOCK 4 /* O_NONBLOCK */

struct netbsd_mq_attr {
	int64_t mq_flags, mq_maxmsg, mq_msgsize, mq_curmsgs;
};
SIZE_IS(struct netbsd_mq_attr, 32);

/* sys/timex.h */
struct netbsd_timex {
	uint32_t modes;
	int64_t offset, freq, maxerror, esterror;
	int32_t status;
	int64_t constant, precision, tolerance, ppsfreq, jitter;
	int32_t shift;
	int64_t stabil, jitcnt, calcnt, errcnt, stbcnt;
};
SIZE_IS(struct netbsd_timex, 136);

struct netbsd_ntptime {
	struct netbsd_timespec time;
	int64_t maxerror, esterror, tai;
	int32_t time_state;
};
SIZE_IS(struct netbsd_ntptime, 48);

/* sys/fcntl.h */
struct netbsd_flock {
	int64_t l_start, l_len;
	int32_t l_pid;
	int16_t l_type, l_whence;
};
SIZE_IS(struct netbsd_flock, 24);

#endif
