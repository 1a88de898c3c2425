/*
 * posix_spawn(2), a system call there: a new process with its descriptors, ids, group and
 * signals as asked for, and then a program.  Here it is a fork, in whose child the calls are
 * made that a program would make between fork and exec; what fails goes to the parent through a
 * pipe that closes with the exec.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abi-tables/netbsd/structs.h"
#include "netbsd_numbers.h"
#include "shim/dispatch.h"
#include "shim/process.h"
#include "shim/signal.h"
#include "syscall-map/map.h"
#include "syscall-map/own_fd.h"

map_fn map_spawn;

/* sys/spawn.h */
struct netbsd_spawn_attr {
	int16_t flags, pad;
	int32_t group;
	int32_t priority, policy; /* struct sched_param, and whose it is */
	struct sigset defaults, mask;
};
SIZE_IS(struct netbsd_spawn_attr, 48);

enum {
	SPAWN_RESETIDS = 0x1,
	SPAWN_SETPGROUP = 0x2,
	SPAWN_SETSCHEDPARAM = 0x4,
	SPAWN_SETSCHEDULER = 0x8,
	SPAWN_SETSIGDEF = 0x10,
	SPAWN_SETSIGMASK = 0x20,
	SPAWN_RETURNERROR = 0x40 /* libc's own */
};

struct netbsd_spawn_actions {
	uint32_t room, count;
	uint64_t list;
};
SIZE_IS(struct netbsd_spawn_actions, 16);

enum { FAE_OPEN, FAE_DUP2, FAE_CLOSE, FAE_CHDIR, FAE_FCHDIR };

struct netbsd_spawn_action {
	int32_t action, fd;
	union {
		struct {
			uint64_t path;
			int32_t flags;
			uint32_t mode;
		};
		int32_t new_fd;
	};
};
SIZE_IS(struct netbsd_spawn_action, 24);

#define ACTIONS_MAX 4096

struct spawn {
	struct call *c;
	struct netbsd_spawn_actions actions;
	struct netbsd_spawn_attr attr;
	unsigned long priority_at; /* the alien's */
};

/* One of the program's other calls, in the child. */
static long make(long nr, long a, long b, long c, long d)
{
	const struct row *row = row_of(nr);
	struct call one;
	long ret;

	memset(&one, 0, offsetof(struct call, path));
	one.row = row;
	one.nr = one.first_nr = nr;
	one.alien = one.list;
	one.list[0] = a;
	one.list[1] = b;
	one.list[2] = c;
	one.list[3] = d;
	ret = row->map(&one);
	if (ret != CALL_HOST)
		return ret;
	ret = host_call(one.host_nr, one.host[0], one.host[1], one.host[2], one.host[3],
			one.host[4], one.host[5]);
	return one.finish ? one.finish(&one, ret) : ret;
}

static long open_as(const struct netbsd_spawn_action *a)
{
	long fd = make(NR_open, (long)a->path, a->flags, (long)a->mode, 0), ret;

	if (fd < 0 || fd == a->fd)
		return fd;
	ret = make(NR_dup2, fd, a->fd, 0, 0);
	make(NR_close, fd, 0, 0, 0);
	return ret;
}

static long one_action(const struct netbsd_spawn_action *a)
{
	switch (a->action) {
	case FAE_OPEN:
		return open_as(a);
	case FAE_DUP2:
		/* The same number: it is to stay open all the same. */
		if (a->fd == a->new_fd)
			return make(NR_fcntl, a->fd, F_SETFD, 0, 0);
		return make(NR_dup2, a->fd, a->new_fd, 0, 0);
	case FAE_CLOSE:
		return make(NR_close, a->fd, 0, 0, 0);
	case FAE_CHDIR:
		return make(NR_chdir, (long)a->path, 0, 0, 0);
	case FAE_FCHDIR:
		return make(NR_fchdir, a->fd, 0, 0, 0);
	}
	return -EINVAL;
}

static long do_actions(const struct spawn *s)
{
	struct netbsd_spawn_action a;
	long ret = 0;

	for (uint32_t i = 0; i < s->actions.count && ret >= 0; i++) {
		ret = copy_from_alien(&a, s->actions.list + i * sizeof a, sizeof a);
		if (!ret)
			ret = one_action(&a);
	}
	return ret < 0 ? ret : 0;
}

