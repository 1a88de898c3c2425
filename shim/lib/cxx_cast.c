/*
 * dynamic_cast, as the Itanium C++ ABI (2.9.5 and 2.9.7) has it.  The host's own works
 * with virtual functions of the type descriptions, and a program that was linked to a
 * fixed address has copies of their tables, cut off where FreeBSD's end.  So which kind
 * of description one is, is told by the address of its table alone.
 */
#include <string.h>

#include "shim/lib/cxx.h"
#include "shim/lib/lib.h"

static bool same(const struct type *a, const struct type *b)
{
	return a == b || a->name == b->name || (a->name[0] != '*' && !strcmp(a->name, b->name));
}

struct search {
	const void *object;
	const struct type *from, *to;
	const void *down; /* the wanted type around the object */
	int down_count;
	const void *wanted; /* of the whole */
	int wanted_count;
	bool wanted_public, object_public;
};

static void found_object(struct search *s, const void *around, bool public_around, bool public)
{
	if (around && public_around && around != s->down) {
		s->down = around;
		s->down_count++;
	}
	s->object_public |= public;
}

static void walk(struct search *s, const struct type *t, const char *at, bool public,
		 const void *around, bool public_around)
{
	if (same(t, s->to)) {
		around = at;
		public_around = true;
		if (at != s->wanted)
			s->wanted_count++;
		s->wanted_public = at == s->wanted ? s->wanted_public | public : public;
		s->wanted = at;
	} else if (at == s->object && same(t, s->from)) {
		found_object(s, around, public_around, public);
		return;
	}
	if (lib_cxx_is(t, CXX_SINGLE)) {
		walk(s, ((const struct type_single *)t)->base, at, public, around, public_around);
	} else if (lib_cxx_is(t, CXX_MANY)) {
		const struct type_many *m = (const struct type_many *)t;

		for (uint32_t i = 0; i < m->count; i++) {
			long flags = m->bases[i].offset_flags, offset = flags >> 8;

			if (flags & 1)
				memcpy(&offset, *(const char *const *)at + offset, sizeof offset);
			walk(s, m->bases[i].type, at + offset, public && flags & 2, around,
			     public_around && flags & 2);
		}
	}
}

/* `hint`, what the compiler knows of the way, is not needed. */
const void *lib_cxx_dynamic_cast(const void *object, const struct type *from, const struct type *to,
				 long hint)
{
	struct search s = { .object = object, .from = from, .to = to };
	const char *table = *(const char *const *)object;
	const struct type *whole_type;
	long to_whole;

	(void)hint;
	memcpy(&to_whole, table - 16, sizeof to_whole);
	memcpy(&whole_type, table - 8, sizeof whole_type);
	walk(&s, whole_type, (const char *)object + to_whole, true, NULL, false);
	if (s.down_count == 1)
		return s.down;
	return !s.down_count && s.object_public && s.wanted_count == 1 && s.wanted_public ? s.wanted
											  : NULL;
}
