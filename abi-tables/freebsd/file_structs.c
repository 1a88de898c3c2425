/* FreeBSD's structures of files and file systems: see file_structs.h. */
#include <errno.h>
#include <fcntl.h>

#include "abi-tables/freebsd/file_structs.h"
#include "abi-tables/freebsd/freebsd.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"

/*
 * f_type is the number that FreeBSD makes from a file system's name where
 * vfs.typenumhash is set: 32-bit FNV-1 (sys/fnv_hash.h), its low byte.
 */
static uint32_t type_number(const char *name)
{
	uint32_t hash = 2166136261u;

	while (*name)
		hash = (hash * 16777619u) ^ (uint8_t)*name++;
	return hash & 0xff;
}

/* What stands before the names is the same in both structures. */
static void put_numbers(struct freebsd_statfs11 *a, const struct file_system *fs, uint32_t version)
{
	a->f_version = version;
	a->f_type = type_number(fs->type);
	a->f_flags = fs->flags;
	a->f_bsize = fs->block_size;
	a->f_iosize = fs->io_size;
	a->f_blocks = fs->blocks;
	a->f_bfree = fs->free;
	a->f_bavail = (int64_t)fs->available;
	a->f_files = fs->files;
	a->f_ffree = (int64_t)fs->free_files;
	a->f_namemax = fs->name_max;
	a->f_fsid[0] = fs->id[0];
	a->f_fsid[1] = fs->id[1];
	memcpy(a->f_fstypename, fs->type, sizeof a->f_fstypename);
}

void freebsd_statfs_to_alien(void *alien, const void *host)
{
	const struct file_system *fs = host;
	struct freebsd_statfs *a = alien;

	memset(a, 0, sizeof *a);
	put_numbers(alien, fs, FREEBSD_STATFS_VERSION);
	memcpy(a->f_mntfromname, fs->from, sizeof a->f_mntfromname);
	memcpy(a->f_mntonname, fs->on, sizeof a->f_mntonname);
}

void freebsd_statfs11_to_alien(void *alien, const void *host)
{
	const struct file_system *fs = host;
	struct freebsd_statfs11 *a = alien;

	memset(a, 0, sizeof *a);
	put_numbers(a, fs, FREEBSD_STATFS11_VERSION);
	memcpy(a->f_mntfromname, fs->from, sizeof a->f_mntfromname - 1);
	memcpy(a->f_mntonname, fs->on, sizeof a->f_mntonname - 1);
}

/* The host's kind of handle goes where FreeBSD's file systems keep nothing. */
void freebsd_fhandle_to_alien(void *alien, const void *host)
{
	const struct file_handle_id *h = host;
	struct freebsd_fhandle *a = alien;

	memset(a, 0, sizeof *a);
	memcpy(a->fh_fsid, h->fsid, sizeof a->fh_fsid);
	a->fid_len = (uint16_t)(4 + h->size);
	a->fid_data0 = (uint16_t)h->type;
	memcpy(a->fid_data, h->data, h->size);
}

/* A handle that no file system made belongs to none: ESTALE (fhopen(2)). */
long freebsd_fhandle_to_host(void *host, const void *alien)
{
	const struct freebsd_fhandle *a = alien;
	struct file_handle_id *h = host;

	memset(h, 0, sizeof *h);
	if (a->fid_len < 4 || a->fid_len > 4 + sizeof h->data)
		return -ESTALE;
	memcpy(h->fsid, a->fh_fsid, sizeof h->fsid);
	h->size = a->fid_len - 4u;
	h->type = a->fid_data0;
	memcpy(h->data, a->fid_data, h->size);
	return 0;
}

static int64_t as_long(uint64_t v)
{
	return v > INT64_MAX ? INT64_MAX : (int64_t)v;
}

void freebsd_statfs4_to_alien(void *alien, const void *host)
{
	const struct file_system *fs = host;
	struct freebsd_statfs4 *a = alien;

	memset(a, 0, sizeof *a);
	a->f_bsize = as_long(fs->block_size);
	a->f_iosize = as_long(fs->io_size);
	a->f_blocks = as_long(fs->blocks);
	a->f_bfree = as_long(fs->free);
	a->f_bavail = as_long(fs->available);
	a->f_files = as_long(fs->files);
	a->f_ffree = as_long(fs->free_files);
	a->f_fsid[0] = fs->id[0];
	a->f_fsid[1] = fs->id[1];
	a->f_type = (int32_t)type_number(fs->type);
	a->f_flags = (int32_t)fs->flags;
	memcpy(a->f_fstypename, fs->type, sizeof a->f_fstypename - 1);
	memcpy(a->f_mntonname, fs->on, sizeof a->f_mntonname - 1);
	memcpy(a->f_mntfromname, fs->from, sizeof a->f_mntfromname - 1);
}

/* sys/fcntl.h: F_RDLCK 1, F_UNLCK 2, F_WRLCK 3. */
static const struct {
	int16_t alien, host;
} lock_types[] = { { 1, F_RDLCK }, { 2, F_UNLCK }, { 3, F_WRLCK } };

void freebsd_oflock_to_alien(void *alien, const void *host)
{
	const struct flock *h = host;
	struct freebsd_oflock *a = alien;

	a->l_start = h->l_start;
	a->l_len = h->l_len;
	a->l_pid = h->l_pid;
	a->l_whence = h->l_whence;
	for (int i = 0; i < 3; i++)
		if (lock_types[i].host == h->l_type)
			a->l_type = lock_types[i].alien;
}

void freebsd_flock_to_alien(void *alien, const void *host)
{
	struct freebsd_flock *a = alien;

	freebsd_oflock_to_alien(alien, host);
	a->l_sysid = 0; /* of this machine */
}

long freebsd_flock_to_host(void *host, const void *alien)
{
	const struct freebsd_oflock *a = alien;
	struct flock *h = host;
	uint64_t whence;

	memset(h, 0, sizeof *h);
	if (xlat_to_host(XLAT_whence, (uint16_t)a->l_whence, &whence))
		return -EINVAL;
	h->l_whence = (int16_t)whence;
	h->l_start = a->l_start;
	h->l_len = a->l_len;
	h->l_pid = a->l_pid;
	for (int i = 0; i < 3; i++) {
		if (lock_types[i].alien == a->l_type) {
			h->l_type = lock_types[i].host;
			return 0;
		}
	}
	return -EINVAL; /* F_UNLCKSYS, F_CANCEL: the lock server's */
}
