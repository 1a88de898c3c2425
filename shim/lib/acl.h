/* acl(3): an access control list as FreeBSD's library and kernel have it (sys/acl.h). */
#ifndef SHIM_LIB_ACL_H
#define SHIM_LIB_ACL_H

#include <stdbool.h>
#include <stdint.h>

#define ACL_ENTRIES 254

struct acl_entry {
	uint32_t tag, id, perm;
	uint16_t type, flags;
};

/* Exactly a page and aligned as one: an entry's list is the page that it is in. */
struct acl {
	uint32_t most, count, spare[4];
	struct acl_entry entries[ACL_ENTRIES];
	int32_t current, brand;
};
_Static_assert(sizeof(struct acl) == 4096, "struct acl_t_struct");

enum { BRAND_UNKNOWN, BRAND_POSIX, BRAND_NFS4 };
enum {
	TAG_USER_OBJ = 1,
	TAG_USER = 2,
	TAG_GROUP_OBJ = 4,
	TAG_GROUP = 8,
	TAG_MASK = 16,
	TAG_OTHER = 32,
	TAG_EVERYONE = 64
};
#define TYPE_ACCESS  2
#define TYPE_DEFAULT 3
#define TYPE_NFS4    4
#define UNDEFINED_ID 0xffffffffu

struct acl *lib_acl_init(int count);
struct acl *lib_acl_dup(const struct acl *a);
struct acl *lib_acl_strip_np(const struct acl *a, int recalculate);
int lib_acl_free(void *p);
int lib_acl_valid(const struct acl *a);

/* The list that an entry is in; and whether it is, or may become, of that kind. */
static inline struct acl *acl_of(const void *entry)
{
	return (struct acl *)((uintptr_t)entry & ~4095ul); /* NOLINT */
}

static inline bool acl_may_be(const struct acl *a, int brand)
{
	return a->brand == brand || a->brand == BRAND_UNKNOWN;
}

#endif
