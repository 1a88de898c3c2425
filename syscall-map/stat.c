/*
 * File status.  A BSD's structure has the time of birth and the file's flags,
 * which the host tells through statx alone; it costs what fstat does.  The
 * layouts of the rows (OUT(stat)...) are from struct statx.
 */
#include <fcntl.h>
#include <linux/stat.h>

#include "syscall-map/file.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/procdesc.h"

#define WANTED (STATX_BASIC_STATS | STATX_BTIME)

static long ask_statx(struct call *c, long dirfd, long path, long flags, long out)
{
	c->host_nr = __NR_statx;
	c->host[0] = dirfd;
	c->host[1] = path;
	c->host[2] = flags;
	c->host[3] = WANTED;
	c->host[4] = out;
	return CALL_HOST;
}

/* A process's descriptor is a file of its owner's, who may do anything while it lives. */
static long stat_process(struct call *c)
{
	struct statx st = { .stx_blksize = 4096, .stx_mode = S_IFREG };
	struct host_process h;

	if (!procdesc_is_gone(c->alien[0]))
		st.stx_mode |= S_IRWXU;
	if (!host_process((int)procdesc_pid(c->alien[0]), &h)) {
		st.stx_mode |= S_IRWXU;
		st.stx_uid = h.uid;
		st.stx_gid = h.gid;
	}
	return layout_to_alien(c->row->args[1].table, (unsigned long)c->alien[1], &st);
}

/* Descriptor, structure. */
long map_fstat(struct call *c)
{
	long error;

	if (procdesc_any() && procdesc_is(c->alien[0]))
		return stat_process(c);
	error = map_args(c);
	if (error != CALL_HOST)
		return error;
	if ((int)c->host[0] < 0) /* statx knows AT_FDCWD */
		return -EBADF;
	return ask_statx(c, c->host[0], (long)"", AT_EMPTY_PATH, c->host[1]);
}

/* Path, structure. */
long map_stat(struct call *c)
{
	long error = map_args(c);

	return error == CALL_HOST ? ask_statx(c, AT_FDCWD, c->host[0], 0, c->host[1]) : error;
}

long map_lstat(struct call *c)
{
	long error = map_args(c);

	if (error != CALL_HOST)
		return error;
	return ask_statx(c, AT_FDCWD, c->host[0], AT_SYMLINK_NOFOLLOW, c->host[1]);
}

/* Directory, path, structure, flags. */
long map_fstatat(struct call *c)
{
	long error = map_args(c);

	if (error != CALL_HOST)
		return error;
	if (!c->host[1]) /* to the host no path may be an empty one */
		return -EFAULT;
	ask_statx(c, c->host[0], c->host[1], c->host[3], c->host[2]);
	return call_beneath(c, 2);
}
