/* OpenBSD's structures into the host's and back: abi-tables/members.h. */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/stat.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "abi-tables/net.h"
#include "abi-tables/openbsd/frame.h"
#include "abi-tables/openbsd/ioctl.h"
#include "abi-tables/openbsd/openbsd.h"
#include "abi-tables/openbsd/structs.h"
#include "shim/signal.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"

/* sys/types.h: 8 bits of major number above 8 of minor, and the minor's others above those. */
uint64_t openbsd_dev_to_alien(uint64_t dev)
{
	uint64_t major = (dev >> 8 & 0xfff) | (dev >> 32 & 0xfffff000);
	uint64_t minor = (dev & 0xff) | (dev >> 12 & 0xffffff00);

	return (uint32_t)((major & 0xff) << 8 | (minor & 0xff) | (minor & 0xffff00) << 8);
}

uint64_t openbsd_dev_to_host(uint64_t dev)
{
	uint64_t major = dev >> 8 & 0xff;
	uint64_t minor = (dev & 0xff) | (dev & 0xffff0000) >> 8;

	return (minor & 0xff) | major << 8 | (minor & 0xffffff00) << 12;
}

static uint64_t rlim_to_alien(uint64_t v)
{
	return v > OPENBSD_RLIM_INFINITY ? OPENBSD_RLIM_INFINITY : v;
}

static uint64_t rlim_to_host(uint64_t v)
{
	return v >= OPENBSD_RLIM_INFINITY ? (uint64_t)RLIM_INFINITY : v;
}

static int64_t utime_to_host(int64_t nsec)
{
	if (nsec == OPENBSD_UTIME_NOW)
		return UTIME_NOW;
	if (nsec == OPENBSD_UTIME_OMIT)
		return UTIME_OMIT;
	/* The host's own two numbers mean nothing there. */
	return nsec == UTIME_NOW || nsec == UTIME_OMIT ? -3 : nsec;
}

static int64_t utime_to_alien(int64_t nsec)
{
	if (nsec == UTIME_NOW)
		return OPENBSD_UTIME_NOW;
	return nsec == UTIME_OMIT ? OPENBSD_UTIME_OMIT : nsec;
}

#define TIMESPEC_MEMBERS(F, T)                                                                     \
	F(T, LONG, none, tv_sec, tv_sec, same)                                                     \
	F(T, LONG, none, tv_nsec, tv_nsec, same)
BOTH_WAYS(timespec, struct openbsd_timespec, struct timespec, TIMESPEC_MEMBERS)

#define TIMEVAL_MEMBERS(F, T)                                                                      \
	F(T, LONG, none, tv_sec, tv_sec, same)                                                     \
	F(T, LONG, none, tv_usec, tv_usec, same)
BOTH_WAYS(timeval, struct openbsd_timeval, struct timeval, TIMEVAL_MEMBERS)

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
BOTH_WAYS(utimes, struct openbsd_utimes, struct host_utimens, UTIMES_MEMBERS)

#define UTIMENS_MEMBERS(F, T)                                                                      \
	F(T, LONG, none, t[0].tv_sec, t[0].tv_sec, same)                                           \
	F(T, LONG, none, t[0].tv_nsec, t[0].tv_nsec, utime)                                        \
	F(T, LONG, none, t[1].tv_sec, t[1].tv_sec, same)                                           \
	F(T, LONG, none, t[1].tv_nsec, t[1].tv_nsec, utime)
BOTH_WAYS(utimens, struct openbsd_utimens, struct host_utimens, UTIMENS_MEMBERS)

#define ITIMERVAL_MEMBERS(F, T)                                                                    \
	F(T, LONG, none, it_interval.tv_sec, it_interval.tv_sec, same)                             \
	F(T, LONG, none, it_interval.tv_usec, it_interval.tv_usec, same)                           \
	F(T, LONG, none, it_value.tv_sec, it_value.tv_sec, same)                                   \
	F(T, LONG, none, it_value.tv_usec, it_value.tv_usec, same)
BOTH_WAYS(itimerval, struct openbsd_itimerval, struct itimerval, ITIMERVAL_MEMBERS)

/*
 * stat is from the host's struct statx.  A birth time that is not known is 0; the host tells
 * no generation number.
 */
