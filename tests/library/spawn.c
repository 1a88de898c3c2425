/* Children: fork, vfork, exec, posix_spawn. */
#include "bsd.h"

static void child_says(int pid, int wanted)
{
	int got = -1;

	EXPECT(pid > 0);
	EXPECT_EQ(waitpid(pid, &got, 0), pid);
	EXPECT_EQ(got, wanted);
}

static void forks(void)
{
	int pid = fork();

	if (!pid) {
		char *p = malloc(1000);

		memset(p, 1, 1000);
		free(p);
		exit(p && getpid() > 0 ? 5 : 6);
	}
	child_says(pid, 5 << 8);
	pid = vfork();
	if (!pid)
		_exit(6);
	child_says(pid, 6 << 8);
	pid = fork();
	if (!pid) {
		raise(SIGABRT);
		_exit(1);
	}
	child_says(pid, SIGABRT);
}

static void spawns(const char *self)
{
	posix_spawn_file_actions_t actions;
	char *args[] = { (char *)self, "child", NULL }, *envp[] = { "IN=child", NULL };
	char *shell[] = { "sh", "-c", "exit 9", NULL };
	char text[64] = "";
	int ends[2], pid = 0;

	EXPECT_EQ(pipe(ends), 0);
	EXPECT_EQ(posix_spawn_file_actions_init(&actions), 0);
	EXPECT_EQ(posix_spawn_file_actions_adddup2(&actions, ends[1], 1), 0);
	EXPECT_EQ(posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0), 0);
	EXPECT_EQ(posix_spawnp(&pid, self, &actions, NULL, args, envp), 0);
	EXPECT_EQ(posix_spawn_file_actions_destroy(&actions), 0);
	close(ends[1]);
	child_says(pid, 3 << 8);
	EXPECT_EQ(read(ends[0], text, sizeof text - 1), 9);
	EXPECT(!strcmp(text, "in child\n"));
	close(ends[0]);
	EXPECT_EQ(posix_spawnp(&pid, "sh", NULL, NULL, shell, environ), 0);
	child_says(pid, 9 << 8);
	EXPECT_EQ(posix_spawnp(&pid, "no-such-program", NULL, NULL, shell, environ), BSD_ENOENT);
}

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	if (argc > 1) {
		printf("in %s\n", getenv("IN"));
		return 3;
	}
	forks();
	spawns(argv[0]);
	return result();
}
