/*
 * Whether a byte pair 0f 05 is a system call.
 *
 * Decoding x86 from any start falls into step with the true instructions within a
 * few of them.  So decode from every start some way before the pair and count how
 * many arrive at it: in real code nearly all do or nearly none.  In data all starts
 * agree too, on nonsense; hence the instructions on both sides must look like code
 * before the vote counts.
 */
#include <string.h>

#include "shim/glibc/code.h"

#define WINDOW     160 /* short branches over here reach the bytes that matter */
#define GUARD      24  /* the nearest starts have no room to fall into step */
#define ENOUGH     64  /* bytes before a pair without which it is never called harmless */
#define FIRST_BYTE 8   /* how much more the start of the code counts: probably an instruction's */
#define QUORUM     16  /* starts without which agreement means nothing */
#define SANE_INSNS 32  /* how many must look like code, where there are as many */

struct vote {
	size_t base, last;                      /* starts: [base, last] */
	size_t begin;                           /* the site's instruction, with prefixes */
	unsigned starts, landed, covered, lost; /* lost: met no instruction */
	uint16_t through[WINDOW + 16];          /* starts that pass this offset from base */
	uint16_t alive[WINDOW];                 /* and those that could */
};

/* At least 1/part of those that could pass here do. */
static bool agreed(const struct vote *v, size_t offset, unsigned part)
{
	unsigned through = v->through[offset - v->base];

	return through > 0 && through * part >= v->alive[offset - v->base];
}

static void count_votes(struct decoder *d, size_t pair, struct vote *v)
{
	for (size_t at = v->base; at < pair; at++) {
		const struct insn *n;
		unsigned here;
		size_t next;

		if (at <= v->last) {
			v->through[at - v->base]++;
			v->starts++;
		}
		here = v->through[at - v->base];
		v->alive[at - v->base] = v->starts - v->lost;
		if (here == 0)
			continue;
		n = insn_at(d, at);
		next = at + n->length;
		if (n->length == 0) {
			v->lost += here;
		} else if (next <= pair) {
			v->through[next - v->base] += here;
		} else if ((n->flags & INSN_SYSCALL) && next == pair + 2) {
			v->landed += here;
			v->begin = here > v->through[v->begin - v->base] ? at : v->begin;
		} else if (here > v->covered) {
			v->covered = here;
		}
	}
	if (pair > v->base)
		v->landed += v->through[pair - v->base];
}

static void hold_vote(struct decoder *d, size_t pair, struct vote *v)
{
	memset(v, 0, sizeof *v);
	v->base = pair > WINDOW ? pair - WINDOW : 0;
	v->last = pair > v->base + 2 * GUARD ? pair - GUARD : pair;
	v->begin = pair;
	if (v->base == 0 && pair > 0)
		v->starts = v->through[0] = FIRST_BYTE;
	count_votes(d, pair, v);
}

/* The instruction that most agree on among those that end at `to`. */
static const struct insn *insn_before(struct decoder *d, const struct vote *v, size_t to)
{
	const struct insn *best = NULL;
	unsigned most = 0;

	for (size_t at = to > v->base + 15 ? to - 15 : v->base; at < to; at++) {
		if (v->through[at - v->base] <= most || !agreed(v, at, 2))
			continue;
		if (insn_at(d, at)->length != to - at)
			continue;
		best = insn_at(d, at);
		most = v->through[at - v->base];
	}
	return best;
}

/*
 * The instructions that lead to the site in a straight line, nearest first.
 * False where one of them does not look like code.
 */
static bool look_back(struct decoder *d, const struct vote *v, struct pair *p)
{
	unsigned quorum = v->starts < 4 * QUORUM ? v->starts / 4 : QUORUM;
	size_t to = p->begin;

	for (unsigned i = 0; i < SANE_INSNS; i++) {
		const struct insn *n = insn_before(d, v, to);

		if (!n || (n->flags & INSN_END) || v->alive[n->offset - v->base] < quorum)
			return true;
		if (n->flags & INSN_ODD)
			return false;
		if ((n->flags & INSN_PAD) && (n->flags & INSN_FIXED))
			return true;
		if (p->before_count < NEAR_INSNS)
			p->before[p->before_count++] = *n;
		to = n->offset;
	}
	return true;
}

/* Those that follow, up to where control goes elsewhere, and padding behind that. */
static void look_ahead(struct decoder *d, struct pair *p)
{
	size_t at = p->offset + 2;
	bool ended = false;

	while (p->after_count < NEAR_INSNS && at < d->code.size) {
		const struct insn *n = insn_at(d, at);

		if (n->length == 0 || (ended && !(n->flags & INSN_PAD)))
			return;
		p->after[p->after_count++] = *n;
		ended |= (n->flags & INSN_END) != 0;
		at += n->length;
	}
}

static bool follows_sanely(struct decoder *d, const struct pair *p)
{
	size_t at = p->offset + 2;

	for (unsigned i = 0; i < SANE_INSNS && at < d->code.size; i++) {
		const struct insn *n = insn_at(d, at);

		if (n->length == 0)
			return at + ZYDIS_MAX_INSTRUCTION_LENGTH > d->code.size;
		if (n->flags & INSN_ODD)
			return false;
		if (n->flags & (INSN_END | INSN_PAD))
			return true;
		at += n->length;
	}
	return true;
}

