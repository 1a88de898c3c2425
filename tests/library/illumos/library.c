/*
 * A dynamic program for illumos: streams, directories, users, times, classes of characters,
 * terminals, jumps, old signals, and other functions of its C library.
 */
#include "tests/library/named.h"

int main(int argc, char **argv, char **envp);

void start(long argc, char **argv, char **envp, void (*cleanup)(void))
{
	(void)cleanup;
	exit(main((int)argc, argv, envp));
}

typedef struct {
	long room[16];
} FILE;
extern FILE __iob[20];
#define out (&__iob[1])

struct dirent {
	u64 d_ino;
	long d_off;
	u16 d_reclen;
	char d_name[1];
};
struct passwd {
	char *name, *password;
	u32 uid, gid;
	char *age, *comment, *gecos, *directory, *shell;
};
struct tm {
	int sec, min, hour, mday, mon, year, wday, yday, isdst;
};
struct termios {
	u32 iflag, oflag, cflag, lflag;
	u8 cc[19];
};
struct statvfs {
	u64 bsize, frsize, blocks, bfree, bavail, files, ffree, favail, fsid;
	char basetype[16];
	u64 flag, namemax;
	char fstr[32];
};

int *___errno(void);
FILE *fopen(const char *path, const char *mode);
FILE *fmemopen(void *bytes, u64 size, const char *mode);
FILE *popen(const char *command, const char *mode);
int pclose(FILE *f);
int fclose(FILE *f);
int fprintf(FILE *f, const char *format, ...);
int snprintf(char *to, u64 size, const char *format, ...);
int sscanf(const char *text, const char *format, ...);
char *fgets(char *to, int size, FILE *f);
int getc(FILE *f);
int ungetc(int c, FILE *f);
int putc(int c, FILE *f);
int feof(FILE *f);
int ferror(FILE *f);
int fflush(FILE *f);
int fileno(FILE *f);
int setvbuf(FILE *f, char *buffer, int mode, u64 size);
int fseek(FILE *f, long at, int whence);
long ftell(FILE *f);
int puts(const char *text);
void *opendir(const char *path);
struct dirent *readdir(void *d);
int __posix_readdir_r(void *d, struct dirent *e, struct dirent **found);
void rewinddir(void *d);
int closedir(void *d);
int scandir(const char *path, struct dirent ***list, int (*want)(const struct dirent *),
	    int (*order)(const struct dirent **, const struct dirent **));
int alphasort(const struct dirent **a, const struct dirent **b);
struct passwd *getpwuid(u32 uid);
struct passwd *getpwnam_r(const char *name, struct passwd *to, char *buffer, int size);
int __posix_getpwnam_r(const char *name, struct passwd *to, char *buffer, u64 size,
		       struct passwd **found);
struct tm *gmtime_r(const long *t, struct tm *to);
struct tm *localtime(const long *t);
long mktime(struct tm *t);
u64 strftime(char *to, u64 size, const char *format, const struct tm *t);
char *strptime(const char *text, const char *format, struct tm *t);
void tzset(void);
int setenv(const char *name, const char *value, int over);
extern char *tzname[2];
extern long timezone, altzone;
extern int daylight;
int wctype(const char *name);
int iswctype(int c, int class);
extern u8 __ctype[521];
extern u32 *__ctype_mask;
extern int *__trans_upper;
char *setlocale(int category, const char *name);
char *nl_langinfo(int item);
int tcgetattr(int fd, struct termios *t);
int tcsetattr(int fd, int when, const struct termios *t);
u32 cfgetospeed(const struct termios *t);
int cfsetospeed(struct termios *t, u32 speed);
int open(const char *path, int flags, ...);
int close(int fd);
int unlink(const char *path);
int statvfs(const char *path, struct statvfs *to);
long sysinfo(int what, char *to, long size);
int uucopy(const void *from, void *to, u64 size);
u32 atomic_add_32_nv(volatile u32 *at, int by);
u64 atomic_cas_64(volatile u64 *at, u64 old, u64 value);
u8 atomic_swap_8(volatile u8 *at, u8 value);
int setjmp(long *buf) __attribute__((returns_twice));
void longjmp(long *buf, int value) __attribute__((noreturn));
int sigsetjmp(long *buf, int keep) __attribute__((returns_twice));
void siglongjmp(long *buf, int value) __attribute__((noreturn));
int sigprocmask(int how, const u32 *set, u32 *old);
void (*signal(int sig, void (*handler)(int)))(int);
void (*sigset(int sig, void (*handler)(int)))(int);
int sighold(int sig);
int sigrelse(int sig);
int raise(int sig);
int sig2str(int sig, char *to);
int str2sig(const char *text, int *sig);
int fork(void);
int waitpid(int pid, int *status, int options);
int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void));
int getopt(int argc, char **argv, const char *options);
extern char *optarg;
extern int optind;
int system(const char *command);
int rand(void);
void srand(u32 seed);
double drand48(void);
double strtod(const char *text, char **end);
int *wcstok(int *text, const int *separators);

