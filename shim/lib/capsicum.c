/*
 * rights(4): sets of capsicum's rights.  A right says in its upper bits which word of the
 * set it is in (sys/caprights.h); the sets are memory of the program's, nothing more.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "shim/lib/lib.h"

#define WORDS 2
struct rights {
	uint64_t words[WORDS];
};

/* One bit of five says the word, above the 57 bits of rights. */
static int word_of(uint64_t right)
{
	unsigned bits = right >> 57 & 0x1f;

	return bits == 1 ? 0 : bits == 2 ? 1 : -1;
}

/* The set with nothing in it; version 0 has two words. */
static struct rights *clear(int version, struct rights *r)
{
	(void)version;
	r->words[0] = 1ull << 57;
	r->words[1] = 1ull << 58;
	return r;
}

enum change { ADD, TAKE, ASK };

static bool each(struct rights *r, enum change how, uint64_t right, va_list args)
{
	for (; right; right = va_arg(args, uint64_t)) {
		int i = word_of(right);
		uint64_t bits = right & ((1ull << 57) - 1);

		if (i < 0)
			return false;
		if (how == ADD)
			r->words[i] |= bits;
		else if (how == TAKE)
			r->words[i] &= ~bits;
		else if ((r->words[i] & bits) != bits)
			return false;
	}
	return true;
}

/* The list of rights ends with 0. */
struct rights *lib_cap_rights_init(int version, struct rights *r, ...)
{
	va_list args;

	clear(version, r);
	va_start(args, r);
	each(r, ADD, va_arg(args, uint64_t), args);
	va_end(args);
	return r;
}

struct rights *lib_cap_rights_set(struct rights *r, ...)
{
	va_list args;

	va_start(args, r);
	each(r, ADD, va_arg(args, uint64_t), args);
	va_end(args);
	return r;
}

struct rights *lib_cap_rights_clear(struct rights *r, ...)
{
	va_list args;

	va_start(args, r);
	each(r, TAKE, va_arg(args, uint64_t), args);
	va_end(args);
	return r;
}

bool lib_cap_rights_is_set(const struct rights *r, ...)
{
	struct rights copy = *r;
	va_list args;
	bool all;

	va_start(args, r);
	all = each(&copy, ASK, va_arg(args, uint64_t), args);
	va_end(args);
	return all;
}

bool lib_cap_rights_is_valid(const struct rights *r)
{
	return word_of(r->words[0]) == 0 && word_of(r->words[1]) == 1 && !(r->words[0] >> 62);
}

struct rights *lib_cap_rights_merge(struct rights *to, const struct rights *from)
{
	for (int i = 0; i < WORDS; i++)
		to->words[i] |= from->words[i];
	return to;
}

struct rights *lib_cap_rights_remove(struct rights *to, const struct rights *what)
{
	for (int i = 0; i < WORDS; i++)
		to->words[i] &= ~(what->words[i] & ((1ull << 57) - 1));
	return to;
}

bool lib_cap_rights_contains(const struct rights *big, const struct rights *little)
{
	for (int i = 0; i < WORDS; i++)
		if ((big->words[i] & little->words[i]) != little->words[i])
			return false;
	return true;
}

/* There is no sandbox to be in. */
bool lib_cap_sandboxed(void)
{
	return false;
}
