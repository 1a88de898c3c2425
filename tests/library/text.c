/*
 * Text, numbers and random ones: where a function of the host's has the same name and
 * another meaning.  What is wanted was printed by the same calls of FreeBSD's own library.
 */
#include "text.h"

int sprintf(char *to, const char *format, ...);
int asprintf(char **to, const char *format, ...);
int swprintf(wchar_t *to, size_t size, const wchar_t *format, ...);
long strtol(const char *text, char **end, int base);
unsigned long strtoul(const char *text, char **end, int base);
long wcstol(const wchar_t *text, wchar_t **end, int base);
double strtod(const char *text, char **end);
double strtod_l(const char *text, char **end, void *locale);
int rand(void), rand_r(unsigned *state);
void srand(unsigned seed), srandom(unsigned seed), srand48(long seed);
long random(void), lrand48(void), mrand48(void), nrand48(unsigned short x[3]);
char *initstate(unsigned seed, char *state, size_t size), *setstate(char *state);
double drand48(void);
char *basename(char *path), *dirname(char *path), *strsignal(int sig);
char *ether_ntoa(const void *address);
struct entry {
	char *key;
	void *data;
};
struct entry *hsearch(struct entry item, int action);
int hcreate(size_t size);
void hdestroy(void);
void *realloc(void *p, size_t size);
char *mkdtemp(char *path), *mktemp(char *path);
int mkstemps(char *path, int suffix), rmdir(const char *path);

static void formats(void)
{
	wchar_t wide[32];
	char *made;

	/* More than registers hold: on the stack. */
	SAYS("1 2 3 4 5 6 7 8 9 1.5 -2.25 x", PRINTED("%d %ld %hd %d %d %d %lld %d %d %g %g %c", 1,
						      2l, 3, 4, 5, 6, 7ll, 8, 9, 1.5, -2.25, 'x'));
	SAYS("0x0|                 0x0|0x0     |0x00000000",
	     PRINTED("%p|%20p|%-8p|%.8p", NULL, NULL, NULL, NULL));
	errno = 60;
	SAYS("Operation timed out: 7", PRINTED("%m: %d", 7));
	SAYS("-5 10 7", PRINTED("%D %O %U", -5l, 8l, 7l));
	SAYS("b a 0x0", PRINTED("%2$s %1$s %3$p", "a", "b", NULL));
	SAYS("    7|7    |0007| ab|1.50|0x0",
	     PRINTED("%*d|%-*d|%04d|%*.*s|%.*f|%p", 5, 7, 5, 7, 7, 3, 2, "abc", 2, 1.5, NULL));
	EXPECT_EQ(asprintf(&made, "%p%s%p", NULL, "-", NULL), 7);
	SAYS("0x0-0x0", made);
	free(made);
	EXPECT_EQ(swprintf(wide, 32, L"%p|%ls|%d", NULL, L"w", 5), 7);
	EXPECT(wide[0] == '0' && wide[2] == '0' && wide[4] == 'w' && wide[6] == '5');
	EXPECT_EQ(swprintf(wide, 3, L"%d", 12345), -1);
	EXPECT_EQ(errno, 84); /* EOVERFLOW */
	SAYS("Cross-device link", strerror(18));
	SAYS("Device not configured", strerror(6));
	SAYS("Suspended (signal)", strsignal(17));
	SAYS("Unknown signal: 32", strsignal(32));
}

static void numbers(void)
{
	char *end;
	int many[6];

	errno = 0;
	EXPECT_EQ(strtol("zz", &end, 10), 0);
	EXPECT_EQ(errno, BSD_EINVAL);
	EXPECT_EQ(*end, 'z');
	errno = 0;
	EXPECT_EQ(strtoul("", NULL, 16), 0);
	EXPECT_EQ(errno, BSD_EINVAL);
	errno = 0;
	EXPECT_EQ(wcstol(L"x", NULL, 10), 0);
	EXPECT_EQ(errno, BSD_EINVAL);
	errno = 0;
	EXPECT_EQ(strtol("-12x", &end, 10), -12);
	EXPECT_EQ(errno, 0);
	EXPECT_EQ(*end, 'x');
	EXPECT(strtod("x", &end) == 0);
	EXPECT_EQ(errno, 0);
	EXPECT(strtod_l("2.5", &end, NULL) == 2.5); /* NULL: the C locale */
	EXPECT_EQ(sscanf("1 2 3 4 5 6", "%d %d %d %d %d %d", &many[0], &many[1], &many[2], &many[3],
			 &many[4], &many[5]),
		  6);
	EXPECT_EQ(many[5], 6);
}

