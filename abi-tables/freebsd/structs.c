/*
 * FreeBSD's structures into the host's and back, by lists of members (abi-tables/members.h).
 */
#include <sched.h>
#include <signal.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/stat.h>
#include <mqueue.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/user.h>
#include <time.h>

#include "abi-tables/abi.h"
#include "abi-tables/bsd44/members.h"
#include "abi-tables/freebsd/aio.h"
#include "abi-tables/freebsd/fields.h"
#include "abi-tables/freebsd/file_structs.h"
#include "abi-tables/freebsd/frame.h"
#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/ioctl.h"
#include "abi-tables/freebsd/net.h"
#include "abi-tables/freebsd/structs.h"
#include "abi-tables/members.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/clock.h"
#include "syscall-map/sched.h"

/* sys/types.h, makedev(): the major number's low byte and the minor's other three in the low half.
 */
uint64_t freebsd_dev_to_alien(uint64_t dev)
{
	uint64_t major = (dev >> 8 & 0xfff) | (dev >> 32 & 0xfffff000);
	uint64_t minor = (dev & 0xff) | (dev >> 12 & 0xffffff00);

	return (major & 0xffffff00) << 32 | (major & 0xff) << 8 | (minor & 0xff00) << 24 |
	       (minor & 0xffff00ff);
}

uint64_t freebsd_dev_to_host(uint64_t dev)
{
	uint64_t major = (dev >> 32 & 0xffffff00) | (dev >> 8 & 0xff);
	uint64_t minor = (dev >> 24 & 0xff00) | (dev & 0xffff00ff);

	return (minor & 0xff) | (major & 0xfff) << 8 | (minor & 0xffffff00) << 12 |
	       (major & 0xfffff000) << 32;
}

#define dev_to_alien freebsd_dev_to_alien

/* kern_time.c's clock ids of CPU time: a bit that says so, one for a process, and the id. */
#define CPUCLOCK         0x80000000u
#define CPUCLOCK_PROCESS 0x40000000u

bool freebsd_cpu_clock_id(uint32_t clock, int *id, bool *thread)
{
	*id = (int)(clock & ~(CPUCLOCK | CPUCLOCK_PROCESS));
	*thread = !(clock & CPUCLOCK_PROCESS);
	if (*thread)
		*id = thread_id_to_host(*id);
	return clock & CPUCLOCK;
}

uint32_t freebsd_make_cpu_clock(int id, bool thread)
{
	return CPUCLOCK |
	       (thread ? (uint32_t)thread_id_to_alien(id) : CPUCLOCK_PROCESS | (uint32_t)id);
}

/* Before 64-bit inodes a number that does not fit is cut, a link count is 65535
 * (vfs.ino64_trunc_error 0). */
#define links16_to_alien(v) ((v) > UINT16_MAX ? UINT16_MAX : (uint16_t)(v))

static int64_t rlim_to_alien(uint64_t v)
{
	return v > FREEBSD_RLIM_INFINITY ? FREEBSD_RLIM_INFINITY : (int64_t)v;
}

/* FreeBSD takes a negative limit for infinity, setrlimit(2). */
static uint64_t rlim_to_host(int64_t v)
{
	return v < 0 || v == FREEBSD_RLIM_INFINITY ? (uint64_t)RLIM_INFINITY : (uint64_t)v;
}

static int64_t utime_to_host(int64_t nsec)
{
	if (nsec == FREEBSD_UTIME_NOW)
		return UTIME_NOW;
	if (nsec == FREEBSD_UTIME_OMIT)
		return UTIME_OMIT;
	/* The host's own two numbers mean nothing there. */
	return nsec == UTIME_NOW || nsec == UTIME_OMIT ? -1 : nsec;
}

static int64_t utime_to_alien(int64_t nsec)
{
	if (nsec == UTIME_NOW)
		return FREEBSD_UTIME_NOW;
	return nsec == UTIME_OMIT ? FREEBSD_UTIME_OMIT : nsec;
}

