/* Calls that only illumos has as they are here. */
#include "abi-tables/illumos/structs.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"

map_fn map_illumos_getdents, map_getlwp;

/* sys/dirent.h: an entry says no type. */
struct illumos_dirent {
	uint64_t d_ino;
	int64_t d_off;
	uint16_t d_reclen;
	char d_name[];
};
OFFSET_IS(struct illumos_dirent, d_name, 18);

static const struct dirent_format format = {
	.ino_size = 8,
	.off = offsetof(struct illumos_dirent, d_off),
	.reclen = offsetof(struct illumos_dirent, d_reclen),
	.name = offsetof(struct illumos_dirent, d_name),
	.align = 8,
};

/* Descriptor, buffer, size. */
long map_illumos_getdents(struct call *c)
{
	return dirents_to_alien(c->alien[0], (unsigned long)c->alien[1], (unsigned long)c->alien[2],
				&format);
}

long map_getlwp(struct call *c)
{
	(void)c;
	return thread_id_to_alien(this_thread()->tid);
}
