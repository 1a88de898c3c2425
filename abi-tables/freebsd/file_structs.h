/* FreeBSD's structures of files and file systems that are more than a list of members. */
#ifndef ABI_TABLES_FREEBSD_FILE_STRUCTS_H
#define ABI_TABLES_FREEBSD_FILE_STRUCTS_H

#include "abi-tables/freebsd/structs.h"

/* sys/mount.h */
#define FREEBSD_STATFS_VERSION   0x20140518
#define FREEBSD_STATFS11_VERSION 0x20030518

#define STATFS_HEAD                                                                                \
	uint32_t f_version, f_type;                                                                \
	uint64_t f_flags, f_bsize, f_iosize, f_blocks, f_bfree;                                    \
	int64_t f_bavail;                                                                          \
	uint64_t f_files;                                                                          \
	int64_t f_ffree;                                                                           \
	uint64_t f_syncwrites, f_asyncwrites, f_syncreads, f_asyncreads;                           \
	uint64_t f_spare[10];                                                                      \
	uint32_t f_namemax, f_owner, f_fsid[2];                                                    \
	char f_charspare[80], f_fstypename[16];

struct freebsd_statfs {
	STATFS_HEAD
	char f_mntfromname[1024], f_mntonname[1024];
};
SIZE_IS(struct freebsd_statfs, 2344);
OFFSET_IS(struct freebsd_statfs, f_fstypename, 280);

struct freebsd_statfs11 {
	STATFS_HEAD
	char f_mntfromname[88], f_mntonname[88];
};
SIZE_IS(struct freebsd_statfs11, 472);
OFFSET_IS(struct freebsd_statfs11, f_mntonname, 384);

void freebsd_statfs_to_alien(void *alien, const void *host);
void freebsd_statfs11_to_alien(void *alien, const void *host);

/* sys/fcntl.h */
struct freebsd_oflock {
	int64_t l_start, l_len;
	int32_t l_pid;
	int16_t l_type, l_whence;
};
SIZE_IS(struct freebsd_oflock, 24);

struct freebsd_flock {
	int64_t l_start, l_len;
	int32_t l_pid;
	int16_t l_type, l_whence;
	int32_t l_sysid;
};
SIZE_IS(struct freebsd_flock, 32);

void freebsd_flock_to_alien(void *alien, const void *host);
void freebsd_oflock_to_alien(void *alien, const void *host);
long freebsd_flock_to_host(void *host, const void *alien); /* reads no l_sysid */

#endif