static void streams(void)
{
	char path[] = "/tmp/illumos-library-XXXXXX", text[64] = "";
	int a = 0, b = 0;
	FILE *f;
	int mkstemp(char *);

	CHECK(close(mkstemp(path)) == 0);
	f = fopen(path, "w+");
	CHECK(f && fprintf(f, "%s %d %5.2f|%-4x|\n", "one", 2, 3.14159, 255) == 18);
	CHECK(putc('x', f) == 'x' && ftell(f) == 19 && fseek(f, 0, 0) == 0);
	CHECK(fgets(text, sizeof text, f) && !strcmp(text, "one 2  3.14|ff  |\n"));
	CHECK(getc(f) == 'x' && ungetc('y', f) == 'y' && getc(f) == 'y' && !feof(f));
	CHECK(getc(f) == -1 && feof(f) && !ferror(f) && fclose(f) == 0 && unlink(path) == 0);
	CHECK(fopen("/no/such/file", "r") == 0 && *___errno() == 2);
	CHECK(fopen(path, "z") == 0 && *___errno() == 22);
	/* Pointers are bare. */
	CHECK(snprintf(text, sizeof text, "%p %p %8p|", (void *)0x1aB, (void *)0, (void *)0xf) ==
	      15);
	CHECK(!strcmp(text, "1ab 0        f|"));
	CHECK(sscanf("12 0x1f", "%d %x", &a, &b) == 2 && a == 12 && b == 31);
	CHECK(setvbuf(out, 0, 0x40, 0) == 0 && setvbuf(out, 0, 1, 0) == -1 && fileno(out) == 1);
	CHECK(puts("line") >= 0 && fprintf(out, "%s", "") == 0 && fflush(out) == 0);
	f = popen("echo $((6 * 7)); exit 3", "r");
	CHECK(f && fgets(text, sizeof text, f) && !strcmp(text, "42\n") && pclose(f) == 3 << 8);
	CHECK(system("exit 4") == 4 << 8);
}

static int is_etc(const struct dirent *e)
{
	return !strcmp(e->d_name, "etc") || !strcmp(e->d_name, "dev");
}

static void directories(void)
{
	struct dirent *e, **list;
	union {
		struct dirent entry;
		char room[600];
	} copy;
	void *d = opendir("/");
	int seen = 0;

	CHECK(d && !opendir("/no/such/file") && *___errno() == 2);
	while ((e = readdir(d)))
		seen += is_etc(e);
	rewinddir(d);
	while (__posix_readdir_r(d, &copy.entry, &e) == 0 && e)
		seen += is_etc(e);
	CHECK(seen == 4 && closedir(d) == 0);
	CHECK(scandir("/", &list, is_etc, alphasort) == 2 && !strcmp(list[1]->d_name, "etc"));
}

static void users(void)
{
	struct passwd *p = getpwuid(0), one, *found;
	char buffer[1024], small[4];

	CHECK(p && !strcmp(p->name, "root") && !strcmp(p->directory, "/root") && !*p->age);
	CHECK(getpwnam_r("root", &one, buffer, sizeof buffer) == &one && one.uid == 0);
	CHECK(!getpwnam_r("root", &one, small, sizeof small) && *___errno() == 34); /* ERANGE */
	CHECK(__posix_getpwnam_r("no such", &one, buffer, sizeof buffer, &found) == 0 && !found);
}

static void times(void)
{
	struct {
		struct tm tm;
		u32 behind[5];
	} t = { .behind = { 1, 2, 3, 4, 5 } };
	long second = 1000000000;
	char text[64];

	CHECK(setenv("TZ", "XYZ5ABC", 1) == 0);
	tzset();
	CHECK(!strcmp(tzname[0], "XYZ") && timezone == 18000 && altzone == 14400 && daylight);
	CHECK(gmtime_r(&second, &t.tm) == &t.tm && t.tm.year == 101 && t.tm.hour == 1);
	CHECK(localtime(&second)->hour == 21 && localtime(&second)->isdst == 1);
	CHECK(strftime(text, sizeof text, "%Y-%m-%d %Z", localtime(&second)) == 14);
	CHECK(!strcmp(text, "2001-09-08 ABC"));
	t.tm.isdst = 0;
	CHECK(mktime(&t.tm) == second + 18000 && t.behind[0] == 1);
	CHECK(strptime("12:34", "%H:%M", &t.tm) && t.tm.hour == 12 && !t.tm.year &&
	      t.behind[4] == 5);
}

static void characters(void)
{
	int text[] = { 'a', ' ', 'b', 0 }, space[] = { ' ', 0 };

	CHECK(iswctype('a', wctype("alpha")) && !iswctype('1', wctype("alpha")));
	CHECK(iswctype('1', wctype("alnum")) && !wctype("none"));
	CHECK(__ctype[1 + 'A'] == 0x81 && __ctype[1 + '5'] == 0x84 && !__ctype[0]);
	CHECK(__ctype_mask['a'] == 0xe082 && __trans_upper['z'] == 'Z');
	CHECK(!strcmp(setlocale(6, 0), "C") && !strcmp(nl_langinfo(49), "646"));
	CHECK(!strcmp(nl_langinfo(15), "January") && !strcmp(nl_langinfo(1), "Sunday"));
	CHECK(wcstok(text, space) == text && wcstok(0, space) == text + 2 && !wcstok(0, space));
}

