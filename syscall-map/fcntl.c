/* fcntl. */
#include <fcntl.h>

#include "syscall-map/clofork.h"
#include "syscall-map/event.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/own_fd.h"
#include "syscall-map/proc_file.h"

/* MAXPATHLEN of the BSDs. */
#define PATH_BYTES 1024

/* Of what the host keeps in f_flags, a BSD's F_GETFL shows these (FMASK in sys/fcntl.h). */
#define SHOWN (O_ACCMODE | O_APPEND | O_ASYNC | O_SYNC | O_DSYNC | O_NONBLOCK | O_DIRECT | O_PATH)

static long ask_host(struct call *c, long command)
{
	c->host[1] = command;
	return CALL_HOST;
}

/* Results that are bits, through a table. */
static long result_bits(enum xlat_id table, long ret)
{
	uint64_t alien = 0;

	if (ret >= 0)
		xlat_to_alien(table, (uint64_t)ret, &alien);
	return ret < 0 ? ret : (long)alien;
}

static long finish_getfd(struct call *c, long ret)
{
	if (ret >= 0 && clofork_is(c->host[0]))
		ret |= (long)FD_OWN_CLOFORK;
	return result_bits(XLAT_fd_flags, ret);
}

static long set_fd_flags(struct call *c)
{
	uint64_t bits;
	long error = xlat_to_host(XLAT_fd_flags, (uint32_t)c->host[2], &bits);

	if (!error)
		error = host_call(__NR_fcntl, c->host[0], F_SETFD, bits & HOST_BITS);
	if (!error)
		clofork_set(c->host[0], bits & FD_OWN_CLOFORK);
	return error;
}

static long finish_dup_clofork(struct call *c, long ret)
{
	ret = finish_dup(c, ret);
	clofork_set(ret, true); /* an error is no descriptor */
	return ret;
}

static long finish_getfl(struct call *c, long ret)
{
	(void)c;
	return result_bits(XLAT_open, ret < 0 ? ret : ret & SHOWN);
}

static long finish_get_seals(struct call *c, long ret)
{
	(void)c;
	return result_bits(XLAT_seals, ret);
}

static long ask_with_finish(struct call *c, long command, finish_fn *finish)
{
	c->finish = finish;
	return ask_host(c, command);
}

static long ask_with_bits(struct call *c, long command, enum xlat_id table)
{
	uint64_t bits;
	long error = xlat_to_host(table, (uint32_t)c->host[2], &bits);

	c->host[2] = (long)(bits & HOST_BITS);
	return error ? error : ask_host(c, command);
}

/*
 * The host's F_GETOWN can't tell a small process group from an errno.  The result
 * is an int: a process group comes back as 32 bits, which is no errno.
 */
static long get_owner(struct call *c)
{
	struct f_owner_ex owner;
	long error = host_call(__NR_fcntl, c->host[0], F_GETOWN_EX, &owner);

	if (error)
		return error;
	return owner.type == F_OWNER_PGRP ? (long)(uint32_t)-owner.pid : owner.pid;
}

static long set_owner(struct call *c)
{
	int who = (int)c->host[2];
	struct f_owner_ex owner = { who < 0 ? F_OWNER_PGRP : F_OWNER_PID, who < 0 ? -who : who };

	return host_call(__NR_fcntl, c->host[0], F_SETOWN_EX, &owner);
}

static long finish_getlk(struct call *c, long ret)
{
	return ret ? ret
		   : layout_to_alien(LAYOUT_flock, (unsigned long)c->alien[2], (void *)c->host[2]);
}

static long finish_old_getlk(struct call *c, long ret)
{
	return ret ? ret
		   : layout_to_alien(LAYOUT_flock_old, (unsigned long)c->alien[2],
				     (void *)c->host[2]);
}

static long ask_lock(struct call *c, long command, enum layout_id layout)
{
	struct flock *lock = call_scratch(c, sizeof *lock);
	long error;

	if (!lock)
		return -ENOMEM;
	error = layout_from_alien(layout, lock, (unsigned long)c->alien[2]);
	c->host[2] = (long)lock;
	if (command == F_GETLK)
		c->finish = layout == LAYOUT_flock ? finish_getlk : finish_old_getlk;
	return error ? error : ask_host(c, command);
}

/* Reading ahead of what is read: a BSD says it by descriptor, the host by range. */
static long read_ahead(struct call *c, bool on)
{
	long error = host_call(__NR_fadvise64, c->host[0], 0, 0,
			       on ? POSIX_FADV_SEQUENTIAL : POSIX_FADV_RANDOM);

	return error == -ESPIPE || error == -EINVAL ? -EBADF : error;
}

