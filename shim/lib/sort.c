/*
 * Sorting: qsort_r(3) in FreeBSD's order of arguments and in POSIX's, heapsort(3) and
 * mergesort(3) by the host's qsort, and the functions that take a block of Apple's.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

typedef int compare_fn(const void *, const void *);
typedef int compare_r_fn(const void *, const void *, void *);
typedef int compare_old_fn(void *, const void *, const void *);

struct old_order {
	compare_old_fn *compare;
	void *arg;
};

static int call_old(const void *a, const void *b, void *order)
{
	const struct old_order *o = order;

	return o->compare(o->arg, a, b);
}

/* Before FreeBSD 14: the argument came before the function, and came first to it. */
void lib_qsort_r_old(void *base, size_t count, size_t size, void *arg, compare_old_fn *compare)
{
	struct old_order o = { compare, arg };

	qsort_r(base, count, size, call_old, &o);
}

/* Annex K: no NULL where there is something to sort, and no size above RSIZE_MAX. */
int lib_qsort_s(void *base, size_t count, size_t size, compare_r_fn *compare, void *arg)
{
	if (count > SIZE_MAX / 2 || size > SIZE_MAX / 2)
		return EINVAL;
	if (!count)
		return 0;
	if (!size || !base || !compare)
		return EINVAL;
	qsort_r(base, count, size, compare, arg);
	return 0;
}

static int check_size(size_t size, size_t least)
{
	if (size >= least)
		return 0;
	errno = EINVAL;
	return -1;
}

int lib_heapsort(void *base, size_t count, size_t size, compare_fn *compare)
{
	if (count <= 1)
		return 0;
	if (check_size(size, 1))
		return -1;
	qsort(base, count, size, compare);
	return 0;
}

/* Equal ones keep their order: a merge from one half of the room to the other. */
static int merge(void *base, size_t count, size_t size, compare_r_fn *compare, void *arg)
{
	char *from = base, *to, *room;

	if (check_size(size, sizeof(void *) / 2))
		return -1;
	if (!count)
		return 0;
	to = room = reallocarray(NULL, count, size);
	if (!room)
		return -1;
	for (size_t run = 1; run < count; run *= 2) {
		for (size_t low = 0; low < count; low += 2 * run) {
			size_t middle = low + run < count ? low + run : count;
			size_t high = low + 2 * run < count ? low + 2 * run : count;
			size_t a = low, b = middle;

			for (size_t i = low; i < high; i++) {
				bool left = a < middle &&
					    (b >= high ||
					     compare(from + a * size, from + b * size, arg) <= 0);

				memcpy(to + i * size, from + (left ? a++ : b++) * size, size);
			}
		}
		from = to;
		to = from == room ? base : room;
	}
	if (from == room)
		memcpy(base, room, count * size);
	free(room);
	return 0;
}

static int call_plain(const void *a, const void *b, void *compare)
{
	return (*(compare_fn **)compare)(a, b);
}

int lib_mergesort(void *base, size_t count, size_t size, compare_fn *compare)
{
	return merge(base, count, size, call_plain, &compare);
}

/* A block: a structure of Apple's whose fourth word is the function; it gets itself first. */
struct block {
	void *kind;
	int flags, reserved;
	int (*invoke)(struct block *, const void *, const void *);
};

static int call_block(const void *a, const void *b, void *block)
{
	struct block *k = block;

	return k->invoke(k, a, b);
}

void lib_qsort_b(void *base, size_t count, size_t size, struct block *compare)
{
	qsort_r(base, count, size, call_block, compare);
}

int lib_heapsort_b(void *base, size_t count, size_t size, struct block *compare)
{
	if (count > 1 && check_size(size, 1))
		return -1;
	qsort_r(base, count, size, call_block, compare);
	return 0;
}

int lib_mergesort_b(void *base, size_t count, size_t size, struct block *compare)
{
	return merge(base, count, size, call_block, compare);
}

int __cxa_atexit(void (*f)(void *), void *arg, void *dso);

/* Such a block takes nothing but itself. */
int lib_atexit_b(struct block *block)
{
	return __cxa_atexit((void (*)(void *))(void *)block->invoke, block, NULL);
}

/* Strings that end with the byte `end`, in the order of a table of 256 ranks (NULL: as they are).
 */
struct radix {
	const unsigned char *ranks;
	unsigned end;
};

static int compare_radix(const void *a, const void *b, void *arg)
{
	const struct radix *r = arg;
	const unsigned char *p = *(const unsigned char *const *)a;
	const unsigned char *q = *(const unsigned char *const *)b;

	for (;; p++, q++) {
		int x = *p == r->end ? -1 : r->ranks ? r->ranks[*p] : *p;
		int y = *q == r->end ? -1 : r->ranks ? r->ranks[*q] : *q;

		if (x != y)
			return x < y ? -1 : 1;
		if (x < 0)
			return 0;
	}
}

/* The host's qsort_r keeps the order of equal ones, as sradixsort(3) promises. */
int lib_radixsort(const unsigned char **base, int count, const unsigned char *ranks, unsigned end)
{
	struct radix r = { ranks, end };

	if (end > 255) {
		errno = EINVAL;
		return -1;
	}
	if (count > 1)
		qsort_r(base, (size_t)count, sizeof *base, compare_radix, &r);
	return 0;
}
