/* pledge(2): what each class of promises lets a program do, and how it ends when it breaks its
 * word. */
#include "start.h"

int pledge(const char *now, const char *later);
int socket(int family, int type, int protocol), kill(int pid, int sig), getppid(void);
int chmod(const char *path, u32 mode), link(const char *from, const char *to);
int chown(const char *path, u32 uid, u32 gid), flock(int fd, int how),
    mkfifo(const char *path, u32 mode);
void *mmap(void *at, u64 size, int prot, int flags, int fd, long offset);
int setgid(u32 gid), execl(const char *path, const char *arg, ...),
    settimeofday(const void *t, const void *z);
int sigaction(int sig, const void *new, void *old),
    unveil(const char *path, const char *permissions);
int fcntl(int fd, int command, ...), getuid(void);

#define SIGABRT 6

static void reads(void)
{
	CHECK(open("/etc/passwd", 0) >= 0);
}

static void finds(void)
{
	struct stat st;

	CHECK(stat("/etc/passwd", &st) == 0);
}

static void writes(void)
{
	CHECK(open("/dev/zero", 1) >= 0);
}

static void creates(void)
{
	CHECK(mkdir("/nowhere/at/all", 0700) == -1 && errno == ENOENT);
}

static void changes(void)
{
	CHECK(chmod("/nowhere/at/all", 0700) == -1 && errno == ENOENT);
}

static void owns(void)
{
	CHECK(chown("/nowhere/at/all", 0, 0) == -1 && errno == ENOENT);
}

static void pipes(void)
{
	CHECK(mkfifo("/nowhere/at/all", 0600) == -1 && errno == ENOENT);
}

static void locks(void)
{
	CHECK(flock(0, 8) == 0);
}

static void talks(void)
{
	CHECK(socket(2, 1, 0) >= 0);
}

static void speaks(void)
{
	CHECK(socket(1, 1, 0) >= 0);
}

static void forks(void)
{
	int pid = fork(), status;

	if (!pid)
		_exit(0);
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
}

static void signals(void)
{
	CHECK(kill(getppid(), 0) == 0);
}

static void executes(void)
{
	CHECK(execl("/nowhere/at/all", "x", (char *)0) == -1 && errno == ENOENT);
}

static void makes_code(void)
{
	CHECK(mmap(0, 4096, 5, 0x1002, -1, 0) != (void *)-1);
}

static void identifies(void)
{
	CHECK(setgid(0xffffffff) == -1);
}

static void sets_time(void)
{
	CHECK(settimeofday((void *)1, 0) == -1 && errno == 14);
}

static void unveils(void)
{
	CHECK(unveil("/", "r") == 0);
}

/* What there is without any but stdio. */
static void simple(void)
{
	char byte;
	int fd = open("/dev/null", 2);

	CHECK(fd >= 0 && read(fd, &byte, 1) == 0 && close(fd) == 0 && getpid() > 0);
	CHECK(kill(getpid(), 0) == 0 && getuid() >= 0 && printf("") == 0);
}

static const struct {
	void (*does)(void);
	const char *promises; /* one of which lets it be done, with stdio */
} classes[] = {
	{ simple, "stdio" },  { reads, "rpath" },       { finds, "rpath" },
	{ writes, "wpath" },  { creates, "cpath" },     { changes, "fattr" },
	{ owns, "chown" },    { pipes, "dpath" },       { locks, "flock" },
	{ talks, "inet" },    { speaks, "unix" },       { forks, "proc" },
	{ signals, "proc" },  { executes, "exec" },     { makes_code, "prot_exec" },
	{ identifies, "id" }, { sets_time, "settime" }, { unveils, "unveil" },
};
#define CLASSES (sizeof classes / sizeof classes[0])

static void catches(int sig)
{
	(void)sig;
	_exit(77); /* nobody catches it */
}

/* How a child ends that promises `promises` and breaks or keeps its word. */
static int end_of(void (*does)(void), const char *promises)
{
	struct {
		void (*handler)(int);
		u32 mask;
		int flags;
	} action = { catches, 0, 0 };
	int status = 0, pid = fork();

	if (!pid) {
		close(2);
		open("/dev/null", 2);
		sigaction(SIGABRT, &action, 0);
		if (pledge(promises, 0))
			_exit(78);
		does();
		_exit(0);
	}
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
	return status;
}

static const char *with(const char *promise)
{
	static char text[64];

	snprintf(text, sizeof text, "stdio %s", promise);
	return text;
}

/* With "error" a call that breaks the word fails, and the program goes on. */
static void forgives(void)
{
	CHECK(socket(2, 1, 0) == -1 && errno == 78); /* ENOSYS */
	CHECK(open("/etc/passwd", 0) == -1 && errno == 78);
}

static void asks_for_more(void)
{
	CHECK(pledge("stdio rpath", 0) == -1 && errno == 1); /* EPERM */
	CHECK(pledge("stdio nonsense", 0) == -1 && errno == EINVAL);
	CHECK(pledge(0, 0) == 0 && pledge("", 0) == 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	for (u64 i = 0; i < CLASSES; i++) {
		int kept = end_of(classes[i].does, with(classes[i].promises));
		int broken = i ? end_of(classes[i].does, "stdio") : SIGABRT;

		if (kept || (broken & 0x7f) != SIGABRT) {
			printf("class %d: %x, %x\n", (int)i, kept, broken);
			return 1;
		}
	}
	CHECK((end_of(simple, "") & 0x7f) == SIGABRT);
	CHECK(end_of(forgives, "stdio error") == 0 && end_of(asks_for_more, "stdio") == 0);
	return 0;
}
