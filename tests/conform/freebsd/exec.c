/*
 * execve(2) of an alien, of a native program and of a script: arguments,
 * environment, descriptors, actions and mask as FreeBSD passes them on, argv[0]
 * and the path the program's own.
 */
#include "signals.h"

#define O_CLOEXEC 0x100000
#define O_EXEC    0x40000

static char out[4096];
static char self[1024], script[] = "/tmp/abirun-script-XXXXXXXX";

/* What the program is to its system: kern.proc.pathname (sys/sysctl.h). */
static long own_path(char *to, size_t size)
{
	int name[4] = { 1, 14, 12, -1 };

	return call(NR___sysctl, name, 4, to, &size, 0, 0);
}

/* How a child is made, and what it does first. */
static long how = NR_fork;
static void (*in_child)(void);

/* Run the program at a path, or of a descriptor, with its output in `out`; its wait status. */
static int run_either(const char *path, long fd, char **argv, char **envp)
{
	int ends[2], status = -1;
	size_t n = 0;
	long second, got, pid;

	EXPECT_EQ(call(NR_pipe2, ends, O_CLOEXEC), 0);
	pid = call6_two(how, 0, 0, 0, 0, 0, 0, &second);
	if (second == 1) {
		if (in_child)
			in_child();
		call(NR_dup2, ends[1], 1);
		if (path)
			call(NR_exit_all, 100 - call(NR_execve, path, argv, envp));
		call(NR_exit_all, 100 - call(NR_fexecve, fd, argv, envp));
	}
	call(NR_close, ends[1]);
	while ((got = call(NR_read, ends[0], out + n, sizeof(out) - 1 - n)) > 0)
		n += got;
	out[n] = 0;
	call(NR_close, ends[0]);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	return status;
}

static int run(const char *path, char **argv, char **envp)
{
	return run_either(path, -1, argv, envp);
}

static void expect_output(const char *wanted)
{
	EXPECT(!strcmp(out, wanted));
	if (strcmp(out, wanted))
		say("\tgot \"%s\", wanted \"%s\"\n", out, wanted);
}

/* In the program that has been executed: say what one finds. */
static int report(int argc, char **argv, char **envp)
{
	struct sigaction usr1, usr2;
	struct sigset mask = mask_now();
	static char path[1024];

	for (int i = 0; i < argc; i++)
		say("%s%s", i ? " " : "", argv[i]);
	say("|");
	for (; *envp; envp++)
		say("%s;", *envp);
	own_path(path, sizeof(path));
	call(NR_sigaction, SIGUSR1, 0, &usr1);
	call(NR_sigaction, SIGUSR2, 0, &usr2);
	say("|%s|%ld %ld|%d%d|%d%d\n", path, usr1.handler, usr2.handler, sigset_has(&mask, SIGHUP),
	    sigset_has(&mask, SIGTERM), !is_error(call(NR_fcntl, 20, 1)),
	    !is_error(call(NR_fcntl, 21, 1)));
	return 33;
}

static void ignore(int sig)
{
	(void)sig;
}

static void test_alien(void)
{
	char *argv[] = { "another name", "report", "", "a b", NULL };
	char *envp[] = { "ONE=1", "EMPTY=", NULL };
	static char wanted[2048];
	size_t n = 0;

	/* Kept: descriptors, mask, what is ignored.  Not kept: close-on-exec, handlers. */
	EXPECT_EQ(call(NR_dup2, 2, 20), 20);
	EXPECT_EQ(call(NR_dup2, 2, 21), 21);
	EXPECT_EQ(call(NR_fcntl, 21, 2, 1), 0);
	set_action(SIGUSR1, SIG_IGN);
	signal_catch(SIGUSR2, ignore, 0);
	block(SIGHUP);
	EXPECT_EQ(run(self, argv, envp), 33 << 8);
	for (const char *s = "another name report  a b|ONE=1;EMPTY=;|"; *s; s++)
		wanted[n++] = *s;
	for (const char *s = self; *s; s++)
		wanted[n++] = *s;
	memcpy(wanted + n, "|1 0|10|10\n", 12);
	expect_output(wanted);
	unblock(SIGHUP);
	set_action(SIGUSR1, SIG_DFL);
	set_action(SIGUSR2, SIG_DFL);
}

/* What a vfork child does to its actions is for itself and for what it executes. */
static void other_actions(void)
{
	set_action(SIGUSR1, SIG_DFL);
	set_action(SIGUSR2, SIG_IGN);
}

static void test_vfork(void)
{
	char *argv[] = { "x", "report", NULL };
	char *envp[] = { NULL };
	struct sigaction usr1, usr2;
	size_t end;

	set_action(SIGUSR1, SIG_IGN);
	how = NR_vfork;
	in_child = other_actions;
	EXPECT_EQ(run(self, argv, envp), 33 << 8);
	end = strlen(out);
	EXPECT(end > 11 && !memcmp(out + end - 11, "|0 1|00|10\n", 11));
	how = NR_fork;
	in_child = NULL;
	/* A child that has ended can be waited for at once. */
	for (int i = 0; i < 200; i++) {
		long second, pid = call6_two(NR_vfork, 0, 0, 0, 0, 0, 0, &second);

		if (second == 1)
			call(NR_exit_all, -call(NR_execve, "/nowhere/at/all", argv, envp));
		EXPECT_EQ(call(NR_wait4, pid, 0, WNOHANG, 0), pid);
	}
	EXPECT_EQ(call(NR_sigaction, SIGUSR1, 0, &usr1), 0);
	EXPECT_EQ(call(NR_sigaction, SIGUSR2, 0, &usr2), 0);
	EXPECT_EQ(usr1.handler, 1);
	EXPECT_EQ(usr2.handler, 0);
	set_action(SIGUSR1, SIG_DFL);
}

