/*
 * The release that alien programs are told they run on.  Numbers from FreeBSD
 * 14.3: sys/param.h (__FreeBSD_version), sys/conf/newvers.sh, uname(1).
 */
#ifndef ABI_TABLES_FREEBSD_RELEASE_H
#define ABI_TABLES_FREEBSD_RELEASE_H

#define FREEBSD_TITLE     "FreeBSD 14.3"
#define FREEBSD_RELEASE   "14.3-RELEASE"
#define FREEBSD_OSRELDATE 1403000
#define FREEBSD_IDENT     "GENERIC"
#define FREEBSD_VERSION   "FreeBSD " FREEBSD_RELEASE " " FREEBSD_IDENT "\n"

#endif
