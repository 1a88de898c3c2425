/* xdr(3): the types. */
#include "shim/lib/xdr.h"

#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

/* Every number is one or two words of 32 bits, the high byte first. */
static int word(struct xdr *x, long *v)
{
	switch (x->op) {
	case XDR_ENCODE:
		return x->ops->putlong(x, v);
	case XDR_DECODE:
		return x->ops->getlong(x, v);
	default:
		return x->op == XDR_FREE;
	}
}

#define NUMBER(name, type)                                                                         \
	int lib_xdr_##name(struct xdr *x, type *v)                                                 \
	{                                                                                          \
		long l = x->op == XDR_ENCODE ? (long)*v : 0;                                       \
                                                                                                   \
		if (!word(x, &l))                                                                  \
			return 0;                                                                  \
		if (x->op == XDR_DECODE)                                                           \
			*v = (type)l;                                                              \
		return 1;                                                                          \
	}

NUMBER(int, int32_t)
NUMBER(u_int, uint32_t)
NUMBER(short, int16_t)
NUMBER(u_short, uint16_t)
NUMBER(char, char)
NUMBER(u_char, unsigned char)

/* Of a long the lowest 32 bits; they come back without a sign. */
int lib_xdr_long(struct xdr *x, long *v)
{
	return word(x, v);
}

int lib_xdr_u_long(struct xdr *x, unsigned long *v)
{
	long l = x->op == XDR_ENCODE ? (long)*v : 0;

	if (!word(x, &l))
		return 0;
	if (x->op == XDR_DECODE)
		*v = (uint32_t)l;
	return 1;
}

int lib_xdr_hyper(struct xdr *x, int64_t *v)
{
	long high = x->op == XDR_ENCODE ? (long)(*v >> 32) : 0;
	long low = x->op == XDR_ENCODE ? (long)(int32_t)*v : 0;

	if (!word(x, &high) || !word(x, &low))
		return 0;
	if (x->op == XDR_DECODE)
		*v = (int64_t)((uint64_t)high << 32 | (uint32_t)low);
	return 1;
}

int lib_xdr_bool(struct xdr *x, int32_t *v)
{
	int32_t l = x->op == XDR_ENCODE ? *v != 0 : 0;

	if (!lib_xdr_int(x, &l))
		return 0;
	if (x->op == XDR_DECODE)
		*v = l != 0;
	return 1;
}

int lib_xdr_float(struct xdr *x, float *v)
{
	return lib_xdr_int(x, (int32_t *)(void *)v);
}

int lib_xdr_double(struct xdr *x, double *v)
{
	return lib_xdr_hyper(x, (int64_t *)(void *)v);
}

int lib_xdr_void(void)
{
	return 1;
}

/* Bytes, filled up with zeros to a multiple of four. */
int lib_xdr_opaque(struct xdr *x, char *bytes, unsigned size)
{
	char fill[4] = { 0 };
	unsigned more = -size & 3;

	switch (x->op) {
	case XDR_ENCODE:
		return !size || (x->ops->putbytes(x, bytes, size) &&
				 (!more || x->ops->putbytes(x, fill, more)));
	case XDR_DECODE:
		return !size || (x->ops->getbytes(x, bytes, size) &&
				 (!more || x->ops->getbytes(x, fill, more)));
	default:
		return x->op == XDR_FREE;
	}
}

/* Memory for what is decoded, where the caller has none. */
static bool make_room(struct xdr *x, char **at, size_t size)
{
	if (x->op == XDR_DECODE && !*at)
		*at = calloc(1, size);
	return *at;
}

int lib_xdr_bytes(struct xdr *x, char **at, uint32_t *count, unsigned most)
{
	if (!lib_xdr_u_int(x, count) || (*count > most && x->op != XDR_FREE))
		return 0;
	if (x->op == XDR_FREE) {
		free(*at);
		*at = NULL;
		return 1;
	}
	return !*count || (make_room(x, at, *count) && lib_xdr_opaque(x, *at, *count));
}

int lib_xdr_string(struct xdr *x, char **at, unsigned most)
{
	uint32_t size = 0;

	if (x->op == XDR_FREE) {
		free(*at);
		*at = NULL;
		return 1;
	}
	if (x->op == XDR_ENCODE) {
		if (!*at)
			return 0;
		size = (uint32_t)strlen(*at);
	}
	if (!lib_xdr_u_int(x, &size) || size > most || size == UINT32_MAX)
		return 0;
	if (!make_room(x, at, size + 1ul))
		return 0;
	if (x->op == XDR_DECODE)
		(*at)[size] = 0;
	return lib_xdr_opaque(x, *at, size);
}

int lib_xdr_wrapstring(struct xdr *x, char **at)
{
	return lib_xdr_string(x, at, UINT32_MAX - 1);
}

struct netobj {
	uint32_t size;
	char *bytes;
};

int lib_xdr_netobj(struct xdr *x, struct netobj *o)
{
	return lib_xdr_bytes(x, &o->bytes, &o->size, 1024);
}

int lib_xdr_vector(struct xdr *x, char *base, unsigned count, unsigned size, xdr_fn *element)
{
	for (unsigned i = 0; i < count; i++)
		if (!element(x, base + (size_t)i * size))
			return 0;
	return 1;
}

int lib_xdr_array(struct xdr *x, char **at, uint32_t *count, unsigned most, unsigned size,
		  xdr_fn *element)
{
	int ok;

	if (!lib_xdr_u_int(x, count) ||
	    ((*count > most || (size && *count > UINT32_MAX / size)) && x->op != XDR_FREE))
		return 0;
	if (!*at && (x->op == XDR_FREE || !*count))
		return 1;
	if (!make_room(x, at, (size_t)*count * size))
		return 0;
	ok = lib_xdr_vector(x, *at, *count, size, element);
	if (x->op == XDR_FREE) {
		free(*at);
		*at = NULL;
	}
	return ok;
}

int lib_xdr_reference(struct xdr *x, char **at, unsigned size, xdr_fn *element)
{
	int ok;

	if (!*at && x->op == XDR_FREE)
		return 1;
	if (!make_room(x, at, size))
		return 0;
	ok = element(x, *at);
	if (x->op == XDR_FREE) {
		free(*at);
		*at = NULL;
	}
	return ok;
}

/* A word says whether there is something. */
int lib_xdr_pointer(struct xdr *x, char **at, unsigned size, xdr_fn *element)
{
	int32_t more = *at != NULL;

	if (!lib_xdr_bool(x, &more))
		return 0;
	if (!more) {
		*at = NULL;
		return 1;
	}
	return lib_xdr_reference(x, at, size, element);
}

struct choice {
	int32_t value;
	xdr_fn *element;
};

/* Which of some; NULL ends the list, `otherwise` may be NULL. */
int lib_xdr_union(struct xdr *x, int32_t *which, char *value, const struct choice *choices,
		  xdr_fn *otherwise)
{
	if (!lib_xdr_int(x, which))
		return 0;
	for (; choices->element; choices++)
		if (choices->value == *which)
			return choices->element(x, value, UINT32_MAX);
	return otherwise ? otherwise(x, value, UINT32_MAX) : 0;
}

void lib_xdr_free(xdr_fn *element, void *value)
{
	struct xdr x = { .op = XDR_FREE };

	element(&x, value);
}
