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

/* struct ostatfs, FreeBSD 4's */
struct freebsd_statfs4 {
	int64_t f_spare2, f_bsize, f_iosize, f_blocks, f_bfree, f_bavail, f_files, f_ffree;
	uint32_t f_fsid[2];
	uint32_t f_owner;
	int32_t f_type, f_flags;
	int64_t f_syncwrites, f_asyncwrites;
	char f_fstypename[16], f_mntonname[72];
	int64_t f_syncreads, f_asyncreads;
	int16_t f_spares1;
	char f_mntfromname[72];
	int16_t f_spares2;
	int64_t f_spare[2];
};
SIZE_IS(struct freebsd_statfs4, 304);
OFFSET_IS(struct freebsd_statfs4, f_fstypename, 104);
OFFSET_IS(struct freebsd_statfs4, f_mntfromname, 210);

void freebsd_statfs_to_alien(void *alien, const void *host);
void freebsd_statfs11_to_alien(void *alien, const void *host);
void freebsd_statfs4_to_alien(void *alien, const void *host);

/* sys/mount.h: fhandle_t, fsid_t and struct fid, whose length counts from fid_len on */
struct freebsd_fhandle {
	uint32_t fh_fsid[2];
	uint16_t fid_len, fid_data0;
	uint8_t fid_data[16];
};
SIZE_IS(struct freebsd_fhandle, 28);

void freebsd_fhandle_to_alien(void *alien, const void *host);
long freebsd_fhandle_to_host(void *host, const void *alien);

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
