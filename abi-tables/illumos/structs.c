/* illumos' structures into the host's and back: abi-tables/members.h. */
#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "abi-tables/illumos/frame.h"
#include "abi-tables/illumos/illumos.h"
#include "abi-tables/illumos/structs.h"
#include "shim/signal.h"
#include "syscall-map/map.h"

/* sys/mkdev.h: 32 bits each. */
uint64_t illumos_dev_to_alien(uint64_t dev)
{
	uint64_t major = (dev >> 8 & 0xfff) | (dev >> 32 & 0xfffff000);
	uint64_t minor = (dev & 0xff) | (dev >> 12 & 0xffffff00);

	return major << 32 | minor;
}

uint64_t illumos_dev_to_host(uint64_t dev)
{
	uint64_t major = dev >> 32, minor = (uint32_t)dev;

	return (minor & 0xff) | (major & 0xfff) << 8 | (minor & 0xffffff00) << 12 |
	       (major & 0xfffff000) << 32;
}

static uint64_t rlim_to_alien(uint64_t v)
{
	return v > ILLUMOS_RLIM_INFINITY ? ILLUMOS_RLIM_INFINITY : v;
}

static uint64_t rlim_to_host(uint64_t v)
{
	return v >= ILLUMOS_RLIM_INFINITY ? (uint64_t)RLIM_INFINITY : v;
}

static int64_t utime_to_host(int64_t nsec)
{
	if (nsec == ILLUMOS_UTIME_NOW)
		return UTIME_NOW;
	if (nsec == ILLUMOS_UTIME_OMIT)
		return UTIME_OMIT;
	/* The host's own two numbers mean nothing there. */
	return nsec == UTIME_NOW || nsec == UTIME_OMIT ? -3 : nsec;
}

static int64_t utime_to_alien(int64_t nsec)
{
	if (nsec == UTIME_NOW)
		return ILLUMOS_UTIME_NOW;
	return nsec == UTIME_OMIT ? ILLUMOS_UTIME_OMIT : nsec;
}

#define TIMESPEC_MEMBERS(F, T)                                                                     \
	F(T, LONG, none, tv_sec, tv_sec, same)                                                     \
	F(T, LONG, none, tv_nsec, tv_nsec, same)
BOTH_WAYS(timespec, struct illumos_timespec, struct timespec, TIMESPEC_MEMBERS)

#define TIMEVAL_MEMBERS(F, T)                                                                      \
	F(T, LONG, none, tv_sec, tv_sec, same)                                                     \
	F(T, LONG, none, tv_usec, tv_usec, same)
BOTH_WAYS(timeval, struct illumos_timeval, struct timeval, TIMEVAL_MEMBERS)

/* utimes(2) is the host's utimensat(2): one call for its four forms. */
struct host_utimens {
	struct timespec t[2];
};

static int64_t usec_to_host(int64_t usec)
{
	return usec < 0 || usec >= 1000000 ? -1 : usec * 1000;
}

static int64_t usec_to_alien(int64_t nsec)
{
	return nsec / 1000;
}

#define UTIMES_MEMBERS(F, T)                                                                       \
	F(T, LONG, none, t[0].tv_sec, t[0].tv_sec, same)                                           \
	F(T, LONG, none, t[0].tv_usec, t[0].tv_nsec, usec)                                         \
	F(T, LONG, none, t[1].tv_sec, t[1].tv_sec, same)                                           \
	F(T, LONG, none, t[1].tv_usec, t[1].tv_nsec, usec)
BOTH_WAYS(utimes, struct illumos_utimes, struct host_utimens, UTIMES_MEMBERS)

#define UTIMENS_MEMBERS(F, T)                                                                      \
	F(T, LONG, none, t[0].tv_sec, t[0].tv_sec, same)                                           \
	F(T, LONG, none, t[0].tv_nsec, t[0].tv_nsec, utime)                                        \
	F(T, LONG, none, t[1].tv_sec, t[1].tv_sec, same)                                           \
	F(T, LONG, none, t[1].tv_nsec, t[1].tv_nsec, utime)
BOTH_WAYS(utimens, struct illumos_utimens, struct host_utimens, UTIMENS_MEMBERS)

