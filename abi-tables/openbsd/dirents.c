/* OpenBSD's directory entries, sys/dirent.h. */
#include "abi-tables/openbsd/structs.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"

map_fn map_openbsd_getdents;

struct openbsd_dirent {
	uint64_t d_fileno;
	int64_t d_off;
	uint16_t d_reclen;
	uint8_t d_type, d_namlen;
	uint8_t d_padding[4];
	char d_name[];
};
SIZE_IS(struct openbsd_dirent, 24);

/* DT_* are the host's. */
static const struct dirent_format format = {
	.ino_size = 8,
	.off = offsetof(struct openbsd_dirent, d_off),
	.reclen = offsetof(struct openbsd_dirent, d_reclen),
	.type = offsetof(struct openbsd_dirent, d_type),
	.namlen = offsetof(struct openbsd_dirent, d_namlen),
	.namlen_size = 1,
	.name = offsetof(struct openbsd_dirent, d_name),
	.align = 8,
};

/* Descriptor, buffer, size. */
long map_openbsd_getdents(struct call *c)
{
	return dirents_to_alien(c->alien[0], (unsigned long)c->alien[1], (unsigned long)c->alien[2],
				&format);
}
