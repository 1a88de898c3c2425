/*
 * A dynamic program for illumos: patterns, names of hosts, trees of files, programs that are
 * started, signals that are waited for, limits, texts.
 */
#include "tests/library/named.h"

int main(int argc, char **argv, char **envp);

void start(long argc, char **argv, char **envp, void (*cleanup)(void))
{
	(void)cleanup;
	exit(main((int)argc, argv, envp));
}

struct regex {
	u64 subs;
	void *own[5];
};
struct match {
	const char *start_at, *end_at;
	long start, end;
	int used[2];
};
struct glob {
	u64 count;
	char **paths;
	u64 offs;
	void *own[10];
};
struct addrinfo {
	int flags, family, type, protocol;
	u32 size, pad;
	char *name;
	u16 *address;
	struct addrinfo *next;
};
struct ftw {
	int quit, base, level;
};
struct siginfo {
	int signo, code, error, pad, pid, pad1;
	u64 rest[29];
};
struct wordexp {
	u64 count;
	char **words;
	u64 offs;
	void *own[2];
};
struct hostent {
	char *name, **aliases;
	int family, size;
	u8 **addresses;
};

int *___errno(void);
int fnmatch(const char *pattern, const char *text, int flags);
int regcomp(struct regex *r, const char *pattern, int flags);
int regexec(const struct regex *r, const char *text, u64 count, struct match *m, int flags);
u64 regerror(int error, const struct regex *r, char *to, u64 size);
void regfree(struct regex *r);
int glob(const char *pattern, int flags, int (*failed)(const char *, int), struct glob *g);
void globfree(struct glob *g);
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
		struct addrinfo **list);
void freeaddrinfo(struct addrinfo *list);
int getnameinfo(const void *address, u32 size, char *host, u32 host_size, char *service,
		u32 service_size, int flags);
const char *inet_ntop(int family, const void *address, char *to, u32 size);
int inet_pton(int family, const char *text, void *to);
struct hostent *gethostbyname(const char *name);
int nftw(const char *path, int (*f)(const char *, const void *, int, struct ftw *), int files,
	 int flags);
int posix_spawnattr_init(void **a);
int posix_spawnattr_setflags(void **a, short flags);
int posix_spawnattr_getflags(void **a, short *flags);
int posix_spawnattr_setsigmask(void **a, const u32 *mask);
int posix_spawn_file_actions_init(void **a);
int posix_spawn_file_actions_adddup2(void **a, int from, int to);
int posix_spawn(int *pid, const char *path, void **actions, void **attr, char **argv, char **envp);
int waitid(int what, int id, struct siginfo *to, int options);
int waitpid(int pid, int *status, int options);
int pipe(int ends[2]);
long read(int fd, void *to, u64 size);
int close(int fd);
int sigprocmask(int how, const u32 *set, u32 *old);
int __posix_sigwait(const u32 *set, int *sig);
int sigwait(const u32 *set);
int sigtimedwait(const u32 *set, struct siginfo *info, const long *limit);
int sigqueue(int pid, int sig, long value);
int getpid(void);
int raise(int sig);
int wordexp(const char *text, struct wordexp *w, int flags);
long sysconf(int name);
u64 confstr(int name, char *to, u64 size);
char *strerror(int error);
char *strsignal(int sig);
void *dlopen(const char *path, int flags);
void *dlsym(void *handle, const char *name);
int fork(void);
void __assert_c99(const char *what, const char *file, int line, const char *function);
int clock_nanosleep(int clock, int flags, const long *t, long *left);
u32 alarm(u32 seconds);
char *mkdtemp(char *path);
int mkdir(const char *path, u32 mode);
int symlink(const char *what, const char *path);
int rmdir(const char *path);
int unlink(const char *path);
int snprintf(char *to, u64 size, const char *format, ...);

