/* acl(3): lists of files, and what of POSIX's lists can be reckoned. */
#include <stdlib.h>
#include <string.h>

#include "freebsd_numbers.h"
#include "shim/lib/acl.h"
#include "shim/lib/lib.h"

static struct acl *read_list(long nr, long file, int type)
{
	struct acl *a = lib_acl_init(ACL_ENTRIES);

	if (!a)
		return NULL;
	type = type == 0 ? TYPE_ACCESS : type == 1 ? TYPE_DEFAULT : type; /* as they were once */
	if (lib_row(nr, file, type, a) < 0) {
		int error = errno;

		lib_acl_free(a);
		errno = error;
		return NULL;
	}
	a->current = 0;
	a->brand = type == TYPE_NFS4 ? BRAND_NFS4 : BRAND_POSIX;
	return a;
}

struct acl *lib_acl_get_file(const char *path, int type)
{
	return read_list(NR___acl_get_file, (long)path, type);
}

struct acl *lib_acl_get_link_np(const char *path, int type)
{
	return read_list(NR___acl_get_link, (long)path, type);
}

struct acl *lib_acl_get_fd_np(int fd, int type)
{
	return read_list(NR___acl_get_fd, fd, type);
}

struct acl *lib_acl_get_fd(int fd)
{
	return lib_acl_get_fd_np(fd, TYPE_ACCESS);
}

static int rank(const struct acl_entry *e)
{
	int i = 0;

	while (e->tag >> i > 1)
		i++;
	return i;
}

static int in_order(const void *a, const void *b)
{
	const struct acl_entry *x = a, *y = b;
	int d = rank(x) - rank(y);

	return d ? d : x->id < y->id ? -1 : x->id > y->id;
}

/* The kernel wants POSIX's lists in order: owner, users, group, groups, mask, others. */
static int write_list(long nr, long file, int type, struct acl *a)
{
	if (!a) {
		errno = EINVAL;
		return -1;
	}
	type = type == 0 ? TYPE_ACCESS : type == 1 ? TYPE_DEFAULT : type;
	if (!acl_may_be(a, type == TYPE_NFS4 ? BRAND_NFS4 : BRAND_POSIX)) {
		errno = EINVAL;
		return -1;
	}
	if (type != TYPE_NFS4)
		qsort(a->entries, a->count, sizeof a->entries[0], in_order);
	a->current = 0;
	return (int)lib_row(nr, file, type, a);
}

#define WRITES(name, nr, parameter, file)                                                          \
	int lib_acl_##name(parameter, int type, struct acl *a)                                     \
	{                                                                                          \
		return write_list(nr, (long)(file), type, a);                                      \
	}

WRITES(set_file, NR___acl_set_file, const char *path, path)
WRITES(set_link_np, NR___acl_set_link, const char *path, path)
WRITES(valid_file_np, NR___acl_aclcheck_file, const char *path, path)
WRITES(valid_link_np, NR___acl_aclcheck_link, const char *path, path)
WRITES(valid_fd_np, NR___acl_aclcheck_fd, int fd, fd)

int lib_acl_set_fd_np(int fd, struct acl *a, int type)
{
	return write_list(NR___acl_set_fd, fd, type, a);
}

int lib_acl_set_fd(int fd, struct acl *a)
{
	return lib_acl_set_fd_np(fd, a, a && a->brand == BRAND_NFS4 ? TYPE_NFS4 : TYPE_ACCESS);
}

int lib_acl_delete_file_np(const char *path, int type)
{
	return (int)lib_row(NR___acl_delete_file, path, type);
}

int lib_acl_delete_link_np(const char *path, int type)
{
	return (int)lib_row(NR___acl_delete_link, path, type);
}

int lib_acl_delete_fd_np(int fd, int type)
{
	return (int)lib_row(NR___acl_delete_fd, fd, type);
}

int lib_acl_delete_def_file(const char *path)
{
	return lib_acl_delete_file_np(path, TYPE_DEFAULT);
}

int lib_acl_delete_def_link_np(const char *path)
{
	return lib_acl_delete_link_np(path, TYPE_DEFAULT);
}

/* One owner, group and others; each user and group once; a mask where there are some. */
int lib_acl_valid(const struct acl *a)
{
	unsigned count[7] = { 0 };

	if (!a || !acl_may_be(a, BRAND_POSIX))
		goto invalid;
	for (unsigned i = 0; i < a->count; i++) {
		const struct acl_entry *e = &a->entries[i];

		if (e->perm & ~7u || !e->tag || e->tag > TAG_OTHER)
			goto invalid;
		count[rank(e)]++;
		for (unsigned j = 0; j < i; j++)
			if (a->entries[j].tag == e->tag && a->entries[j].id == e->id &&
			    (e->tag == TAG_USER || e->tag == TAG_GROUP))
				goto invalid;
	}
	if (count[0] == 1 && count[2] == 1 && count[5] == 1 && count[4] <= 1 &&
	    (count[4] || !(count[1] + count[3])))
		return 0;
invalid:
	errno = EINVAL;
	return -1;
}

