/* FreeBSD's directory entries, sys/dirent.h, and the calls that read them. */
#include <unistd.h>

#include "abi-tables/freebsd/structs.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"

map_fn map_getdirentries, map_getdirentries11, map_getdents11;

struct freebsd_dirent {
	uint64_t d_fileno;
	int64_t d_off;
	uint16_t d_reclen;
	uint8_t d_type, d_pad0;
	uint16_t d_namlen, d_pad1;
	char d_name[];
};
SIZE_IS(struct freebsd_dirent, 24);

/* With 32-bit inode numbers. */
struct freebsd11_dirent {
	uint32_t d_fileno;
	uint16_t d_reclen;
	uint8_t d_type, d_namlen;
	char d_name[];
};
SIZE_IS(struct freebsd11_dirent, 8);

/* DT_* are the host's. */
static const struct dirent_format now = {
	.ino_size = 8,
	.off = offsetof(struct freebsd_dirent, d_off),
	.reclen = offsetof(struct freebsd_dirent, d_reclen),
	.type = offsetof(struct freebsd_dirent, d_type),
	.namlen = offsetof(struct freebsd_dirent, d_namlen),
	.namlen_size = 2,
	.name = offsetof(struct freebsd_dirent, d_name),
	.align = 8,
};

static const struct dirent_format old = {
	.ino_size = 4,
	.reclen = offsetof(struct freebsd11_dirent, d_reclen),
	.type = offsetof(struct freebsd11_dirent, d_type),
	.namlen = offsetof(struct freebsd11_dirent, d_namlen),
	.namlen_size = 1,
	.name = offsetof(struct freebsd11_dirent, d_name),
	.align = 4,
};

/* Descriptor, buffer, size, and where the position before the read goes or NULL. */
static long read_directory(struct call *c, const struct dirent_format *f, unsigned long base)
{
	long position = 0, ret;

	if (base) {
		position = host_call(__NR_lseek, c->alien[0], 0, SEEK_CUR);
		if (is_error(position))
			return position == -ESPIPE ? -EINVAL : position;
	}
	ret = dirents_to_alien(c->alien[0], (unsigned long)c->alien[1], (unsigned long)c->alien[2],
			       f);
	if (ret >= 0 && base && put_alien_u64(base, (uint64_t)position))
		return -EFAULT;
	return ret;
}

long map_getdirentries(struct call *c)
{
	return read_directory(c, &now, (unsigned long)c->alien[3]);
}

long map_getdirentries11(struct call *c)
{
	return read_directory(c, &old, (unsigned long)c->alien[3]);
}

long map_getdents11(struct call *c)
{
	return read_directory(c, &old, 0);
}