/* A name without a slash is a file of this directory, not one of PATH. */
static void test_bare_name(void)
{
	char *argv[] = { "x", "report", NULL };
	char *envp[] = { "PATH=/bin", NULL };
	static char directory[1024];
	size_t slash = strlen(self);

	while (self[--slash] != '/')
		;
	memcpy(directory, self, slash);
	EXPECT_EQ(call(NR_chdir, directory), 0);
	EXPECT_EQ(run(self + slash + 1, argv, envp), 33 << 8);
	EXPECT(!memcmp(out, "x report|PATH=/bin;|/", 21));
	EXPECT_EQ(call(NR_chdir, "/"), 0);
}

/* The descriptor may close on exec: what is executed is the file. */
static void test_descriptor(void)
{
	char *argv[] = { "x", "report", NULL };
	char *envp[] = { NULL };
	long kept = call(NR_open, self, 0, 0);
	long closed = call(NR_open, self, O_EXEC | O_CLOEXEC, 0);

	EXPECT_EQ(run_either(NULL, kept, argv, envp), 33 << 8);
	EXPECT(!memcmp(out, "x report||/", 11));
	EXPECT_EQ(run_either(NULL, closed, argv, envp), 33 << 8);
	EXPECT(!memcmp(out + 10, self, strlen(self)));
	call(NR_close, kept);
	call(NR_close, closed);
}

static void test_native(void)
{
	char *argv[] = { "sh", "-c", "echo \"$0 $X\"; exit 3", NULL };
	char *killed[] = { "sh", "-c", "kill -USR1 $$", NULL };
	char *envp[] = { "X=y z", NULL };

	EXPECT_EQ(run("/bin/sh", argv, envp), 3 << 8);
	expect_output("sh y z\n");
	EXPECT_EQ(run("/bin/sh", killed, envp), SIGUSR1);
}

static void write_script(const char *first, const char *rest)
{
	long fd = call(NR_open, script, O_WRONLY | O_CREAT | O_TRUNC, 0700);

	EXPECT(fd >= 0);
	call(NR_write, fd, first, strlen(first));
	call(NR_write, fd, rest, strlen(rest));
	call(NR_close, fd);
}

static void test_script(void)
{
	char *argv[] = { "ignored", "one", NULL };
	char *envp[] = { "X=1", NULL };
	static char line[1100];
	size_t n = strlen(self);

	write_script("#!/bin/sh -e\n", "echo \"$0 $1 $X\"\nfalse\necho not here\n");
	EXPECT_EQ(run(script, argv, envp), 1 << 8);
	EXPECT(!memcmp(out, script, strlen(script)));
	EXPECT(!strcmp(out + strlen(script), " one 1\n"));
	/* An alien as the interpreter: its arguments are its own, the script's path, the rest. */
	memcpy(line, "#!", 2);
	memcpy(line + 2, self, n);
	memcpy(line + 2 + n, " report\n", 9);
	write_script(line, "");
	EXPECT_EQ(run(script, argv, envp), 33 << 8);
	EXPECT(!memcmp(out, self, n) && !memcmp(out + n, " report ", 8));
	EXPECT(!memcmp(out + n + 8, script, strlen(script)));
	EXPECT(!memcmp(out + n + 8 + strlen(script), " one|X=1;|", 10));
}

static void test_failures(void)
{
	char *argv[] = { "x", NULL };
	char *envp[] = { NULL };

	EXPECT_EQ(call(NR_execve, "/nonexistent", argv, envp), -ENOENT);
	EXPECT_EQ(call(NR_execve, "/tmp", argv, envp), -13); /* EACCES */
	EXPECT_EQ(call(NR_execve, 8, argv, envp), -EFAULT);
	EXPECT_EQ(call(NR_execve, self, 8, envp), -EFAULT);
	EXPECT_EQ(call(NR_execve, self, argv, 8), -EFAULT);
	write_script("#!/nonexistent/interpreter\n", "");
	EXPECT_EQ(call(NR_execve, script, argv, envp), -ENOENT);
	write_script("neither a program nor a script\n", "");
	EXPECT_EQ(call(NR_execve, script, argv, envp), -8); /* ENOEXEC */
}

int main(int argc, char **argv, char **envp)
{
	long id = call(NR_getpid);

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "report"))
			return report(argc, argv, envp);
	EXPECT_EQ(own_path(self, sizeof(self)), 0);
	for (size_t i = strlen(script) - 1; script[i] == 'X'; i--, id /= 10)
		script[i] = '0' + id % 10;
	test_alien();
	test_vfork();
	test_bare_name();
	test_descriptor();
	test_native();
	test_script();
	test_failures();
	call(NR_unlink, script);
	return result();
}
