/*
 * OpenBSD's structures on amd64, as its system calls have them.  Sources: the headers named at
 * each.
 */
#ifndef ABI_TABLES_OPENBSD_STRUCTS_H
#define ABI_TABLES_OPENBSD_STRUCTS_H

#include <stddef.h>
#include <stdint.h>

#include "abi-tables/members.h"

/* sys/_time.h: as the host's. */
struct openbsd_timespec {
	int64_t tv_sec, tv_nsec;
};
SIZE_IS(struct openbsd_timespec, 16);

struct openbsd_timeval {
	int64_t tv_sec, tv_usec;
};
SIZE_IS(struct openbsd_timeval, 16);

struct openbsd_utimes {
	struct openbsd_timeval t[2];
};

/* sys/stat.h: in the nanoseconds of utimensat(2). */
#define OPENBSD_UTIME_NOW  (-2)
#define OPENBSD_UTIME_OMIT (-1)

struct openbsd_utimens {
	struct openbsd_timespec t[2];
};

/* sys/time.h */
struct openbsd_itimerval {
	struct openbsd_timeval it_interval, it_value;
};
SIZE_IS(struct openbsd_itimerval, 32);

/* sys/stat.h */
struct openbsd_stat {
	uint32_t st_mode;
	int32_t st_dev;
	uint64_t st_ino;
	uint32_t st_nlink, st_uid, st_gid;
	int32_t st_rdev;
	struct openbsd_timespec st_atim, st_mtim, st_ctim;
	int64_t st_size, st_blocks;
	int32_t st_blksize;
	uint32_t st_flags, st_gen;
	struct openbsd_timespec st_birthtim;
};
SIZE_IS(struct openbsd_stat, 128);
OFFSET_IS(struct openbsd_stat, st_ino, 8);
OFFSET_IS(struct openbsd_stat, st_atim, 32);
OFFSET_IS(struct openbsd_stat, st_size, 80);
OFFSET_IS(struct openbsd_stat, st_birthtim, 112);

/* sys/mount.h */
struct openbsd_statfs {
	uint32_t f_flags, f_bsize, f_iosize;
	uint64_t f_blocks, f_bfree;
	int64_t f_bavail;
	uint64_t f_files, f_ffree;
	int64_t f_favail;
	uint64_t f_syncwrites, f_syncreads, f_asyncwrites, f_asyncreads;
	uint32_t f_fsid[2];
	uint32_t f_namemax, f_owner;
	uint64_t f_ctime;
	char f_fstypename[16], f_mntonname[90], f_mntfromname[90], f_mntfromspec[90];
	uint64_t mount_info[20];
};
SIZE_IS(struct openbsd_statfs, 568);
OFFSET_IS(struct openbsd_statfs, f_fsid, 96);
OFFSET_IS(struct openbsd_statfs, f_fstypename, 120);
OFFSET_IS(struct openbsd_statfs, f_mntfromspec, 316);

/* sys/resource.h: the members are the host's, in the host's order and units. */
struct openbsd_rusage {
	struct openbsd_timeval ru_utime, ru_stime;
	int64_t ru_maxrss, ru_ixrss, ru_idrss, ru_isrss, ru_minflt, ru_majflt, ru_nswap, ru_inblock,
	    ru_oublock, ru_msgsnd, ru_msgrcv, ru_nsignals, ru_nvcsw, ru_nivcsw;
};
SIZE_IS(struct openbsd_rusage, 144);

/* sys/resource.h: ((rlim_t)1 << 63) - 1 */
#define OPENBSD_RLIM_INFINITY 0x7fffffffffffffffull

struct openbsd_rlimit {
	uint64_t rlim_cur, rlim_max;
};

/* sys/fcntl.h */
struct openbsd_flock {
	int64_t l_start, l_len;
	int32_t l_pid;
	int16_t l_type, l_whence;
};
SIZE_IS(struct openbsd_flock, 24);

/* sys/socket.h */
struct openbsd_msghdr {
	uint64_t msg_name;
	uint32_t msg_namelen, pad0;
	uint64_t msg_iov;
	uint32_t msg_iovlen, pad1;
	uint64_t msg_control;
	uint32_t msg_controllen;
	int32_t msg_flags;
};
SIZE_IS(struct openbsd_msghdr, 48);

/* sys/socket.h: struct sockpeercred */
struct openbsd_peer {
	uint32_t uid, gid;
	int32_t pid;
};

void openbsd_msghdr_to_alien(void *alien, const void *host);
long openbsd_msghdr_to_host(void *host, const void *alien);
void openbsd_peer_to_alien(void *alien, const void *host);
void openbsd_path_mtu_to_alien(void *alien, const void *host);

#endif
