/* What lwp.c and the rest of NetBSD's folder share. */
#ifndef ABI_TABLES_NETBSD_LWP_H
#define ABI_TABLES_NETBSD_LWP_H

/* sys/lwp.h */
#define NETBSD_LWP_DETACHED  0x40
#define NETBSD_LWP_SUSPENDED 0x80

#endif
