/* Which NetBSD it is. */
#ifndef ABI_TABLES_NETBSD_RELEASE_H
#define ABI_TABLES_NETBSD_RELEASE_H

#define NETBSD_TITLE      "NetBSD 10.1"
#define NETBSD_RELEASE    "10.1"
#define NETBSD_VERSION    "NetBSD 10.1 (GENERIC)\n"
#define NETBSD_OSREVISION 1001000000 /* sys/param.h: __NetBSD_Version__, MMmmrrpp00 */

#endif
