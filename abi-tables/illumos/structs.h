/* illumos' structures on amd64.  Sources: the headers named at each. */
#ifndef ABI_TABLES_ILLUMOS_STRUCTS_H
#define ABI_TABLES_ILLUMOS_STRUCTS_H

#include <stddef.h>
#include <stdint.h>

#include "abi-tables/members.h"

/* sys/time_impl.h, sys/time.h: as the host's. */
struct illumos_timespec {
	int64_t tv_sec, tv_nsec;
};
struct illumos_timeval {
	int64_t tv_sec, tv_usec;
};
struct illumos_utimes {
	struct illumos_timeval t[2];
};

/* sys/stat.h: in the nanoseconds of utimensat(2). */
#define ILLUMOS_UTIME_NOW  (-1)
#define ILLUMOS_UTIME_OMIT (-2)

struct illumos_utimens {
	struct illumos_timespec t[2];
};
struct illumos_itimerval {
	struct illumos_timeval it_interval, it_value;
};

/* sys/stat.h */
struct illumos_stat {
	uint64_t st_dev, st_ino;
	uint32_t st_mode, st_nlink, st_uid, st_gid;
	uint64_t st_rdev;
	int64_t st_size;
	struct illumos_timespec st_atim, st_mtim, st_ctim;
	int32_t st_blksize;
	int64_t st_blocks;
	char st_fstype[16];
};
SIZE_IS(struct illumos_stat, 128);
OFFSET_IS(struct illumos_stat, st_rdev, 32);
OFFSET_IS(struct illumos_stat, st_blksize, 96);
OFFSET_IS(struct illumos_stat, st_fstype, 112);

/* sys/resource.h: the members are the host's, in the host's order and units. */
struct illumos_rusage {
	struct illumos_timeval ru_utime, ru_stime;
	int64_t ru_maxrss, ru_ixrss, ru_idrss, ru_minflt, ru_majflt, ru_nswap, ru_inblock,
	    ru_oublock, ru_msgsnd, ru_msgrcv, ru_nsignals, ru_nvcsw, ru_nivcsw;
	int64_t pad;
};
SIZE_IS(struct illumos_rusage, 144);

/* sys/resource.h: RLIM_INFINITY, and what a limit says that is not to be said */
#define ILLUMOS_RLIM_INFINITY ((uint64_t)-3)

struct illumos_rlimit {
	uint64_t rlim_cur, rlim_max;
};

/* sys/fcntl.h */
struct illumos_flock {
	int16_t l_type, l_whence;
	int64_t l_start, l_len;
	int32_t l_sysid, l_pid;
	int64_t l_pad[4];
};
SIZE_IS(struct illumos_flock, 64);

/* sys/socket.h, as XPG4 has it */
struct illumos_msghdr {
	uint64_t msg_name;
	uint32_t msg_namelen, pad0;
	uint64_t msg_iov;
	int32_t msg_iovlen, pad1;
	uint64_t msg_control;
	uint32_t msg_controllen;
	int32_t msg_flags;
};
SIZE_IS(struct illumos_msghdr, 48);

void illumos_msghdr_to_alien(void *alien, const void *host);
long illumos_msghdr_to_host(void *host, const void *alien);

#endif
