/* Classes of characters, locales of threads and calls; sorting; the allocator's own calls. */
#include "text.h"

typedef int wint_t;
void *newlocale(int mask, const char *name, void *base), *uselocale(void *locale),
    *duplocale(void *locale);
int freelocale(void *locale), isalpha(int c), isalpha_l(int c, void *locale), isnumber(int c),
    digittoint(int c);
const char *querylocale(int mask, void *locale);
int iswctype(wint_t c, unsigned long bits), wctrans(const char *name),
    toupper_l(int c, void *locale);
unsigned long wctype(const char *name), ___runetype(int c);
wint_t towctrans(wint_t c, int which), nextwctype(wint_t c, unsigned long bits);
size_t mbstowcs_l(wchar_t *to, const char *s, size_t n, void *locale);
struct rune {
	char magic[8], encoding[32];
	void *old[2];
	long invalid;
	unsigned long type[256];
};
extern const struct rune *_CurrentRuneLocale;
extern __thread const struct rune *_ThreadRuneLocale;
void qsort_r(void *base, size_t count, size_t size, int (*f)(const void *, const void *, void *),
	     void *arg);
int mergesort(void *base, size_t count, size_t size, int (*f)(const void *, const void *));
int heapsort(void *base, size_t count, size_t size, int (*f)(const void *, const void *));
int radixsort(const unsigned char **base, int count, const unsigned char *ranks, unsigned end);
int qsort_s(void *base, size_t count, size_t size, int (*f)(const void *, const void *, void *),
	    void *arg);
void *mallocx(size_t size, int flags), *rallocx(void *p, size_t size, int flags);
void dallocx(void *p, int flags);
size_t sallocx(const void *p, int flags), nallocx(size_t size, int flags);

#define LC_CTYPE_MASK 2
#define LC_ALL_MASK   63

static void classes(void)
{
	void *utf = newlocale(LC_ALL_MASK, "C.UTF-8", NULL), *before;
	wchar_t wide[8];

	EXPECT(isalpha('x') && !isalpha('1') && !isalpha(200) && !isalpha(-1) && !isalpha(100000));
	EXPECT(isnumber('7') && digittoint('b') == 11);
	EXPECT_EQ(wctype("alpha"), 0x100);
	EXPECT_EQ(wctype("ideogram"), 0x80000);
	EXPECT_EQ(wctype("nosuch"), 0);
	EXPECT(iswctype('x', wctype("lower")) && !iswctype('X', wctype("lower")));
	EXPECT_EQ(wctrans("toupper"), 2);
	EXPECT_EQ(towctrans('a', 2), 'A');
	EXPECT_EQ(wctrans("x"), 0);
	EXPECT_EQ(errno, BSD_EINVAL);
	EXPECT_EQ(nextwctype('z', wctype("digit")), -1);
	EXPECT_EQ(nextwctype('/', wctype("digit")), '0');
	EXPECT(utf != NULL);
	SAYS("C.UTF-8", querylocale(LC_CTYPE_MASK, utf));
	EXPECT_EQ(mbstowcs_l(wide, "\xc3\xa9", 8, utf), 1);
	EXPECT_EQ(wide[0], 0xe9);
	EXPECT_EQ(mbstowcs_l(wide, "\xc3\xa9", 8, NULL), -1); /* NULL: the C locale */
	EXPECT_EQ(errno, 86);                                 /* EILSEQ */
	EXPECT(isalpha_l('q', NULL) && toupper_l('q', utf) == 'Q');
	EXPECT(!_ThreadRuneLocale);
	before = uselocale(utf);
	EXPECT_EQ(before, -1);
	EXPECT(_ThreadRuneLocale && _ThreadRuneLocale->type[0xe9] & 0x100);
	EXPECT(___runetype(0x416) & 0x8000); /* upper */
	EXPECT_EQ(uselocale(before), utf);
	EXPECT(!_ThreadRuneLocale && !(_CurrentRuneLocale->type[0xe9] & 0x100));
	EXPECT_EQ(freelocale(utf), 0);
	EXPECT_EQ(freelocale(NULL), -1);
	EXPECT(!newlocale(1 << 6, "C", NULL) && errno == BSD_EINVAL);
	EXPECT(!newlocale(LC_ALL_MASK, "no.such", NULL) && errno == BSD_ENOENT);
}

