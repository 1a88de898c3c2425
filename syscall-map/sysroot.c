/*
 * What an absolute name means to an alien that has a tree of its own system.
 *
 *	What the tree has is meant, links and `..` taken as if the tree were the root
 *	(openat2(2), RESOLVE_IN_ROOT): none leads out of it.
 *	What it has not is the host's.  A name that neither has, which is one to be
 *	made, belongs where its directory is found.
 *	The root, and a directory that is empty in the tree and there on the host
 *	(dev, proc, tmp), is the host's: it is where a system puts what it mounts.
 *
 * The call then gets the file's own name on the host, so what getcwd(2) and
 * kern.proc.pathname tell is true, and can be given to the next call.
 */
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>

#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/own_fd.h"
#include "syscall-map/parse.h"
#include "syscall-map/sysroot.h"

/* openat2(2) answers EAGAIN where a directory on the way was renamed meanwhile. */
#define TRIES 16

static char tree[SYSROOT_NAME_MAX];
static long tree_fd = -1;

bool sysroot_given(void)
{
	return tree_fd >= 0;
}

long sysroot_set(const char *directory)
{
	long fd = host_call(__NR_open, directory, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return fd;
	tree_fd = own_fd(fd);
	memcpy(tree, directory, string_length(directory) + 1);
	return 0;
}

static long open_in_tree(const char *path, uint64_t flags)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC | flags, .resolve = RESOLVE_IN_ROOT };
	long fd = -EAGAIN;

	for (int i = 0; fd == -EAGAIN && i < TRIES; i++)
		fd = host_call(__NR_openat2, tree_fd, path, &how, sizeof how);
	return fd;
}

/* The name of an open file, which is closed.  False: it has none that this process can use. */
static bool name_and_close(long fd, char *name)
{
	char link[32];
	long n;

	fd_path(link, fd);
	n = host_call(__NR_readlink, link, name, SYSROOT_NAME_MAX - 1);
	host_call(__NR_close, fd);
	if (n <= 0 || name[0] != '/')
		return false;
	name[n] = 0;
	return n < SYSROOT_NAME_MAX - 1;
}

static bool is_dot(const char *name)
{
	return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

/* Whether there is nothing in a directory; false for all else, and where it can't be read. */
static bool is_empty(const char *directory)
{
	char entries[512];
	long fd = host_call(__NR_open, directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	long n = -1;
	bool empty = fd >= 0;

	while (empty && (n = host_call(__NR_getdents64, fd, entries, sizeof entries)) > 0)
		for (long at = 0; at < n;) {
			const struct dirent64 *d = (struct dirent64 *)(entries + at);

			empty = empty && is_dot(d->d_name);
			at += d->d_reclen;
		}
	if (fd >= 0)
		host_call(__NR_close, fd);
	return empty && n == 0;
}

/* Whether what is in the tree at `found` leaves its name, `path`, to the host. */
static bool is_the_hosts(const char *found, const char *path)
{
	struct stat st;

	if (!memcmp(found, tree, string_length(tree) + 1))
		return true;
	return is_empty(found) && !host_call(__NR_newfstatat, AT_FDCWD, path, &st, 0) &&
	       S_ISDIR(st.st_mode);
}

static const char *last_component(const char *path)
{
	const char *last = path;

	for (; *path; path++)
		if (path[0] == '/' && path[1] && path[1] != '/')
			last = path + 1;
	return last;
}

/* A name that the tree has not: it has the directory, and the host has no such name either. */
static bool find_new(const char *path, char *found)
{
	char directory[SYSROOT_NAME_MAX];
	const char *last = last_component(path);
	size_t before = (size_t)(last - path), length, rest = string_length(last) + 1;
	struct stat st;
	long fd;

	if (!before || before >= sizeof directory || is_dot(last))
		return false;
	memcpy(directory, path, before);
	directory[before] = 0;
	fd = open_in_tree(directory, O_DIRECTORY);
	if (fd < 0 || !name_and_close(fd, found) || is_the_hosts(found, directory) ||
	    !host_call(__NR_newfstatat, AT_FDCWD, path, &st, AT_SYMLINK_NOFOLLOW))
		return false;
	length = string_length(found);
	if (length + 1 + rest > SYSROOT_NAME_MAX)
		return false;
	found[length] = '/';
	memcpy(found + length + 1, last, rest);
	return true;
}

bool sysroot_find(const char *path, bool follow, char found[SYSROOT_NAME_MAX])
{
	const char *last;
	long fd;
	size_t n;

	if (!sysroot_given() || path[0] != '/')
		return false;
	fd = open_in_tree(path, follow ? 0 : O_NOFOLLOW);
	if (fd == -ENOENT)
		return find_new(path, found);
	if (fd < 0 || !name_and_close(fd, found) || is_the_hosts(found, path))
		return false;
	/* What is asked of "x/." is refused for some calls that "x" can be asked. */
	last = last_component(path);
	n = string_length(found);
	if (is_dot(last) && n + 3 <= SYSROOT_NAME_MAX)
		memcpy(found + n, "/.", 3);
	return true;
}

/* Whether the alien's flags ask for something that one of these bits stands for on the host. */
static bool asks(enum xlat_id id, uint64_t alien, uint64_t host)
{
	const struct xlat_table *t = &abi->xlats[id];

	for (size_t i = 0; i < t->count; i++)
		if (t->rows[i].host != UINT64_MAX && (t->rows[i].host & host) &&
		    (alien & t->rows[i].mask) == t->rows[i].alien)
			return true;
	return false;
}

/* Whether a call follows a symbolic link at the end of its name, as its flags say. */
static bool follows(enum xlat_id flags, uint64_t alien)
{
	switch (flags) {
	case XLAT_open:
		return !asks(flags, alien, O_NOFOLLOW | O_EXCL);
	case XLAT_at_link:
		return asks(flags, alien, AT_SYMLINK_FOLLOW);
	case XLAT_at:
	case XLAT_at_access:
		return !asks(flags, alien, AT_SYMLINK_NOFOLLOW);
	default:
		return true;
	}
}

static bool follows_path(const struct call *c, const struct arg *path, int at)
{
	bool follow = path->kind == ARG_PATH;

	for (const struct arg *a = path; follow && a < c->row->args + ROW_ARGS && a->kind; a++) {
		if (a->kind == ARG_FLAGS)
			follow = follows(a->table, (uint32_t)c->alien[at]);
		at += a->kind != ARG_CWD && a->kind != ARG_ZERO;
	}
	return follow;
}

void sysroot_arguments(struct call *c)
{
	char path[SYSROOT_NAME_MAX];
	int at = 0, paths = 0;

	if (!sysroot_given() || c->row->kind == ROW_NONE)
		return;
	for (const struct arg *a = c->row->args; a < c->row->args + ROW_ARGS && a->kind; a++) {
		if ((a->kind == ARG_PATH || a->kind == ARG_LPATH) && paths < CALL_PATHS &&
		    string_from_alien(path, (unsigned long)c->alien[at], sizeof path) > 0 &&
		    sysroot_find(path, follows_path(c, a, at), c->path[paths])) {
			if (c->alien == c->reg)
				c->alien = memcpy(c->list, c->reg, sizeof c->reg);
			c->list[at] = (long)c->path[paths++];
		}
		at += a->kind != ARG_CWD && a->kind != ARG_ZERO;
	}
}
