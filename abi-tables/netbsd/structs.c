/*
 * NetBSD's structures into the host's and back, by lists of members (abi-tables/members.h).
 */
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/stat.h>
#include <mqueue.h>
#include <signal.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/user.h>
#include <time.h>

#include "abi-tables/bsd44/members.h"
#include "abi-tables/netbsd/aio.h"
#include "abi-tables/netbsd/frame.h"
#include "abi-tables/netbsd/ioctl.h"
#include "abi-tables/netbsd/net.h"
#include "abi-tables/netbsd/netbsd.h"
#include "abi-tables/netbsd/structs.h"
#include "shim/signal.h"
#include "syscall-map/clock.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"

/* sys/types.h, makedev(): twelve bits of the major number stand amid the minor's twenty. */
static uint64_t make_dev(uint64_t major, uint64_t minor)
{
	return (major << 8 & 0xfff00) | (minor << 12 & 0xfff00000) | (minor & 0xff);
}

uint64_t netbsd_dev_to_alien(uint64_t dev)
{
	return make_dev((dev >> 8 & 0xfff) | (dev >> 32 & 0xfffff000),
			(dev & 0xff) | (dev >> 12 & 0xffffff00));
}

uint64_t netbsd_dev_to_host(uint64_t dev)
{
	uint64_t major = dev >> 8 & 0xfff, minor = (dev & 0xff) | (dev >> 12 & 0xfff00);

	return (minor & 0xff) | major << 8 | (minor & 0xffffff00) << 12;
}

/* NetBSD takes a negative limit for a large one, and so does the host. */
#define rlim_to_alien(v) ((v) > NETBSD_RLIM_INFINITY ? NETBSD_RLIM_INFINITY : (v))
#define rlim_to_host(v)  ((v) >= NETBSD_RLIM_INFINITY ? RLIM_INFINITY : (v))

/* The host's two numbers are NetBSD's. */
_Static_assert(UTIME_NOW == NETBSD_UTIME_NOW && UTIME_OMIT == NETBSD_UTIME_OMIT, "utimensat");

BOTH_WAYS(timespec, struct netbsd_timespec, struct timespec, TIMESPEC_MEMBERS)
BOTH_WAYS(itimerspec, struct netbsd_itimerspec, struct itimerspec, ITIMERSPEC_MEMBERS)

#define TIMEVAL_MEMBERS(F, T)                                                                      \
	F(T, LONG, none, tv_sec, tv_sec, same)                                                     \
	F(T, INT, none, tv_usec, tv_usec, same)
BOTH_WAYS(timeval, struct netbsd_timeval, struct timeval, TIMEVAL_MEMBERS)

#define ITIMERVAL_MEMBERS(F, T)                                                                    \
	F(T, LONG, none, it_interval.tv_sec, it_interval.tv_sec, same)                             \
	F(T, INT, none, it_interval.tv_usec, it_interval.tv_usec, same)                            \
	F(T, LONG, none, it_value.tv_sec, it_value.tv_sec, same)                                   \
	F(T, INT, none, it_value.tv_usec, it_value.tv_usec, same)
BOTH_WAYS(itimerval, struct netbsd_itimerval, struct itimerval, ITIMERVAL_MEMBERS)

/* utimes(2) is the host's utimensat(2): one call for its four forms. */
struct host_utimens {
	struct timespec t[2];
};

static int64_t usec_to_host(int64_t usec)
{
	return usec < 0 || usec >= 1000000 ? -1 : usec * 1000;
}

#define usec_to_alien(v) ((int32_t)((v) / 1000))

#define UTIMES_MEMBERS(F, T)                                                                       \
	F(T, LONG, none, t[0].tv_sec, t[0].tv_sec, same)                                           \
	F(T, INT, none, t[0].tv_usec, t[0].tv_nsec, usec)                                          \
	F(T, LONG, none, t[1].tv_sec, t[1].tv_sec, same)                                           \
	F(T, INT, none, t[1].tv_usec, t[1].tv_nsec, usec)
BOTH_WAYS(utimes, struct netbsd_utimes, struct host_utimens, UTIMES_MEMBERS)

#define UTIMENS_MEMBERS(F, T)                                                                      \
	F(T, LONG, none, t[0].tv_sec, t[0].tv_sec, same)                                           \
	F(T, LONG, none, t[0].tv_nsec, t[0].tv_nsec, same)                                         \
	F(T, LONG, none, t[1].tv_sec, t[1].tv_sec, same)                                           \
	F(T, LONG, none, t[1].tv_nsec, t[1].tv_nsec, same)
BOTH_WAYS(utimens, struct netbsd_utimens, struct host_utimens, UTIMENS_MEMBERS)

