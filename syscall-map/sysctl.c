/*
 * The BSDs' sysctl(3): a tree of named values.  The host has none (its
 * /proc/sys is files), so that every value is made here or by the OS's tables.
 * FreeBSD's rules for buffers, from sysctl(3): the size that is found is said
 * also with ENOMEM, what fits is copied, and no buffer asks for the size alone.
 */
#include "abi-tables/sysctl.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

#define NAME_MAX_BYTES 1024 /* MAXPATHLEN */

long sysctl_out(struct sysctl *s, const void *bytes, size_t n)
{
	size_t at = s->said, fits;

	s->said += n;
	if (!s->old)
		return 0;
	fits = at >= s->room ? 0 : s->room - at;
	if (fits > n)
		fits = n;
	if (fits && copy_to_alien(s->old + at, bytes, fits))
		return -EFAULT;
	return fits < n ? -ENOMEM : 0;
}

long sysctl_out_more(struct sysctl *s, const void *bytes, size_t n)
{
	long ret = sysctl_out(s, bytes, n);

	return ret == -ENOMEM ? 0 : ret;
}

long sysctl_out_done(const struct sysctl *s)
{
	return s->old && s->said > s->room ? -ENOMEM : 0;
}

long sysctl_in(struct sysctl *s, void *bytes, size_t n)
{
	if (s->new_size != n)
		return -EINVAL;
	return copy_from_alien(bytes, s->new, n);
}

long sysctl_out_int(struct sysctl *s, int64_t v)
{
	int32_t small = v > INT32_MAX ? INT32_MAX : v < INT32_MIN ? INT32_MIN : (int32_t)v;

	return sysctl_out(s, &small, sizeof small);
}

long sysctl_out_long(struct sysctl *s, uint64_t v)
{
	return sysctl_out(s, &v, sizeof v);
}

long sysctl_out_string(struct sysctl *s, const char *text)
{
	return sysctl_out(s, text, string_length(text) + 1);
}

long sysctl_say_int(struct sysctl *s)
{
	return sysctl_out_int(s, (int64_t)s->row->number);
}

long sysctl_say_long(struct sysctl *s)
{
	return sysctl_out_long(s, s->row->number);
}

long sysctl_say_string(struct sysctl *s)
{
	return sysctl_out_string(s, s->row->text);
}

static bool starts_with(const uint32_t *oid, unsigned depth, const struct sysctl_row *row)
{
	if (row->depth > depth)
		return false;
	for (unsigned i = 0; i < row->depth; i++)
		if (row->oid[i] != oid[i])
			return false;
	return true;
}

const struct sysctl_row *sysctl_find(const uint32_t *oid, unsigned depth)
{
	const struct sysctl_abi *tree = abi->sysctls;
	const struct sysctl_row *node = NULL;

	for (size_t i = 0; i < tree->count; i++) {
		const struct sysctl_row *row = &tree->rows[i];

		if (!starts_with(oid, depth, row))
			continue;
		if (row->depth == depth)
			return row;
		if (row->is_node && row->answer)
			node = row;
	}
	return node;
}

const struct sysctl_row *sysctl_find_name(const char *name, size_t size)
{
	const struct sysctl_abi *tree = abi->sysctls;

	while (size && !name[size - 1])
		size--;
	for (size_t i = 0; i < tree->count; i++) {
		const char *have = tree->rows[i].name;
		size_t n = 0;

		while (n < size && have[n] && have[n] == name[n])
			n++;
		if (n == size && !have[n])
			return &tree->rows[i];
	}
	return NULL;
}

/* Why an oid has no row: a leaf does not go on (ENOTDIR), all else is not there. */
static long not_found(const struct sysctl *s)
{
	for (unsigned depth = 1; depth < s->depth; depth++) {
		const struct sysctl_row *row = sysctl_find(s->name, depth);

		if (row && row->depth == depth && !row->is_node)
			return -ENOTDIR;
	}
	hole("sysctl: no such number under", s->name[0]);
	return -ENOENT;
}

static long ask(struct sysctl *s)
{
	if (abi->sysctls->query && (int32_t)s->name[s->depth - 1] < 0)
		return abi->sysctls->query(s);
	if (!s->row)
		return not_found(s);
	if (!s->row->answer)
		return -EISDIR;
	if (s->new && !s->row->writable)
		return -EPERM;
	return s->row->answer(s);
}

long sysctl_by_name(const char *name, unsigned long old, size_t room, unsigned long new,
		    size_t new_size)
{
	struct sysctl s = { .old = old, .room = room, .new = new, .new_size = new_size };

	s.row = sysctl_find_name(name, string_length(name));
	if (!s.row)
		return -ENOENT;
	s.depth = s.row->depth;
	memcpy(s.name, s.row->oid, s.depth * sizeof s.name[0]);
	return ask(&s);
}

/* Ask, and store the size where the alien wants it. */
static long answer(struct sysctl *s, unsigned long old_size)
{
	uint64_t room = 0;
	long ret;

	if (old_size && get_alien_u64(&room, old_size))
		return -EFAULT;
	s->room = room;
	ret = ask(s);
	if (ret && ret != -ENOMEM)
		return ret;
	if (s->old && s->said > s->room)
		s->said = s->room;
	if (old_size && put_alien_u64(old_size, s->said))
		return -EFAULT;
	return ret;
}

/* __sysctl(name, namelen, old, oldlenp, new, newlen) */
long map_sysctl(struct call *c)
{
	const long *a = c->alien;
	unsigned depth = (unsigned)a[1];
	struct sysctl s = {
		.depth = depth,
		.old = (unsigned long)a[2],
		.new = (unsigned long)a[4],
		.new_size = (size_t)a[5],
	};

	if (depth < abi->sysctls->least_depth || depth > SYSCTL_DEPTH)
		return -EINVAL;
	if (copy_from_alien(s.name, (unsigned long)a[0], depth * sizeof s.name[0]))
		return -EFAULT;
	s.row = sysctl_find(s.name, depth);
	return answer(&s, (unsigned long)a[3]);
}

/* __sysctlbyname(name, namelen, old, oldlenp, new, newlen); the length is without a NUL. */
long map_sysctlbyname(struct call *c)
{
	const long *a = c->alien;
	size_t size = (size_t)a[1];
	char name[NAME_MAX_BYTES];
	struct sysctl s = {
		.old = (unsigned long)a[2],
		.new = (unsigned long)a[4],
		.new_size = (size_t)a[5],
	};

	if (size > sizeof name || !size)
		return size ? -ENAMETOOLONG : -ENOENT;
	if (copy_from_alien(name, (unsigned long)a[0], size))
		return -EFAULT;
	s.row = sysctl_find_name(name, size);
	if (!s.row) {
		name[size < sizeof name ? size : sizeof name - 1] = 0;
		hole(name, 0);
		return -ENOENT;
	}
	s.depth = s.row->depth;
	memcpy(s.name, s.row->oid, s.depth * sizeof s.name[0]);
	return answer(&s, (unsigned long)a[3]);
}