static void random_ones(void)
{
	static uint32_t state[32], small[2];
	unsigned short x[3] = { 1, 2, 3 };
	unsigned seed = 7;
	char *before;

	EXPECT_EQ(rand(), 1408992891);
	EXPECT_EQ(random(), 1408992891); /* each has its own */
	EXPECT_EQ(random(), 1638182910);
	srand(42);
	EXPECT_EQ(rand(), 745791173);
	EXPECT_EQ(rand_r(&seed), 134455);
	srandom(42);
	EXPECT_EQ(random(), 745791173);
	EXPECT_EQ(random(), 418148062);
	EXPECT_EQ(random(), 949332769);
	EXPECT_EQ(random(), 1480536337);
	before = initstate(5, (char *)state, sizeof state);
	EXPECT(before);
	EXPECT_EQ(random(), 194510142);
	EXPECT(initstate(5, (char *)small, sizeof small) == (char *)state);
	EXPECT_EQ(random(), 1286275417);
	EXPECT(!initstate(5, (char *)small, 4));
	setstate(before);
	EXPECT_EQ(random(), 177711995);
	SAYS("0.3964647738", PRINTED("%.10f", drand48()));
	EXPECT_EQ(lrand48(), 1804928587);
	srand48(3);
	SAYS("0.7832349621", PRINTED("%.10f", drand48()));
	EXPECT_EQ(lrand48(), 1854724446);
	EXPECT_EQ(mrand48(), 1338777140);
	EXPECT_EQ(nrand48(x), 949179875);
}

static void names(void)
{
	static const unsigned char address[6] = { 1, 2, 0xab, 4, 5, 6 };
	char path[64] = "/usr/";
	int fd;

	SAYS("usr", basename(path));
	strlcpy(path, "a/b//", sizeof path);
	SAYS("a", dirname(path));
	SAYS("01:02:ab:04:05:06", ether_ntoa(address));
	strlcpy(path, "/tmp/abirun-XXX", sizeof path); /* three are enough */
	fd = mkstemp(path);
	EXPECT(fd >= 0 && strlen(path) == 15 && !strstr(path, "XXX"));
	EXPECT_EQ(close(fd), 0);
	EXPECT_EQ(unlink(path), 0);
	strlcpy(path, "/tmp/abirun-XXXX.c", sizeof path);
	fd = mkstemps(path, 2);
	EXPECT(fd >= 0 && strstr(path, ".c"));
	EXPECT_EQ(close(fd), 0);
	EXPECT_EQ(unlink(path), 0);
	strlcpy(path, "/tmp/abirun-XXXXXX", sizeof path);
	EXPECT(mkdtemp(path) == path);
	EXPECT_EQ(rmdir(path), 0);
	strlcpy(path, "/nowhere/at/all/XXXXXX", sizeof path);
	EXPECT_EQ(mkstemp(path), -1);
	EXPECT_EQ(errno, BSD_ENOENT);
	EXPECT(!mktemp(path) || errno == BSD_ENOENT);
}

static void tables(void)
{
	static char keys[100][8];
	struct entry *found;
	int n = 0;

	EXPECT_EQ(hcreate(4), 1);
	for (int i = 0; i < 100; i++) {
		sprintf(keys[i], "k%d", i);
		n += hsearch((struct entry){ keys[i], keys[i] }, 1) != NULL;
	}
	EXPECT_EQ(n, 100); /* more than hcreate was told */
	found = hsearch((struct entry){ "k77", NULL }, 0);
	EXPECT(found && found->data == keys[77]);
	EXPECT(!hsearch((struct entry){ "none", NULL }, 0));
	EXPECT_EQ(errno, 3); /* ESRCH */
	hdestroy();
	EXPECT(realloc(malloc(5), 0)); /* a few bytes, not NULL */
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	random_ones();
	formats();
	numbers();
	names();
	tables();
	return result();
}