/* stat is from the host's struct statx.  A birth time that is not known is 0 (vattr_null). */
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
	F(T, DEV, none, st_dev, stx_dev_major, stxdev)                                             \
	F(T, MODE, none, st_mode, stx_mode, same)                                                  \
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
	F(T, LONG, none, st_birthtim.tv_sec, stx_btime.tv_sec, birth)                              \
	F(T, LONG, none, st_birthtim.tv_nsec, stx_btime.tv_nsec, birth)                            \
	F(T, LONG, none, st_size, stx_size, same)                                                  \
	F(T, LONG, none, st_blocks, stx_blocks, same)                                              \
	F(T, INT, none, st_blksize, stx_blksize, same)                                             \
	F(T, FLAGS, file_flags, st_flags, stx_attributes, attr)
TO_ALIEN(stat, struct netbsd_stat, struct statx, STAT_MEMBERS)

TO_ALIEN(rusage, struct netbsd_rusage, struct rusage, RUSAGE_MEMBERS)

/* A timer's.  What is no signal there, or can't be sent here, is EINVAL. */
static long sigevent_to_host(void *host, const void *alien)
{
	const struct netbsd_sigevent *a = alien;
	struct sigevent *h = host;
	uint64_t notify;
	long error = xlat_to_host(XLAT_sigev, (uint32_t)a->sigev_notify, &notify);

	if (error)
		return error;
	*h = (struct sigevent){ .sigev_notify = (int)notify };
	h->sigev_value.sival_ptr = (void *)a->sigev_value;
	h->sigev_signo = signal_to_host(a->sigev_signo);
	return h->sigev_signo || notify == SIGEV_NONE ? 0 : -EINVAL;
}

#define SIGEVENT_MEMBERS(F, T)                                                                     \
	F(T, ENUM, sigev, sigev_notify, sigev_notify, same)                                        \
	F(T, SIGNAL, none, sigev_signo, sigev_signo, same)                                         \
	F(T, HEX, none, sigev_value, sigev_value, same)
static const struct field sigevent_fields[] = { SIGEVENT_MEMBERS(DESCRIBE,
								 struct netbsd_sigevent){ 0 } };

BOTH_WAYS(shmid, struct netbsd_shmid, struct shmid_ds, SHMID_MEMBERS)
BOTH_WAYS(semid, struct netbsd_semid, struct semid_ds, SEMID_MEMBERS)
BOTH_WAYS(msqid, struct netbsd_msqid, struct msqid_ds, MSQID_MEMBERS)

BOTH_WAYS(timex, struct netbsd_timex, struct timex, TIMEX_MEMBERS)

static long checked_timex_to_host(void *host, const void *alien)
{
	struct timex *h = host;
	uint64_t modes;
	long error = timex_to_host(host, alien)
			 ?: xlat_to_host(XLAT_ntp_modes,
					 ((const struct netbsd_timex *)alien)->modes, &modes);

	if (!error)
		h->modes = (unsigned)modes;
	return error;
}

TO_ALIEN(ntptime, struct netbsd_ntptime, struct ntp_time, NTPTIME_MEMBERS)

/* Of a new queue's attributes only two are read (mq_handle_open). */
#define MQ_NEW_MEMBERS(F, T)                                                                       \
	F(T, LONG, none, mq_maxmsg, mq_maxmsg, same)                                               \
	F(T, LONG, none, mq_msgsize, mq_msgsize, same)
BOTH_WAYS(mq_new, struct netbsd_mq_attr, struct mq_attr, MQ_NEW_MEMBERS)

#define mq_flags_to_alien(v) ((v)&O_NONBLOCK ? NETBSD_MQ_NONBLOCK : 0)
#define mq_flags_to_host(v)  ((v)&NETBSD_MQ_NONBLOCK ? O_NONBLOCK : 0)

#define MQ_ATTR_MEMBERS(F, T)                                                                      \
	F(T, FLAGS, pipe, mq_flags, mq_flags, mq_flags)                                            \
	MQ_NEW_MEMBERS(F, T)                                                                       \
	F(T, LONG, none, mq_curmsgs, mq_curmsgs, same)
BOTH_WAYS(mq_attr, struct netbsd_mq_attr, struct mq_attr, MQ_ATTR_MEMBERS)

BOTH_WAYS(rlimit, struct netbsd_rlimit, struct rlimit, RLIMIT_MEMBERS)