BOTH_WAYS(timespec, struct freebsd_timespec, struct timespec, TIMESPEC_MEMBERS)

#define TIMEVAL_MEMBERS(F, T)                                                                      \
	F(T, LONG, none, tv_sec, tv_sec, same)                                                     \
	F(T, LONG, none, tv_usec, tv_usec, same)
BOTH_WAYS(timeval, struct freebsd_timeval, struct timeval, TIMEVAL_MEMBERS)

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
BOTH_WAYS(utimes, struct freebsd_utimes, struct host_utimens, UTIMES_MEMBERS)

#define UTIMENS_MEMBERS(F, T)                                                                      \
	F(T, LONG, none, t[0].tv_sec, t[0].tv_sec, same)                                           \
	F(T, LONG, none, t[0].tv_nsec, t[0].tv_nsec, utime)                                        \
	F(T, LONG, none, t[1].tv_sec, t[1].tv_sec, same)                                           \
	F(T, LONG, none, t[1].tv_nsec, t[1].tv_nsec, utime)
BOTH_WAYS(utimens, struct freebsd_utimens, struct host_utimens, UTIMENS_MEMBERS)

#define ITIMERVAL_MEMBERS(F, T)                                                                    \
	F(T, LONG, none, it_interval.tv_sec, it_interval.tv_sec, same)                             \
	F(T, LONG, none, it_interval.tv_usec, it_interval.tv_usec, same)                           \
	F(T, LONG, none, it_value.tv_sec, it_value.tv_sec, same)                                   \
	F(T, LONG, none, it_value.tv_usec, it_value.tv_usec, same)
BOTH_WAYS(itimerval, struct freebsd_itimerval, struct itimerval, ITIMERVAL_MEMBERS)

BOTH_WAYS(itimerspec, struct freebsd_itimerspec, struct itimerspec, ITIMERSPEC_MEMBERS)

/*
 * stat is from the host's struct statx.  A birth time that is not known is -1 (stat(2)); the host
 * tells no generation number.
 */
