/* Characters, texts, locales, limits, options and numbers of OpenBSD's library. */
#include "start.h"

extern const char *_ctype_;
extern const short *_tolower_tab_, *_toupper_tab_;
extern const char *const sys_errlist[], *const sys_siglist[], *const sys_signame[];
extern int sys_nerr, optind, opterr, optopt, optreset;
extern char *optarg;

char *strerror(int error), *strsignal(int sig), *setlocale(int category, const char *name);
char *nl_langinfo(int item);
u64 __mb_cur_max(void);
long sysconf(int name);
int getopt(int argc, char *const argv[], const char *options);
int rand(void), rand_r(u32 *state), strnvis(char *to, const char *from, u64 size, int flags);
long random(void), lrand48(void);
void srandom_deterministic(u32 seed), srand_deterministic(u32 seed),
    srand48_deterministic(long seed);
void srandom(u32 seed);
long clock(void);
u64 strftime(char *to, u64 size, const char *format, const void *tm);
void *gmtime(const long *time);
void *localtime(const long *time);
int setenv(const char *name, const char *value, int over);
extern char *tzname[2];

static int is(int c, int bits)
{
	return (_ctype_ + 1)[c] & bits;
}

static void characters(void)
{
	CHECK(is('A', 1) && !is('A', 2) && is('z', 2) && is('7', 4) && is(' ', 8) && is('!', 0x10));
	CHECK(is('\n', 0x20) && is('f', 0x40) && !is('g', 0x40) && !is(0xe9, 0xff) &&
	      !is(-1, 0xff));
	CHECK((_tolower_tab_ + 1)['Q'] == 'q' && (_toupper_tab_ + 1)['q'] == 'Q');
	CHECK((_toupper_tab_ + 1)[-1] == -1 && (_toupper_tab_ + 1)['1'] == '1');
}

static void texts(void)
{
	CHECK(!strcmp(strerror(0), "Undefined error: 0"));
	CHECK(!strcmp(strerror(ENOENT), "No such file or directory"));
	CHECK(!strcmp(strerror(84), "Illegal byte sequence") &&
	      !strcmp(sys_errlist[91], "Not supported"));
	CHECK(!strcmp(strerror(1000), "Unknown error: 1000") && sys_nerr == 96);
	CHECK(!strcmp(strsignal(32), "Thread AST") && !strcmp(sys_signame[20], "CHLD"));
	CHECK(!strcmp(sys_siglist[28], "Window size changes"));
}

static void locales(void)
{
	char line[64];

	CHECK(__mb_cur_max() == 1 && !strcmp(nl_langinfo(51), "US-ASCII"));
	CHECK(!strcmp(setlocale(2, "tlh_QO.UTF-8"), "tlh_QO.UTF-8")); /* any name will do */
	CHECK(!strcmp(nl_langinfo(51), "UTF-8") && __mb_cur_max() >= 4);
	CHECK(!strcmp(setlocale(0, 0), "C/tlh_QO.UTF-8/C/C/C/C"));
	CHECK(!setlocale(7, "C") && !strcmp(setlocale(0, "C"), "C"));
	CHECK(!strcmp(nl_langinfo(6), "Sunday") && !strcmp(nl_langinfo(43), "Dec"));
	CHECK(strnvis(line, "a\tb\"", sizeof line, 0x8 | 0x200) == 7 &&
	      !strcmp(line, "a\\^Ib\\\""));
	CHECK(strnvis(line, "abcdef", 4, 0) == 6 && !strcmp(line, "abc"));
}

static void limits(void)
{
	CHECK(sysconf(28) == 4096 && sysconf(3) == 100 && sysconf(503) >= 1);
	errno = 0;
	CHECK(sysconf(42) == -1 && errno == 0); /* _SC_AIO_LISTIO_MAX: known, and none */
	CHECK(sysconf(4711) == -1 && errno == EINVAL);
}

static void options(void)
{
	char *argv[] = { "x", "-a", "-bvalue", "-z", "rest", "-a", 0 };

	opterr = 0;
	CHECK(getopt(6, argv, "ab:") == 'a' && getopt(6, argv, "ab:") == 'b');
	CHECK(!strcmp(optarg, "value") && getopt(6, argv, "ab:") == '?' && optopt == 'z');
	CHECK(getopt(6, argv, "ab:") == -1 && optind == 4);
	optind = optreset = 1;
	CHECK(getopt(6, argv, "ab:") == 'a');
}

/* What a seed says is said only where it was asked for. */
static void numbers(void)
{
	u32 state = 1;
	long first, same = 0;

	srandom_deterministic(1);
	CHECK(random() == 1804289383);
	srandom_deterministic(1);
	CHECK(random() == 1804289383);
	srandom(1);
	for (int i = 0; i < 8; i++)
		same += random() == 1804289383;
	CHECK(same < 8);
	srand_deterministic(1);
	CHECK(rand() == rand_r(&state) && state == 1103527590);
	srand48_deterministic(7);
	first = lrand48();
	srand48_deterministic(7);
	CHECK(lrand48() == first);
}

static void times(void)
{
	long zero = 0;
	char line[64];

	CHECK(clock() >= 0 && clock() < 100 * 60);
	CHECK(strftime(line, sizeof line, "%Y-%m-%d %H:%M", gmtime(&zero)) == 16);
	CHECK(!strcmp(line, "1970-01-01 00:00"));
	setenv("TZ", "XYZ-3", 1);
	CHECK(strftime(line, sizeof line, "%H %Z", localtime(&zero)) == 6 &&
	      !strcmp(line, "03 XYZ"));
	CHECK(!strcmp(tzname[0], "XYZ"));
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	characters();
	texts();
	locales();
	limits();
	options();
	numbers();
	times();
	return 0;
}
