/* Semaphores of the kernel's: making, finding and removing one.  See ksem.h. */
#include <fcntl.h>
#include <linux/memfd.h>

#include "syscall-map/file.h"
#include "syscall-map/ksem.h"
#include "syscall-map/map.h"
#include "syscall-map/shm.h"

#define KIND "ksem." /* before the names of their files */

static long fill(long fd, uint32_t value, uint32_t state)
{
	struct semaphore new = { KSEM_MAGIC, value, state };
	long ret = host_call(__NR_write, fd, &new, sizeof new);

	if (ret == sizeof new)
		return fd;
	host_call(__NR_close, fd);
	return is_error(ret) ? ret : -ENOSPC;
}

static long make_unnamed(uint32_t value)
{
	long fd = host_call(__NR_memfd_create, "ksem", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (is_error(fd))
		return -ENOSPC;
	fd = fill(fd, value, KSEM_UNNAMED);
	if (!is_error(fd))
		host_call(__NR_fcntl, fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
	return fd;
}

/* The name appears when the file is whole. */
static long make_named(const struct shm_path *path, long mode, uint32_t value)
{
	long fd = host_call(__NR_open, SHM_FOLDER, O_TMPFILE | O_RDWR | O_CLOEXEC, mode & 0777);
	char self[32];
	long error;

	if (!is_error(fd))
		fd = fill(fd, value, 0);
	if (is_error(fd))
		return fd;
	fd_path(self, fd);
	error = host_call(__NR_linkat, AT_FDCWD, self, AT_FDCWD, path->text, AT_SYMLINK_FOLLOW);
	if (!error)
		return fd;
	host_call(__NR_close, fd);
	return error;
}

/* A descriptor of the semaphore, or -errno. */
static long open_named(const struct shm_path *path, uint64_t flags, long mode, uint32_t value)
{
	for (;;) {
		bool only_new = (flags & O_CREAT) && (flags & O_EXCL);
		long fd = only_new ? -ENOENT
				   : host_call(__NR_open, path->text,
					       O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

		if (fd != -ENOENT || !(flags & O_CREAT))
			return fd;
		fd = make_named(path, mode, value);
		/* Another process was quicker. */
		if (fd != -EEXIST || only_new)
			return fd;
	}
}

/*
 * FreeBSD takes a number and writes it to `id` before it looks at anything else, and
 * so where that fails nothing is made.
 */
static long reserve(unsigned long id, long *fd)
{
	long error;

	*fd = host_call(__NR_open, "/", O_PATH | O_CLOEXEC);
	if (is_error(*fd))
		return *fd;
	error = put_alien_u64(id, (uint64_t)*fd);
	if (error)
		host_call(__NR_close, *fd);
	return error;
}

static long put_in_place(long semaphore, long fd)
{
	long ret = semaphore;

	if (!is_error(semaphore)) {
		ret = host_call(__NR_dup3, semaphore, fd, O_CLOEXEC);
		host_call(__NR_close, semaphore);
	}
	if (!is_error(ret))
		return 0;
	host_call(__NR_close, fd);
	return ret;
}

/* (where its id goes, value) */
long map_ksem_init(struct call *c)
{
	uint32_t value = (uint32_t)c->alien[1];
	long fd, error;

	if (value > KSEM_VALUE_MAX)
		return -EINVAL;
	error = reserve((unsigned long)c->alien[0], &fd);
	if (error)
		return error == -EFAULT ? error : -ENOSPC;
	return put_in_place(make_unnamed(value), fd);
}

/* (where its id goes, name, flags, mode, value) */
long map_ksem_open(struct call *c)
{
	uint32_t value = (uint32_t)c->alien[4];
	struct shm_path path;
	uint64_t flags;
	long fd, error = xlat_to_host(XLAT_ksem_open, (uint32_t)c->alien[2], &flags);

	if (!error && value > KSEM_VALUE_MAX)
		error = -EINVAL;
	if (!error)
		error = reserve((unsigned long)c->alien[0], &fd);
	if (error)
		return error;
	error = shm_path_of(&path, KIND, (unsigned long)c->alien[1]);
	return put_in_place(error ? error : open_named(&path, flags, c->alien[3], value), fd);
}

/* (name) */
long map_ksem_unlink(struct call *c)
{
	struct shm_path path;
	long error = shm_path_of(&path, KIND, (unsigned long)c->alien[0]);

	/* A name that none could have is nobody's. */
	if (error == -EINVAL)
		return -ENOENT;
	if (!error)
		error = host_call(__NR_unlink, path.text);
	return error == -EPERM ? -EACCES : error;
}