static uint64_t make_dev(uint64_t major, uint64_t minor)
{
	return freebsd_dev_to_alien((minor & 0xff) | (major & 0xfff) << 8 |
				    (minor & 0xffffff00) << 12 | (major & 0xfffff000) << 32);
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

#define stxdev_to_alien(v)    make_dev(v, h->stx_dev_minor)
#define stxrdev_to_alien(v)   make_dev(v, h->stx_rdev_minor)
#define birth_to_alien(v)     (h->stx_mask & STATX_BTIME ? (v) : -1)
#define birthnsec_to_alien(v) (h->stx_mask & STATX_BTIME ? (v) : 0)
#define attr_to_alien(v)      file_flags(v)

#define STAT_TIMES(F, T)                                                                           \
	F(T, LONG, none, st_atim.tv_sec, stx_atime.tv_sec, same)                                   \
	F(T, LONG, none, st_atim.tv_nsec, stx_atime.tv_nsec, same)                                 \
	F(T, LONG, none, st_mtim.tv_sec, stx_mtime.tv_sec, same)                                   \
	F(T, LONG, none, st_mtim.tv_nsec, stx_mtime.tv_nsec, same)                                 \
	F(T, LONG, none, st_ctim.tv_sec, stx_ctime.tv_sec, same)                                   \
	F(T, LONG, none, st_ctim.tv_nsec, stx_ctime.tv_nsec, same)                                 \
	F(T, LONG, none, st_birthtim.tv_sec, stx_btime.tv_sec, birth)                              \
	F(T, LONG, none, st_birthtim.tv_nsec, stx_btime.tv_nsec, birthnsec)                        \
	F(T, LONG, none, st_size, stx_size, same)                                                  \
	F(T, LONG, none, st_blocks, stx_blocks, same)                                              \
	F(T, INT, none, st_blksize, stx_blksize, same)                                             \
	F(T, FLAGS, file_flags, st_flags, stx_attributes, attr)

#define STAT_IDS(F, T)                                                                             \
	F(T, MODE, none, st_mode, stx_mode, same)                                                  \
	F(T, UID, none, st_uid, stx_uid, same)                                                     \
	F(T, GID, none, st_gid, stx_gid, same)                                                     \
	F(T, DEV, none, st_rdev, stx_rdev_major, stxrdev)                                          \
	STAT_TIMES(F, T)

#define STAT_MEMBERS(F, T)                                                                         \
	F(T, DEV, none, st_dev, stx_dev_major, stxdev)                                             \
	F(T, LONG, none, st_ino, stx_ino, same)                                                    \
	F(T, LONG, none, st_nlink, stx_nlink, same)                                                \
	STAT_IDS(F, T)
TO_ALIEN(stat, struct freebsd_stat, struct statx, STAT_MEMBERS)

#define STAT11_MEMBERS(F, T)                                                                       \
	F(T, DEV, none, st_dev, stx_dev_major, stxdev)                                             \
	F(T, UINT, none, st_ino, stx_ino, same)                                                    \
	F(T, UINT, none, st_nlink, stx_nlink, links16)                                             \
	STAT_IDS(F, T)
TO_ALIEN(stat11, struct freebsd_stat11, struct statx, STAT11_MEMBERS)

#define NSTAT_MEMBERS(F, T)                                                                        \
	F(T, DEV, none, st_dev, stx_dev_major, stxdev)                                             \
	F(T, UINT, none, st_ino, stx_ino, same)                                                    \
	F(T, UINT, none, st_nlink, stx_nlink, same)                                                \
	STAT_IDS(F, T)
TO_ALIEN(nstat, struct freebsd_nstat, struct statx, NSTAT_MEMBERS)

TO_ALIEN(rusage, struct freebsd_rusage, struct rusage, RUSAGE_MEMBERS)

/* A timer's.  What is no signal there, or can't be sent here, is EINVAL. */
static long sigevent_to_host(void *host, const void *alien)
{
	const struct freebsd_sigevent *a = alien;
	struct sigevent *h = host;
	uint64_t notify;
	long error = xlat_to_host(XLAT_sigev, (uint32_t)a->sigev_notify, &notify);

	if (error)
		return error;
	*h = (struct sigevent){ .sigev_notify = (int)notify };
	h->sigev_value.sival_ptr = (void *)a->sigev_value;
	h->sigev_signo = signal_to_host(a->sigev_signo);
	h->_sigev_un._tid = thread_id_to_host(a->sigev_notify_thread_id);
	return h->sigev_signo || notify == SIGEV_NONE ? 0 : -EINVAL;
}

#define SIGEVENT_MEMBERS(F, T)                                                                     \
	F(T, ENUM, sigev, sigev_notify, sigev_notify, same)                                        \
	F(T, SIGNAL, none, sigev_signo, sigev_signo, same)                                         \
	F(T, HEX, none, sigev_value, sigev_value, same)                                            \
	F(T, INT, none, sigev_notify_thread_id, _sigev_un._tid, same)
static const struct field sigevent_fields[] = { SIGEVENT_MEMBERS(DESCRIBE,
								 struct freebsd_sigevent){ 0 } };

/* rtprio(2): 0 is the highest priority there, and the host's real-time ones begin at 1. */
static long rtprio_to_host(void *host, const void *alien)
{
	const struct freebsd_rtprio *a = alien;
	struct sched_request *h = host;
	uint64_t policy;
	long error = xlat_to_host(XLAT_rtprio_type, a->type, &policy);

	if (error || a->prio > FREEBSD_RTP_PRIO_MAX)
		return -EINVAL;
	h->policy = (int)policy;
	h->priority = h->policy == SCHED_FIFO || h->policy == SCHED_RR
			  ? FREEBSD_RTP_PRIO_MAX - a->prio + 1
			  : 0;
	return 0;
}

static void rtprio_to_alien(void *alien, const void *host)
{
	struct freebsd_rtprio *a = alien;
	const struct sched_request *h = host;
	uint64_t type = 0;

	xlat_to_alien(XLAT_rtprio_type, (uint64_t)h->policy, &type);
	a->type = (uint16_t)type;
	a->prio = 0;
	if (h->priority > 0 && h->priority <= FREEBSD_RTP_PRIO_MAX)
		a->prio = (uint16_t)(FREEBSD_RTP_PRIO_MAX - h->priority + 1);
}

static const struct field rtprio_fields[] = {
	{ "type", 0, 2, ARG_ENUM, XLAT_rtprio_type },
	{ "prio", 2, 2, ARG_UINT, 0 },
	{ 0 },
};

#define REGISTERS_MEMBERS(F, T)                                                                    \
	F(T, HEX, none, r_r15, r15, same)                                                          \
	F(T, HEX, none, r_r14, r14, same)                                                          \
	F(T, HEX, none, r_r13, r13, same)                                                          \
	F(T, HEX, none, r_r12, r12, same)                                                          \
	F(T, HEX, none, r_r11, r11, same)                                                          \
	F(T, HEX, none, r_r10, r10, same)                                                          \
	F(T, HEX, none, r_r9, r9, same)                                                            \
	F(T, HEX, none, r_r8, r8, same)                                                            \
	F(T, HEX, none, r_rdi, rdi, same)                                                          \
	F(T, HEX, none, r_rsi, rsi, same)                                                          \
	F(T, HEX, none, r_rbp, rbp, same)                                                          \
	F(T, HEX, none, r_rbx, rbx, same)                                                          \
	F(T, HEX, none, r_rdx, rdx, same)                                                          \
	F(T, HEX, none, r_rcx, rcx, same)                                                          \
	F(T, HEX, none, r_rax, rax, same)                                                          \
	F(T, HEX, none, r_fs, fs, same)                                                            \
	F(T, HEX, none, r_gs, gs, same)                                                            \
	F(T, HEX, none, r_es, es, same)                                                            \
	F(T, HEX, none, r_ds, ds, same)                                                            \
	F(T, HEX, none, r_rip, rip, same)                                                          \
	F(T, HEX, none, r_cs, cs, same)                                                            \
	F(T, HEX, none, r_rflags, eflags, same)                                                    \
	F(T, HEX, none, r_rsp, rsp, same)                                                          \
	F(T, HEX, none, r_ss, ss, same)
BOTH_WAYS(registers, struct freebsd_registers, struct user_regs_struct, REGISTERS_MEMBERS)

BOTH_WAYS(shmid, struct freebsd_shmid, struct shmid_ds, SHMID_MEMBERS)
BOTH_WAYS(shmid_old, struct freebsd_shmid_old, struct shmid_ds, SHMID_MEMBERS)

BOTH_WAYS(semid, struct freebsd_semid, struct semid_ds, SEMID_MEMBERS)
BOTH_WAYS(semid_old, struct freebsd_semid_old, struct semid_ds, SEMID_MEMBERS)

BOTH_WAYS(msqid, struct freebsd_msqid, struct msqid_ds, MSQID_MEMBERS)
BOTH_WAYS(msqid_old, struct freebsd_msqid_old, struct msqid_ds, MSQID_MEMBERS)

BOTH_WAYS(timex, struct freebsd_timex, struct timex, TIMEX_MEMBERS)

static long checked_timex_to_host(void *host, const void *alien)
{
	struct timex *h = host;
	uint64_t modes;
	long error = timex_to_host(host, alien)
			 ?: xlat_to_host(XLAT_ntp_modes,
					 ((const struct freebsd_timex *)alien)->modes, &modes);

	if (!error)
		h->modes = (unsigned)modes;
	return error;
}

TO_ALIEN(ntptime, struct freebsd_ntptime, struct ntp_time, NTPTIME_MEMBERS)

/* Of a new queue's attributes only two are read (kmq_open); programs leave the others unset. */
#define MQ_NEW_MEMBERS(F, T)                                                                       \
	F(T, LONG, none, mq_maxmsg, mq_maxmsg, same)                                               \
	F(T, LONG, none, mq_msgsize, mq_msgsize, same)
BOTH_WAYS(mq_new, struct freebsd_mq_attr, struct mq_attr, MQ_NEW_MEMBERS)

#define mq_flags_to_alien(v) ((v)&O_NONBLOCK ? FREEBSD_MQ_NONBLOCK : 0)
#define mq_flags_to_host(v)  ((v)&FREEBSD_MQ_NONBLOCK ? O_NONBLOCK : 0)

#define MQ_ATTR_MEMBERS(F, T)                                                                      \
	F(T, FLAGS, pipe, mq_flags, mq_flags, mq_flags)                                            \
	MQ_NEW_MEMBERS(F, T)                                                                       \
	F(T, LONG, none, mq_curmsgs, mq_curmsgs, same)
BOTH_WAYS(mq_attr, struct freebsd_mq_attr, struct mq_attr, MQ_ATTR_MEMBERS)

/* There is one flag to set (kmq_setattr). */
static long checked_mq_attr_to_host(void *host, const void *alien)
{
	const struct freebsd_mq_attr *a = alien;

	if (a->mq_flags & ~(int64_t)FREEBSD_MQ_NONBLOCK) {
		hole("flags of a message queue", (uint64_t)a->mq_flags);
		return -EINVAL;
	}
	return mq_attr_to_host(host, alien);
}

BOTH_WAYS(rlimit, struct freebsd_rlimit, struct rlimit, RLIMIT_MEMBERS)

/* clang-format off */
const struct layout freebsd_layouts[LAYOUT_COUNT] = {
	FREEBSD_AIO_LAYOUTS
	FREEBSD_NET_LAYOUTS
	FREEBSD_IOCTL_LAYOUTS
	FREEBSD_LIST_SIZES
	LAYOUT_OUT(stat, struct statx, struct freebsd_stat),
	LAYOUT_OUT(stat11, struct statx, struct freebsd_stat11),
	LAYOUT_OUT(nstat, struct statx, struct freebsd_nstat),
	[LAYOUT_statfs] = { sizeof(struct file_system), sizeof(struct freebsd_statfs),
			    freebsd_statfs_to_alien, NULL },
	[LAYOUT_statfs11] = { sizeof(struct file_system), sizeof(struct freebsd_statfs11),
			      freebsd_statfs11_to_alien, NULL },
	[LAYOUT_statfs4] = { sizeof(struct file_system), sizeof(struct freebsd_statfs4),
			     freebsd_statfs4_to_alien, NULL },
	[LAYOUT_fhandle] = { sizeof(struct file_handle_id), sizeof(struct freebsd_fhandle),
			     freebsd_fhandle_to_alien, freebsd_fhandle_to_host },
	[LAYOUT_flock] = { sizeof(struct flock), sizeof(struct freebsd_flock),
			   freebsd_flock_to_alien, freebsd_flock_to_host },
	[LAYOUT_flock_old] = { sizeof(struct flock), sizeof(struct freebsd_oflock),
			       freebsd_oflock_to_alien, freebsd_flock_to_host },
	LAYOUT_BOTH(timespec, struct timespec, struct freebsd_timespec),
	LAYOUT_BOTH(timeval, struct timeval, struct freebsd_timeval),
	LAYOUT_BOTH(utimes, struct host_utimens, struct freebsd_utimes),
	LAYOUT_BOTH(utimens, struct host_utimens, struct freebsd_utimens),
	LAYOUT_BOTH(itimerval, struct itimerval, struct freebsd_itimerval),
	LAYOUT_BOTH(itimerspec, struct itimerspec, struct freebsd_itimerspec),
	[LAYOUT_sigevent] = { sizeof(struct sigevent), sizeof(struct freebsd_sigevent), NULL,
			      sigevent_to_host },
	LAYOUT_OUT(rusage, struct rusage, struct freebsd_rusage),
	LAYOUT_BOTH(rtprio, struct sched_request, struct freebsd_rtprio),
	LAYOUT_BOTH(registers, struct user_regs_struct, struct freebsd_registers),
	LAYOUT_BOTH(shmid_old, struct shmid_ds, struct freebsd_shmid_old),
	LAYOUT_BOTH(shmid, struct shmid_ds, struct freebsd_shmid),
	LAYOUT_BOTH(semid_old, struct semid_ds, struct freebsd_semid_old),
	LAYOUT_BOTH(semid, struct semid_ds, struct freebsd_semid),
	LAYOUT_BOTH(msqid_old, struct msqid_ds, struct freebsd_msqid_old),
	LAYOUT_BOTH(msqid, struct msqid_ds, struct freebsd_msqid),
	[LAYOUT_timex] = { sizeof(struct timex), sizeof(struct freebsd_timex), timex_to_alien,
			   checked_timex_to_host },
	LAYOUT_OUT(ntptime, struct ntp_time, struct freebsd_ntptime),
	LAYOUT_BOTH(mq_new, struct mq_attr, struct freebsd_mq_attr),
	[LAYOUT_mq_attr] = { sizeof(struct mq_attr), sizeof(struct freebsd_mq_attr),
			     mq_attr_to_alien, checked_mq_attr_to_host },
	LAYOUT_BOTH(rlimit, struct rlimit, struct freebsd_rlimit),
	[LAYOUT_sigaction] = { sizeof(struct signal_action), sizeof(struct freebsd_sigaction),
			       freebsd_sigaction_to_alien, freebsd_sigaction_to_host },
	[LAYOUT_sigaltstack] = { sizeof(struct host_stack), sizeof(struct freebsd_stack),
				 freebsd_sigaltstack_to_alien, freebsd_sigaltstack_to_host },
	[LAYOUT_siginfo] = { sizeof(struct host_siginfo), sizeof(struct freebsd_siginfo),
			     freebsd_siginfo_to_alien, NULL },
	[LAYOUT_thread] = { sizeof(struct thread_start), sizeof(struct freebsd_thr_param), NULL,
			    freebsd_thread_to_host },
};

/* clang-format on */

const struct field *const freebsd_fields[LAYOUT_COUNT] = {
	[LAYOUT_stat] = stat_fields,
	[LAYOUT_stat11] = stat11_fields,
	[LAYOUT_nstat] = nstat_fields,
	[LAYOUT_timespec] = timespec_fields,
	[LAYOUT_timeval] = timeval_fields,
	[LAYOUT_utimes] = utimes_fields,
	[LAYOUT_utimens] = utimens_fields,
	[LAYOUT_itimerval] = itimerval_fields,
	[LAYOUT_itimerspec] = itimerspec_fields,
	[LAYOUT_sigevent] = sigevent_fields,
	[LAYOUT_rusage] = rusage_fields,
	[LAYOUT_rtprio] = rtprio_fields,
	[LAYOUT_registers] = registers_fields,
	[LAYOUT_shmid] = shmid_fields,
	[LAYOUT_shmid_old] = shmid_old_fields,
	[LAYOUT_semid] = semid_fields,
	[LAYOUT_semid_old] = semid_old_fields,
	[LAYOUT_msqid] = msqid_fields,
	[LAYOUT_msqid_old] = msqid_old_fields,
	[LAYOUT_timex] = timex_fields,
	[LAYOUT_ntptime] = ntptime_fields,
	[LAYOUT_mq_new] = mq_new_fields,
	[LAYOUT_mq_attr] = mq_attr_fields,
	[LAYOUT_rlimit] = rlimit_fields,
	FREEBSD_AIO_FIELDS,
	FREEBSD_OWN_FIELDS,
	FREEBSD_VIEW_FIELDS,
};
