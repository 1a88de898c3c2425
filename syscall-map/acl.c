/*
 * Access control lists of files.  The host keeps POSIX.1e's in two extended
 * attributes, and a list that says no more than the mode in the mode alone
 * (acl(5)); it wants the entries in order, FreeBSD does not.
 */
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "abi-tables/acl.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"

static const char *const attributes[] = {
	[ACL_OWN_ACCESS] = "system.posix_acl_access",
	[ACL_OWN_DEFAULT] = "system.posix_acl_default",
};

/* The attribute's value: linux/posix_acl_xattr.h */
struct host_entry {
	uint16_t tag, perm;
	uint32_t id;
};
struct host_acl {
	uint32_t version;
	struct host_entry entry[ACL_ENTRIES_MAX];
};
#define HOST_ACL_VERSION 2

/* One call's file and kind of list. */
struct subject {
	char name[32]; /* of the descriptor, below /proc: it stands for the file itself */
	struct stat st;
	unsigned type;
	long fd;
	bool opened; /* fd is ours to close */
};

static long find_type(struct subject *s, long alien)
{
	uint64_t type = 0;
	long error = xlat_to_host(XLAT_acl_type, (uint64_t)(int)alien, &type);

	s->type = (unsigned)type;
	if (!error && (s->type & ACL_OWN_KIND) == ACL_OWN_DEFAULT && !S_ISDIR(s->st.st_mode))
		return -EINVAL;
	return error;
}

/* The call's first argument is a path or a descriptor, as its row says. */
static long find_file(struct subject *s, const struct call *c, long follow)
{
	long error;

	s->opened = c->row->args[0].kind == ARG_PATH;
	s->fd = (int)c->alien[0];
	if (s->opened)
		s->fd = host_call(__NR_open, c->alien[0], O_PATH | O_CLOEXEC | follow);
	if (s->fd < 0)
		return s->opened ? s->fd : -EBADF;
	fd_path(s->name, s->fd);
	error = host_call(__NR_fstat, s->fd, &s->st);
	return !error && S_ISSOCK(s->st.st_mode) && !s->opened ? -EINVAL : error;
}

static void leave_file(const struct subject *s)
{
	if (s->opened && s->fd >= 0)
		host_call(__NR_close, s->fd);
}

/* What has no lists since it is no file at all there: pipes and the like. */
static bool is_no_file(const struct subject *s)
{
	struct statfs fs;

	return host_call(__NR_fstatfs, s->fd, &fs) == 0 &&
	       (fs.f_type == PIPEFS_MAGIC || fs.f_type == ANON_INODE_FS_MAGIC);
}

static const char *attribute_of(const struct subject *s)
{
	return attributes[s->type & ACL_OWN_KIND];
}

static void list_of_mode(struct acl_list *list, unsigned mode)
{
	list->count = 3;
	list->entry[0] = (struct acl_entry){ ACL_TAG_USER_OBJ, mode >> 6 & 7, ACL_NO_ID };
	list->entry[1] = (struct acl_entry){ ACL_TAG_GROUP_OBJ, mode >> 3 & 7, ACL_NO_ID };
	list->entry[2] = (struct acl_entry){ ACL_TAG_OTHER, mode & 7, ACL_NO_ID };
}

/* The list that the file has.  A default list that there is not is empty. */
static long read_list(struct acl_list *list, const struct subject *s)
{
	bool access = (s->type & ACL_OWN_KIND) == ACL_OWN_ACCESS;
	struct host_acl h;
	long got = host_call(__NR_getxattr, s->name, attribute_of(s), &h, sizeof h);

	list->count = 0;
	if (got == -ENODATA || (got == -EOPNOTSUPP && S_ISLNK(s->st.st_mode))) {
		if (access)
			list_of_mode(list, s->st.st_mode);
		return 0;
	}
	if (got < 0)
		return got == -EOPNOTSUPP && is_no_file(s) ? -EINVAL : got;
	list->count = (uint32_t)((unsigned long)got - sizeof h.version) / sizeof h.entry[0];
	for (uint32_t i = 0; i < list->count; i++)
		list->entry[i] =
		    (struct acl_entry){ h.entry[i].tag, h.entry[i].perm, h.entry[i].id };
	return 0;
}

/* Where a tag stands in the host's order; -1: it is none. */
static int rank(uint32_t tag)
{
	for (int bit = 0; bit < 6; bit++)
		if (tag == 1u << bit)
			return bit;
	return -1;
}

