/*
 * Access control lists as an alien has them in its memory.  The lists are POSIX.1e's
 * on both sides; what is done with them is syscall-map/acl.c.
 */
#ifndef ABI_TABLES_ACL_H
#define ABI_TABLES_ACL_H

#include <stdint.h>

/* XLAT_acl_type's host column. */
#define ACL_OWN_ACCESS  1
#define ACL_OWN_DEFAULT 2
#define ACL_OWN_KIND    3
#define ACL_OWN_OLD     4 /* with the structure of before */

#define ACL_ENTRIES_MAX 254

/* What an entry is for; the bits that it allows are access(2)'s. */
enum acl_tag {
	ACL_TAG_USER_OBJ = 1,
	ACL_TAG_USER = 2,
	ACL_TAG_GROUP_OBJ = 4,
	ACL_TAG_GROUP = 8,
	ACL_TAG_MASK = 16,
	ACL_TAG_OTHER = 32
};
#define ACL_NO_ID UINT32_MAX /* of entries that are for nobody by number */

struct acl_entry {
	uint32_t tag, perm, id;
};

struct acl_list {
	uint32_t count;
	struct acl_entry entry[ACL_ENTRIES_MAX];
};

struct acl_abi {
	/*
	 * The list in the alien's memory at `from`, unchecked but for how many entries it has;
	 * type: ACL_OWN_*.  0, -EFAULT, -EINVAL.
	 */
	long (*take)(struct acl_list *list, unsigned long from, unsigned type);
	/* The list to the alien's memory.  0, -EFAULT, -EINVAL. */
	long (*give)(const struct acl_list *list, unsigned long to, unsigned type);
};

#endif