struct pair {
	int key, place;
};

static int by_key(const void *a, const void *b)
{
	return ((const struct pair *)a)->key - ((const struct pair *)b)->key;
}

static int with_arg(const void *a, const void *b, void *arg)
{
	return *(int *)arg * by_key(a, b);
}

struct block {
	void *kind;
	int flags, reserved;
	int (*invoke)(struct block *, const void *, const void *);
};
int mergesort_b(void *base, size_t count, size_t size, struct block *b);
char *readpassphrase(const char *prompt, char *to, size_t size, int flags);
int dup2(int from, int to);

static int downwards(struct block *b, const void *x, const void *y)
{
	EXPECT_EQ(b->reserved, 7); /* a block gets itself */
	return by_key(y, x);
}

static void phrase(void)
{
	char to[8];
	int ends[2];

	pipe(ends);
	write(ends[1], "SecretWord\nnext", 15);
	dup2(ends[0], 0);
	SAYS("secretw", readpassphrase("", to, sizeof to, 0x24)); /* FORCELOWER, STDIN */
	SAYS("NEXT", (close(ends[1]), readpassphrase("", to, sizeof to, 0x28)));
	EXPECT(!readpassphrase("", to, 0, 0x20) && errno == BSD_EINVAL);
}

static void sorting(void)
{
	struct block block = { NULL, 0, 7, downwards };
	const unsigned char *words[] = { (const unsigned char *)"pear",
					 (const unsigned char *)"apple",
					 (const unsigned char *)"fig" };
	struct pair pairs[40];
	int sign = -1;

	for (int i = 0; i < 40; i++)
		pairs[i] = (struct pair){ i * 7 % 5, i };
	EXPECT_EQ(mergesort(pairs, 40, sizeof *pairs, by_key), 0);
	for (int i = 1; i < 40; i++)
		EXPECT(pairs[i - 1].key < pairs[i].key ||
		       (pairs[i - 1].key == pairs[i].key && pairs[i - 1].place < pairs[i].place));
	EXPECT_EQ(mergesort(pairs, 40, 1, by_key), -1);
	qsort_r(pairs, 40, sizeof *pairs, with_arg, &sign);
	EXPECT(pairs[0].key == 4 && pairs[39].key == 0);
	EXPECT_EQ(heapsort(pairs, 40, sizeof *pairs, by_key), 0);
	EXPECT(pairs[0].key == 0 && pairs[39].key == 4);
	EXPECT_EQ(mergesort_b(pairs, 40, sizeof *pairs, &block), 0);
	EXPECT(pairs[0].key == 4 && pairs[39].key == 0);
	EXPECT_EQ(qsort_s(pairs, 40, 0, with_arg, &sign), BSD_EINVAL);
	EXPECT_EQ(radixsort(words, 3, NULL, 0), 0);
	SAYS("apple", (const char *)words[0]);
	SAYS("pear", (const char *)words[2]);
}

static void memory(void)
{
	char *p = mallocx(100, 12 | 0x40); /* aligned to 4096, zeroed */

	EXPECT(p && (uintptr_t)p % 4096 == 0 && p[0] == 0 && p[99] == 0);
	EXPECT(sallocx(p, 0) >= 100);
	p[99] = 7;
	p = rallocx(p, 100000, 0x40);
	EXPECT(p && p[99] == 7 && p[50000] == 0);
	dallocx(p, 0);
	p = mallocx(33, 0);
	EXPECT_EQ(nallocx(33, 0), sallocx(p, 0));
	dallocx(p, 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	classes();
	sorting();
	phrase();
	memory();
	return result();
}
