/* Candidates for system calls in a file: see sieve.h. */
#include "shim/glibc/sieve.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "shim/glibc/patcher.h"

#define PIECE  (256ul << 10) /* fits in a processor's own cache */
#define MARGIN 4096ul        /* more than a proof looks at on either side of a pair (proof.c) */

/* The part [low, low + filled) of the range, in the buffer. */
struct piece {
	int fd;
	uint64_t offset;
	size_t size; /* of the whole range */
	uint8_t *buffer;
	size_t low, filled;
	bool decoding; /* the decoder is at work on it */
};

/* Have the piece that begins before `at`, as far before as a proof looks. */
static bool fetch(struct piece *p, size_t at)
{
	ssize_t n;

	p->low = at > MARGIN ? at - MARGIN : 0;
	p->filled = 0;
	p->decoding = false;
	while (p->filled < PIECE && p->low + p->filled < p->size) {
		size_t room = PIECE - p->filled, left = p->size - p->low - p->filled;

		n = pread(p->fd, p->buffer + p->filled, room < left ? room : left,
			  (off_t)(p->offset + p->low + p->filled));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p->filled += (size_t)n;
	}
	return true;
}

static bool note(struct candidates *c, size_t at)
{
	size_t room = c->room ? 2 * c->room : 64;
	uint32_t *more;

	if (c->count == c->room) {
		more = realloc(c->at, room * sizeof *more);
		if (!more)
			return false;
		c->at = more;
		c->room = room;
	}
	c->at[c->count++] = (uint32_t)at;
	return true;
}

static bool judge(struct decoder *d, struct piece *p, size_t at, struct candidates *c)
{
	struct pair pair;

	if (!p->decoding)
		decoder_start(d, &(struct code){ p->buffer, p->filled, p->low });
	p->decoding = true;
	prove(d, at - p->low, &pair);
	if (pair.verdict != IS_NOT_A_CALL)
		return note(c, at);
	c->harmless++;
	return true;
}

/* The pair at `at` or behind it; false where there is none, or it cannot be read: *at is then not
 * `size`. */
static bool next_pair(struct piece *p, size_t *at)
{
	for (;;) {
		size_t end = p->low + p->filled;
		size_t hit = p->low + find_pair(p->buffer, *at - p->low, p->filled);

		if (hit >= end && end == p->size) {
			*at = p->size;
			return false;
		}
		/* The last byte may be a pair's first. */
		*at = hit < end ? hit : end - 1;
		if (hit < end && (end == p->size || hit + MARGIN <= end))
			return true;
		if (!fetch(p, *at))
			return false;
	}
}

static long search(struct decoder *d, struct piece *p, struct candidates *found)
{
	size_t at = 0;

	if (!fetch(p, 0))
		return -EIO;
	for (; next_pair(p, &at); at += 2)
		if (!judge(d, p, at, found))
			return -ENOMEM;
	return at == p->size ? 0 : -EIO;
}

long candidates_find(int fd, uint64_t offset, size_t size, struct candidates *found)
{
	struct piece p = { .fd = fd, .offset = offset, .size = size };
	long ret;

	*found = (struct candidates){ 0 };
	if (size > UINT32_MAX)
		return -E2BIG;
	p.buffer = malloc(PIECE);
	if (!p.buffer)
		return -ENOMEM;
	ret = search(patcher_lock(), &p, found);
	patcher_unlock();
	free(p.buffer);
	return ret;
}

void candidates_free(struct candidates *c)
{
	free(c->at);
	*c = (struct candidates){ 0 };
}