/* What users and groups may do together. */
int lib_acl_calc_mask(struct acl **at)
{
	struct acl *a = at ? *at : NULL;
	struct acl_entry *mask = NULL;
	uint32_t perm = 0;

	if (!a || !acl_may_be(a, BRAND_POSIX) || a->count > ACL_ENTRIES) {
		errno = EINVAL;
		return -1;
	}
	for (unsigned i = 0; i < a->count; i++) {
		if (a->entries[i].tag & (TAG_USER | TAG_GROUP | TAG_GROUP_OBJ))
			perm |= a->entries[i].perm;
		if (a->entries[i].tag == TAG_MASK)
			mask = &a->entries[i];
	}
	if (!mask) {
		if (a->count == ACL_ENTRIES) {
			errno = ENOMEM;
			return -1;
		}
		mask = &a->entries[a->count++];
		*mask = (struct acl_entry){ TAG_MASK, UNDEFINED_ID, 0, 0, 0 };
	}
	mask->perm = perm & 7;
	return 0;
}

static const struct acl_entry *entry_of(const struct acl *a, uint32_t tag)
{
	for (unsigned i = 0; i < a->count; i++)
		if (a->entries[i].tag == tag)
			return &a->entries[i];
	return NULL;
}

struct acl *lib_acl_from_mode_np(uint16_t mode)
{
	struct acl *a = lib_acl_init(3);

	if (!a)
		return NULL;
	a->brand = BRAND_POSIX;
	a->count = 3;
	a->entries[0] = (struct acl_entry){ TAG_USER_OBJ, UNDEFINED_ID, mode >> 6 & 7, 0, 0 };
	a->entries[1] = (struct acl_entry){ TAG_GROUP_OBJ, UNDEFINED_ID, mode >> 3 & 7, 0, 0 };
	a->entries[2] = (struct acl_entry){ TAG_OTHER, UNDEFINED_ID, mode & 7, 0, 0 };
	return a;
}

/* A list that a mode says as well: it has three entries.  NFSv4's: see acl_is_trivial_np. */
int lib_acl_is_trivial_np(const struct acl *a, int *trivial)
{
	if (!a || !trivial || a->brand != BRAND_POSIX) {
		errno = EINVAL;
		return -1;
	}
	*trivial = a->count == 3;
	return 0;
}

/* 1: it says more than a mode, which then is what it says of owner, mask and others. */
int lib_acl_equiv_mode_np(const struct acl *a, uint16_t *mode)
{
	const struct acl_entry *mask;
	unsigned bits = 0;
	bool more = false;

	if (!a || !acl_may_be(a, BRAND_POSIX)) {
		errno = EINVAL;
		return -1;
	}
	for (unsigned i = 0; i < a->count; i++) {
		const struct acl_entry *e = &a->entries[i];

		if (e->tag == TAG_USER_OBJ)
			bits |= (e->perm & 7) << 6;
		else if (e->tag == TAG_GROUP_OBJ)
			bits |= (e->perm & 7) << 3;
		else if (e->tag == TAG_OTHER)
			bits |= e->perm & 7;
		else
			more = true;
	}
	mask = entry_of(a, TAG_MASK);
	if (mask)
		bits = (bits & ~070u) | (mask->perm & 7) << 3;
	if (mode)
		*mode = (uint16_t)bits;
	return more;
}

/* 0: the same. */
int lib_acl_cmp_np(const struct acl *a, const struct acl *b)
{
	if (!a || !b) {
		errno = EINVAL;
		return -1;
	}
	if (a->count != b->count || a->brand != b->brand)
		return 1;
	for (unsigned i = 0; i < a->count; i++)
		if (memcmp(&a->entries[i], &b->entries[i], sizeof a->entries[0]) != 0)
			return 1;
	return 0;
}

/* The three entries of a mode; the mask is not among them. */
struct acl *lib_acl_strip_np(const struct acl *a, int recalculate)
{
	struct acl *copy;

	(void)recalculate;
	if (!a || a->brand != BRAND_POSIX) {
		errno = EINVAL;
		return NULL;
	}
	copy = lib_acl_init(3);
	if (!copy)
		return NULL;
	copy->brand = BRAND_POSIX;
	for (unsigned i = 0; i < a->count; i++)
		if (a->entries[i].tag & (TAG_USER_OBJ | TAG_GROUP_OBJ | TAG_OTHER))
			copy->entries[copy->count++] = a->entries[i];
	return copy;
}

/* Whether a file's list says more than its mode. */
static int extended(struct acl *a)
{
	int trivial, ret = a ? lib_acl_is_trivial_np(a, &trivial) : -1;

	lib_acl_free(a);
	return ret < 0 ? -1 : !trivial;
}

int lib_acl_extended_file_np(const char *path)
{
	return extended(lib_acl_get_file(path, TYPE_ACCESS));
}

int lib_acl_extended_link_np(const char *path)
{
	return extended(lib_acl_get_link_np(path, TYPE_ACCESS));
}
