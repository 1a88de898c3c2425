/* acl(3): lists and their entries, in memory. */
#include "shim/lib/acl.h"

#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

static int refuse(void)
{
	errno = EINVAL;
	return -1;
}

struct acl *lib_acl_init(int count)
{
	void *p;

	if (count < 0 || count > ACL_ENTRIES) {
		errno = count < 0 ? EINVAL : ENOMEM;
		return NULL;
	}
	if (posix_memalign(&p, sizeof(struct acl), sizeof(struct acl))) {
		errno = ENOMEM;
		return NULL;
	}
	memset(p, 0, sizeof(struct acl));
	((struct acl *)p)->most = ACL_ENTRIES;
	return p;
}

int lib_acl_free(void *p)
{
	free(p);
	return 0;
}

struct acl *lib_acl_dup(const struct acl *a)
{
	struct acl *copy = lib_acl_init(ACL_ENTRIES);

	if (copy) {
		memcpy(copy, a, sizeof *copy);
		copy->current = 0;
	}
	return copy;
}

int lib_acl_create_entry_np(struct acl **a, struct acl_entry **entry, int at)
{
	struct acl *l = a ? *a : NULL;

	if (!l || at < 0 || (unsigned)at > l->count || l->count >= ACL_ENTRIES)
		return refuse();
	memmove(&l->entries[at + 1], &l->entries[at],
		(l->count - (unsigned)at) * sizeof l->entries[0]);
	l->entries[at] = (struct acl_entry){ 0, UNDEFINED_ID, 0, 0, 0 };
	l->count++;
	l->current = 0;
	*entry = &l->entries[at];
	return 0;
}

int lib_acl_create_entry(struct acl **a, struct acl_entry **entry)
{
	return a && *a ? lib_acl_create_entry_np(a, entry, (int)(*a)->count) : refuse();
}

int lib_acl_delete_entry_np(struct acl *a, int at)
{
	if (!a || at < 0 || (unsigned)at >= a->count)
		return refuse();
	a->count--;
	memmove(&a->entries[at], &a->entries[at + 1],
		(a->count - (unsigned)at) * sizeof a->entries[0]);
	memset(&a->entries[a->count], 0, sizeof a->entries[0]);
	a->current = 0;
	return 0;
}

/* Of POSIX's lists, all that say the same as the entry. */
int lib_acl_delete_entry(struct acl *a, struct acl_entry *entry)
{
	struct acl_entry wanted;
	bool found = false;

	if (!a || !entry || a->count < 1 || a->count > ACL_ENTRIES)
		return refuse();
	if (a->brand == BRAND_NFS4)
		return acl_of(entry) == a ? lib_acl_delete_entry_np(a, (int)(entry - a->entries))
					  : refuse();
	wanted = *entry;
	for (unsigned i = 0; i < a->count;) {
		if (a->entries[i].tag == wanted.tag && a->entries[i].id == wanted.id) {
			lib_acl_delete_entry_np(a, (int)i);
			found = true;
		} else {
			i++;
		}
	}
	return found ? 0 : refuse();
}

/* ACL_FIRST_ENTRY 0, ACL_NEXT_ENTRY 1; 1 with an entry, 0 at the end. */
int lib_acl_get_entry(struct acl *a, int which, struct acl_entry **entry)
{
	if (!a || which < 0 || which > 1)
		return refuse();
	if (!which)
		a->current = 0;
	if ((unsigned)a->current >= a->count)
		return 0;
	*entry = &a->entries[a->current++];
	return 1;
}

int lib_acl_copy_entry(struct acl_entry *to, const struct acl_entry *from)
{
	if (!to || !from || to == from || !acl_may_be(acl_of(to), acl_of(from)->brand))
		return refuse();
	acl_of(to)->brand = acl_of(from)->brand;
	*to = *from;
	return 0;
}

int lib_acl_get_tag_type(const struct acl_entry *e, uint32_t *tag)
{
	if (!e || !tag)
		return refuse();
	*tag = e->tag;
	return 0;
}

/* Each kind of list has a tag that the other has not. */
int lib_acl_set_tag_type(struct acl_entry *e, uint32_t tag)
{
	if (!e || !tag || tag > TAG_EVERYONE || (tag & (tag - 1)))
		return refuse();
	if (tag == TAG_MASK || tag == TAG_OTHER) {
		if (!acl_may_be(acl_of(e), BRAND_POSIX))
			return refuse();
		acl_of(e)->brand = BRAND_POSIX;
	} else if (tag == TAG_EVERYONE) {
		if (!acl_may_be(acl_of(e), BRAND_NFS4))
			return refuse();
		acl_of(e)->brand = BRAND_NFS4;
	}
	e->tag = tag;
	return 0;
}

/* Malloc'ed, acl_free it. */
void *lib_acl_get_qualifier(const struct acl_entry *e)
{
	uint32_t *id;

	if (!e || (e->tag != TAG_USER && e->tag != TAG_GROUP)) {
		errno = EINVAL;
		return NULL;
	}
	id = malloc(sizeof *id);
	if (id)
		*id = e->id;
	return id;
}

int lib_acl_set_qualifier(struct acl_entry *e, const uint32_t *id)
{
	if (!e || !id || (e->tag != TAG_USER && e->tag != TAG_GROUP))
		return refuse();
	e->id = *id;
	return 0;
}

/* A set is the entry's own word. */
int lib_acl_get_permset(struct acl_entry *e, uint32_t **set)
{
	if (!e || !set)
		return refuse();
	*set = &e->perm;
	return 0;
}

int lib_acl_set_permset(struct acl_entry *e, const uint32_t *set)
{
	if (!e || !set)
		return refuse();
	e->perm = *set;
	return 0;
}

static bool is_perm(uint32_t perm)
{
	return perm && !(perm & (perm - 1)) && perm <= 0x8000;
}

int lib_acl_add_perm(uint32_t *set, uint32_t perm)
{
	if (!set || !is_perm(perm))
		return refuse();
	*set |= perm;
	return 0;
}

int lib_acl_delete_perm(uint32_t *set, uint32_t perm)
{
	if (!set || !is_perm(perm))
		return refuse();
	*set &= ~perm;
	return 0;
}

int lib_acl_clear_perms(uint32_t *set)
{
	if (!set)
		return refuse();
	*set = 0;
	return 0;
}

int lib_acl_get_perm_np(const uint32_t *set, uint32_t perm)
{
	return set && is_perm(perm) ? (*set & perm) != 0 : refuse();
}
