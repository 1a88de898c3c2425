/* FreeBSD's fts.h, ftw.h, and the head of sys/stat.h. */
#ifndef ABI_TABLES_FREEBSD_FTS_H
#define ABI_TABLES_FREEBSD_FTS_H

#include <stddef.h>
#include <stdint.h>

struct freebsd_stat_head {
	uint64_t dev, ino, nlink;
	uint16_t mode;
	uint8_t rest[198];
};
_Static_assert(sizeof(struct freebsd_stat_head) == 224, "struct stat");
#define FREEBSD_S_IFMT  0170000
#define FREEBSD_S_IFDIR 0040000
#define FREEBSD_S_IFREG 0100000
#define FREEBSD_S_IFLNK 0120000

struct freebsd_fts;
struct freebsd_ftsent {
	struct freebsd_ftsent *cycle, *parent, *link;
	long long number;
	void *pointer;
	char *accpath, *path;
	int32_t error, symfd;
	size_t pathlen, namelen;
	uint64_t ino, dev, nlink;
	int64_t level;
	int32_t info;
	uint32_t flags;
	int32_t instr, pad;
	void *statp;
	char *name;
	struct freebsd_fts *fts;
};
_Static_assert(sizeof(struct freebsd_ftsent) == 152, "FTSENT");

/* fts_open */
#define FREEBSD_FTS_COMFOLLOW 0x01
#define FREEBSD_FTS_LOGICAL   0x02
#define FREEBSD_FTS_NOSTAT    0x08
#define FREEBSD_FTS_PHYSICAL  0x10
#define FREEBSD_FTS_SEEDOT    0x20
#define FREEBSD_FTS_XDEV      0x40
#define FREEBSD_FTS_OPTIONS   0xff
#define FREEBSD_FTS_NAMEONLY  0x100
/* fts_info */
enum {
	FREEBSD_FTS_D = 1,
	FREEBSD_FTS_DC,
	FREEBSD_FTS_DEFAULT,
	FREEBSD_FTS_DNR,
	FREEBSD_FTS_DOT,
	FREEBSD_FTS_DP,
	FREEBSD_FTS_ERR,
	FREEBSD_FTS_F,
	FREEBSD_FTS_INIT,
	FREEBSD_FTS_NS,
	FREEBSD_FTS_NSOK,
	FREEBSD_FTS_SL,
	FREEBSD_FTS_SLNONE
};
/* fts_set */
#define FREEBSD_FTS_AGAIN  1
#define FREEBSD_FTS_FOLLOW 2
#define FREEBSD_FTS_SKIP   4

/* ftw.h */
enum {
	FREEBSD_FTW_F,
	FREEBSD_FTW_D,
	FREEBSD_FTW_DNR,
	FREEBSD_FTW_DP,
	FREEBSD_FTW_NS,
	FREEBSD_FTW_SL,
	FREEBSD_FTW_SLN
};
#define FREEBSD_FTW_PHYS  0x01
#define FREEBSD_FTW_MOUNT 0x02
#define FREEBSD_FTW_DEPTH 0x04

#endif
