/* NetBSD's directory entries, sys/dirent.h: a name has up to 511 bytes. */
#include "abi-tables/members.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"

map_fn map_getdents30;

struct netbsd_dirent {
	uint64_t d_fileno;
	uint16_t d_reclen, d_namlen;
	uint8_t d_type;
	char d_name[512];
};
OFFSET_IS(struct netbsd_dirent, d_name, 13);

/* DT_* are the host's. */
static const struct dirent_format format = {
	.ino_size = 8,
	.reclen = offsetof(struct netbsd_dirent, d_reclen),
	.type = offsetof(struct netbsd_dirent, d_type),
	.namlen = offsetof(struct netbsd_dirent, d_namlen),
	.namlen_size = 2,
	.name = offsetof(struct netbsd_dirent, d_name),
	.align = 8,
};

/* (descriptor, buffer, size) */
long map_getdents30(struct call *c)
{
	return dirents_to_alien(c->alien[0], (unsigned long)c->alien[1], (unsigned long)c->alien[2],
				&format);
}
