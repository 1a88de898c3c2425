/*
 * File systems.  The host's statfs does not say where a file system is mounted and
 * what from: that is in /proc/self/mountinfo, found by the id of the mount.
 */
#include <fcntl.h>
#include <limits.h>
#include <linux/stat.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/proc_file.h"

#ifndef STATX_MNT_ID
#define STATX_MNT_ID 0x1000
#endif

/* A line of mountinfo, by its parts; they stand in the line itself. */
struct mount_line {
	uint64_t id;
	char *on, *type, *from;
};

/* "\040" and such stand for blanks. */
static void unescape(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (s[0] == '\\' && s[1] && s[2] && s[3]) {
			*to++ = (char)((s[1] - '0') << 6 | (s[2] - '0') << 3 | (s[3] - '0'));
			s += 3;
		} else {
			*to++ = *s;
		}
	}
	*to = 0;
}

/* id parent major:minor root on options [optional...] - type from options; proc(5) */
static void read_mount(char *line, struct mount_line *m)
{
	m->id = take_decimal(&line);
	for (int i = 0; i < 3; i++)
		take_word(&line);
	m->on = take_word(&line);
	take_word(&line);
	while (*line && !(line[0] == '-' && line[1] == ' '))
		take_word(&line);
	take_word(&line);
	m->type = take_word(&line);
	m->from = take_word(&line);
	unescape(m->on);
	unescape(m->from);
}

static void copy_name(char *to, const char *from, size_t size)
{
	size_t n = 0;

	for (; n < size - 1 && from[n]; n++)
		to[n] = from[n];
	to[n] = 0;
}

static bool is_prefix(const char *prefix, const char *s)
{
	while (*prefix)
		if (*prefix++ != *s++)
			return false;
	return true;
}

static bool is_local(const char *type)
{
	static const char *const remote[] = { "nfs",  "cifs", "smb",       "9p",
					      "ceph", "afs",  "fuse.sshfs" };

	for (size_t i = 0; i < sizeof remote / sizeof remote[0]; i++)
		if (is_prefix(remote[i], type))
			return false;
	return true;
}

static void set_names(struct file_system *fs, const struct mount_line *m)
{
	uint64_t flags = 0, own = 0;

	copy_name(fs->type, m->type, sizeof fs->type);
	copy_name(fs->from, m->from, sizeof fs->from);
	copy_name(fs->on, m->on, sizeof fs->on);
	if (is_local(m->type))
		own |= MOUNT_LOCAL;
	if (m->on[0] == '/' && !m->on[1])
		own |= MOUNT_ROOT;
	if (path_has_acls(m->on))
		own |= MOUNT_ACLS;
	xlat_to_alien(XLAT_mount, own, &flags);
	fs->flags |= flags;
}

static void set_numbers(struct file_system *fs, const struct statfs *st)
{
	uint64_t unit = st->f_frsize ? (uint64_t)st->f_frsize : (uint64_t)st->f_bsize;

	memset(fs, 0, sizeof *fs);
	xlat_to_alien(XLAT_mount, (uint64_t)st->f_flags & HOST_BITS, &fs->flags);
	fs->block_size = unit;
	fs->io_size = (uint64_t)st->f_bsize;
	fs->blocks = st->f_blocks;
	fs->free = st->f_bfree;
	fs->available = st->f_bavail;
	fs->files = st->f_files;
	fs->free_files = st->f_ffree;
	fs->name_max = (uint32_t)st->f_namelen;
	if (host_call(__NR_geteuid) == 0) /* statfs(2): to others the id is zero */
		memcpy(fs->id, &st->f_fsid, sizeof fs->id);
}

static void find_names(struct file_system *fs, uint64_t id)
{
	struct lines l;
	char *line;

	if (lines_open(&l, "/proc/self/mountinfo"))
		return;
	while ((line = lines_next(&l))) {
		struct mount_line m;

		read_mount(line, &m);
		if (m.id == id) {
			set_names(fs, &m);
			break;
		}
	}
	lines_close(&l);
}

