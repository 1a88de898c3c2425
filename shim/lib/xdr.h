/* xdr(3): numbers and strings in a form that all machines read (RFC 4506); rpc/xdr.h. */
#ifndef SHIM_LIB_XDR_H
#define SHIM_LIB_XDR_H

#include <stdbool.h>
#include <stdint.h>

enum { XDR_ENCODE, XDR_DECODE, XDR_FREE };

struct xdr;
struct xdr_ops {
	int (*getlong)(struct xdr *, long *);
	int (*putlong)(struct xdr *, const long *);
	int (*getbytes)(struct xdr *, char *, unsigned);
	int (*putbytes)(struct xdr *, const char *, unsigned);
	unsigned (*getpos)(struct xdr *);
	int (*setpos)(struct xdr *, unsigned);
	int32_t *(*inlined)(struct xdr *, unsigned);
	void (*destroy)(struct xdr *);
	int (*control)(struct xdr *, int, void *);
};
struct xdr {
	int32_t op, pad;
	const struct xdr_ops *ops;
	char *public;
	void *private;
	char *base;
	uint32_t handy, pad2;
};
_Static_assert(sizeof(struct xdr) == 48, "XDR");

typedef int xdr_fn(struct xdr *, void *, ...);

int lib_xdr_u_int(struct xdr *x, uint32_t *v);
int lib_xdr_opaque(struct xdr *x, char *bytes, unsigned size);

#endif
