/* Records and catalogs in files, contexts, names of devices and networks, and other small things.
 */
#include "text.h"

int cgetent(char **record, char *const *files, const char *name);
char *cgetcap(char *record, const char *name, int type);
int cgetnum(char *record, const char *name, long *number);
int cgetstr(char *record, const char *name, char **to);
int cgetustr(char *record, const char *name, char **to);
int cgetmatch(const char *record, const char *name);
int cgetset(const char *record);
int cgetfirst(char **record, char *const *files);
int cgetnext(char **record, char *const *files);
int cgetclose(void);
typedef struct bsd_catalog *nl_catd;
nl_catd catopen(const char *name, int how);
char *catgets(nl_catd c, int set, int message, const char *otherwise);
int catclose(nl_catd c);
struct context {
	char room[880];
} __attribute__((aligned(16)));
int getcontext(struct context *c);
int setcontext(const struct context *c);
int swapcontext(struct context *from, const struct context *to);
void makecontext(struct context *c, void (*function)(), int count, ...);
char *devname(uint64_t dev, unsigned short mode);
char *fdevname(int fd);
char *inet_net_ntop(int family, const void *from, int bits, char *to, size_t room);
int inet_net_pton(int family, const char *text, void *to, size_t room);
char *inet_neta(unsigned long net, char *to, size_t room);
void link_addr(const char *text, void *a);
char *link_ntoa(const void *a);
void setproctitle(const char *format, ...);
double sinpi(double x), cospi(double x), tanpi(double x);
long double sinpil(long double x);
struct utmpx {
	short type;
	long time[2];
	char id[8];
	int pid;
	char user[32], line[16], host[128], spare[64];
};
int setutxdb(int which, const char *file);
struct utmpx *getutxent(void);
struct utmpx *getutxuser(const char *name);
struct utmpx *pututxline(const struct utmpx *line);
void setutxent(void);
void endutxent(void);
int posix_spawnattr_init(void **a);
int posix_spawnattr_setschedpolicy(void **a, int policy);
int posix_spawnattr_getschedpolicy(void **a, int *policy);
int posix_spawnattr_setflags(void **a, short flags);
int posix_spawnattr_destroy(void **a);
int posix_spawn(int *pid, const char *path, const void *actions, void *const *attr,
		char *const argv[], char *const envp[]);
int pthread_attr_setaffinity_np(pthread_attr_t *a, size_t size, const void *set);
int pthread_getaffinity_np(pthread_t t, size_t size, void *set);
int pthread_attr_setinheritsched(pthread_attr_t *a, int how);
int pthread_attr_setschedpolicy(pthread_attr_t *a, int policy);
int pthread_attr_setschedparam(pthread_attr_t *a, const int *priority);
int pthread_getschedparam(pthread_t t, int *policy, int *priority);
unsigned geteuid(void);
int symlink(const char *to, const char *name);
extern char **environ;

static char path[64];

static void put(const void *bytes, size_t size)
{
	int fd;

	strlcpy(path, "/tmp/abirun-records-XXXXXX", sizeof path);
	fd = mkstemp(path);
	EXPECT_EQ(write(fd, bytes, size), (long)size);
	close(fd);
}

static const char records[] = "# a comment\n"
			      "one|first one:fl:num#10:oct#017:str=a\\tb^A\\072:\\\n"
			      "\t:gone@:tc=base:\n"
			      "base:gone:num#99:more=text:\n"
			      "lost:tc=nowhere:\n";

