/* acl(3): lists of files, and what of POSIX's lists can be reckoned. */
#include <stdlib.h>
#include <string.h>

#include "lib_calls.h"
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

int lib_acl_is_trivial_np(const struct acl *a, int *trivial);

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
