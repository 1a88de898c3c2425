/* The table of process descriptors: see procdesc.h. */
#include <fcntl.h>
#include <linux/kcmp.h>
#include <poll.h>
#include <sys/wait.h>

#include "syscall-map/event_data.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/own_fd.h"
#include "syscall-map/parse.h"
#include "syscall-map/procdesc.h"
#include "syscall-map/procdesc_table.h"

#define CHUNK_BYTES 16384
#define CHUNK_COUNT ((CHUNK_BYTES - sizeof(void *)) / sizeof(struct procdesc))

/* Chunks are only ever added, so that signal handlers can look without a lock. */
struct chunk {
	struct chunk *next;
	struct procdesc d[CHUNK_COUNT];
};
_Static_assert(sizeof(struct chunk) <= CHUNK_BYTES, "struct chunk");

static struct chunk *chunks;
static struct lock table_lock;

struct procdesc *procdesc_next(struct procdesc *d)
{
	struct chunk *k = __atomic_load_n(&chunks, __ATOMIC_ACQUIRE);

	if (!d)
		return k ? &k->d[0] : NULL;
	while (d < k->d || d >= k->d + CHUNK_COUNT)
		k = k->next;
	if (d + 1 < k->d + CHUNK_COUNT)
		return d + 1;
	return k->next ? &k->next->d[0] : NULL;
}

bool procdesc_any(void)
{
	return __atomic_load_n(&chunks, __ATOMIC_RELAXED) != NULL;
}

static struct procdesc *add_chunk(void)
{
	struct chunk *k = host_alloc(CHUNK_BYTES);

	if (!k)
		return NULL;
	k->next = chunks;
	__atomic_store_n(&chunks, k, __ATOMIC_RELEASE);
	return &k->d[0];
}

/* One that has never been used is taken before one whose id may still be asked about. */
struct procdesc *procdesc_new(void)
{
	struct procdesc *found = NULL;

	lock_take(&table_lock);
	FOR_EACH_PROCDESC(d)
	{
		if (d->pid == 0 || (d->done && !found))
			found = d;
		if (d->pid == 0)
			break;
	}
	if (!found)
		found = add_chunk();
	if (found)
		*found = (struct procdesc){ .pid = RESERVED };
	lock_drop(&table_lock);
	return found;
}

void procdesc_add(struct procdesc *d, int pid, int fd, int leash)
{
	d->fd = fd;
	d->leash = leash;
	d->child = true;
	__atomic_store_n(&d->pid, pid, __ATOMIC_RELEASE);
}

void procdesc_drop(struct procdesc *d)
{
	__atomic_store_n(&d->pid, 0, __ATOMIC_RELEASE);
}

struct procdesc *procdesc_child(int pid)
{
	FOR_EACH_PROCDESC(d)
	if (__atomic_load_n(&d->pid, __ATOMIC_ACQUIRE) == pid && d->child)
		return d;
	return NULL;
}

bool procdesc_is_child(int pid)
{
	return pid > 0 && procdesc_child(pid) != NULL;
}

bool procdesc_is_left(int pid)
{
	struct procdesc *d = pid > 0 ? procdesc_child(pid) : NULL;

	return d && d->closed;
}

bool procdesc_is(long fd)
{
	return !fd_is_own(fd) && fd_named((int)fd, "anon_inode:[pidfd]");
}

/* What the host says of a pidfd's process; 0 where it is no more. */
static int living_pid(int fd)
{
	char path[PROC_PATH_MAX], text[256];
	const char *line;

	proc_fd_path(path, "/proc/self/fdinfo/", fd);
	if (host_file(path, text, sizeof text) <= 0)
		return 0;
	line = parse_line(text, "Pid:");
	while (line && (*line == ' ' || *line == '\t'))
		line++;
	return line ? (int)parse_number(&line) : 0;
}

static bool same_file(int a, int b)
{
	long self = host_call(__NR_getpid);

	return host_call(__NR_kcmp, self, self, KCMP_FILE, a, b) == 0;
}

struct procdesc *procdesc_of(int fd)
{
	int pid = living_pid(fd);

	FOR_EACH_PROCDESC(d)
	{
		if (d->pid <= 0 || d->done)
			continue;
		if (pid > 0 ? d->pid == pid : same_file(fd, d->fd))
			return d;
	}
	return NULL;
}