#define ITIMERVAL_MEMBERS(F, T)                                                                    \
	F(T, LONG, none, it_interval.tv_sec, it_interval.tv_sec, same)                             \
	F(T, LONG, none, it_interval.tv_usec, it_interval.tv_usec, same)                           \
	F(T, LONG, none, it_value.tv_sec, it_value.tv_sec, same)                                   \
	F(T, LONG, none, it_value.tv_usec, it_value.tv_usec, same)
BOTH_WAYS(itimerval, struct illumos_itimerval, struct itimerval, ITIMERVAL_MEMBERS)

#define stxdev_to_alien(v)  ((uint64_t)(v) << 32 | h->stx_dev_minor)
#define stxrdev_to_alien(v) ((uint64_t)(v) << 32 | h->stx_rdev_minor)

#define STAT_MEMBERS(F, T)                                                                         \
	F(T, MODE, none, st_mode, stx_mode, same)                                                  \
	F(T, DEV, none, st_dev, stx_dev_major, stxdev)                                             \
	F(T, LONG, none, st_ino, stx_ino, same)                                                    \
	F(T, UINT, none, st_nlink, stx_nlink, same)                                                \
	F(T, UID, none, st_uid, stx_uid, same)                                                     \
	F(T, GID, none, st_gid, stx_gid, same)                                                     \
	F(T, DEV, none, st_rdev, stx_rdev_major, stxrdev)                                          \
	F(T, LONG, none, st_atim.tv_sec, stx_atime.tv_sec, same)                                   \
	F(T, LONG, none, st_atim.tv_nsec, stx_atime.tv_nsec, same)                                 \
	F(T, LONG, none, st_mtim.tv_sec, stx_mtime.tv_sec, same)                                   \
	F(T, LONG, none, st_mtim.tv_nsec, stx_mtime.tv_nsec, same)                                 \
	F(T, LONG, none, st_ctim.tv_sec, stx_ctime.tv_sec, same)                                   \
	F(T, LONG, none, st_ctim.tv_nsec, stx_ctime.tv_nsec, same)                                 \
	F(T, LONG, none, st_size, stx_size, same)                                                  \
	F(T, LONG, none, st_blocks, stx_blocks, same)                                              \
	F(T, INT, none, st_blksize, stx_blksize, same)
TO_ALIEN(stat, struct illumos_stat, struct statx, STAT_MEMBERS)

#define RUSAGE_MEMBERS(F, T)                                                                       \
	F(T, LONG, none, ru_utime.tv_sec, ru_utime.tv_sec, same)                                   \
	F(T, LONG, none, ru_utime.tv_usec, ru_utime.tv_usec, same)                                 \
	F(T, LONG, none, ru_stime.tv_sec, ru_stime.tv_sec, same)                                   \
	F(T, LONG, none, ru_stime.tv_usec, ru_stime.tv_usec, same)                                 \
	F(T, LONG, none, ru_maxrss, ru_maxrss, same)                                               \
	F(T, LONG, none, ru_ixrss, ru_ixrss, same)                                                 \
	F(T, LONG, none, ru_idrss, ru_idrss, same)                                                 \
	F(T, LONG, none, ru_minflt, ru_minflt, same)                                               \
	F(T, LONG, none, ru_majflt, ru_majflt, same)                                               \
	F(T, LONG, none, ru_nswap, ru_nswap, same)                                                 \
	F(T, LONG, none, ru_inblock, ru_inblock, same)                                             \
	F(T, LONG, none, ru_oublock, ru_oublock, same)                                             \
	F(T, LONG, none, ru_msgsnd, ru_msgsnd, same)                                               \
	F(T, LONG, none, ru_msgrcv, ru_msgrcv, same)                                               \
	F(T, LONG, none, ru_nsignals, ru_nsignals, same)                                           \
	F(T, LONG, none, ru_nvcsw, ru_nvcsw, same)                                                 \
	F(T, LONG, none, ru_nivcsw, ru_nivcsw, same)
TO_ALIEN(rusage, struct illumos_rusage, struct rusage, RUSAGE_MEMBERS)

#define RLIMIT_MEMBERS(F, T)                                                                       \
	F(T, LONG, none, rlim_cur, rlim_cur, rlim)                                                 \
	F(T, LONG, none, rlim_max, rlim_max, rlim)
