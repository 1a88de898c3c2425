/* Directory entries. */
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "syscall-map/file.h"
#include "syscall-map/map.h"

struct host_dirent {
	uint64_t ino;
	int64_t off; /* of the next entry: a cookie for lseek, as there */
	uint16_t reclen;
	uint8_t type;
	char name[];
} __attribute__((packed));

#define HOST_ENTRY_MAX 280 /* 19 bytes, a name of 255, NUL, rounded to 8 */
#define CHUNK          4096

/* Entries on their way: what the host gave, and what the alien gets. */
struct passage {
	unsigned long to; /* in the alien */
	unsigned long room;
	long back; /* where to seek if no more entries fit; -1: all did */
	uint32_t filled;
	char host[CHUNK] __attribute__((aligned(8)));
	char alien[CHUNK + CHUNK / 2];
};

static uint32_t length_of(const char *name)
{
	uint32_t n = 0;

	while (name[n])
		n++;
	return n;
}

static void put_number(char *at, uint64_t value, int size)
{
	memcpy(at, &value, size);
}

/* One entry in the alien's form; its length. */
static uint32_t put_entry(char *to, const struct host_dirent *d, const struct dirent_format *f,
			  uint32_t size, uint32_t name_length)
{
	memset(to, 0, size);
	put_number(to, d->ino, f->ino_size);
	if (f->off)
		put_number(to + f->off, (uint64_t)d->off, 8);
	put_number(to + f->reclen, size, 2);
	if (f->type)
		to[f->type] = (char)d->type;
	put_number(to + f->namlen, name_length, f->namlen_size);
	memcpy(to + f->name, d->name, name_length);
	return size;
}

/* Convert `got` bytes of host entries while they fit; false where one did not. */
static bool convert(struct passage *p, long got, const struct dirent_format *f, long *position)
{
	p->filled = 0;
	for (long at = 0; at < got;) {
		const struct host_dirent *d = (const void *)(p->host + at);
		uint32_t name_length = length_of(d->name);
		uint32_t size = (f->name + name_length + f->align) & ~(f->align - 1u);

		if (p->filled + size > p->room) {
			p->back = *position;
			return false;
		}
		p->filled += put_entry(p->alien + p->filled, d, f, size, name_length);
		*position = d->off;
		at += d->reclen;
	}
	return true;
}

/*
 * How much to ask of the host so that it fits when converted: an entry grows by 8
 * bytes at most, and none is shorter than 24.  Where the room is small, one whole
 * entry is asked for, and goes back (lseek) if it does not fit.
 */
static unsigned long to_ask(unsigned long room)
{
	unsigned long ask = room / 4 * 3;

	if (ask < HOST_ENTRY_MAX)
		ask = HOST_ENTRY_MAX;
	return ask > CHUNK ? CHUNK : ask;
}

long dirents_to_alien(long fd, unsigned long buf, unsigned long size, const struct dirent_format *f)
{
	struct passage p;
	long start = host_call(__NR_lseek, fd, 0, SEEK_CUR), position = start;
	long total = 0;

	p.to = buf;
	p.room = size;
	do {
		long got = host_call(__NR_getdents64, fd, p.host, to_ask(p.room));
		bool all;
		long error;

		if (got <= 0) {
			/* A directory that was removed is empty there; one that is none is EINVAL.
			 */
			if (!total && got < 0 && got != -ENOENT)
				return got == -ENOTDIR ? -EINVAL : got;
			break;
		}
		all = convert(&p, got, f, &position);
		if (!all)
			host_call(__NR_lseek, fd, p.back, SEEK_SET);
		error = copy_to_alien(p.to, p.alien, p.filled);
		if (error) { /* nothing was read */
			host_call(__NR_lseek, fd, start, SEEK_SET);
			return error;
		}
		total += p.filled;
		p.to += p.filled;
		p.room -= p.filled;
		if (!all)
			return total ? total : -EINVAL;
	} while (p.room >= 2 * CHUNK);
	return total;
}