static void terminals(void)
{
	int fd = open("/dev/ptmx", 2);
	struct termios t, now;

	CHECK(tcgetattr(open("/dev/null", 2), &t) == -1 && *___errno() == 25); /* ENOTTY */
	CHECK(fd >= 0 && tcgetattr(fd, &t) == 0);
	CHECK(t.lflag & 2 && t.cc[0] == 3 && t.cc[4] == 4); /* ICANON, VINTR, VEOF */
	t.lflag &= ~2u;
	t.lflag |= 020000; /* FLUSHO */
	t.cc[4] = 7;
	CHECK(cfsetospeed(&t, 18) == 0 && cfsetospeed(&t, 99) == -1);        /* B115200 */
	CHECK(tcsetattr(fd, 1, &t) == -1 && tcsetattr(fd, 0x540e, &t) == 0); /* TCSANOW */
	CHECK(tcgetattr(fd, &now) == 0 && !(now.lflag & 2) && now.lflag & 020000);
	CHECK(now.cc[4] == 7 && cfgetospeed(&now) == 18);
	now.lflag |= 2;
	now.cc[4] = 4;
	CHECK(tcsetattr(fd, 0x540e, &now) == 0 && tcgetattr(fd, &t) == 0 && t.cc[4] == 4);
	CHECK(close(fd) == 0);
}

static int came;

static void on_signal(int sig)
{
	came += sig;
}

static void jumps(void)
{
	volatile int round = 0;
	long short_buf[9], buf[128];
	u32 usr1[4] = { 1 << 15 }, mask[4];

	short_buf[8] = 12345;
	if (setjmp(short_buf) < 2)
		longjmp(short_buf, round++);
	CHECK(round == 3 && short_buf[8] == 12345);
	if (!sigsetjmp(buf, 1)) {
		CHECK(sigprocmask(1, usr1, 0) == 0);
		siglongjmp(buf, 1);
	}
	CHECK(sigprocmask(1, 0, mask) == 0 && !(mask[0] & usr1[0]));
}

static void signals(void)
{
	char name[32];
	int sig;

	/* Called once. */
	CHECK(signal(16, on_signal) == 0 && raise(16) == 0 && came == 16);
	CHECK(signal(16, on_signal) == 0);
	CHECK(sigset(16, on_signal) == on_signal && sighold(16) == 0 && raise(16) == 0);
	CHECK(came == 16 && sigrelse(16) == 0 && came == 32 && sigset(16, 0) == on_signal);
	CHECK(sigset(16, (void (*)(int))2) == 0 && sigset(16, 0) == (void (*)(int))2);
	CHECK(sig2str(18, name) == 0 && !strcmp(name, "CLD") && sig2str(99, name) == -1);
	CHECK(str2sig("CHLD", &sig) == 0 && sig == 18 && str2sig("9", &sig) == 0 && sig == 9);
	CHECK(str2sig("RTMIN+3", &sig) == 0 && sig == 45);
}

static int steps;
static void prepare(void)
{
	steps = steps * 10 + 1;
}
static void parent(void)
{
	steps = steps * 10 + 2;
}
static void child(void)
{
	steps = steps * 10 + 3;
}

static void others(void)
{
	char *args[] = { "x", "-a", "-b", "value", "rest", 0 }, text[32], *end;
	struct statvfs fs;
	u32 count = 5;
	u64 word = 7;
	u8 byte = 1;
	int status, pid;

	CHECK(getopt(5, args, "ab:") == 'a' && getopt(5, args, "ab:") == 'b');
	CHECK(!strcmp(optarg, "value") && getopt(5, args, "ab:") == -1 && optind == 4);
	CHECK(pthread_atfork(prepare, parent, child) == 0);
	pid = fork();
	if (!pid)
		exit(steps);
	CHECK(pid > 0 && steps == 12 && waitpid(pid, &status, 0) == pid && status == 13 << 8);
	CHECK(statvfs("/", &fs) == 0 && fs.frsize && fs.blocks && !fs.basetype[0]);
	CHECK(sysinfo(1, text, sizeof text) == 6 && !strcmp(text, "SunOS"));
	CHECK(sysinfo(5, text, 3) == 6 && !strcmp(text, "i8") && sysinfo(999, text, 3) == -1);
	CHECK(uucopy(&word, &fs, 8) == 0 && fs.bsize == 7);
	CHECK(uucopy(&word, (void *)16, 8) == -1 && *___errno() == 14);
	CHECK(atomic_add_32_nv(&count, -2) == 3 && atomic_cas_64(&word, 7, 8) == 7 && word == 8);
	CHECK(atomic_cas_64(&word, 7, 9) == 8 && word == 8 && atomic_swap_8(&byte, 2) == 1);
	srand(1);
	CHECK(rand() == 16838 && rand() == 5758);
	CHECK(strtod("2.5x", &end) == 2.5 && *end == 'x');
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	streams();
	directories();
	users();
	times();
	characters();
	terminals();
	jumps();
	signals();
	others();
	return 0;
}