/* As FreeBSD checks a list before it is set: acl(3), acl_valid(3). */
static long check_list(struct acl_list *list)
{
	unsigned count[6] = { 0 };

	for (uint32_t i = 0; i < list->count; i++) {
		struct acl_entry *e = &list->entry[i];
		bool by_number = e->tag == ACL_TAG_USER || e->tag == ACL_TAG_GROUP;

		if (rank(e->tag) < 0 || (e->perm & ~7u) || (by_number && e->id == ACL_NO_ID))
			return -EINVAL;
		if (!by_number)
			e->id = ACL_NO_ID;
		count[rank(e->tag)]++;
	}
	/* One each of owner, group and others; a mask, needed where somebody is named. */
	if (count[0] != 1 || count[2] != 1 || count[5] != 1 || count[4] > 1)
		return -EINVAL;
	return (count[1] || count[3]) && !count[4] ? -EINVAL : 0;
}

static long write_list(const struct acl_list *list, const struct subject *s)
{
	struct host_acl h = { .version = HOST_ACL_VERSION };
	uint32_t n = 0;

	for (int at = 0; at < 6; at++) {
		for (uint32_t i = 0; i < list->count; i++) {
			const struct acl_entry *e = &list->entry[i];

			if (rank(e->tag) == at)
				h.entry[n++] = (struct host_entry){ (uint16_t)e->tag,
								    (uint16_t)e->perm, e->id };
		}
	}
	return host_call(__NR_setxattr, s->name, attribute_of(s), &h,
			 sizeof h.version + n * sizeof h.entry[0], 0);
}

/* Whether the file can have lists at all. */
static long can_have_list(const struct subject *s)
{
	long ret = host_call(__NR_getxattr, s->name, attribute_of(s), 0, 0);

	if (ret >= 0 || ret == -ENODATA)
		return 0;
	return ret == -EOPNOTSUPP && is_no_file(s) ? -EINVAL : ret;
}

bool path_has_acls(const char *path)
{
	return host_call(__NR_getxattr, path, attributes[ACL_OWN_ACCESS], 0, 0) != -EOPNOTSUPP;
}

static long get_list(const struct subject *s, unsigned long to)
{
	struct acl_list list;
	long error = read_list(&list, s);

	return error ? error : abi->acls->give(&list, to, s->type);
}

static long check_given(const struct subject *s, unsigned long from, bool set)
{
	struct acl_list list;
	long error = abi->acls->take(&list, from, s->type);

	if (!error)
		error = can_have_list(s);
	if (!error)
		error = check_list(&list);
	return error || !set ? error : write_list(&list, s);
}

static long set_list(const struct subject *s, unsigned long from)
{
	return check_given(s, from, true);
}

static long try_list(const struct subject *s, unsigned long from)
{
	return check_given(s, from, false);
}

/* (file, type, list) */
static long do_with(struct call *c, long follow, long (*act)(const struct subject *, unsigned long))
{
	struct subject s;
	long ret = find_file(&s, c, follow);

	if (!ret)
		ret = find_type(&s, c->alien[1]);
	if (!ret)
		ret = act(&s, (unsigned long)c->alien[2]);
	leave_file(&s);
	return ret;
}

/* The access list can't be taken away: the mode is its least. */
static long delete_from(struct call *c, long follow)
{
	struct subject s;
	long ret = find_file(&s, c, follow);

	if (!ret)
		ret = find_type(&s, c->alien[1]);
	if (ret == -EINVAL && (s.type & ACL_OWN_KIND) == ACL_OWN_DEFAULT)
		ret = -ENOTDIR;
	else if (!ret && (s.type & ACL_OWN_KIND) == ACL_OWN_ACCESS)
		ret = -EINVAL;
	if (!ret)
		ret = host_call(__NR_removexattr, s.name, attribute_of(&s));
	leave_file(&s);
	return ret == -ENODATA ? 0 : ret;
}

long map_acl_get(struct call *c)
{
	return do_with(c, 0, get_list);
}

long map_acl_get_link(struct call *c)
{
	return do_with(c, O_NOFOLLOW, get_list);
}

long map_acl_set(struct call *c)
{
	return do_with(c, 0, set_list);
}

long map_acl_set_link(struct call *c)
{
	return do_with(c, O_NOFOLLOW, set_list);
}

long map_acl_check(struct call *c)
{
	return do_with(c, 0, try_list);
}

long map_acl_check_link(struct call *c)
{
	return do_with(c, O_NOFOLLOW, try_list);
}

/* (file, type) */
long map_acl_delete(struct call *c)
{
	return delete_from(c, 0);
}

long map_acl_delete_link(struct call *c)
{
	return delete_from(c, O_NOFOLLOW);
}
