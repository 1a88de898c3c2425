/*
 * execve: the file decides.  An alien program is run by abirun again, a script by
 * its interpreter, which may be an alien; everything else is the host's.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "loader/loader.h"
#include "shim/alien_mem.h"
#include "shim/door.h"
#include "shim/host.h"
#include "shim/process.h"
#include "shim/signal.h"
#include "syscall-map/aio.h"
#include "syscall-map/map.h"
#include "syscall-map/sysroot.h"
#include "syscall-map/procdesc.h"

struct exec {
	const char *path;
	unsigned long argv, envp;
	/* Words put before the alien's own arguments. */
	const char *front[EXEC_OPTIONS_MAX + 8];
	int front_count;
	int skip;                       /* of the alien's own arguments */
	char leash[32];                 /* an option, procdesc_leash */
	char program[PROCESS_PATH_MAX]; /* as abirun is to find it */
};

static void put_front(struct exec *e, const char *word)
{
	e->front[e->front_count++] = word;
}

static void put_options(struct exec *e)
{
	put_front(e, "abirun");
	for (int i = 0; exec_options[i]; i++)
		put_front(e, exec_options[i]);
	if (procdesc_leash() < 0 || !this_thread()->owns_memory)
		return;
	snprintf(e->leash, sizeof e->leash, "--leash=%d", procdesc_leash());
	put_front(e, e->leash);
}

/* The alien's argument vector behind our words: a new vector, its strings where they are. */
static long copy_vector(const struct exec *e, uint64_t **copy, size_t *size)
{
	uint64_t word = 1;
	size_t n = 0;
	long error;

	for (; word; n++) {
		error = get_alien_u64(&word, e->argv + 8 * n);
		if (error)
			return error;
	}
	*size = (n + e->front_count) * 8;
	*copy = host_alloc(*size);
	if (!*copy)
		return -ENOMEM;
	/* The exec takes a vfork child from its memory, and leaves this in it. */
	this_thread()->left_behind = *copy;
	this_thread()->left_behind_size = *size;
	for (int i = 0; i < e->front_count; i++)
		(*copy)[i] = (uint64_t)e->front[i];
	if (n <= (size_t)e->skip) { /* no argv[0] */
		(*copy)[e->front_count] = 0;
		return 0;
	}
	return copy_from_alien(*copy + e->front_count, e->argv + 8ul * e->skip, 8 * (n - e->skip));
}

static long exec_host(const char *path, const void *argv, unsigned long envp)
{
	long ret;

	aio_hold();
	signal_before_exec();
	procdesc_before_exec();
	this_thread()->executes = true;
	ret = host_sleep(SYS_execve, path, argv, envp);
	this_thread()->executes = false;
	procdesc_after_failed_exec();
	signal_after_failed_exec();
	aio_go_on();
	return ret;
}

/* abirun's own file, wherever it is now. */
#define ABIRUN "/proc/self/exe"

/*
 * What abirun, which looks for a bare name in PATH and opens the file only after the
 * exec, finds the same file by.  A descriptor that the exec closes has the file's
 * name instead, if it still has one; FreeBSD needs none (execve(2) of a binary by
 * fexecve).
 */
static const char *program_word(struct exec *e, const char *path)
{
	static const char fd_prefix[] = "/proc/self/fd/";
	size_t n = strlen(path);
	struct stat by_fd, by_name;
	ssize_t got;

	if (!strchr(path, '/') && n + sizeof "./" <= sizeof e->program) {
		strcpy(e->program, "./");
		return strcat(e->program, path);
	}
	if (strncmp(path, fd_prefix, sizeof fd_prefix - 1) != 0)
		return path;
	got = readlink(path, e->program, sizeof e->program - 1);
	if (got < 0)
		return path;
	e->program[got] = 0;
	if (stat(path, &by_fd) < 0 || stat(e->program, &by_name) < 0 ||
	    by_fd.st_ino != by_name.st_ino || by_fd.st_dev != by_name.st_dev)
		return path;
	return e->program;
}

/* Through abirun: abirun options --argv0=... -- program arguments. */
static long exec_abirun(struct exec *e)
{
	uint64_t *argv = NULL;
	size_t size = 0;
	long ret = copy_vector(e, &argv, &size);

	if (!ret)
		ret = exec_host(ABIRUN, argv, e->envp);
	if (argv) {
		this_thread()->left_behind = NULL;
		host_free(argv, size);
	}
	return ret;
}

static long exec_alien(struct exec *e, char *argv0, size_t size)
{
	uint64_t first;
	long error = get_alien_u64(&first, e->argv);
	size_t at = strlen(argv0);

	if (!error && first)
		error = string_from_alien(argv0 + at, first, size - at);
	if (error < 0)
		return error == -ENAMETOOLONG ? -E2BIG : error;
	put_options(e);
	put_front(e, argv0);
	put_front(e, "--");
	put_front(e, program_word(e, e->path));
	e->skip = 1;
	return exec_abirun(e);
}

/* A script whose interpreter is an alien: it gets its argument, the script, and the script's
 * arguments. */
static long exec_script(struct exec *e, const struct file_info *script, char *argv0, size_t size)
{
	if (strlen(script->interpreter) >= size - strlen(argv0))
		return -ENAMETOOLONG;
	strcat(argv0, script->interpreter);
	put_options(e);
	put_front(e, argv0);
	put_front(e, "--");
	put_front(e, program_word(e, script->interpreter));
	if (script->argument[0])
		put_front(e, script->argument);
	put_front(e, e->path);
	e->skip = 1;
	return exec_abirun(e);
}

static int look(const char *path, struct file_info *info)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int error;

	if (fd < 0)
		return -errno;
	error = detect_file(fd, info);
	close(fd);
	return error;
}

/* By a name of the alien's, which may be in its tree. */
static int look_named(const char *name, struct file_info *info)
{
	char found[SYSROOT_NAME_MAX];

	return look(sysroot_find(name, true, found) ? found : name, info);
}

static long decide(struct exec *e)
{
	struct file_info info, interpreter;
	char argv0[4096 + 16] = "--argv0=";
	int seen = look(e->path, &info);

	/* An unreadable file may still be one that the host can execute, or the right errno. */
	if (seen == 0 && access(e->path, X_OK) == 0) {
		if (info.kind == FILE_ALIEN)
			return exec_alien(e, argv0, sizeof argv0);
		if (info.kind == FILE_SCRIPT && look_named(info.interpreter, &interpreter) == 0 &&
		    interpreter.kind == FILE_ALIEN)
			return exec_script(e, &info, argv0, sizeof argv0);
	}
	return exec_host(e->path, (const void *)e->argv, e->envp);
}

static long glibc_exec(void *arg)
{
	return decide(arg);
}

long process_exec(const char *path, unsigned long argv, unsigned long envp)
{
	struct exec e = { .path = path, .argv = argv, .envp = envp };
	long ret = call_glibc(glibc_exec, &e);

	/* A signal that came before it is handled first; then the alien asks again. */
	return ret == -EINTR ? RESTART_CALL : ret;
}
