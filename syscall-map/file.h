/*
 * What the map functions of files and memory share with each other, and with the
 * tables that say what an alien's bits mean: where the host has no bit or number
 * of its own for a thing, the host column of the table holds one of these.
 * They lie above the 32 bits that the host's flags use.
 */
#ifndef SYSCALL_MAP_FILE_H
#define SYSCALL_MAP_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "abi-tables/kinds.h"

#define OWN_BIT(n) (1ull << (32 + (n)))
#define HOST_BITS  0xffffffffull

/* open: XLAT_open */
#define OPEN_SHLOCK     OWN_BIT(0) /* flock shared, exclusive, before the call returns */
#define OPEN_EXLOCK     OWN_BIT(1)
#define OPEN_EXEC       OWN_BIT(2) /* for execution or search only */
#define OPEN_BENEATH    OWN_BIT(3) /* never leave the directory that the path starts in */
#define OPEN_EMPTY_PATH OWN_BIT(4) /* an empty path opens the descriptor's file again */
#define OPEN_CLOFORK    OWN_BIT(5) /* syscall-map/clofork.h; also of pipes and sockets */
#define OPEN_REGULAR    OWN_BIT(6) /* fail where the file is none */
/* socket: XLAT_socktype */
#define SOCKET_NO_SIGPIPE OWN_BIT(7) /* syscall-map/quiet.h */
#define OPEN_OWN                                                                                   \
	(OPEN_SHLOCK | OPEN_EXLOCK | OPEN_EXEC | OPEN_BENEATH | OPEN_EMPTY_PATH | OPEN_CLOFORK |   \
	 OPEN_REGULAR)

/* fcntl's flags of a descriptor: XLAT_fd_flags */
#define FD_OWN_CLOFORK OWN_BIT(0)

/* *at calls: XLAT_at and its like */
#define AT_OWN_BENEATH OWN_BIT(0)

/* fcntl: XLAT_fcntl; F_DUPFD, F_GETFD... are the host's own. */
enum own_fcntl {
	FCNTL_DUP2FD = 0x10000,
	FCNTL_DUP2FD_CLOEXEC,
	FCNTL_DUPFD_CLOFORK,
	FCNTL_DUP3FD, /* to another number than the descriptor's own */
	FCNTL_DUP3FD_CLOEXEC,
	FCNTL_DUP3FD_CLOFORK,
	FCNTL_DUP3FD_BOTH,
	FCNTL_OLD_GETLK, /* the lock structure of before, LAYOUT_flock_old */
	FCNTL_OLD_SETLK,
	FCNTL_OLD_SETLKW,
	FCNTL_READAHEAD,   /* by bytes, negative: off */
	FCNTL_RDAHEAD,     /* on or off */
	FCNTL_FILE_INFO,   /* abi->file_info */
	FCNTL_ISUNIONSTACK, /* whether names of several layers show in a directory */
	FCNTL_CLOSE_FROM,   /* close the descriptor and all above it */
	FCNTL_HIGHEST,      /* the highest descriptor there is */
	FCNTL_PATH          /* its path, in 1024 bytes */
};

/* mmap: XLAT_mmap, XLAT_prot */
#define MMAP_STACK           OWN_BIT(0)
#define MMAP_GUARD           OWN_BIT(1)
#define MMAP_EXCL            OWN_BIT(2) /* with MAP_FIXED: fail where something is mapped */
#define MMAP_NOCORE          OWN_BIT(3)
#define MMAP_PREFAULT        OWN_BIT(4)
#define MMAP_ALIGN(n)        OWN_BIT(8 + (n)) /* bit n of the logarithm of the alignment */
#define MMAP_ALIGN_OF(flags) ((flags) >> 40 & 0xff)
#define PROT_OWN_MAX(prot)   ((uint64_t)(prot) << 32) /* the most that mprotect may give */

/* madvise: XLAT_madvise */
#define ADVICE_NOTHING 0x10000 /* the host has no such thing to be advised of */
#define ADVICE_PROTECT 0x10001 /* never kill this process for memory */

/* minherit: XLAT_minherit */
enum own_inherit { INHERIT_OWN_SHARE = 1, INHERIT_OWN_COPY, INHERIT_OWN_NONE, INHERIT_OWN_ZERO };

/* shm_open2: XLAT_shm; shm_rename: XLAT_shm_rename is the host's RENAME_*. */
#define SHM_OWN_SEALING   1
#define SHM_OWN_GROW      2
#define SHM_OWN_LARGEPAGE 4

