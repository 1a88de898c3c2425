/*
 * FreeBSD's structures on amd64, as its system calls have them.  Sources: the headers named at
 * each; unless said otherwise they are the same from FreeBSD 12 on.
 */
#ifndef ABI_TABLES_FREEBSD_STRUCTS_H
#define ABI_TABLES_FREEBSD_STRUCTS_H

#include "abi-tables/members.h"

/* sys/_timespec.h, sys/_timeval.h: as the host's. */
struct freebsd_timespec {
	int64_t tv_sec, tv_nsec;
};
SIZE_IS(struct freebsd_timespec, 16);

struct freebsd_timeval {
	int64_t tv_sec, tv_usec;
};
SIZE_IS(struct freebsd_timeval, 16);

struct freebsd_utimes {
	struct freebsd_timeval t[2];
};

/* sys/stat.h: in the nanoseconds of utimensat(2). */
#define FREEBSD_UTIME_NOW  (-1)
#define FREEBSD_UTIME_OMIT (-2)

struct freebsd_utimens {
	struct freebsd_timespec t[2];
};

/* sys/timespec.h, sys/time.h */
struct freebsd_itimerspec {
	struct freebsd_timespec it_interval, it_value;
};
SIZE_IS(struct freebsd_itimerspec, 32);

struct freebsd_itimerval {
	struct freebsd_timeval it_interval, it_value;
};
SIZE_IS(struct freebsd_itimerval, 32);

/* sys/stat.h */
struct freebsd_stat {
	uint64_t st_dev, st_ino, st_nlink;
	uint16_t st_mode;
	int16_t st_padding0;
	uint32_t st_uid, st_gid;
	int32_t st_padding1;
	uint64_t st_rdev;
	struct freebsd_timespec st_atim, st_mtim, st_ctim, st_birthtim;
	int64_t st_size, st_blocks;
	int32_t st_blksize;
	uint32_t st_flags;
	uint64_t st_gen;
	uint64_t st_spare[10];
};
SIZE_IS(struct freebsd_stat, 224);
OFFSET_IS(struct freebsd_stat, st_mode, 24);
OFFSET_IS(struct freebsd_stat, st_rdev, 40);
OFFSET_IS(struct freebsd_stat, st_size, 112);
OFFSET_IS(struct freebsd_stat, st_gen, 136);

/* sys/stat.h: struct freebsd11_stat, of 32-bit inode numbers */
struct freebsd_stat11 {
	uint32_t st_dev, st_ino;
	uint16_t st_mode, st_nlink;
	uint32_t st_uid, st_gid, st_rdev;
	struct freebsd_timespec st_atim, st_mtim, st_ctim;
	int64_t st_size, st_blocks;
	int32_t st_blksize;
	uint32_t st_flags, st_gen;
	int32_t st_lspare;
	struct freebsd_timespec st_birthtim;
};
SIZE_IS(struct freebsd_stat11, 120);
OFFSET_IS(struct freebsd_stat11, st_atim, 24);
OFFSET_IS(struct freebsd_stat11, st_size, 72);
OFFSET_IS(struct freebsd_stat11, st_birthtim, 104);

/* sys/stat.h: struct nstat */
struct freebsd_nstat {
	uint32_t st_dev, st_ino, st_mode, st_nlink, st_uid, st_gid, st_rdev;
	struct freebsd_timespec st_atim, st_mtim, st_ctim;
	int64_t st_size, st_blocks;
	int32_t st_blksize;
	uint32_t st_flags, st_gen;
	struct freebsd_timespec st_birthtim;
};
SIZE_IS(struct freebsd_nstat, 128);
OFFSET_IS(struct freebsd_nstat, st_atim, 32);
OFFSET_IS(struct freebsd_nstat, st_size, 80);
OFFSET_IS(struct freebsd_nstat, st_birthtim, 112);

/* sys/resource.h: the members are the host's, in the host's order and units. */
struct freebsd_rusage {
	struct freebsd_timeval ru_utime, ru_stime;
	int64_t ru_maxrss, ru_ixrss, ru_idrss, ru_isrss, ru_minflt, ru_majflt, ru_nswap, ru_inblock,
	    ru_oublock, ru_msgsnd, ru_msgrcv, ru_nsignals, ru_nvcsw, ru_nivcsw;
};
SIZE_IS(struct freebsd_rusage, 144);
OFFSET_IS(struct freebsd_rusage, ru_nivcsw, 136);

/* sys/resource.h */
#define FREEBSD_RLIM_INFINITY INT64_MAX

struct freebsd_rlimit {
	int64_t rlim_cur, rlim_max;
};
SIZE_IS(struct freebsd_rlimit, 16);

/* sys/signal.h */
struct freebsd_sigevent {
	int32_t sigev_notify, sigev_signo;
	uint64_t sigev_value;
	int32_t sigev_notify_thread_id;
	int32_t sigev_pad;
	int64_t sigev_spare[7];
};
SIZE_IS(struct freebsd_sigevent, 80);
OFFSET_IS(struct freebsd_sigevent, sigev_notify_thread_id, 16);