static void capabilities(void)
{
	char *files[] = { path, NULL }, *record = NULL, *text = NULL;
	long n = 0;

	put(records, sizeof records - 1);
	EXPECT_EQ(cgetent(&record, files, "first one"), 0);
	EXPECT_EQ(cgetmatch(record, "one"), 0);
	EXPECT_EQ(cgetmatch(record, "on"), -1);
	EXPECT(cgetcap(record, "fl", ':'));
	EXPECT(!cgetcap(record, "gone", ':'));
	EXPECT(!cgetcap(record, "none", ':'));
	EXPECT_EQ(cgetnum(record, "num", &n), 0);
	EXPECT_EQ(n, 10);
	EXPECT_EQ(cgetnum(record, "oct", &n), 0);
	EXPECT_EQ(n, 15);
	EXPECT_EQ(cgetstr(record, "str", &text), 5);
	SAYS("a\tb\001:", text);
	EXPECT_EQ(cgetustr(record, "str", &text), 10);
	EXPECT_EQ(cgetstr(record, "more", &text), 4);
	EXPECT_EQ(cgetstr(record, "none", &text), -1);
	EXPECT_EQ(cgetent(&record, files, "lost"), 1);
	EXPECT_EQ(cgetent(&record, files, "nobody"), -1);
	EXPECT_EQ(cgetset("mine:x:"), 0);
	EXPECT_EQ(cgetent(&record, files, "mine"), 0);
	EXPECT_EQ(cgetset(NULL), 0);
	EXPECT_EQ(cgetfirst(&record, files), 1);
	EXPECT_EQ(cgetmatch(record, "one"), 0);
	EXPECT_EQ(cgetnext(&record, files), 1);
	EXPECT_EQ(cgetmatch(record, "base"), 0);
	EXPECT_EQ(cgetnext(&record, files), 2);
	EXPECT_EQ(cgetnext(&record, files), 0);
	EXPECT_EQ(cgetclose(), 0);
	unlink(path);
}

/* As gencat(1) writes it: one set, 3, of two messages, 1 and 7. */
static const unsigned char catalog[] = { 0xff, 0x88, 0xff, 0x89, 0, 0, 0, 1, 0, 0, 0, 47, 0, 0, 0,
					 12, 0, 0, 0, 36, /* the set */
					 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 0,
					 /* the messages */
					 0, 0, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 5,
					 0, 0, 0, 6, 'h', 'e', 'l', 'l', 'o', 0, 'b', 'y', 'e', '!',
					 0 };

static void catalogs(void)
{
	nl_catd c;

	put(catalog, sizeof catalog);
	c = catopen(path, 0);
	EXPECT((long)c != -1);
	SAYS("hello", catgets(c, 3, 1, "none"));
	SAYS("bye!", catgets(c, 3, 7, "none"));
	SAYS("none", catgets(c, 3, 2, "none"));
	SAYS("none", catgets(c, 2, 1, "none"));
	EXPECT_EQ(catclose(c), 0);
	unlink(path);
	EXPECT((long)catopen("nothing-of-that-name", 0) == -1);
	EXPECT_EQ(errno, BSD_ENOENT);
	SAYS("x", catgets((nl_catd)-1, 1, 1, "x"));
}

static struct context home, other;
static volatile int steps;
static char stack[65536];

static void walk(int a, int b, int c)
{
	for (int i = 0; i < 3; i++) {
		steps += a + b + c;
		swapcontext(&other, &home);
	}
}

static void contexts(void)
{
	void *place[] = { stack, (void *)sizeof stack };
	void *link = &home;

	getcontext(&other);
	memcpy(other.room + 824, place, sizeof place); /* uc_stack */
	memcpy(other.room + 816, &link, sizeof link); /* uc_link */
	makecontext(&other, (void (*)())walk, 3, 1, 10, 100);
	for (int i = 1; i <= 3; i++) {
		swapcontext(&home, &other);
		EXPECT_EQ(steps, i * 111);
	}
	swapcontext(&home, &other); /* it returns, and goes on here */
	EXPECT_EQ(steps, 333);
}

static void names(void)
{
	static const unsigned char net[4] = { 10, 1, 128, 0 };
	unsigned char bytes[4] = { 0 }, link[64] = { 0 };
	struct bsd_stat st;
	char text[64];
	FILE *f;

	EXPECT_EQ(stat("/dev/null", &st), 0);
	SAYS("null", devname(st.rdev, st.mode));
	SAYS("null", fdevname(open("/dev/null", O_RDONLY)));
	EXPECT(!fdevname(-1));
	SAYS("10.1.128/17", inet_net_ntop(2, net, 17, text, sizeof text));
	EXPECT_EQ(inet_net_pton(2, "10.1.128/17", bytes, 4), 17);
	EXPECT(!memcmp(net, bytes, 3));
	EXPECT_EQ(inet_net_pton(2, "10.300", bytes, 4), -1);
	SAYS("10.1.128", inet_neta(0x0a018000 >> 8, text, sizeof text));
	link[0] = sizeof link;
	link_addr("em0:0.1b.2c.3d.4e.5f", link);
	SAYS("em0:0.1b.2c.3d.4e.5f", link_ntoa(link));
	setproctitle("busy %d", 7);
	f = fopen("/proc/self/cmdline", "r");
	memset(text, 0, sizeof text);
	fread(text, 1, sizeof text - 1, f);
	fclose(f);
	EXPECT(strstr(text, "records: busy 7") || strstr(text, "abirun"));
	setproctitle(NULL);
}