/* machine/reg.h: struct reg is what a context has. */
#define REGISTERS_MEMBERS(F, T)                                                                    \
	F(T, HEX, none, r15, r15, same)                                                            \
	F(T, HEX, none, r14, r14, same)                                                            \
	F(T, HEX, none, r13, r13, same)                                                            \
	F(T, HEX, none, r12, r12, same)                                                            \
	F(T, HEX, none, r11, r11, same)                                                            \
	F(T, HEX, none, r10, r10, same)                                                            \
	F(T, HEX, none, r9, r9, same)                                                              \
	F(T, HEX, none, r8, r8, same)                                                              \
	F(T, HEX, none, rdi, rdi, same)                                                            \
	F(T, HEX, none, rsi, rsi, same)                                                            \
	F(T, HEX, none, rbp, rbp, same)                                                            \
	F(T, HEX, none, rbx, rbx, same)                                                            \
	F(T, HEX, none, rdx, rdx, same)                                                            \
	F(T, HEX, none, rcx, rcx, same)                                                            \
	F(T, HEX, none, rax, rax, same)                                                            \
	F(T, HEX, none, rip, rip, same)                                                            \
	F(T, HEX, none, cs, cs, same)                                                              \
	F(T, HEX, none, rsp, rsp, same)                                                            \
	F(T, HEX, none, ss, ss, same)                                                              \
	F(T, HEX, none, ds, ds, same)                                                              \
	F(T, HEX, none, es, es, same)                                                              \
	F(T, HEX, none, fs, fs, same)                                                              \
	F(T, HEX, none, gs, gs, same)                                                              \
	F(T, HEX, none, rflags, eflags, same)
BOTH_WAYS(registers, struct netbsd_registers, struct user_regs_struct, REGISTERS_MEMBERS)

/* sys/fcntl.h: F_RDLCK 1, F_UNLCK 2, F_WRLCK 3. */
static int16_t lock_type_to_alien(int16_t host)
{
	return host == F_RDLCK ? 1 : host == F_UNLCK ? 2 : 3;
}

static void flock_to_alien(void *alien, const void *host)
{
	const struct flock *h = host;

	*(struct netbsd_flock *)alien =
	    (struct netbsd_flock){ h->l_start, h->l_len, h->l_pid, lock_type_to_alien(h->l_type),
				   h->l_whence };
}

static long flock_to_host(void *host, const void *alien)
{
	static const int16_t types[] = { -1, F_RDLCK, F_UNLCK, F_WRLCK };
	const struct netbsd_flock *a = alien;
	struct flock *h = host;
	uint64_t whence;

	if (a->l_type < 1 || a->l_type > 3 ||
	    xlat_to_host(XLAT_whence, (uint16_t)a->l_whence, &whence))
		return -EINVAL;
	*h = (struct flock){ .l_type = types[a->l_type],
			     .l_whence = (int16_t)whence,
			     .l_start = a->l_start,
			     .l_len = a->l_len,
			     .l_pid = a->l_pid };
	return 0;
}

/* f_bavail is what others than the superuser may use; what is above it is kept for him. */
static void put_statvfs(struct netbsd_statvfs *a, const struct file_system *fs)
{
	a->f_flag = fs->flags;
	a->f_bsize = a->f_frsize = fs->block_size;
	a->f_iosize = fs->io_size;
	a->f_blocks = fs->blocks;
	a->f_bfree = fs->free;
	a->f_bavail = fs->available;
	a->f_bresvd = fs->free - fs->available;
	a->f_files = fs->files;
	a->f_ffree = a->f_favail = fs->free_files;
	a->f_fsidx[0] = fs->id[0];
	a->f_fsidx[1] = fs->id[1];
	a->f_fsid = fs->id[0];
	a->f_namemax = fs->name_max;
}

static void statvfs_to_alien(void *alien, const void *host)
{
	const struct file_system *fs = host;
	struct netbsd_statvfs *a = alien;

	clear(a, sizeof *a);
	put_statvfs(a, fs);
	memcpy(a->f_fstypename, fs->type, sizeof fs->type);
	memcpy(a->f_mntonname, fs->on, sizeof a->f_mntonname);
	memcpy(a->f_mntfromname, fs->from, sizeof a->f_mntfromname);
}

static void statvfs90_to_alien(void *alien, const void *host)
{
	const struct file_system *fs = host;
	struct netbsd_statvfs90 *a = alien;
	struct netbsd_statvfs now;

	clear(a, sizeof *a);
	clear(&now, sizeof now);
	put_statvfs(&now, fs);
	memcpy(a, &now, offsetof(struct netbsd_statvfs90, f_spare));
	memcpy(a->f_fstypename, fs->type, sizeof fs->type);
	memcpy(a->f_mntonname, fs->on, sizeof a->f_mntonname);
	memcpy(a->f_mntfromname, fs->from, sizeof a->f_mntfromname);
}

