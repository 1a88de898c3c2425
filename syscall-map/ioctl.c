/* ioctl(2): requests by the OS's table (abi->ioctls). */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "syscall-map/file.h"
#include "syscall-map/ioctl.h"
#include "syscall-map/parse.h"

#define TTY_MAJOR  4
#define PTS_MAJOR  136
#define PTS_MAJORS 8

/* ioctl(fd, request, argument); a request is 32 bits. */
long map_ioctl(struct call *c)
{
	uint32_t request = (uint32_t)c->alien[1];
	long flags;

	for (const struct ioctl_row *r = abi->ioctls->rows; r->name; r++)
		if (r->alien == request)
			return r->answer(c, r);
	flags = host_call(__NR_fcntl, c->alien[0], F_GETFD);
	if (flags < 0)
		return flags;
	hole("ioctl request", request);
	return -ENOTTY;
}

long ioctl_same(struct call *c, const struct ioctl_row *row)
{
	c->host_nr = __NR_ioctl;
	c->host[0] = c->alien[0];
	c->host[1] = row->host;
	c->host[2] = c->alien[2];
	return CALL_HOST;
}

long ioctl_fixed(struct call *c, const struct ioctl_row *row)
{
	ioctl_same(c, row);
	c->host[2] = row->arg;
	return CALL_HOST;
}

/* The layout stands in c->host[3], which the host does not look at. */
static long finish_get(struct call *c, long ret)
{
	long error;

	if (ret < 0)
		return ret;
	error = layout_to_alien((enum layout_id)c->host[3], (unsigned long)c->alien[2],
				(const void *)c->host[2]);
	return error ? error : ret;
}

long ioctl_get(struct call *c, const struct ioctl_row *row)
{
	void *host = call_scratch(c, abi->layouts[row->arg].host_size);

	ioctl_same(c, row);
	c->host[2] = (long)host;
	c->host[3] = row->arg;
	c->finish = finish_get;
	return host ? CALL_HOST : -ENOMEM;
}

long ioctl_set(struct call *c, const struct ioctl_row *row)
{
	void *host = call_scratch(c, abi->layouts[row->arg].host_size);
	long ret = host ? layout_from_alien(row->arg, host, (unsigned long)c->alien[2]) : -ENOMEM;

	if (ret)
		return ret;
	ioctl_same(c, row);
	c->host[2] = (long)host;
	return CALL_HOST;
}

long ioctl_value(struct call *c, const struct ioctl_row *row)
{
	uint32_t alien;
	uint64_t host;

	if (get_alien_u32(&alien, (unsigned long)c->alien[2]))
		return -EFAULT;
	host = alien;
	if (row->arg != XLAT_none && xlat_to_host(row->arg, alien, &host))
		return -EINVAL;
	ioctl_same(c, row);
	c->host[2] = (long)host;
	return CALL_HOST;
}

long ioctl_get_owner(struct call *c, const struct ioctl_row *row)
{
	long owner = host_call(__NR_fcntl, c->alien[0], F_GETOWN);

	(void)row;
	/* A process group is a negative number, and no error, as long as it is one. */
	if (owner == -EBADF)
		return owner;
	return put_alien_u32((unsigned long)c->alien[2], (uint32_t)owner);
}

long ioctl_set_owner(struct call *c, const struct ioctl_row *row)
{
	uint32_t owner;

	(void)row;
	if (get_alien_u32(&owner, (unsigned long)c->alien[2]))
		return -EFAULT;
	return host_call(__NR_fcntl, c->alien[0], F_SETOWN, (int32_t)owner);
}

static bool is_tty(const struct stat *st)
{
	unsigned major = major(st->st_rdev);

	return major == TTY_MAJOR || major == TTY_MAJOR + 1 ||
	       (major >= PTS_MAJOR && major < PTS_MAJOR + PTS_MAJORS);
}

long ioctl_device_kind(struct call *c, const struct ioctl_row *row)
{
	struct stat st;
	long ret = host_call(__NR_fstat, c->alien[0], &st);

	if (ret)
		return ret;
	if (!S_ISCHR(st.st_mode))
		return -ENOTTY;
	return put_alien_u32((unsigned long)c->alien[2], is_tty(&st) ? row->arg : 0);
}

/*
 * The name of a device that is open.  A pseudo terminal's master has its slave's
 * there, where it is what ptsname(3) asks for.  Its length or -errno.
 */
static long device_name(long fd, char *path, size_t size)
{
	char link[32];
	struct word w;
	unsigned number;
	long n;

	if (!host_call(__NR_ioctl, fd, TIOCGPTN, &number)) {
		word_begin(&w, path, size);
		word_add(&w, "/dev/pts/");
		word_add_number(&w, number);
		return (long)string_length(path);
	}
	fd_path(link, fd);
	n = host_call(__NR_readlinkat, AT_FDCWD, link, path, size - 1);
	if (n >= 0)
		path[n] = 0;
	return n;
}

/* struct fiodgname_arg: an int for the room, and a pointer; the name is without "/dev/". */
long ioctl_device_name(struct call *c, const struct ioctl_row *row)
{
	struct {
		int32_t room, pad;
		uint64_t name;
	} a;
	char path[256];
	struct stat st;
	long n, ret = host_call(__NR_fstat, c->alien[0], &st);

	(void)row;
	if (ret)
		return ret;
	if (copy_from_alien(&a, (unsigned long)c->alien[2], sizeof a))
		return -EFAULT;
	if (!S_ISCHR(st.st_mode))
		return -EINVAL;
	n = device_name(c->alien[0], path, sizeof path);
	if (n < 0)
		return n;
	if (!string_starts(path, "/dev/") || n + 1 - 5 > a.room)
		return -EINVAL;
	return copy_to_alien(a.name, path + 5, (size_t)(n + 1 - 5));
}

long ioctl_seek(struct call *c, const struct ioctl_row *row)
{
	uint64_t from;
	long was, found;

	if (get_alien_u64(&from, (unsigned long)c->alien[2]))
		return -EFAULT;
	was = host_call(__NR_lseek, c->alien[0], 0, SEEK_CUR);
	if (was < 0)
		return was == -ESPIPE ? -ENOTTY : was;
	found = host_call(__NR_lseek, c->alien[0], from, row->arg);
	host_call(__NR_lseek, c->alien[0], was, SEEK_SET);
	return found < 0 ? found : put_alien_u64((unsigned long)c->alien[2], (uint64_t)found);
}

long ioctl_send_room(struct call *c, const struct ioctl_row *row)
{
	int queued = 0, room = 0;
	uint32_t size = sizeof room;
	long ret = host_call(__NR_ioctl, c->alien[0], row->host, &queued);

	if (!ret)
		ret = host_call(__NR_getsockopt, c->alien[0], SOL_SOCKET, SO_SNDBUF, &room, &size);
	if (ret)
		return ret;
	/* The host says its buffers doubled. */
	room = room / 2 > queued ? room / 2 - queued : 0;
	return put_alien_u32((unsigned long)c->alien[2], (uint32_t)room);
}
