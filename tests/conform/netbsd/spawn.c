/* posix_spawn(2): file actions, attributes, and errors, which are its value. */
#include "children.h"

enum { FAE_OPEN, FAE_DUP2, FAE_CLOSE, FAE_CHDIR, FAE_FCHDIR };

/* sys/spawn.h */
struct action {
	int action, fd;
	union {
		struct {
			const char *path;
			int flags;
			unsigned mode;
		};
		int new_fd;
	};
};
struct actions {
	unsigned room, count;
	const struct action *list;
};
struct attributes {
	short flags;
	int group, priority, policy;
	struct sigset defaults, mask;
};
_Static_assert(sizeof(struct action) == 24 && sizeof(struct attributes) == 48, "sys/spawn.h");

#define SETPGROUP  0x2
#define SETSIGDEF  0x10
#define SETSIGMASK 0x20

static char *self, **environment;

static long spawn(int *pid, const char *path, const struct actions *a, const struct attributes *b,
		  const char *word)
{
	const char *const argv[] = { self, word, 0 };

	return call(NR_posix_spawn, pid, path, a, b, argv, environment);
}

/* What the new program looks at; its status says which was not so. */
static int look(const char *word)
{
	struct sigset set = mask_now();
	char cwd[64];

	if (!strcmp(word, "plain"))
		return 7;
	if (!strcmp(word, "files")) {
		if (is_error(call(NR_fcntl, 20, F_GETFD, 0)) ||
		    !is_error(call(NR_fcntl, 0, F_GETFD, 0)))
			return 1;
		if (call(NR_write, 20, "written", 7) != 7)
			return 2;
		call(NR___getcwd, cwd, sizeof(cwd));
		return strcmp(cwd, "/dev") ? 3 : 8;
	}
	if (!sigset_has(&set, SIGUSR2) || sigset_has(&set, SIGHUP))
		return 4;
	if (call(NR_getpgrp) != call(NR_getpid))
		return 5;
	kill_self(SIGUSR1); /* ignored by the parent */
	return 6;
}

static void test_files(void)
{
	struct action list[] = { { FAE_CLOSE, 0, { .new_fd = 0 } },
				 { FAE_DUP2, 0, { .new_fd = 20 } },
				 { FAE_CHDIR, 0, { .path = "/dev" } } };
	struct actions a = { 3, 3, list };
	char text[8] = "";
	int ends[2], pid = -1;

	EXPECT_EQ(call(NR_pipe2, ends, O_CLOEXEC), 0);
	list[1].fd = ends[1];
	EXPECT_EQ(spawn(&pid, self, &a, 0, "files"), 0);
	EXPECT_EQ(status_of(pid), 8 << 8);
	EXPECT_EQ(call(NR_read, ends[0], text, 7), 7);
	EXPECT(!strcmp(text, "written"));
	/* The parent's are as they were. */
	EXPECT(is_error(call(NR_fcntl, 20, F_GETFD, 0)));
	list[1].fd = 99;
	EXPECT_EQ(spawn(&pid, self, &a, 0, "files"), EBADF);
	a.list = (void *)8;
	EXPECT_EQ(spawn(&pid, self, &a, 0, "files"), EFAULT);
	list[0] = (struct action){ FAE_OPEN, 20, { .path = "/dev/null" } };
	a = (struct actions){ 1, 1, list };
	list[0].flags = O_WRONLY;
	EXPECT_EQ(spawn(&pid, self, &a, 0, "plain"), 0);
	EXPECT_EQ(status_of(pid), 7 << 8);
	list[0].path = "/missing";
	EXPECT_EQ(spawn(&pid, self, &a, 0, "plain"), ENOENT);
}

static void test_attributes(void)
{
	struct attributes a = { .flags = SETPGROUP | SETSIGDEF | SETSIGMASK };
	int pid = -1;

	set_action(SIGUSR1, SIG_IGN);
	a.defaults = sigset_of(SIGUSR1);
	a.mask = sigset_of(SIGUSR2);
	EXPECT_EQ(spawn(&pid, self, 0, &a, "signals"), 0);
	EXPECT_EQ(status_of(pid), SIGUSR1);
	a.flags = SETPGROUP;
	a.group = -5;
	EXPECT_EQ(spawn(&pid, self, 0, &a, "signals"), EINVAL);
	EXPECT_EQ(spawn(&pid, self, 0, (void *)8, "signals"), EFAULT);
	a.flags = 0x4000;
	EXPECT_EQ(spawn(&pid, self, 0, &a, "signals"), EINVAL);
}

static char *absolute(char *name)
{
	static char path[2048];
	long n;

	if (name[0] == '/')
		return name;
	n = call(NR___getcwd, path, 1024);
	path[n - 1] = '/';
	memcpy(path + n, name, strlen(name) + 1);
	return path;
}

int main(int argc, char **argv, char **envp)
{
	int pid = -1, status;

	if (argc > 1)
		return look(argv[1]);
	self = absolute(argv[0]);
	environment = envp;
	EXPECT_EQ(spawn(&pid, self, 0, 0, "plain"), 0);
	EXPECT(pid > 0);
	EXPECT_EQ(status_of(pid), 7 << 8);
	pid = -1;
	EXPECT_EQ(spawn(&pid, "/missing", 0, 0, "plain"), ENOENT);
	EXPECT_EQ(pid, -1);
	EXPECT_EQ(spawn(0, "/missing", 0, 0, "plain"), ENOENT);
	EXPECT_EQ(call(NR_posix_spawn, &pid, self, 0, 0, 0, 0), EFAULT);
	test_files();
	test_attributes();
	/* None is left. */
	EXPECT_EQ(call(NR_wait4, -1, &status, WNOHANG, 0), -ECHILD);
	return result();
}
