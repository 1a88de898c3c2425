/* acl(3): what only entries of NFSv4's lists have. */
#include "shim/lib/acl.h"
#include "shim/lib/lib.h"

static int refuse(void)
{
	errno = EINVAL;
	return -1;
}

/* Flags and types are NFSv4's. */
static bool nfs4(void *entry)
{
	if (!entry || !acl_may_be(acl_of(entry), BRAND_NFS4))
		return false;
	acl_of(entry)->brand = BRAND_NFS4;
	return true;
}

int lib_acl_get_flagset_np(struct acl_entry *e, uint16_t **set)
{
	if (!set || !nfs4(e))
		return refuse();
	*set = &e->flags;
	return 0;
}

int lib_acl_set_flagset_np(struct acl_entry *e, const uint16_t *set)
{
	if (!set || !nfs4(e))
		return refuse();
	e->flags = *set;
	return 0;
}

#define FLAGS_KNOWN 0xbf

int lib_acl_add_flag_np(uint16_t *set, uint16_t flag)
{
	if (!set || flag & ~FLAGS_KNOWN)
		return refuse();
	*set |= flag;
	return 0;
}

int lib_acl_delete_flag_np(uint16_t *set, uint16_t flag)
{
	if (!set || flag & ~FLAGS_KNOWN)
		return refuse();
	*set &= (uint16_t)~flag;
	return 0;
}

int lib_acl_clear_flags_np(uint16_t *set)
{
	if (!set)
		return refuse();
	*set = 0;
	return 0;
}

int lib_acl_get_flag_np(const uint16_t *set, uint16_t flag)
{
	return set && !(flag & ~FLAGS_KNOWN) ? (*set & flag) != 0 : refuse();
}

int lib_acl_get_entry_type_np(struct acl_entry *e, uint16_t *type)
{
	if (!e || !type || acl_of(e)->brand == BRAND_POSIX)
		return refuse();
	*type = e->type;
	return 0;
}

/* ALLOW, DENY, AUDIT, ALARM */
int lib_acl_set_entry_type_np(struct acl_entry *e, uint16_t type)
{
	if ((type != 0x100 && type != 0x200 && type != 0x400 && type != 0x800) || !nfs4(e))
		return refuse();
	e->type = type;
	return 0;
}

int lib_acl_get_brand_np(const struct acl *a, int *brand)
{
	if (!a || !brand)
		return refuse();
	*brand = a->brand;
	return 0;
}
