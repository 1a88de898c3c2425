/* system(3), popen(3): programs run by the shell, started as the alien starts programs. */
#include <paths.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"
#include "shim/lib/stdio.h"

static void __attribute__((noreturn)) run_shell(const char *command)
{
	const char *argv[] = { "sh", "-c", command, NULL };

	lib_row(NR_execve, _PATH_BSHELL, argv, *(char ***)lib_environ.at);
	lib_row(NR__exit, 127);
	__builtin_unreachable();
}

static int wait_for(long pid)
{
	int status;
	long ret;

	do
		ret = lib_row(NR_wait4, pid, &status, 0, 0);
	while (ret < 0 && errno == EINTR);
	return ret < 0 ? -1 : status;
}

/* While the command runs, SIGINT and SIGQUIT are ignored and SIGCHLD waits. */
int lib_system(const char *command)
{
	struct lib_sigset block = { { 1u << (lib_facts->sigchld - 1) | 1u << (SIGINT - 1) |
				      1u << (SIGQUIT - 1) } },
			  before;
	struct lib_sigaction ignore = { .handler = (uint64_t)SIG_IGN }, interrupt, quit;
	int status;
	long pid;

	if (!command)
		return lib_row(NR_access, _PATH_BSHELL, 1) == 0; /* X_OK */
	lib_pthread_testcancel();
	fflush(NULL);
	lib_mask(LIB_SIG_BLOCK, &block, &before);
	pid = lib_row(NR_fork);
	if (pid == 0) {
		lib_mask(LIB_SIG_SETMASK, &before, NULL);
		run_shell(command);
	}
	lib_action(SIGINT, &ignore, &interrupt);
	lib_action(SIGQUIT, &ignore, &quit);
	status = pid < 0 ? -1 : wait_for(pid);
	lib_action(SIGINT, &interrupt, NULL);
	lib_action(SIGQUIT, &quit, NULL);
	lib_mask(LIB_SIG_SETMASK, &before, NULL);
	return status;
}

/* Streams of popen(3) and their programs. */
static struct child {
	struct child *next;
	struct lib_file *stream;
	int fd;
	long pid;
} * children;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* In the child: its end is descriptor `as`, and the other streams' are not its own. */
static void __attribute__((noreturn)) start(const char *command, int end, int as, bool both)
{
	for (struct child *c = children; c; c = c->next)
		lib_row(NR_close, c->fd);
	if (end != as) {
		lib_row(NR_dup2, end, as);
		lib_row(NR_close, end);
		if (both)
			lib_row(NR_dup2, as, 1 - as);
	} else {
		lib_row(NR_fcntl, end, 2, 0); /* fcntl.h: F_SETFD */
	}
	run_shell(command);
}

/* "r", "w", or "r+" for both ways; and 'e'. */
struct lib_file *lib_popen(const char *command, const char *mode)
{
	bool both = strchr(mode, '+'), reads = *mode == 'r';
	struct child *c;
	int ends[2];

	if ((*mode != 'r' && *mode != 'w') || (mode[1] && !strchr("+e", mode[1]))) {
		errno = EINVAL;
		return NULL;
	}
	c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	/* sys/socket.h: AF_UNIX, SOCK_STREAM */
	if (both ? lib_row(NR_socketpair, 1, 1 | lib_facts->sock_cloexec, 0, ends) < 0
		 : lib_row(NR_pipe2, ends, lib_facts->open.cloexec) < 0) {
		free(c);
		return NULL;
	}
	c->fd = ends[reads || both ? 0 : 1];
	c->stream = lib_fdopen(c->fd, both ? "r+" : reads ? "r" : "w");
	pthread_mutex_lock(&lock);
	c->pid = c->stream ? lib_row(NR_fork) : -1;
	if (c->pid == 0)
		start(command, ends[reads || both ? 1 : 0], reads || both ? 1 : 0, both);
	lib_row(NR_close, ends[reads || both ? 1 : 0]);
	if (c->pid > 0) {
		c->next = children;
		children = c;
		if (!strchr(mode, 'e'))
			lib_row(NR_fcntl, c->fd, 2, 0);
	}
	pthread_mutex_unlock(&lock);
	if (c->pid > 0)
		return c->stream;
	if (c->stream)
		lib_fclose(c->stream);
	else
		lib_row(NR_close, c->fd);
	free(c);
	return NULL;
}

int lib_pclose(struct lib_file *stream)
{
	struct child *c = NULL;
	int status;

	pthread_mutex_lock(&lock);
	for (struct child **at = &children; *at; at = &(*at)->next)
		if ((*at)->stream == stream) {
			c = *at;
			*at = c->next;
			break;
		}
	pthread_mutex_unlock(&lock);
	if (!c) {
		errno = ECHILD;
		return -1;
	}
	lib_fclose(stream);
	status = wait_for(c->pid);
	free(c);
	return status;
}
