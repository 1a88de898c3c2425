/* posix_spawn(3): a child that does what it was told and executes. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

enum action { ADD_DUP2, ADD_CLOSE, ADD_OPEN, ADD_CHDIR, ADD_FCHDIR, ADD_CLOSEFROM };

struct lib_spawn_action {
	struct lib_spawn_action *next;
	enum action action;
	int fd, other; /* other: dup2's second, open's flags */
	int mode;
	char path[];
};

struct lib_spawn_actions {
	struct lib_spawn_action *first, **last;
};

struct lib_spawnattr {
	short flags;
	int group, policy, priority;
	struct lib_sigset defaults, mask;
};

int lib_posix_spawn_file_actions_init(struct lib_spawn_actions **a)
{
	*a = calloc(1, sizeof **a);
	if (!*a)
		return ENOMEM;
	(*a)->last = &(*a)->first;
	return 0;
}

int lib_posix_spawn_file_actions_destroy(struct lib_spawn_actions **a)
{
	struct lib_spawn_action *next;

	for (struct lib_spawn_action *i = (*a)->first; i; i = next) {
		next = i->next;
		free(i);
	}
	free(*a);
	*a = NULL;
	return 0;
}

static struct lib_spawn_action *add(struct lib_spawn_actions *a, enum action action, int fd,
				    const char *path)
{
	struct lib_spawn_action *new = calloc(1, sizeof *new + strlen(path) + 1);

	if (!new)
		return NULL;
	new->action = action;
	new->fd = fd;
	strcpy(new->path, path);
	*a->last = new;
	a->last = &new->next;
	return new;
}

int lib_posix_spawn_file_actions_adddup2(struct lib_spawn_actions **a, int fd, int other)
{
	struct lib_spawn_action *new;

	if (fd < 0 || other < 0)
		return EBADF;
	new = add(*a, ADD_DUP2, fd, "");
	if (!new)
		return ENOMEM;
	new->other = other;
	return 0;
}

int lib_posix_spawn_file_actions_addclose(struct lib_spawn_actions **a, int fd)
{
	if (fd < 0)
		return EBADF;
	return add(*a, ADD_CLOSE, fd, "") ? 0 : ENOMEM;
}

int lib_posix_spawn_file_actions_addopen(struct lib_spawn_actions **a, int fd, const char *path,
					 int flags, int mode)
{
	struct lib_spawn_action *new;

	if (fd < 0)
		return EBADF;
	new = add(*a, ADD_OPEN, fd, path);
	if (!new)
		return ENOMEM;
	new->other = flags;
	new->mode = mode;
	return 0;
}

int lib_posix_spawn_file_actions_addchdir_np(struct lib_spawn_actions **a, const char *path)
{
	return add(*a, ADD_CHDIR, -1, path) ? 0 : ENOMEM;
}

int lib_posix_spawn_file_actions_addfchdir_np(struct lib_spawn_actions **a, int fd)
{
	if (fd < 0)
		return EBADF;
	return add(*a, ADD_FCHDIR, fd, "") ? 0 : ENOMEM;
}

int lib_posix_spawn_file_actions_addclosefrom_np(struct lib_spawn_actions **a, int fd)
{
	if (fd < 0)
		return EBADF;
	return add(*a, ADD_CLOSEFROM, fd, "") ? 0 : ENOMEM;
}

int lib_posix_spawnattr_init(struct lib_spawnattr **a)
{
	*a = calloc(1, sizeof **a);
	return *a ? 0 : ENOMEM;
}

int lib_posix_spawnattr_destroy(struct lib_spawnattr **a)
{
	free(*a);
	*a = NULL;
	return 0;
}

int lib_posix_spawnattr_setflags(struct lib_spawnattr *const *a, short flags)
{
	(*a)->flags = flags;
	return 0;
}

int lib_posix_spawnattr_getflags(struct lib_spawnattr *const *a, short *flags)
{
	*flags = (*a)->flags;
	return 0;
}

int lib_posix_spawnattr_setpgroup(struct lib_spawnattr *const *a, int group)
{
	(*a)->group = group;
	return 0;
}

int lib_posix_spawnattr_getpgroup(struct lib_spawnattr *const *a, int *group)
{
	*group = (*a)->group;
	return 0;
}

int lib_posix_spawnattr_setsigdefault(struct lib_spawnattr *const *a, const void *s)
{
	memcpy(&(*a)->defaults, s, lib_facts->sigset_size);
	return 0;
}

int lib_posix_spawnattr_getsigdefault(struct lib_spawnattr *const *a, void *s)
{
	memcpy(s, &(*a)->defaults, lib_facts->sigset_size);
	return 0;
}

int lib_posix_spawnattr_setsigmask(struct lib_spawnattr *const *a, const void *s)
{
	memcpy(&(*a)->mask, s, lib_facts->sigset_size);
	return 0;
}

int lib_posix_spawnattr_getsigmask(struct lib_spawnattr *const *a, void *s)
{
	memcpy(s, &(*a)->mask, lib_facts->sigset_size);
	return 0;
}

/* What a struct sched_param has is its priority. */
int lib_posix_spawnattr_setschedparam(struct lib_spawnattr *const *a, const int *priority)
{
	(*a)->priority = *priority;
	return 0;
}

int lib_posix_spawnattr_getschedparam(struct lib_spawnattr *const *a, int *priority)
{
	*priority = (*a)->priority;
	return 0;
}

int lib_posix_spawnattr_setschedpolicy(struct lib_spawnattr *const *a, int policy)
{
	(*a)->policy = policy;
	return 0;
}

