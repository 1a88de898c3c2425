/*
 * runs PROGRAM [ARGUMENT...]: execute it in a child, by fork and by vfork; print how
 * it ended.  Without a program: print one's own arguments and kern.proc.pathname.
 */
#include "alien.h"

static int report(int argc, char **argv)
{
	int oid[4] = { 1, 14, 12, -1 }; /* sys/sysctl.h: kern.proc.pathname */
	static char path[4096];
	size_t size = sizeof(path);

	call(NR___sysctl, oid, 4, path, &size, 0, 0);
	for (int i = 0; i < argc; i++)
		say("%s ", argv[i]);
	say("at %s\n", path);
	return 7;
}

static void run(long how, char **argv, char **envp)
{
	int status = 0;
	long second = 0, pid = call6_two(how, 0, 0, 0, 0, 0, 0, &second);

	if (second == 1) {
		call(NR_execve, argv[0], argv, envp);
		call(NR_exit_all, 99);
	}
	call(NR_wait4, pid, &status, 0, 0);
	say("ended with %d\n", status >> 8);
}

int main(int argc, char **argv, char **envp)
{
	char *none[] = { NULL };

	if (argc < 2 || argv[1][0] != '/')
		return report(argc, argv);
	run(NR_fork, argv + 1, envp);
	run(NR_vfork, argv + 1, none);
	return 0;
}
