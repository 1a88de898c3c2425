/*
 * FreeBSD's struct acl and, for libraries of before FreeBSD 8, struct oldacl: sys/acl.h.
 * The type says which; its numbers changed with the structure (acl(9)).
 */
#include "abi-tables/acl.h"
#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/structs.h"
#include "syscall-map/map.h"

#define OLD_ENTRIES_MAX 32

struct freebsd_acl_head {
	uint32_t acl_maxcnt, acl_cnt;
	int32_t acl_spare[4];
};
SIZE_IS(struct freebsd_acl_head, 24);

struct freebsd_acl_entry {
	uint32_t ae_tag, ae_id, ae_perm;
	uint16_t ae_entry_type, ae_flags; /* of NFSv4's lists */
};

/* The three members come first in both. */
struct freebsd_acl_entry_old {
	uint32_t ae_tag, ae_id;
	uint16_t ae_perm;
};

struct freebsd_acl {
	struct freebsd_acl_head head;
	struct freebsd_acl_entry entry[ACL_ENTRIES_MAX];
};

struct freebsd_oldacl {
	int32_t acl_cnt;
	struct freebsd_acl_entry_old entry[OLD_ENTRIES_MAX];
};
SIZE_IS(struct freebsd_oldacl, 388);
SIZE_IS(struct freebsd_acl, 4088);

static long take_old(struct acl_list *list, unsigned long from)
{
	struct freebsd_oldacl a;

	if (copy_from_alien(&a, from, sizeof a))
		return -EFAULT;
	if (a.acl_cnt < 0 || a.acl_cnt > OLD_ENTRIES_MAX)
		return -EINVAL;
	list->count = (uint32_t)a.acl_cnt;
	for (uint32_t i = 0; i < list->count; i++)
		list->entry[i] =
		    (struct acl_entry){ a.entry[i].ae_tag, a.entry[i].ae_perm, a.entry[i].ae_id };
	return 0;
}

static long take(struct acl_list *list, unsigned long from, unsigned type)
{
	struct freebsd_acl a;

	if (type & ACL_OWN_OLD)
		return take_old(list, from);
	if (copy_from_alien(&a, from, sizeof a))
		return -EFAULT;
	if (a.head.acl_maxcnt != ACL_ENTRIES_MAX || a.head.acl_cnt > ACL_ENTRIES_MAX)
		return -EINVAL;
	list->count = a.head.acl_cnt;
	for (uint32_t i = 0; i < list->count; i++)
		list->entry[i] =
		    (struct acl_entry){ a.entry[i].ae_tag, a.entry[i].ae_perm, a.entry[i].ae_id };
	return 0;
}

static long give_old(const struct acl_list *list, unsigned long to)
{
	struct freebsd_oldacl a = { .acl_cnt = (int32_t)list->count };

	if (list->count > OLD_ENTRIES_MAX)
		return -EINVAL;
	for (uint32_t i = 0; i < list->count; i++) {
		a.entry[i].ae_tag = list->entry[i].tag;
		a.entry[i].ae_id = list->entry[i].id;
		a.entry[i].ae_perm = (uint16_t)list->entry[i].perm;
	}
	return copy_to_alien(to, &a, sizeof a);
}

/* The structure says how much it has room for before it is filled. */
static long give(const struct acl_list *list, unsigned long to, unsigned type)
{
	struct freebsd_acl a = { .head = { .acl_maxcnt = ACL_ENTRIES_MAX } };
	uint32_t room;

	if (type & ACL_OWN_OLD)
		return give_old(list, to);
	if (get_alien_u32(&room, to + offsetof(struct freebsd_acl_head, acl_maxcnt)))
		return -EFAULT;
	if (room != ACL_ENTRIES_MAX)
		return -EINVAL;
	a.head.acl_cnt = list->count;
	for (uint32_t i = 0; i < list->count; i++) {
		a.entry[i].ae_tag = list->entry[i].tag;
		a.entry[i].ae_id = list->entry[i].id;
		a.entry[i].ae_perm = list->entry[i].perm;
	}
	return copy_to_alien(to, &a, sizeof a);
}

const struct acl_abi freebsd_acls = { take, give };
