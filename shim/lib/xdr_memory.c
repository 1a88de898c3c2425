/* xdr(3): streams in memory, and one that only counts. */
#include <arpa/inet.h>
#include <string.h>

#include "shim/lib/lib.h"
#include "shim/lib/xdr.h"

/* The next `size` bytes; NULL: there are not so many. */
static char *take(struct xdr *x, unsigned size)
{
	char *at = x->private;

	if (x->handy < size)
		return NULL;
	x->handy -= size;
	x->private = at + size;
	return at;
}

static int get_long(struct xdr *x, long *v)
{
	const char *at = take(x, 4);
	uint32_t word;

	if (!at)
		return 0;
	memcpy(&word, at, 4);
	*v = ntohl(word);
	return 1;
}

static int put_long(struct xdr *x, const long *v)
{
	uint32_t word = htonl((uint32_t)*v);
	char *at = take(x, 4);

	if (at)
		memcpy(at, &word, 4);
	return at != NULL;
}

static int get_bytes(struct xdr *x, char *to, unsigned size)
{
	const char *at = take(x, size);

	if (at)
		memcpy(to, at, size);
	return at != NULL;
}

static int put_bytes(struct xdr *x, const char *from, unsigned size)
{
	char *at = take(x, size);

	if (at)
		memcpy(at, from, size);
	return at != NULL;
}

static unsigned get_pos(struct xdr *x)
{
	return (unsigned)((char *)x->private - x->base);
}

static int set_pos(struct xdr *x, unsigned at)
{
	unsigned size = get_pos(x) + x->handy;

	if (at > size)
		return 0;
	x->private = x->base + at;
	x->handy = size - at;
	return 1;
}

static int32_t *in_line(struct xdr *x, unsigned size)
{
	return (int32_t *)(void *)take(x, size);
}

static void nothing(struct xdr *x)
{
	(void)x;
}

static int no_control(struct xdr *x, int what, void *info)
{
	(void)x, (void)what, (void)info;
	return 0;
}

static const struct xdr_ops memory = { get_long, put_long, get_bytes, put_bytes, get_pos,
				       set_pos,  in_line,  nothing,   no_control };

void lib_xdrmem_create(struct xdr *x, char *at, unsigned size, int op)
{
	*x = (struct xdr){ .op = op, .ops = &memory, .private = at, .base = at, .handy = size };
}

static int count_long(struct xdr *x, const long *v)
{
	(void)v;
	x->handy += 4;
	return 1;
}

static int count_bytes(struct xdr *x, const char *from, unsigned size)
{
	(void)from;
	x->handy += size;
	return 1;
}

static unsigned counted(struct xdr *x)
{
	return x->handy;
}

static int no_pos(struct xdr *x, unsigned at)
{
	(void)x, (void)at;
	return 0;
}

static int32_t *no_line(struct xdr *x, unsigned size)
{
	(void)x, (void)size;
	return NULL;
}

static int no_long(struct xdr *x, long *v)
{
	(void)x, (void)v;
	return 0;
}

static int no_bytes(struct xdr *x, char *to, unsigned size)
{
	(void)x, (void)to, (void)size;
	return 0;
}

/* How many bytes a value takes; 0: it can't be said. */
unsigned long lib_xdr_sizeof(xdr_fn *element, void *value)
{
	static const struct xdr_ops counter = { no_long, count_long, no_bytes, count_bytes, counted,
						no_pos,  no_line,    nothing,  no_control };
	struct xdr x = { .op = XDR_ENCODE, .ops = &counter };

	return element(&x, value) ? x.handy : 0;
}