static void patterns(void)
{
	struct regex r = { 0 };
	struct match m[3];
	struct glob g = { .offs = 2 };
	char text[64];

	CHECK(fnmatch("a*", "a/b", 0) == 0 && fnmatch("a*", "a/b", 1) == 1);
	CHECK(fnmatch("A?c", "abc", 8) == 0 && fnmatch("\\*", "*", 2) == 1);
	CHECK(regcomp(&r, "(b+)(c)?", 1 | 4) == 0 && r.subs == 2);
	CHECK(regexec(&r, "aBBd", 3, m, 0) == 0 && m[0].start == 1 && m[0].end == 3);
	CHECK(m[1].end == 3 && *m[1].start_at == 'B' && m[2].start == -1 && !m[2].start_at);
	CHECK(regexec(&r, "xyz", 0, 0, 0) == 1);
	regfree(&r);
	CHECK(regcomp(&r, "a(", 1) == 8 && regcomp(&r, "[z-a]", 1) == 10 &&
	      regcomp(&r, "a\\", 0) == 3);
	CHECK(regerror(8, &r, text, sizeof text) > 1);
	CHECK(glob("/et[c]", 0x10, 0, &g) == 0 && g.count == 1 && !g.paths[0]);
	CHECK(!strcmp(g.paths[2], "/etc") && glob("/de[v]", 0x10 | 0x20, 0, &g) == 0 &&
	      g.count == 2);
	globfree(&g);
	CHECK(glob("/no/such/*", 0, 0, &g) == -3 && glob("/no/*", 8, 0, &g) == 0 && g.count == 1);
	globfree(&g);
	CHECK(glob("/*", 0x8000, 0, &g) == -4);
}

static void names(void)
{
	struct addrinfo hints = { .type = 2 /* SOCK_STREAM */, .flags = 0x20 }, *list;
	u8 address[16], one[16] = { [15] = 1 };
	char text[64], service[32];

	CHECK(getaddrinfo("127.0.0.1", "80", &hints, &list) == 0 && list->type == 2);
	CHECK(list->family == 2 && list->size == 16 && list->address[1] == 0x5000 && !list->next);
	CHECK(getnameinfo(list->address, 16, text, sizeof text, service, sizeof service, 2 | 8) ==
	      0);
	CHECK(!strcmp(text, "127.0.0.1") && !strcmp(service, "80"));
	freeaddrinfo(list);
	CHECK(getaddrinfo("::1", 0, &hints, &list) == 0 && list->family == 26);
	CHECK(list->size == 32);
	CHECK(list->address[0] == 26);
	freeaddrinfo(list);
	hints.flags = 0x4000;
	CHECK(getaddrinfo("::1", 0, &hints, &list) == 3); /* EAI_BADFLAGS */
	CHECK(inet_pton(26, "::1", address) == 1 && !memcmp(address, one, 16));
	CHECK(inet_ntop(26, one, text, sizeof text) && !strcmp(text, "::1"));
	CHECK(inet_pton(10, "::1", address) == -1 && *___errno() == 124); /* EAFNOSUPPORT */
	CHECK(gethostbyname("127.0.0.1")->family == 2);
}

static int seen[16], deepest;

static int visit(const char *path, const void *st, int kind, struct ftw *at)
{
	(void)st;
	CHECK(kind >= 0 && kind < 16 && path[at->base]);
	seen[kind]++;
	if (at->level > deepest)
		deepest = at->level;
	return 0;
}

static void trees(void)
{
	char root[] = "/tmp/illumos-posix-XXXXXX", path[64], link[64];

	CHECK(mkdtemp(root) && snprintf(path, sizeof path, "%s/d", root) && mkdir(path, 0755) == 0);
	CHECK(snprintf(link, sizeof link, "%s/d/l", root) && symlink("nowhere", link) == 0);
	CHECK(nftw(root, visit, 8, 1 | 8) == 0 && seen[6] == 2 && seen[4] == 1 && deepest == 2);
	CHECK(nftw(root, visit, 8, 1) == 0 && seen[1] == 2 && seen[4] == 2);
	CHECK(nftw(root, visit, 8, 4) == -1 && *___errno() == 22);
	CHECK(unlink(link) == 0 && rmdir(path) == 0 && rmdir(root) == 0);
}

