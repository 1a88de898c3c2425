/* acl(3): lists and the modes that say the same. */
#include <string.h>

#include "shim/lib/acl.h"
#include "shim/lib/lib.h"

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
