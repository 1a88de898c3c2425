/* FreeBSD's directory entries (sys/dirent.h). */
#ifndef ABI_TABLES_FREEBSD_DIRENT_H
#define ABI_TABLES_FREEBSD_DIRENT_H

#include <stdint.h>

struct freebsd_dirent {
	uint64_t file;
	int64_t next; /* where the one behind it is: what telldir(3) says once it was read */
	uint16_t length;
	uint8_t type, pad0;
	uint16_t name_length, pad1;
	char name[256];
};
_Static_assert(sizeof(struct freebsd_dirent) == 280, "struct dirent");

/* dirent.h: opendir2's; whiteouts and unions of directories are none of the host's */
#define FREEBSD_DTF_ALL 0xf

#endif
