/* What sys/umtx.h and sys/_umtx.h say of the objects that _umtx_op(2) works on. */
#ifndef ABI_TABLES_FREEBSD_UMTX_H
#define ABI_TABLES_FREEBSD_UMTX_H

#include "abi-tables/freebsd/structs.h"

/* Flags of every object. */
#define USYNC_PROCESS_SHARED 0x0001

struct umutex {
	uint32_t m_owner, m_flags, m_ceilings[2];
	uint64_t m_rb_lnk;
	uint32_t m_spare[2];
};
SIZE_IS(struct umutex, 32);

#define UMUTEX_PRIO_INHERIT  0x0004
#define UMUTEX_PRIO_PROTECT  0x0008
#define UMUTEX_ROBUST        0x0010
#define UMUTEX_NONCONSISTENT 0x0020

/* m_owner: a thread's id, and whether others wait. */
#define UMUTEX_UNOWNED      0u
#define UMUTEX_CONTESTED    0x80000000u
#define UMUTEX_RB_OWNERDEAD (UMUTEX_CONTESTED | 0x10)
#define UMUTEX_RB_NOTRECOV  (UMUTEX_CONTESTED | 0x11)

#define RTP_PRIO_MAX        31 /* sys/rtprio.h */

struct ucond {
	uint32_t c_has_waiters, c_flags, c_clockid, c_spare[1];
};
SIZE_IS(struct ucond, 16);

#define CVWAIT_CHECK_UNPARKING 0x01
#define CVWAIT_ABSTIME         0x02
#define CVWAIT_CLOCKID         0x04

struct urwlock {
	uint32_t rw_state, rw_flags, rw_blocked_readers, rw_blocked_writers, rw_spare[4];
};
SIZE_IS(struct urwlock, 32);

#define URWLOCK_PREFER_READER 0x0002
#define URWLOCK_WRITE_OWNER   0x80000000u
#define URWLOCK_WRITE_WAITERS 0x40000000u
#define URWLOCK_READ_WAITERS  0x20000000u
#define URWLOCK_MAX_READERS   0x1fffffffu

struct usem {
	uint32_t _has_waiters, _count, _flags;
};

struct usem2 {
	uint32_t _count, _flags;
};

#define USEM_HAS_WAITERS 0x80000000u
#define USEM_MAX_COUNT   0x7fffffffu

struct freebsd_umtx_time {
	int64_t _timeout[2]; /* struct timespec */
	uint32_t _flags, _clockid;
};
SIZE_IS(struct freebsd_umtx_time, 24);

#define UMTX_ABSTIME     0x01

#define UMTX_SHM_CREAT   0x0001
#define UMTX_SHM_LOOKUP  0x0002
#define UMTX_SHM_DESTROY 0x0004
#define UMTX_SHM_ALIVE   0x0008

struct umtx_robust_lists_params {
	uint64_t robust_list_offset, robust_priv_list_offset, robust_inact_offset;
};

#endif
