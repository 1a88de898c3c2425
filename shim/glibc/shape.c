/*
 * The ways to patch a site.  Only the first byte of what is overwritten may be
 * reached other than by falling into it.
 */
#include "shim/glibc/stub.h"

#define BEFORE_MAX  4
#define HOLE_PLACES 6

static size_t behind(const struct insn *n)
{
	return n->offset + n->length;
}

/*
 * Padding stands before what is entered by a pointer nobody can see: a function, a
 * case of a switch.  So what leads to a site begins behind it at the earliest.
 */
static bool can_lead(const struct insn *n)
{
	return !(n->flags & (INSN_FIXED | INSN_BRANCH | INSN_END | INSN_PAD));
}

/* The n instructions before the site can run in the stub, and only fall into it. */
static bool before_moves(const struct pair *p, unsigned n)
{
	if (n > p->before_count)
		return false;
	for (unsigned i = 0; i < n; i++)
		if (!can_lead(&p->before[i]))
			return false;
	return !is_target(p, p->before[n - 1].offset + 1, p->offset + 1);
}

/*
 * Overwrite the nth instruction before the site and run all from there on in the
 * stub.  What lies between, and the 0f 05, stay: a jump to it that nobody saw
 * still makes a system call, which the net sees if it is armed.
 */
static bool shape_before(const struct pair *p, unsigned n, struct shape *s)
{
	if (!before_moves(p, n) || p->before[n - 1].length < JUMP_LENGTH)
		return false;
	s->technique = PATCH_BEFORE;
	s->before = n;
	s->patch = p->before[n - 1].offset;
	s->patch_length = p->before[n - 1].length;
	return true;
}

static bool shape_with(const struct pair *p, unsigned n, struct shape *s)
{
	if (!before_moves(p, n))
		return false;
	s->technique = PATCH_WITH;
	s->before = n;
	s->patch = p->before[n - 1].offset;
	s->patch_length = p->offset + 2 - s->patch;
	return s->patch_length >= JUMP_LENGTH;
}

/* The site and what follows; padding behind an end is overwritten, not moved. */
static bool shape_after(const struct pair *p, struct shape *s)
{
	size_t end = p->offset + 2;

	for (unsigned i = 0; i < p->after_count && end - p->begin < JUMP_LENGTH; i++) {
		const struct insn *n = &p->after[i];

		end = behind(n);
		if (s->ends)
			continue;
		if (n->flags & INSN_FIXED)
			return false;
		s->after++;
		s->resume = end;
		s->ends = (n->flags & INSN_END) != 0;
	}
	s->technique = PATCH_AFTER;
	s->patch = p->begin;
	s->patch_length = end - p->begin;
	return s->patch_length >= JUMP_LENGTH && !is_target(p, p->begin + 1, end);
}

/* Padding of nops behind an end, where nothing is known to branch to. */
static struct span padding_behind(const struct pair *p)
{
	struct span h = { 0, 0 };
	bool ended = false;

	for (unsigned i = 0; i < p->after_count; i++) {
		const struct insn *n = &p->after[i];

		if (ended && h.to == 0)
			h.from = n->offset;
		if (ended)
			h.to = behind(n);
		ended |= (n->flags & INSN_END) != 0;
	}
	if (h.to >= h.from + JUMP_LENGTH && is_target(p, h.from, h.from + JUMP_LENGTH))
		h.to = h.from;
	return h;
}

/* The first places of two holes, then their second ones, and so on; last the nops. */
static bool shape_hole(const struct pair *p, unsigned n, struct shape *s)
{
	bool nops = n == HOLE_PLACES;
	struct span h = nops ? padding_behind(p) : p->holes[n % 2];
	size_t at = h.from + (nops ? 0 : n / 2 * JUMP_LENGTH), from = p->begin + 2;

	if (at + JUMP_LENGTH > h.to || at + 128 < from || at > from + 127)
		return false;
	if (p->begin != p->offset && is_target(p, p->begin + 1, p->offset + 2))
		return false;
	s->technique = PATCH_HOLE;
	s->patch = p->begin;
	s->patch_length = p->offset + 2 - p->begin;
	s->hole = at;
	return true;
}

struct shape net_shape(const struct pair *p)
{
	return (
	    struct shape){ .technique = PATCH_NET, .patch = p->offset, .resume = p->offset + 2 };
}

bool nth_shape(const struct pair *p, unsigned n, struct shape *s)
{
	unsigned k = n % BEFORE_MAX + 1;
	bool fits = false;

	*s = net_shape(p);
	if (n < BEFORE_MAX)
		fits = shape_before(p, k, s);
	else if (n < 2 * BEFORE_MAX)
		fits = shape_with(p, k, s);
	else if (n == 2 * BEFORE_MAX)
		fits = shape_after(p, s);
	else if (n <= 2 * BEFORE_MAX + 1 + HOLE_PLACES)
		fits = shape_hole(p, n - 2 * BEFORE_MAX - 1, s);
	else
		return false;
	if (!fits || s->patch_length > sizeof((struct site *)0)->original)
		s->technique = PATCH_NET;
	return true;
}