static long tell(const struct statfs *st, const struct statx *stx, enum layout_id layout,
		 unsigned long to)
{
	struct file_system fs;

	set_numbers(&fs, st);
	if (stx->stx_mask & STATX_MNT_ID)
		find_names(&fs, stx->stx_mnt_id);
	return layout_to_alien(layout, to, &fs);
}

/* The layout that the row's second argument has. */
static enum layout_id layout_of(const struct call *c)
{
	return c->row->args[1].table;
}

/* Path, structure. */
long map_statfs(struct call *c)
{
	long path = c->alien[0];
	struct statfs st;
	struct statx stx;
	long error = host_call(__NR_statfs, path, &st);

	if (!error)
		error = host_call(__NR_statx, AT_FDCWD, path, 0, STATX_MNT_ID, &stx);
	return error ? error : tell(&st, &stx, layout_of(c), (unsigned long)c->alien[1]);
}

long tell_file_system(long fd, enum layout_id layout, unsigned long to)
{
	struct statfs st;
	struct statx stx;
	long error = host_call(__NR_fstatfs, fd, &st);

	if (!error)
		error = host_call(__NR_statx, fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &stx);
	return error ? error : tell(&st, &stx, layout, to);
}

/* Descriptor, structure. */
long map_fstatfs(struct call *c)
{
	return tell_file_system((int)c->alien[0], layout_of(c), (unsigned long)c->alien[1]);
}

/* A device that something is mounted on is not opened: that may do things. */
static long open_mount(const char *on)
{
	struct stat st;
	long error = host_call(__NR_stat, on, &st);

	if (error || !(S_ISDIR(st.st_mode) || S_ISREG(st.st_mode)))
		return error ? error : -ESTALE;
	return host_call(__NR_open, on, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

long open_file_system(const uint32_t fsid[2], unsigned skip)
{
	struct lines l;
	char *line;
	long fd = lines_open(&l, "/proc/self/mountinfo");

	if (fd)
		return fd;
	fd = -ESTALE;
	while (fd < 0 && (line = lines_next(&l))) {
		struct mount_line m;
		struct statfs st;

		read_mount(line, &m);
		if (host_call(__NR_statfs, m.on, &st) || memcmp(fsid, &st.f_fsid, sizeof st.f_fsid))
			continue;
		fd = open_mount(m.on);
		if (fd >= 0 && skip--) {
			host_call(__NR_close, fd);
			fd = -ESTALE;
		}
	}
	lines_close(&l);
	return fd < 0 ? -ESTALE : fd;
}

/* One mount of the list.  1: told, 0: it is not to be reached, -errno. */
static long tell_mount(const struct mount_line *m, enum layout_id layout, unsigned long to)
{
	struct file_system fs;
	struct statfs st;
	long error;

	if (host_call(__NR_statfs, m->on, &st))
		return 0;
	if (!to)
		return 1;
	set_numbers(&fs, &st);
	set_names(&fs, m);
	error = layout_to_alien(layout, to, &fs);
	return error ? error : 1;
}

/* Array, its size in bytes, how fresh: as many as there are, or as fit.  The result counts them. */
long map_getfsstat(struct call *c)
{
	enum layout_id layout = c->row->args[0].table;
	unsigned long to = (unsigned long)c->alien[0], step = abi->layouts[layout].alien_size;
	long count = 0, most = to ? (long)((unsigned long)c->alien[1] / step) : LONG_MAX;
	long told = map_args(c);
	struct lines l;
	char *line;

	if (told != CALL_HOST)
		return told;
	if (c->alien[1] < 0)
		return -EINVAL;
	told = lines_open(&l, "/proc/self/mountinfo");
	if (told)
		return told;
	while (told >= 0 && count < most && (line = lines_next(&l))) {
		struct mount_line m;

		read_mount(line, &m);
		told = tell_mount(&m, layout, to ? to + (unsigned long)count * step : 0);
		if (told > 0)
			count++;
	}
	lines_close(&l);
	return told < 0 ? told : count;
}