/* pathconf: XLAT_pathconf */
enum own_pathconf {
	PATHCONF_LINK_MAX = 1,
	PATHCONF_MAX_CANON,
	PATHCONF_MAX_INPUT,
	PATHCONF_NAME_MAX,
	PATHCONF_PATH_MAX,
	PATHCONF_PIPE_BUF,
	PATHCONF_UNSAID, /* no limit, or nothing to say: -1 */
	PATHCONF_BLOCK,  /* the file system's block size */
	PATHCONF_FILESIZEBITS,
	PATHCONF_SYMLINK_MAX,
	PATHCONF_HOLE, /* the least size of a hole */
	PATHCONF_ACLS, /* whether there are access control lists */
	PATHCONF_ACL_ENTRIES
};
#define PATHCONF_CONST(n) (0x10000 + (n)) /* the answer is always n */

/* File flags (chflags, st_flags): XLAT_file_flags's host column is FS_*_FL of <linux/fs.h>. */

/* Mount flags (statfs): XLAT_mount's host column is ST_* of statfs(2), and this one. */
#define MOUNT_LOCAL OWN_BIT(0) /* no network file system */
#define MOUNT_ROOT  OWN_BIT(1)
#define MOUNT_ACLS  OWN_BIT(2) /* it has access control lists */

/* What a struct statfs holds, before it is laid out for the alien (LAYOUT_statfs). */
struct file_system {
	uint64_t flags; /* alien's */
	uint64_t block_size, io_size, blocks, free, available, files, free_files;
	uint32_t name_max;
	uint32_t id[2];
	char type[16], from[1024], on[1024];
};

/* What a file handle holds (LAYOUT_fhandle): the host's, with its file system. */
struct file_handle_id {
	uint32_t fsid[2];
	uint32_t type, size; /* size: bytes in data */
	uint8_t data[16];
};

/* How the alien's directory entries look. */
struct dirent_format {
	uint8_t ino_size;                        /* 4 or 8, at offset 0 */
	uint8_t off, reclen, type, namlen, name; /* where they stand; off, type 0: there is none */
	uint8_t namlen_size;                     /* 1 or 2; 0: there is none */
	uint8_t align;
};

struct call;
/* Fill [buf, buf + size) with entries of the open directory; bytes written, 0 at its end, -errno.
 */
long dirents_to_alien(long fd, unsigned long buf, unsigned long size,
		      const struct dirent_format *f);

/* dup2: the new descriptor or -errno.  flags: 0 or O_CLOEXEC. */
long duplicate_to(long from, long to, long flags);
/* A finish function for calls whose result is a duplicate of host[0]. */
long finish_dup(struct call *c, long ret);

/* The file system of an open file, to the alien's structure at `to`.  0 or -errno. */
long tell_file_system(long fd, enum layout_id layout, unsigned long to);
/*
 * An open directory or file on the file system with this id, the `skip`th there is;
 * -ESTALE: there are no more.
 */
long open_file_system(const uint32_t fsid[2], unsigned skip);
/* Open again, with open(2)'s flags through XLAT_open, what a descriptor is open on. */
long open_descriptor(struct call *c, long fd, uint64_t flags);

/* Whether the file system of what the path leads to has access control lists. */
bool path_has_acls(const char *path);

/* Close every descriptor of the alien's. */
void close_everything(void);
/* All from this one on.  0 or -errno. */
long close_from(int first);
/* "/proc/self/fd/N", at most 32 bytes. */
void fd_path(char *path, long fd);
/* Append a decimal number; the new end. */
char *put_decimal(char *at, uint64_t value);
/* openat2 beneath the directory; a path that leaves it is the abi's not_beneath. */
long open_beneath(long dirfd, long path, uint64_t flags, uint64_t mode);
/*
 * host[0] is a directory, host[1] a path, host[flags] AT_ bits: where they have
 * AT_OWN_BENEATH, make the call and answer; CALL_HOST where they have not.
 */
long call_beneath(struct call *c, int flags);
/* unlinkat with host[0] and host[1]. */
long unlink_beneath(struct call *c, uint64_t flags);
/* 1 where the alien's string is "", 0 where it is not, -EFAULT. */
long path_is_empty(unsigned long path);
/* S_IFMT bits of the file itself (a last symbolic link is not followed), or -errno. */
long file_type(long dirfd, unsigned long path);

#endif