static void programs(char **envp)
{
	char *argv[] = { "sh", "-c", "echo spawned; exit 5", 0 }, text[16] = "";
	struct siginfo info;
	void *attr, *actions;
	short flags = 0;
	int pid, ends[2];

	CHECK(posix_spawnattr_init(&attr) == 0 && posix_spawnattr_setflags(&attr, 0x400) == 22);
	CHECK(posix_spawnattr_setflags(&attr, 8 | 4) == 0);
	CHECK(posix_spawnattr_getflags(&attr, &flags) == 0 && flags == 12);
	CHECK(posix_spawn_file_actions_init(&actions) == 0 && pipe(ends) == 0);
	CHECK(posix_spawn_file_actions_adddup2(&actions, ends[1], 1) == 0);
	CHECK(posix_spawn(&pid, "/bin/sh", &actions, &attr, argv, envp) == 0);
	CHECK(close(ends[1]) == 0 && read(ends[0], text, 8) == 8 && !memcmp(text, "spawned\n", 8));
	CHECK(waitid(0, pid, &info, 1 | 0x80) == 0 && info.signo == 18 && info.pid == pid);
	CHECK(info.code == 1 && waitid(7, 0, &info, 1) == 0 && info.pid == pid);
	CHECK(waitid(7, 0, &info, 1) == -1 && *___errno() == 10 && close(ends[0]) == 0);
	CHECK(waitid(3, 0, &info, 1) == -1 && *___errno() == 22);
	CHECK(posix_spawn(&pid, "/no/such", 0, 0, argv, envp) == 2);
}

static void signals(void)
{
	u32 usr1[4] = { 1 << 15 };
	long none[2] = { 0, 0 }, wrong[2] = { 0, 1000000000 };
	struct siginfo info;
	int sig = 0;

	CHECK(sigprocmask(1, usr1, 0) == 0 && raise(16) == 0);
	CHECK(__posix_sigwait(usr1, &sig) == 0 && sig == 16);
	CHECK(raise(16) == 0 && sigwait(usr1) == 16);
	CHECK(sigtimedwait(usr1, &info, none) == -1 && *___errno() == 11);
	CHECK(sigqueue(getpid(), 16, 77) == 0 && sigtimedwait(usr1, &info, none) == 16);
	CHECK(info.signo == 16 && info.pid == getpid() && info.rest[1] == 77);
	CHECK(clock_nanosleep(4, 0, none, 0) == 0 && clock_nanosleep(4, 0, wrong, 0) == 22);
	CHECK(alarm(100) == 0 && alarm(0) == 100);
}

static void others(void)
{
	struct wordexp w = { 0 };
	char text[32];
	int status, pid;

	CHECK(wordexp("a$((1+1)) 'b c'", &w, 0) == 0 && w.count == 2 && !strcmp(w.words[1], "b c"));
	CHECK(wordexp("a|b", &w, 0) == 3 && wordexp("$(x)", &w, 4) == 5);
	CHECK(sysconf(9) == 256 && sysconf(722) == 1 && sysconf(719) == -1 && sysconf(41) == 73);
	CHECK(confstr(65, text, sizeof text) > 1 && text[0] == '/');
	CHECK(!strcmp(strerror(2), "No such file or directory") &&
	      !strcmp(strerror(9), "Bad file number"));
	CHECK(!strcmp(strerror(122), "Operation not supported on transport endpoint"));
	CHECK(!strcmp(strsignal(11), "Segmentation Fault") &&
	      !strcmp(strsignal(18), "Child Status Changed"));
	CHECK(dlopen("/no/such.so", 4) == 0 && dlsym((void *)-2, "strlen") != 0);
	pid = fork();
	if (!pid) {
		close(2);
		__assert_c99("0", "posix.c", 1, "others");
	}
	CHECK(waitpid(pid, &status, 0) == pid && (status & 0x7f) == 6);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv;
	patterns();
	names();
	trees();
	programs(envp);
	signals();
	others();
	return 0;
}