/* sys/ucred.h of FreeBSD 15 */
struct freebsd_setcred {
	uint32_t sc_uid, sc_ruid, sc_svuid, sc_gid, sc_rgid, sc_svgid, sc_pad, sc_supp_groups_nb;
	uint64_t sc_supp_groups, sc_label;
};
SIZE_IS(struct freebsd_setcred, 48);

/* sys/rtprio.h */
#define FREEBSD_RTP_PRIO_MAX 31

struct freebsd_rtprio {
	uint16_t type, prio;
};
SIZE_IS(struct freebsd_rtprio, 4);

/* x86/reg.h: struct reg */
struct freebsd_registers {
	uint64_t r_r15, r_r14, r_r13, r_r12, r_r11, r_r10, r_r9, r_r8, r_rdi, r_rsi, r_rbp, r_rbx,
	    r_rdx, r_rcx, r_rax;
	uint32_t r_trapno;
	uint16_t r_fs, r_gs;
	uint32_t r_err;
	uint16_t r_es, r_ds;
	uint64_t r_rip, r_cs, r_rflags, r_rsp, r_ss;
};
SIZE_IS(struct freebsd_registers, 176);
OFFSET_IS(struct freebsd_registers, r_rip, 136);

/* sys/ipc.h, sys/shm.h, sys/sem.h, sys/msg.h */
struct freebsd_ipc_perm {
	uint32_t cuid, cgid, uid, gid;
	uint16_t mode, seq;
	int64_t key;
};
SIZE_IS(struct freebsd_ipc_perm, 32);

struct freebsd_shmid {
	struct freebsd_ipc_perm shm_perm;
	uint64_t shm_segsz;
	int32_t shm_lpid, shm_cpid;
	uint32_t shm_nattch;
	int64_t shm_atime, shm_dtime, shm_ctime;
};
SIZE_IS(struct freebsd_shmid, 80);

struct freebsd_semid {
	struct freebsd_ipc_perm sem_perm;
	uint64_t sem_base;
	uint16_t sem_nsems;
	int64_t sem_otime, sem_ctime;
};
SIZE_IS(struct freebsd_semid, 64);

struct freebsd_msqid {
	struct freebsd_ipc_perm msg_perm;
	uint64_t msg_first, msg_last;
	uint64_t msg_cbytes, msg_qnum, msg_qbytes;
	int32_t msg_lspid, msg_lrpid;
	int64_t msg_stime, msg_rtime, msg_ctime;
};
SIZE_IS(struct freebsd_msqid, 104);

/* The same headers: as they were up to FreeBSD 7. */
struct freebsd_ipc_perm_old {
	uint16_t cuid, cgid, uid, gid, mode, seq;
	int64_t key;
};
SIZE_IS(struct freebsd_ipc_perm_old, 24);

struct freebsd_shmid_old {
	struct freebsd_ipc_perm_old shm_perm;
	int32_t shm_segsz, shm_lpid, shm_cpid;
	int16_t shm_nattch;
	int64_t shm_atime, shm_dtime, shm_ctime;
	uint64_t shm_internal;
};
SIZE_IS(struct freebsd_shmid_old, 72);

struct freebsd_semid_old {
	struct freebsd_ipc_perm_old sem_perm;
	uint64_t sem_base;
	uint16_t sem_nsems;
	int64_t sem_otime, sem_pad1, sem_ctime, sem_pad2, sem_pad3[4];
};
SIZE_IS(struct freebsd_semid_old, 104);

struct freebsd_msqid_old {
	struct freebsd_ipc_perm_old msg_perm;
	uint64_t msg_first, msg_last;
	uint64_t msg_cbytes, msg_qnum, msg_qbytes;
	int32_t msg_lspid, msg_lrpid;
	int64_t msg_stime, msg_pad1, msg_rtime, msg_pad2, msg_ctime, msg_pad3, msg_pad4[4];
};
SIZE_IS(struct freebsd_msqid_old, 152);

/* sys/mqueue.h */
#define FREEBSD_MQ_NONBLOCK 4 /* O_NONBLOCK */

struct freebsd_mq_attr {
	int64_t mq_flags, mq_maxmsg, mq_msgsize, mq_curmsgs, mq_reserved[4];
};
SIZE_IS(struct freebsd_mq_attr, 64);

/* sys/timex.h */
struct freebsd_timex {
	uint32_t modes;
	int64_t offset, freq, maxerror, esterror;
	int32_t status;
	int64_t constant, precision, tolerance, ppsfreq, jitter;
	int32_t shift;
	int64_t stabil, jitcnt, calcnt, errcnt, stbcnt;
};
SIZE_IS(struct freebsd_timex, 136);

struct freebsd_ntptime {
	struct freebsd_timespec time;
	int64_t maxerror, esterror, tai;
	int32_t time_state;
};
SIZE_IS(struct freebsd_ntptime, 48);

#endif
