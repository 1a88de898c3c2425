/* xdr(3): the bytes that FreeBSD's library makes, and the way back. */
#include "text.h"

struct xdr;
struct ops {
	void *some[4];
	unsigned (*getpos)(struct xdr *);
	int (*setpos)(struct xdr *, unsigned);
};
struct xdr {
	int op, pad;
	const struct ops *ops;
	void *rest[4];
};
typedef int fn(struct xdr *, void *);
void xdrmem_create(struct xdr *x, char *at, unsigned size, int op), xdr_free(fn *f, void *v);
int xdr_int(struct xdr *x, void *v), xdr_short(struct xdr *x, short *v),
    xdr_hyper(struct xdr *x, long *v), xdr_bool(struct xdr *x, int *v);
int xdr_float(struct xdr *x, float *v), xdr_double(struct xdr *x, double *v),
    xdr_string(struct xdr *x, char **s, unsigned most);
int xdr_long(struct xdr *x, long *v),
    xdr_bytes(struct xdr *x, char **b, unsigned *n, unsigned most),
    xdr_wrapstring(struct xdr *x, void *v);
int xdr_array(struct xdr *x, char **a, unsigned *n, unsigned most, unsigned size, fn *f),
    xdr_pointer(struct xdr *x, char **p, unsigned size, fn *f);
unsigned long xdr_sizeof(fn *f, void *v);

static int i = -5, list[3] = { 1, 2, 3 }, truth = 5;
static short s = -3;
static long h = -2, l = -9;
static float f = 1.5;
static double d = -2.25;
static char *text = "hello", *bytes = "abc", *array = (char *)list, *pointer = (char *)&i, *none;
static unsigned n = 3;

static int all(struct xdr *x)
{
	return xdr_int(x, &i) && xdr_short(x, &s) && xdr_hyper(x, &h) && xdr_bool(x, &truth) &&
	       xdr_float(x, &f) && xdr_double(x, &d) && xdr_string(x, &text, 20) &&
	       xdr_long(x, &l) && xdr_bytes(x, &bytes, &n, 10) &&
	       xdr_array(x, &array, &n, 10, 4, xdr_int) && xdr_pointer(x, &pointer, 4, xdr_int) &&
	       xdr_pointer(x, &none, 4, xdr_int);
}

int main(int argc, char **argv, char **envp)
{
	static const unsigned char wanted[] = {
		255, 255, 255, 251, 255, 255, 255, 253, 255, 255, 255, 255, 255, 255,
		255, 254, 0,   0,   0,   1,   63,  192, 0,   0,   192, 2,   0,   0,
		0,   0,   0,   0,   0,   0,   0,   5,   'h', 'e', 'l', 'l', 'o', 0,
		0,   0,   255, 255, 255, 247, 0,   0,   0,   3,   'a', 'b', 'c', 0,
	};
	char room[200];
	struct xdr x;
	unsigned size;

	(void)argc, (void)argv, (void)envp;
	xdrmem_create(&x, room, sizeof room, 0);
	EXPECT(all(&x));
	size = x.ops->getpos(&x);
	EXPECT_EQ(size, sizeof wanted + 16 + 8 + 4);
	EXPECT_EQ(memcmp(room, wanted, sizeof wanted), 0);
	EXPECT_EQ(xdr_string(&x, &text, 3), 0);
	EXPECT_EQ(xdr_sizeof(xdr_int, &i), 4);
	xdrmem_create(&x, room, size, 1);
	i = s = truth = 0;
	h = l = 0;
	f = 0;
	d = 0;
	text = bytes = array = pointer = NULL;
	EXPECT(all(&x));
	EXPECT(i == -5 && s == -3 && h == -2 && truth == 1 && f == 1.5f && d == -2.25 &&
	       l == 4294967287);
	SAYS("hello", text);
	EXPECT(((int *)array)[2] == 3 && *(int *)pointer == -5 && !none);
	EXPECT_EQ(xdr_int(&x, &i), 0); /* the end */
	xdr_free(xdr_wrapstring, &text);
	EXPECT(!text);
	return result();
}