int lib_posix_spawnattr_getschedpolicy(struct lib_spawnattr *const *a, int *policy)
{
	*policy = (*a)->policy;
	return 0;
}

/* In the child: 0 or errno. */
static int apply_attributes(const struct lib_spawnattr *a)
{
	struct lib_sigaction dfl = { .handler = (uint64_t)SIG_DFL };

	if ((a->flags & FREEBSD_SPAWN_SETSCHEDULER) &&
	    lib_row(NR_sched_setscheduler, 0, a->policy, &a->priority) < 0)
		return errno;
	if ((a->flags & (FREEBSD_SPAWN_SETSCHEDPARAM | FREEBSD_SPAWN_SETSCHEDULER)) ==
		FREEBSD_SPAWN_SETSCHEDPARAM &&
	    lib_row(NR_sched_setparam, 0, &a->priority) < 0)
		return errno;
	if ((a->flags & FREEBSD_SPAWN_SETPGROUP) && lib_row(NR_setpgid, 0, a->group) < 0)
		return errno;
	if ((a->flags & FREEBSD_SPAWN_RESETIDS) && (lib_row(NR_setegid, lib_row(NR_getgid)) < 0 ||
						    lib_row(NR_seteuid, lib_row(NR_getuid)) < 0))
		return errno;
	if ((a->flags & FREEBSD_SPAWN_SETSIGMASK) && lib_mask(LIB_SIG_SETMASK, &a->mask, NULL) < 0)
		return errno;
	for (int sig = 1; (a->flags & FREEBSD_SPAWN_SETSIGDEF) && sig <= lib_facts->signal_max;
	     sig++)
		if ((a->defaults.bits[(sig - 1) / 32] >> ((sig - 1) % 32) & 1) && sig != SIGKILL &&
		    sig != lib_facts->sigstop)
			lib_action(sig, &dfl, NULL);
	return 0;
}

static int apply_open(const struct lib_spawn_action *a)
{
	long fd = lib_row(NR_open, a->path, a->other, a->mode);

	if (fd < 0)
		return errno;
	if (fd == a->fd)
		return 0;
	if (lib_row(NR_dup2, fd, a->fd) < 0)
		return errno;
	lib_row(NR_close, fd);
	return 0;
}

static int apply_action(const struct lib_spawn_action *a)
{
	switch (a->action) {
	case ADD_DUP2:
		/* The same descriptor is to survive the exec: spawn.h, POSIX.1-2017 TC. */
		if (a->fd == a->other)
			return lib_row(NR_fcntl, a->fd, 2, 0) < 0 ? errno : 0;
		return lib_row(NR_dup2, a->fd, a->other) < 0 ? errno : 0;
	case ADD_CLOSE:
		lib_row(NR_close, a->fd); /* one that is not open is no error */
		return 0;
	case ADD_OPEN:
		return apply_open(a);
	case ADD_CHDIR:
		return lib_row(NR_chdir, a->path) < 0 ? errno : 0;
	case ADD_FCHDIR:
		return lib_row(NR_fchdir, a->fd) < 0 ? errno : 0;
	default:
		lib_row(NR_closefrom, a->fd);
		return 0;
	}
}

struct job {
	const char *name;
	char *const *argv, *const *envp;
	const struct lib_spawn_actions *actions;
	const struct lib_spawnattr *attr;
	const char *path; /* NULL: no search */
};

static int child(const struct job *j)
{
	int error = j->attr ? apply_attributes(j->attr) : 0;

	for (const struct lib_spawn_action *a = j->actions ? j->actions->first : NULL; a && !error;
	     a = a->next)
		error = apply_action(a);
	if (error)
		return error;
	if (j->path)
		lib_execvpe(j->name, j->argv, j->envp, j->path);
	else
		lib_row(NR_execve, j->name, j->argv, j->envp);
	return errno;
}

/* The child says through the pipe why it could not execute; it closes if it did. */
static int spawn(int *pid, const struct job *j)
{
	int ends[2], error = 0;
	long id, n;

	if (lib_row(NR_pipe2, ends, lib_facts->open.cloexec) < 0)
		return errno;
	id = lib_row(NR_fork);
	if (id == 0) {
		error = child(j);
		lib_row(NR_write, ends[1], &error, sizeof error);
		lib_row(NR__exit, 127);
	}
	if (id < 0)
		error = errno;
	lib_row(NR_close, ends[1]);
	do
		n = id < 0 ? 0 : lib_row(NR_read, ends[0], &error, sizeof error);
	while (n < 0 && errno == EINTR);
	lib_row(NR_close, ends[0]);
	if (n > 0)
		lib_row(NR_wait4, id, 0, 0, 0);
	else if (id > 0 && pid)
		*pid = (int)id;
	return error;
}

int lib_posix_spawn(int *pid, const char *path, struct lib_spawn_actions *const *actions,
		    struct lib_spawnattr *const *attr, char *const argv[], char *const envp[])
{
	struct job j = { path, argv, envp, actions ? *actions : NULL, attr ? *attr : NULL, NULL };

	return spawn(pid, &j);
}

int lib_posix_spawnp(int *pid, const char *name, struct lib_spawn_actions *const *actions,
		     struct lib_spawnattr *const *attr, char *const argv[], char *const envp[])
{
	char *lib_getenv(const char *);
	const char *path = lib_getenv("PATH");
	struct job j = { name,
			 argv,
			 envp,
			 actions ? *actions : NULL,
			 attr ? *attr : NULL,
			 path ? path : "/sbin:/bin:/usr/sbin:/usr/bin" };

	return spawn(pid, &j);
}
