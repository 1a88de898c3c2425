/* Offsets that entry.S uses; checked against the C structures in dispatch.c. */
#ifndef SHIM_LAYOUT_H
#define SHIM_LAYOUT_H

#define THREAD_ALIEN_SP    0
#define THREAD_HOST_SP     8
#define THREAD_SELF        16
#define THREAD_RESUME      24
#define THREAD_NR          32
#define THREAD_DEFERRED    36
#define THREAD_HOST_MASK   40
#define THREAD_HOST_FS     48
#define THREAD_EXIT_SP     56
#define THREAD_INTERRUPTED 64
#define THREAD_RAISE       68
#define THREAD_PID         72
#define THREAD_TID         76
#define THREAD_RAISE_INFO  80

#define CALL_REG           0
#define CALL_RDX           16
#define CALL_RESUME        48
#define CALL_RET           56
#define CALL_FAILED        64
#define CALL_NR            72
#define CALL_HOST_NR       80
#define CALL_HOST_ARGS     88
#define CALL_FINISH        136
#define CALL_SIZE          9088

/* Entries of thin_table and of thin_errno. */
#define THIN_LIMIT  1024
#define THIN_ERRNOS 134

#endif
