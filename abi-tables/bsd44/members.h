/*
 * Structures whose members have the same names on the BSDs (sys/time.h, sys/resource.h,
 * sys/timex.h); types and sizes are each system's own.  For abi-tables/members.h's lists.
 */
#ifndef ABI_TABLES_BSD44_MEMBERS_H
#define ABI_TABLES_BSD44_MEMBERS_H

#include "syscall-map/map.h"

/* Above the permissions stand marks of the kernel's own, here and there. */
#define ipc_mode_to_alien(v) ((v)&0777)
#define ipc_mode_to_host(v)  ((v)&0777)

#define SHMID_MEMBERS(F, T)                                                                        \
	F(T, UID, none, shm_perm.cuid, shm_perm.cuid, same)                                        \
	F(T, GID, none, shm_perm.cgid, shm_perm.cgid, same)                                        \
	F(T, UID, none, shm_perm.uid, shm_perm.uid, same)                                          \
	F(T, GID, none, shm_perm.gid, shm_perm.gid, same)                                          \
	F(T, MODE, none, shm_perm.mode, shm_perm.mode, ipc_mode)                                   \
	F(T, UINT, none, shm_perm.seq, shm_perm.__seq, same)                                       \
	F(T, LONG, none, shm_perm.key, shm_perm.__key, same)                                       \
	F(T, LONG, none, shm_segsz, shm_segsz, same)                                               \
	F(T, PID, none, shm_lpid, shm_lpid, same)                                                  \
	F(T, PID, none, shm_cpid, shm_cpid, same)                                                  \
	F(T, UINT, none, shm_nattch, shm_nattch, same)                                             \
	F(T, LONG, none, shm_atime, shm_atime, same)                                               \
	F(T, LONG, none, shm_dtime, shm_dtime, same)                                               \
	F(T, LONG, none, shm_ctime, shm_ctime, same)

#define SEMID_MEMBERS(F, T)                                                                        \
	F(T, UID, none, sem_perm.cuid, sem_perm.cuid, same)                                        \
	F(T, GID, none, sem_perm.cgid, sem_perm.cgid, same)                                        \
	F(T, UID, none, sem_perm.uid, sem_perm.uid, same)                                          \
	F(T, GID, none, sem_perm.gid, sem_perm.gid, same)                                          \
	F(T, MODE, none, sem_perm.mode, sem_perm.mode, ipc_mode)                                   \
	F(T, UINT, none, sem_perm.seq, sem_perm.__seq, same)                                       \
	F(T, LONG, none, sem_perm.key, sem_perm.__key, same)                                       \
	F(T, UINT, none, sem_nsems, sem_nsems, same)                                               \
	F(T, LONG, none, sem_otime, sem_otime, same)                                               \
	F(T, LONG, none, sem_ctime, sem_ctime, same)

#define MSQID_MEMBERS(F, T)                                                                        \
	F(T, UID, none, msg_perm.cuid, msg_perm.cuid, same)                                        \
	F(T, GID, none, msg_perm.cgid, msg_perm.cgid, same)                                        \
	F(T, UID, none, msg_perm.uid, msg_perm.uid, same)                                          \
	F(T, GID, none, msg_perm.gid, msg_perm.gid, same)                                          \
	F(T, MODE, none, msg_perm.mode, msg_perm.mode, ipc_mode)                                   \
	F(T, UINT, none, msg_perm.seq, msg_perm.__seq, same)                                       \
	F(T, LONG, none, msg_perm.key, msg_perm.__key, same)                                       \
	F(T, LONG, none, msg_cbytes, __msg_cbytes, same)                                           \
	F(T, LONG, none, msg_qnum, msg_qnum, same)                                                 \
	F(T, LONG, none, msg_qbytes, msg_qbytes, same)                                             \
	F(T, PID, none, msg_lspid, msg_lspid, same)                                                \
	F(T, PID, none, msg_lrpid, msg_lrpid, same)                                                \
	F(T, LONG, none, msg_stime, msg_stime, same)                                               \
	F(T, LONG, none, msg_rtime, msg_rtime, same)                                               \
	F(T, LONG, none, msg_ctime, msg_ctime, same)

static inline uint32_t ntp_status_to_alien(int host)
{
	uint64_t status = 0;

	xlat_to_alien(XLAT_ntp_status, (uint32_t)host, &status);
	return (uint32_t)status;
}

static inline int ntp_status_to_host(uint32_t alien)
{
	uint64_t status = 0;

	xlat_to_host(XLAT_ntp_status, alien, &status);
	return (int)status;
}

/* The modes may be refused on their way in: checked_timex_to_host. */
#define ntp_modes_to_host(v) (0)

static inline uint32_t ntp_modes_to_alien(unsigned host)
{
	uint64_t modes = 0;

	xlat_to_alien(XLAT_ntp_modes, host, &modes);
	return (uint32_t)modes;
}

#define TIMESPEC_MEMBERS(F, T)                                                                     \
	F(T, LONG, none, tv_sec, tv_sec, same)                                                     \
	F(T, LONG, none, tv_nsec, tv_nsec, same)

#define ITIMERSPEC_MEMBERS(F, T)                                                                   \
	F(T, LONG, none, it_interval.tv_sec, it_interval.tv_sec, same)                             \
	F(T, LONG, none, it_interval.tv_nsec, it_interval.tv_nsec, same)                           \
	F(T, LONG, none, it_value.tv_sec, it_value.tv_sec, same)                                   \
	F(T, LONG, none, it_value.tv_nsec, it_value.tv_nsec, same)

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

#define TIMEX_MEMBERS(F, T)                                                                        \
	F(T, FLAGS, ntp_modes, modes, modes, ntp_modes)                                            \
	F(T, LONG, none, offset, offset, same)                                                     \
	F(T, LONG, none, freq, freq, same)                                                         \
	F(T, LONG, none, maxerror, maxerror, same)                                                 \
	F(T, LONG, none, esterror, esterror, same)                                                 \
	F(T, FLAGS, ntp_status, status, status, ntp_status)                                        \
	F(T, LONG, none, constant, constant, same)                                                 \
	F(T, LONG, none, precision, precision, same)                                               \
	F(T, LONG, none, tolerance, tolerance, same)                                               \
	F(T, LONG, none, ppsfreq, ppsfreq, same)                                                   \
	F(T, LONG, none, jitter, jitter, same)                                                     \
	F(T, INT, none, shift, shift, same)                                                        \
	F(T, LONG, none, stabil, stabil, same)                                                     \
	F(T, LONG, none, jitcnt, jitcnt, same)                                                     \
	F(T, LONG, none, calcnt, calcnt, same)                                                     \
	F(T, LONG, none, errcnt, errcnt, same)                                                     \
	F(T, LONG, none, stbcnt, stbcnt, same)

#define NTPTIME_MEMBERS(F, T)                                                                      \
	F(T, LONG, none, time.tv_sec, time.tv_sec, same)                                           \
	F(T, LONG, none, time.tv_nsec, time.tv_nsec, same)                                         \
	F(T, LONG, none, maxerror, maxerror, same)                                                 \
	F(T, LONG, none, esterror, esterror, same)                                                 \
	F(T, LONG, none, tai, tai, same)                                                           \
	F(T, INT, none, time_state, state, same)

#define RLIMIT_MEMBERS(F, T)                                                                       \
	F(T, LONG, none, rlim_cur, rlim_cur, rlim)                                                 \
	F(T, LONG, none, rlim_max, rlim_max, rlim)

#endif