/* Where rax comes from says most: numbers are small, and data does not care. */
enum number_sign {
	NUMBER_UNSEEN,
	NUMBER_MOVED, /* from a register or memory */
	NUMBER_CONSTANT,
	NUMBER_COMPUTED /* nobody computes a call's number */
};

static enum number_sign number_sign(struct decoder *d, const struct pair *p)
{
	int64_t value;

	for (unsigned i = 0; i < p->before_count; i++) {
		const struct insn *n = &p->before[i];

		if (loads_rax(d, n, &value))
			return value >= 0 && value < 0x10000 ? NUMBER_CONSTANT : NUMBER_COMPUTED;
		if (n->flags & INSN_FIXED)
			return NUMBER_UNSEEN;
		if (writes_rax(d, n))
			return moves_rax(d, n) ? NUMBER_MOVED : NUMBER_COMPUTED;
	}
	return NUMBER_UNSEEN;
}

static bool is_site(struct decoder *d, const struct pair *p, const struct vote *v)
{
	unsigned arrived = v->starts - v->lost;

	if (v->landed * 8 <= v->starts)
		return false;
	switch (number_sign(d, p)) {
	case NUMBER_CONSTANT:
		return true;
	case NUMBER_MOVED:
		return v->landed * 2 >= v->starts || v->landed * 4 >= arrived * 3;
	case NUMBER_UNSEEN:
		return v->landed * 2 >= v->starts;
	case NUMBER_COMPUTED:
		break;
	}
	return false;
}

void mark_target(struct pair *p, size_t target)
{
	size_t bit = target - p->offset + NEAR_BYTES;

	if (bit < 64)
		p->targets |= 1ull << bit;
}

bool is_target(const struct pair *p, size_t from, size_t to)
{
	for (size_t at = from; at < to; at++) {
		size_t bit = at - p->offset + NEAR_BYTES;

		if (bit >= 64 || (p->targets >> bit & 1))
			return true;
	}
	return false;
}

/* Where the instruction at an offset branches to; a target of its own is no news. */
static void mark_branch(struct decoder *d, struct pair *p, size_t at)
{
	const struct insn *n = insn_at(d, at);

	if (n->length && (n->flags & (INSN_BRANCH | INSN_TARGET)))
		mark_target(p, at + n->length + n->rel);
}

/* Dead int3 padding is a hole wherever it is: nothing branches there. */
static void note_hole(struct decoder *d, struct span *h, size_t at, size_t end)
{
	size_t to = at;

	while (to < end && d->code.bytes[to] == 0xcc)
		to++;
	if (to - at >= 5 && h->to == 0)
		*h = (struct span){ at, to };
}

static void search_before(struct decoder *d, const struct vote *v, struct pair *p)
{
	size_t from = p->offset > v->base + 120 ? p->offset - 120 : v->base;

	for (size_t at = v->base; at < p->begin; at++)
		if (agreed(v, at, 4))
			mark_branch(d, p, at);
	for (size_t at = from; at < p->begin; at++)
		if (d->code.bytes[at] == 0xcc && agreed(v, at, 2))
			note_hole(d, &p->holes[0], at, p->begin);
}

static void search_after(struct decoder *d, struct pair *p)
{
	size_t end = p->offset + WINDOW < d->code.size ? p->offset + WINDOW : d->code.size;
	size_t at = p->offset + 2;

	while (at < end) {
		const struct insn *n = insn_at(d, at);

		mark_branch(d, p, at);
		if (n->length == 1 && d->code.bytes[at] == 0xcc && at < p->offset + 120)
			note_hole(d, &p->holes[1], at, end);
		at += n->length ? n->length : 1;
	}
}

void prove(struct decoder *d, size_t offset, struct pair *p)
{
	struct vote v;

	memset(p, 0, sizeof *p);
	hold_vote(d, offset, &v);
	p->offset = offset;
	p->begin = v.begin;
	p->verdict = IS_UNDECIDED;
	if (offset >= ENOUGH && v.landed * 8 <= v.covered && v.covered * 3 >= v.starts)
		p->verdict = IS_NOT_A_CALL;
	else if (look_back(d, &v, p) && follows_sanely(d, p) && is_site(d, p, &v))
		p->verdict = IS_SITE;
	if (p->verdict != IS_SITE)
		return;
	look_ahead(d, p);
	search_before(d, &v, p);
	search_after(d, p);
}

int32_t known_number(struct decoder *d, const struct pair *p)
{
	int64_t value;

	for (unsigned i = 0; i < p->before_count; i++) {
		const struct insn *n = &p->before[i];

		if (is_target(p, n->offset + 1, p->offset + 1))
			return -1;
		if (loads_rax(d, n, &value))
			return value >= 0 && value <= INT32_MAX ? (int32_t)value : -1;
		if (writes_rax(d, n))
			return -1;
	}
	return -1;
}
