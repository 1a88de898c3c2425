/*
 * Questions about the tree itself, below the number 0: sysctlnametomib(3),
 * sysctlbyname(3) and sysctl(8) ask them.  They are described in FreeBSD's
 * sysctl(3) and sys/sysctl.h (CTL_SYSCTL_*).
 */
#include "abi-tables/freebsd/sysctl.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

#define OWN 2 /* the question's own numbers, before those asked about */

static const struct sysctl_row *asked(const struct sysctl *s)
{
	return s->depth > OWN ? sysctl_find(s->name + OWN, s->depth - OWN) : NULL;
}

/* What the tree has no name for is said in numbers. */
long say_oid_name(struct sysctl *s)
{
	char name[256];
	struct word t;
	const struct sysctl_row *row = asked(s);
	unsigned at = OWN + (row ? row->depth : 0);

	word_begin(&t, name, sizeof name);
	if (row)
		word_add(&t, row->name);
	for (; at < s->depth; at++) {
		if (at > OWN)
			word_add(&t, ".");
		word_add_number(&t, s->name[at]);
	}
	return sysctl_out_string(s, name);
}

/* Negative: a stands before b in the tree; what is below a node stands behind it. */
static int compare(const uint32_t *a, unsigned a_depth, const uint32_t *b, unsigned b_depth)
{
	for (unsigned i = 0; i < a_depth && i < b_depth; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return a_depth == b_depth ? 0 : a_depth < b_depth ? -1 : 1;
}

/* Only rows with a value count. */
long say_next(struct sysctl *s)
{
	const struct sysctl_abi *tree = &freebsd_sysctls;
	const struct sysctl_row *next = NULL;

	for (size_t i = 0; i < tree->count; i++) {
		const struct sysctl_row *row = &tree->rows[i];

		if (!row->answer ||
		    compare(row->oid, row->depth, s->name + OWN, s->depth - OWN) <= 0)
			continue;
		if (!next || compare(row->oid, row->depth, next->oid, next->depth) < 0)
			next = row;
	}
	return next ? sysctl_out(s, next->oid, next->depth * sizeof next->oid[0]) : -ENOENT;
}

/* The name comes as the new value. */
long say_name_oid(struct sysctl *s)
{
	const struct sysctl_row *row;
	char name[1024];
	size_t size = s->new_size;

	if (!s->new || !size)
		return -ENOENT;
	if (size >= sizeof name)
		return -ENAMETOOLONG;
	if (copy_from_alien(name, s->new, size))
		return -EFAULT;
	name[size] = 0;
	row = sysctl_find_name(name, size);
	if (!row) {
		hole(name, 0);
		return -ENOENT;
	}
	return sysctl_out(s, row->oid, row->depth * sizeof row->oid[0]);
}

long say_oid_format(struct sysctl *s)
{
	const struct sysctl_row *row = asked(s);
	uint32_t kind;
	long ret;

	if (!row)
		return -ENOENT;
	kind = row->type | CTL_READ | CTL_SAFE | (row->writable ? CTL_WRITE : 0);
	ret = sysctl_out(s, &kind, sizeof kind);
	return ret ? ret : sysctl_out_string(s, row->format);
}

long say_oid_about(struct sysctl *s)
{
	const struct sysctl_row *row = asked(s);

	return row ? sysctl_out_string(s, row->about) : -ENOENT;
}