static int32_t make_dev(uint64_t major, uint64_t minor)
{
	return (int32_t)openbsd_dev_to_alien((minor & 0xff) | (major & 0xfff) << 8 |
					     (minor & 0xffffff00) << 12 |
					     (major & 0xfffff000) << 32);
}

static uint32_t file_flags(uint64_t attributes)
{
	uint64_t host = 0, alien = 0;

	if (attributes & STATX_ATTR_NODUMP)
		host |= FS_NODUMP_FL;
	if (attributes & STATX_ATTR_IMMUTABLE)
		host |= FS_IMMUTABLE_FL;
	if (attributes & STATX_ATTR_APPEND)
		host |= FS_APPEND_FL;
	if (host)
		xlat_to_alien(XLAT_file_flags, host, &alien);
	return (uint32_t)alien;
}

#define stxdev_to_alien(v)  make_dev(v, h->stx_dev_minor)
#define stxrdev_to_alien(v) make_dev(v, h->stx_rdev_minor)
#define birth_to_alien(v)   (h->stx_mask & STATX_BTIME ? (v) : 0)
#define attr_to_alien(v)    file_flags(v)

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
	F(T, INT, none, st_blksize, stx_blksize, same)                                             \
	F(T, FLAGS, file_flags, st_flags, stx_attributes, attr)                                    \
	F(T, LONG, none, st_birthtim.tv_sec, stx_btime.tv_sec, birth)                              \
	F(T, LONG, none, st_birthtim.tv_nsec, stx_btime.tv_nsec, birth)
TO_ALIEN(stat, struct openbsd_stat, struct statx, STAT_MEMBERS)

#define RUSAGE_MEMBERS(F, T)                                                                       \
	F(T, LONG, none, ru_utime.tv_sec, ru_utime.tv_sec, same)                                   \
	F(T, LONG, none, ru_utime.tv_usec, ru_utime.tv_usec, same)                                 \
	F(T, LONG, none, ru_stime.tv_sec, ru_stime.tv_sec, same)                                   \
	F(T, LONG, none, ru_stime.tv_usec, ru_stime.tv_usec, same)                                 \
	F(T, LONG, none, ru_maxrss, ru_maxrss, same)                                               \
	F(T, LONG, none, ru_ixrss, ru_ixrss, same)                                                 \
	F(T, LONG, none, ru_idrss, ru_idrss, same)                                                 \
	F(T, LONG, none, ru_isrss, ru_isrss, same)                                                 \
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
TO_ALIEN(rusage, struct openbsd_rusage, struct rusage, RUSAGE_MEMBERS)

#define RLIMIT_MEMBERS(F, T)                                                                       \
	F(T, LONG, none, rlim_cur, rlim_cur, rlim)                                                 \
	F(T, LONG, none, rlim_max, rlim_max, rlim)
BOTH_WAYS(rlimit, struct openbsd_rlimit, struct rlimit, RLIMIT_MEMBERS)

static void statfs_to_alien(void *alien, const void *host)
{
	const struct file_system *fs = host;
	struct openbsd_statfs *a = alien;

	clear(a, sizeof *a);
	a->f_flags = (uint32_t)fs->flags;
	a->f_bsize = (uint32_t)fs->block_size;
	a->f_iosize = (uint32_t)fs->io_size;
	a->f_blocks = fs->blocks;
	a->f_bfree = fs->free;
	a->f_bavail = (int64_t)fs->available;
	a->f_files = fs->files;
	a->f_ffree = fs->free_files;
	a->f_favail = (int64_t)fs->free_files;
	a->f_fsid[0] = fs->id[0];
	a->f_fsid[1] = fs->id[1];
	a->f_namemax = fs->name_max;
	memcpy(a->f_fstypename, fs->type, sizeof a->f_fstypename - 1);
	memcpy(a->f_mntonname, fs->on, sizeof a->f_mntonname - 1);
	memcpy(a->f_mntfromname, fs->from, sizeof a->f_mntfromname - 1);
	memcpy(a->f_mntfromspec, fs->from, sizeof a->f_mntfromspec - 1);
}

/* sys/fcntl.h: F_RDLCK 1, F_UNLCK 2, F_WRLCK 3. */
static const struct {
	int16_t alien, host;
} lock_types[] = { { 1, F_RDLCK }, { 2, F_UNLCK }, { 3, F_WRLCK } };