static void mathematics(void)
{
	EXPECT(sinpi(1.0) == 0 && sinpi(0.5) == 1 && sinpi(-1.5) == 1 && sinpi(1e300) == 0);
	EXPECT(cospi(0.5) == 0 && cospi(1) == -1 && cospi(-0.0) == 1);
	EXPECT(tanpi(0.25) > 0.999999999999999 && tanpi(0.25) < 1.000000000000001);
	EXPECT(sinpil(1.0L / 6) > 0.49999999999999999L && sinpil(1.0L / 6) < 0.50000000000000001L);
}

static void logins(void)
{
	struct utmpx u = { .type = 4,
			   .time = { 1000, 5 },
			   .id = "ab1",
			   .pid = 77,
			   .user = "someone",
			   .line = "pts/9",
			   .host = "far.away" },
		     *got;

	put("", 0);
	EXPECT_EQ(setutxdb(0, path), 0);
	got = pututxline(&u);
	EXPECT(got);
	setutxent();
	got = getutxuser("someone");
	EXPECT(got);
	if (got) {
		SAYS("pts/9", got->line);
		SAYS("far.away", got->host);
		EXPECT_EQ(got->type, 4);
		EXPECT_EQ(got->pid, 77);
		EXPECT(got->time[0] > 1000000000); /* now */
	}
	EXPECT(!getutxent());
	endutxent();
	unlink(path);
}

static void *see_processors(void *set)
{
	EXPECT_EQ(pthread_getaffinity_np(pthread_self(), 128, set), 0);
	return set;
}

static void *see_policy(void *policy)
{
	int priority;

	pthread_getschedparam(pthread_self(), policy, &priority);
	return policy;
}

static void schedules(void)
{
	unsigned long all[16] = { 0 }, one[16] = { 0 }, seen[16] = { 0 };
	char *argv[] = { "true", NULL };
	int policy = 0, priority = 5, pid, status, ret;
	pthread_attr_t a;
	pthread_t t;
	void *attr;

	EXPECT_EQ(pthread_getaffinity_np(pthread_self(), 128, all), 0);
	one[0] = all[0] & -all[0];
	EXPECT_EQ(pthread_attr_init(&a), 0);
	EXPECT_EQ(pthread_attr_setaffinity_np(&a, 128, one), 0);
	EXPECT_EQ(pthread_create(&t, &a, see_processors, seen), 0);
	pthread_join(t, NULL);
	EXPECT_EQ(seen[0], one[0]);
	/* Real time is for root; who may not have it gets no thread. */
	EXPECT_EQ(pthread_attr_setinheritsched(&a, 0), 0);
	EXPECT_EQ(pthread_attr_setschedpolicy(&a, 3), 0); /* SCHED_RR */
	EXPECT_EQ(pthread_attr_setschedparam(&a, &priority), 0);
	ret = pthread_create(&t, &a, see_policy, &policy);
	EXPECT(ret == 0 || ret == 1); /* EPERM */
	if (!ret) {
		pthread_join(t, NULL);
		EXPECT_EQ(policy, 3);
	}
	pthread_attr_destroy(&a);
	EXPECT_EQ(posix_spawnattr_init(&attr), 0);
	EXPECT_EQ(posix_spawnattr_setschedpolicy(&attr, 2), 0); /* SCHED_OTHER */
	EXPECT_EQ(posix_spawnattr_getschedpolicy(&attr, &policy), 0);
	EXPECT_EQ(policy, 2);
	EXPECT_EQ(posix_spawnattr_setflags(&attr, 8), 0); /* POSIX_SPAWN_SETSCHEDULER */
	EXPECT_EQ(posix_spawn(&pid, "/bin/true", NULL, &attr, argv, environ), 0);
	EXPECT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(status, 0);
	posix_spawnattr_destroy(&attr);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	capabilities();
	catalogs();
	contexts();
	names();
	mathematics();
	logins();
	schedules();
	return result();
}
