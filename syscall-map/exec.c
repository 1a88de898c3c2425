/* fork(2), vfork(2), rfork(2), execve(2), fexecve(2), fchroot(2), _exit(2). */
#include <fcntl.h>

#include "shim/dispatch.h"
#include "shim/process.h"
#include "syscall-map/aio.h"
#include "syscall-map/exec.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/news.h"
#include "syscall-map/umtx.h"

long map_exit(struct call *c)
{
	call_vanishes(c, true);
	umtx_thread_ends(this_thread());
	aio_hold();
	process_exit((int)c->alien[0]);
}

/* The second result tells parent (0) from child (1). */
long map_fork(struct call *c)
{
	long pid = process_fork();

	if (pid >= 0)
		call_set_second(c, pid == 0);
	return pid;
}

long map_vfork(struct call *c)
{
	long pid = process_vfork(c);

	if (pid > 0)
		call_set_second(c, 0);
	return pid;
}

/* rfork(2)'s kinds, as the host can do them: XLAT_rfork gives these. */
long map_rfork(struct call *c)
{
	uint64_t kind;
	long error = xlat_to_host(XLAT_rfork, (uint32_t)c->alien[0], &kind);

	if (error)
		return error;
	if (kind & RFORK_SPAWN)
		return map_vfork(c);
	if (kind == (RFORK_PROCESS | RFORK_NO_FILES)) {
		long pid = map_fork(c);

		if (pid == 0)
			close_everything();
		return pid;
	}
	return kind == (RFORK_PROCESS | RFORK_COPY_FILES) ? map_fork(c) : -EINVAL;
}

static long exec(struct call *c, const char *path)
{
	int told = news_before_exec();
	long ret;

	call_vanishes(c, false);
	ret = process_exec(path, (unsigned long)c->alien[1], (unsigned long)c->alien[2]);
	news_exec_failed(told);
	return ret;
}

long map_execve(struct call *c)
{
	char path[PROCESS_PATH_MAX];
	long error = string_from_alien(path, (unsigned long)c->alien[0], sizeof path);

	if (error < 0)
		return error;
	if (!c->alien[1])
		return -EFAULT;
	return exec(c, path);
}

long map_fexecve(struct call *c)
{
	char path[32];

	fd_path(path, (int)c->alien[0]);
	if (host_call(__NR_fcntl, c->alien[0], F_GETFD) < 0)
		return -EBADF;
	if (!c->alien[1])
		return -EFAULT;
	return exec(c, path);
}

/* fchroot(2): (descriptor) */
long map_fchroot(struct call *c)
{
	char *path = call_scratch(c, 32);

	if (host_call(__NR_fcntl, c->alien[0], F_GETFD) < 0)
		return -EBADF;
	fd_path(path, (int)c->alien[0]);
	c->host_nr = __NR_chroot;
	c->host[0] = (long)path;
	return CALL_HOST;
}