/* posix_spawnattr_setflags(3), in the order of sys/kern/kern_exec.c: handle_posix_spawn_attrs. */
static long take_attributes(const struct spawn *s)
{
	const struct netbsd_spawn_attr *a = &s->attr;
	const struct signal_action none = { .handler = ACTION_DEFAULT };
	long ret = 0;

	if (a->flags & SPAWN_SETPGROUP)
		ret = make(NR_setpgid, 0, a->group, 0, 0);
	if (ret >= 0 && a->flags & SPAWN_SETSCHEDULER)
		ret = make(NR__sched_setparam, 0, 0, a->policy, (long)s->priority_at);
	else if (ret >= 0 && a->flags & SPAWN_SETSCHEDPARAM)
		ret = make(NR__sched_setparam, 0, 0, -1, (long)s->priority_at); /* SCHED_NONE */
	if (ret >= 0 && a->flags & SPAWN_RESETIDS)
		ret = make(NR_setegid, host_call(__NR_getgid), 0, 0, 0)
			  ?: make(NR_seteuid, host_call(__NR_getuid), 0, 0, 0);
	if (a->flags & SPAWN_SETSIGMASK) {
		mask_set(this_thread(), &a->mask);
		host_call(__NR_rt_sigprocmask, SIG_SETMASK, &this_thread()->host_mask, NULL, 8);
	}
	for (int sig = 1; a->flags & SPAWN_SETSIGDEF && sig < abi->signal_limit; sig++)
		if (sigset_has(&a->defaults, sig))
			action_set(sig, &none);
	return ret < 0 ? ret : 0;
}

static void run_child(const struct spawn *s, int tell)
{
	long error = take_attributes(s) ?: do_actions(s);

	/* A signal that has come is the new program's. */
	while (!error || error == RESTART_CALL) {
		this_thread()->deferred = 0;
		error = make(NR_execve, s->c->alien[1], s->c->alien[4], s->c->alien[5], 0);
	}
	host_call(__NR_write, tell, &error, sizeof error);
	process_exit(127);
}

static long read_request(struct spawn *s)
{
	const long *a = s->c->alien;
	long error = 0;

	s->priority_at = (unsigned long)a[3] + offsetof(struct netbsd_spawn_attr, priority);
	if (!a[4])
		return -EFAULT;
	if (a[2])
		error = copy_from_alien(&s->actions, (unsigned long)a[2], sizeof s->actions);
	if (!error && a[3])
		error = copy_from_alien(&s->attr, (unsigned long)a[3], sizeof s->attr);
	if (error)
		return error;
	if (s->attr.flags & ~(SPAWN_RETURNERROR * 2 - 1)) {
		hole("posix_spawn: flags", (uint16_t)s->attr.flags);
		return -EINVAL;
	}
	return s->actions.count > ACTIONS_MAX ? -EINVAL : 0;
}

/* The pid, or why there is no child: it is taken away before anybody sees it. */
static long start(const struct spawn *s)
{
	int ends[2];
	long pid, ret = host_call(__NR_pipe2, ends, O_CLOEXEC), error = 0;

	if (ret)
		return ret;
	ends[0] = (int)own_fd(ends[0]);
	ends[1] = (int)own_fd(ends[1]);
	pid = process_fork();
	if (pid == 0)
		run_child(s, ends[1]);
	own_fd_close(ends[1]);
	if (pid > 0) {
		do
			ret = host_call(__NR_read, ends[0], &error, sizeof error);
		while (ret == -EINTR);
		if (ret > 0) {
			host_call(__NR_wait4, pid, NULL, __WALL, NULL);
			pid = error;
		}
	}
	own_fd_close(ends[0]);
	return pid;
}

/* (where the pid goes, path, file actions, attributes, arguments, environment): an errno */
long map_spawn(struct call *c)
{
	struct spawn s = { .c = c };
	long pid = read_request(&s);

	if (!pid)
		pid = start(&s);
	if (pid > 0)
		pid = c->alien[0] ? put_alien_u32((unsigned long)c->alien[0], (uint32_t)pid) : 0;
	return errno_as_value(pid);
}