/* clang-format off */
const struct layout netbsd_layouts[LAYOUT_COUNT] = {
	NETBSD_NET_LAYOUTS
	NETBSD_IOCTL_LAYOUTS
	[LAYOUT_number] = { 4, 4, NULL, NULL },
	[LAYOUT_pollfd] = { 8, 8, NULL, NULL },
	[LAYOUT_id] = { 4, 4, NULL, NULL },
	[LAYOUT_sembuf] = { 6, 6, NULL, NULL },
	[LAYOUT_uuid] = { 16, 16, NULL, NULL },
	LAYOUT_OUT(stat, struct statx, struct netbsd_stat),
	[LAYOUT_statfs] = { sizeof(struct file_system), sizeof(struct netbsd_statvfs),
			    statvfs_to_alien, NULL },
	[LAYOUT_statfs11] = { sizeof(struct file_system), sizeof(struct netbsd_statvfs90),
			      statvfs90_to_alien, NULL },
	LAYOUT_BOTH(flock, struct flock, struct netbsd_flock),
	LAYOUT_BOTH(timespec, struct timespec, struct netbsd_timespec),
	LAYOUT_BOTH(timeval, struct timeval, struct netbsd_timeval),
	LAYOUT_BOTH(utimes, struct host_utimens, struct netbsd_utimes),
	LAYOUT_BOTH(utimens, struct host_utimens, struct netbsd_utimens),
	LAYOUT_BOTH(itimerval, struct itimerval, struct netbsd_itimerval),
	LAYOUT_BOTH(itimerspec, struct itimerspec, struct netbsd_itimerspec),
	[LAYOUT_sigevent] = { sizeof(struct sigevent), sizeof(struct netbsd_sigevent), NULL,
			      sigevent_to_host },
	LAYOUT_OUT(rusage, struct rusage, struct netbsd_rusage),
	LAYOUT_BOTH(shmid, struct shmid_ds, struct netbsd_shmid),
	LAYOUT_BOTH(semid, struct semid_ds, struct netbsd_semid),
	LAYOUT_BOTH(msqid, struct msqid_ds, struct netbsd_msqid),
	[LAYOUT_timex] = { sizeof(struct timex), sizeof(struct netbsd_timex), timex_to_alien,
			   checked_timex_to_host },
	LAYOUT_OUT(ntptime, struct ntp_time, struct netbsd_ntptime),
	LAYOUT_BOTH(mq_new, struct mq_attr, struct netbsd_mq_attr),
	LAYOUT_BOTH(mq_attr, struct mq_attr, struct netbsd_mq_attr),
	LAYOUT_BOTH(rlimit, struct rlimit, struct netbsd_rlimit),
	LAYOUT_BOTH(registers, struct user_regs_struct, struct netbsd_registers),
	NETBSD_AIO_LAYOUTS
	[LAYOUT_sigaction] = { sizeof(struct signal_action), sizeof(struct netbsd_sigaction),
			       netbsd_sigaction_to_alien, netbsd_sigaction_to_host },
	[LAYOUT_sigaltstack] = { sizeof(struct host_stack), sizeof(struct netbsd_stack),
				 netbsd_sigaltstack_to_alien, netbsd_sigaltstack_to_host },
	[LAYOUT_siginfo] = { sizeof(struct host_siginfo), sizeof(struct netbsd_siginfo),
			     netbsd_siginfo_to_alien, netbsd_siginfo_to_host },
};
/* clang-format on */

const struct field *const netbsd_fields[LAYOUT_COUNT] = {
	[LAYOUT_stat] = stat_fields,
	[LAYOUT_registers] = registers_fields,
	NETBSD_AIO_FIELDS,
	[LAYOUT_timespec] = timespec_fields,
	[LAYOUT_timeval] = timeval_fields,
	[LAYOUT_utimes] = utimes_fields,
	[LAYOUT_utimens] = utimens_fields,
	[LAYOUT_itimerval] = itimerval_fields,
	[LAYOUT_itimerspec] = itimerspec_fields,
	[LAYOUT_sigevent] = sigevent_fields,
	[LAYOUT_rusage] = rusage_fields,
	[LAYOUT_shmid] = shmid_fields,
	[LAYOUT_semid] = semid_fields,
	[LAYOUT_msqid] = msqid_fields,
	[LAYOUT_timex] = timex_fields,
	[LAYOUT_ntptime] = ntptime_fields,
	[LAYOUT_mq_new] = mq_new_fields,
	[LAYOUT_mq_attr] = mq_attr_fields,
	[LAYOUT_rlimit] = rlimit_fields,
};