long procdesc_pid(long fd)
{
	struct procdesc *d;
	int pid;

	if (fd_is_own(fd) || host_call(__NR_fcntl, fd, F_GETFD) < 0)
		return -EBADF;
	if (!procdesc_is(fd))
		return -EINVAL;
	pid = living_pid((int)fd);
	if (pid > 0)
		return pid;
	d = procdesc_of((int)fd);
	return d ? d->pid : -ESRCH;
}

/* Which descriptors of the alien's there are, and which of them the next program will have. */
static long see_fd(unsigned fd, void *unused)
{
	struct procdesc *d = procdesc_is(fd) ? procdesc_of((int)fd) : NULL;

	(void)unused;
	if (!d)
		return 0;
	d->seen = true;
	if (!(host_call(__NR_fcntl, fd, F_GETFD) & FD_CLOEXEC))
		d->kept_by_exec = true;
	return 0;
}

static bool see_all(void)
{
	FOR_EACH_PROCDESC(d)
	d->seen = d->kept_by_exec = false;
	return host_numbers_in("/proc/self/fd", see_fd, NULL) == 0;
}

static void forget(struct procdesc *d)
{
	own_fd_close(d->fd);
	own_fd_close(d->leash);
	d->fd = d->leash = -1;
	/* The id stays known: its SIGCHLD may still be on the way. */
	if (d->child)
		d->done = true;
	else
		procdesc_drop(d);
}

/* How long a process that is killed takes to end, at most, before it is left to a later look. */
#define MOMENT_MS 100

/* No descriptor of it is left in this process. */
static void let_go(struct procdesc *d)
{
	struct pollfd end = { .fd = d->fd, .events = POLLIN };

	if (d->given) /* another process may hold it: for as long as this one lives */
		return;
	d->closed = true;
	if (!d->child) {
		forget(d);
		return;
	}
	if (d->leash >= 0) {
		own_fd_close(d->leash);
		d->leash = -1;
		host_call(__NR_poll, &end, 1, MOMENT_MS);
	}
	if (procdesc_look(d))
		forget(d);
}

void procdesc_fds_closed(void)
{
	/* A vfork child's descriptors are not its parent's, whose table this is. */
	if (!procdesc_any() || !this_thread()->owns_memory)
		return;
	lock_take(&table_lock);
	if (see_all())
		FOR_EACH_PROCDESC(d)
	if (d->pid > 0 && !d->done && !d->closed && !d->seen)
		let_go(d);
	lock_drop(&table_lock);
}

void procdesc_sent(int fd)
{
	struct procdesc *d = procdesc_any() && procdesc_is(fd) ? procdesc_of(fd) : NULL;

	if (d)
		d->given = true;
}

void procdesc_reap(void)
{
	if (!procdesc_any())
		return;
	lock_take(&table_lock);
	FOR_EACH_PROCDESC(d)
	if (d->pid > 0 && d->child && d->closed && !d->done && procdesc_look(d))
		forget(d);
	lock_drop(&table_lock);
}

void procdesc_before_exec(void)
{
	if (procdesc_leash() >= 0 && this_thread()->owns_memory)
		host_call(__NR_fcntl, procdesc_leash(), F_SETFD, 0);
	if (!procdesc_any() || !see_all())
		return;
	FOR_EACH_PROCDESC(d)
	if (d->pid > 0 && d->leash >= 0 && d->kept_by_exec)
		host_call(__NR_fcntl, d->leash, F_SETFD, 0);
}

void procdesc_after_failed_exec(void)
{
	if (procdesc_leash() >= 0)
		host_call(__NR_fcntl, procdesc_leash(), F_SETFD, FD_CLOEXEC);
	FOR_EACH_PROCDESC(d)
	if (d->pid > 0 && d->leash >= 0)
		host_call(__NR_fcntl, d->leash, F_SETFD, FD_CLOEXEC);
}

/* A parent's new child may have an id that one of the table had. */
void procdesc_after_fork(long pid)
{
	FOR_EACH_PROCDESC(d)
	{
		if (pid > 0 && d->done && d->pid == pid)
			procdesc_drop(d);
		if (pid != 0)
			continue;
		if (d->done || d->pid == RESERVED)
			procdesc_drop(d);
		d->child = false;
	}
	if (pid == 0)
		procdesc_leave_leash();
}