static void flock_to_alien(void *alien, const void *host)
{
	const struct flock *h = host;
	struct openbsd_flock *a = alien;

	a->l_start = h->l_start;
	a->l_len = h->l_len;
	a->l_pid = h->l_pid;
	a->l_whence = h->l_whence;
	for (int i = 0; i < 3; i++)
		if (lock_types[i].host == h->l_type)
			a->l_type = lock_types[i].alien;
}

static long flock_to_host(void *host, const void *alien)
{
	const struct openbsd_flock *a = alien;
	struct flock *h = host;
	uint64_t whence;

	memset(h, 0, sizeof *h);
	if (xlat_to_host(XLAT_whence, (uint16_t)a->l_whence, &whence))
		return -EINVAL;
	h->l_whence = (int16_t)whence;
	h->l_start = a->l_start;
	h->l_len = a->l_len;
	h->l_pid = a->l_pid;
	for (int i = 0; i < 3; i++) {
		if (lock_types[i].alien == a->l_type) {
			h->l_type = lock_types[i].host;
			return 0;
		}
	}
	return -EINVAL;
}

/* clang-format off */
const struct layout openbsd_layouts[LAYOUT_COUNT] = {
	LAYOUT_OUT(stat, struct statx, struct openbsd_stat),
	LAYOUT_OUT(statfs, struct file_system, struct openbsd_statfs),
	LAYOUT_BOTH(flock, struct flock, struct openbsd_flock),
	LAYOUT_BOTH(timespec, struct timespec, struct openbsd_timespec),
	LAYOUT_BOTH(timeval, struct timeval, struct openbsd_timeval),
	LAYOUT_BOTH(utimes, struct host_utimens, struct openbsd_utimes),
	LAYOUT_BOTH(utimens, struct host_utimens, struct openbsd_utimens),
	LAYOUT_BOTH(itimerval, struct itimerval, struct openbsd_itimerval),
	LAYOUT_OUT(rusage, struct rusage, struct openbsd_rusage),
	LAYOUT_BOTH(rlimit, struct rlimit, struct openbsd_rlimit),
	[LAYOUT_msghdr] = { sizeof(struct msghdr), sizeof(struct openbsd_msghdr),
			    openbsd_msghdr_to_alien, openbsd_msghdr_to_host },
	[LAYOUT_peer] = { sizeof(struct host_peer), sizeof(struct openbsd_peer),
			  openbsd_peer_to_alien, NULL },
	[LAYOUT_path_mtu] = { 32, 32, openbsd_path_mtu_to_alien, NULL },
	[LAYOUT_termios] = { OPENBSD_HOST_TERMIOS, sizeof(struct openbsd_termios),
			     openbsd_termios_to_alien, openbsd_termios_to_host },
	[LAYOUT_sigaction] = { sizeof(struct signal_action), sizeof(struct openbsd_sigaction),
			       openbsd_sigaction_to_alien, openbsd_sigaction_to_host },
	[LAYOUT_sigaltstack] = { sizeof(struct host_stack), sizeof(struct openbsd_stack),
				 openbsd_sigaltstack_to_alien, openbsd_sigaltstack_to_host },
	[LAYOUT_siginfo] = { sizeof(struct host_siginfo), sizeof(struct openbsd_siginfo),
			     openbsd_siginfo_to_alien, NULL },
	[LAYOUT_number] = { 4, 4, NULL, NULL },
	[LAYOUT_pollfd] = { 8, 8, NULL, NULL },
	[LAYOUT_id] = { 4, 4, NULL, NULL },
	[LAYOUT_address] = { 8, 8, NULL, NULL },
	[LAYOUT_sembuf] = { 6, 6, NULL, NULL },
};
/* clang-format on */

static const struct field status_fields[] = { { "", 0, 4, ARG_HEX, 0 }, { 0 } };

const struct field *const openbsd_fields[LAYOUT_COUNT] = {
	[LAYOUT_stat] = stat_fields,
	[LAYOUT_timespec] = timespec_fields,
	[LAYOUT_timeval] = timeval_fields,
	[LAYOUT_utimes] = utimes_fields,
	[LAYOUT_utimens] = utimens_fields,
	[LAYOUT_itimerval] = itimerval_fields,
	[LAYOUT_rusage] = rusage_fields,
	[LAYOUT_rlimit] = rlimit_fields,
	[LAYOUT_sigaction] = openbsd_sigaction_fields,
	[LAYOUT_status] = status_fields,
};