BOTH_WAYS(rlimit, struct illumos_rlimit, struct rlimit, RLIMIT_MEMBERS)

/* sys/fcntl.h: F_RDLCK 1, F_WRLCK 2, F_UNLCK 3. */
static const struct {
	int16_t alien, host;
} lock_types[] = { { 1, F_RDLCK }, { 2, F_WRLCK }, { 3, F_UNLCK } };

static void flock_to_alien(void *alien, const void *host)
{
	const struct flock *h = host;
	struct illumos_flock *a = alien;

	*a = (struct illumos_flock){
		.l_start = h->l_start, .l_len = h->l_len, .l_pid = h->l_pid, .l_whence = h->l_whence
	};
	for (int i = 0; i < 3; i++)
		if (lock_types[i].host == h->l_type)
			a->l_type = lock_types[i].alien;
}

static long flock_to_host(void *host, const void *alien)
{
	const struct illumos_flock *a = alien;
	struct flock *h = host;
	uint64_t whence;

	memset(h, 0, sizeof *h);
	if (xlat_to_host(XLAT_whence, (uint16_t)a->l_whence, &whence))
		return -EINVAL;
	h->l_whence = (int16_t)whence;
	h->l_start = a->l_start;
	h->l_len = a->l_len;
	for (int i = 0; i < 3; i++) {
		if (lock_types[i].alien == a->l_type) {
			h->l_type = lock_types[i].host;
			return 0;
		}
	}
	return -EINVAL;
}

/* clang-format off */
const struct layout illumos_layouts[LAYOUT_COUNT] = {
	[LAYOUT_stat] = { sizeof(struct statx), sizeof(struct illumos_stat), stat_to_alien,
			  NULL },
	LAYOUT_BOTH(flock, struct flock, struct illumos_flock),
	LAYOUT_BOTH(timespec, struct timespec, struct illumos_timespec),
	LAYOUT_BOTH(timeval, struct timeval, struct illumos_timeval),
	LAYOUT_BOTH(utimes, struct host_utimens, struct illumos_utimes),
	LAYOUT_BOTH(utimens, struct host_utimens, struct illumos_utimens),
	LAYOUT_BOTH(itimerval, struct itimerval, struct illumos_itimerval),
	LAYOUT_OUT(rusage, struct rusage, struct illumos_rusage),
	LAYOUT_BOTH(rlimit, struct rlimit, struct illumos_rlimit),
	[LAYOUT_msghdr] = { sizeof(struct msghdr), sizeof(struct illumos_msghdr),
			    illumos_msghdr_to_alien, illumos_msghdr_to_host },
	[LAYOUT_sigaction] = { sizeof(struct signal_action), sizeof(struct illumos_sigaction),
			       illumos_sigaction_to_alien, illumos_sigaction_to_host },
	[LAYOUT_sigaltstack] = { sizeof(struct host_stack), sizeof(struct illumos_stack),
				 illumos_sigaltstack_to_alien, illumos_sigaltstack_to_host },
	[LAYOUT_siginfo] = { sizeof(struct host_siginfo), sizeof(struct illumos_siginfo),
			     illumos_siginfo_to_alien, NULL },
	[LAYOUT_sigset] = { 16, 16, NULL, NULL },
	[LAYOUT_number] = { 4, 4, NULL, NULL },
	[LAYOUT_pollfd] = { 8, 8, NULL, NULL },
	[LAYOUT_id] = { 4, 4, NULL, NULL },
};
/* clang-format on */

static const struct field status_fields[] = { { "", 0, 4, ARG_HEX, 0 }, { 0 } };

const struct field *const illumos_fields[LAYOUT_COUNT] = {
	[LAYOUT_stat] = stat_fields,
	[LAYOUT_timespec] = timespec_fields,
	[LAYOUT_timeval] = timeval_fields,
	[LAYOUT_utimes] = utimes_fields,
	[LAYOUT_utimens] = utimens_fields,
	[LAYOUT_itimerval] = itimerval_fields,
	[LAYOUT_rusage] = rusage_fields,
	[LAYOUT_rlimit] = rlimit_fields,
	[LAYOUT_sigaction] = illumos_sigaction_fields,
	[LAYOUT_status] = status_fields,
};