/* dup3: onto itself is refused. */
static long dup_three(struct call *c, long flags, bool clofork)
{
	long ret = (int)c->host[0] == (int)c->host[2] ? -EINVAL
						      : duplicate_to(c->host[0], c->host[2], flags);

	clofork_set(ret, clofork);
	return ret;
}

/* The highest descriptor, by the host's list of them. */
static long highest_descriptor(void)
{
	char list[2048];
	long dir = host_call(__NR_open, "/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	long got, most = -1;

	if (dir < 0)
		return dir;
	while ((got = host_call(__NR_getdents64, dir, list, sizeof list)) > 0) {
		for (long at = 0; at < got; at += *(uint16_t *)(list + at + 16)) {
			char *name = list + at + 19;
			long fd = *name == '.' ? -1 : (long)take_decimal(&name);

			if (fd != dir && !fd_is_own(fd) && fd > most)
				most = fd;
		}
	}
	host_call(__NR_close, dir);
	return got < 0 ? got : most;
}

/* The path that a descriptor was opened by, in PATH_BYTES there; a file without a name has none. */
static long path_of(long fd, unsigned long to)
{
	char link[32], path[PATH_BYTES];
	long size;

	fd_path(link, fd);
	size = host_call(__NR_readlink, link, path, sizeof path - 1);
	if (size < 0)
		return size == -ENOENT ? -EBADF : size;
	if (path[0] != '/')
		return -ENOENT;
	path[size] = 0;
	return copy_to_alien(to, path, (size_t)size + 1);
}

/* Commands that the host lacks. */
static long own_command(struct call *c, long command)
{
	switch (command) {
	case FCNTL_DUP2FD:
		return duplicate_to(c->host[0], c->host[2], 0);
	case FCNTL_DUP2FD_CLOEXEC:
		return duplicate_to(c->host[0], c->host[2], O_CLOEXEC);
	case FCNTL_DUPFD_CLOFORK:
		c->host[2] = (int)c->host[2];
		return ask_with_finish(c, F_DUPFD, finish_dup_clofork);
	case FCNTL_DUP3FD:
		return dup_three(c, 0, false);
	case FCNTL_DUP3FD_CLOEXEC:
		return dup_three(c, O_CLOEXEC, false);
	case FCNTL_DUP3FD_CLOFORK:
		return dup_three(c, 0, true);
	case FCNTL_DUP3FD_BOTH:
		return dup_three(c, O_CLOEXEC, true);
	case FCNTL_OLD_GETLK:
		return ask_lock(c, F_GETLK, LAYOUT_flock_old);
	case FCNTL_OLD_SETLK:
		return ask_lock(c, F_SETLK, LAYOUT_flock_old);
	case FCNTL_OLD_SETLKW:
		return ask_lock(c, F_SETLKW, LAYOUT_flock_old);
	case FCNTL_READAHEAD:
		return read_ahead(c, (int)c->host[2] >= 0);
	case FCNTL_RDAHEAD:
		return read_ahead(c, (int)c->host[2] != 0);
	case FCNTL_FILE_INFO:
		return abi->file_info((int)c->host[0], (unsigned long)c->alien[2]);
	case FCNTL_CLOSE_FROM:
		return close_from((int)c->host[0]);
	case FCNTL_HIGHEST:
		return highest_descriptor();
	case FCNTL_PATH:
		return path_of(c->host[0], (unsigned long)c->alien[2]);
	case FCNTL_ISUNIONSTACK: /* the host merges the layers of a union by itself */
		return host_call(__NR_fcntl, c->host[0], F_GETFD) < 0 ? -EBADF : 0;
	}
	return -EINVAL;
}

/* Descriptor, command, argument. */
long map_fcntl(struct call *c)
{
	long error = map_args(c);

	if (error != CALL_HOST)
		return error;
	if (fd_is_own(c->host[0]))
		return -EBADF;
	switch (c->host[1]) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		c->host[2] = (int)c->host[2];
		return ask_with_finish(c, c->host[1], finish_dup);
	case F_GETFD:
		return ask_with_finish(c, F_GETFD, finish_getfd);
	case F_SETFD:
		return set_fd_flags(c);
	case F_GETFL:
		return ask_with_finish(c, F_GETFL, finish_getfl);
	case F_SETFL:
		return ask_with_bits(c, F_SETFL, XLAT_open);
	case F_GETOWN:
		return get_owner(c);
	case F_SETOWN:
		return set_owner(c);
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
		return ask_lock(c, c->host[1], LAYOUT_flock);
	case F_ADD_SEALS:
		return ask_with_bits(c, F_ADD_SEALS, XLAT_seals);
	case F_GET_SEALS:
		return ask_with_finish(c, F_GET_SEALS, finish_get_seals);
	default:
		return own_command(c, c->host[1]);
	}
}
