/* Queueing requests of aio: see aio.h. */
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "syscall-map/aio_job.h"
#include "syscall-map/event.h"
#include "syscall-map/own_fd.h"

#define IOV_MAX 1024 /* uio.h's UIO_MAXIOV, here and there */

static void store(unsigned long control, uint16_t offset, uint64_t value)
{
	(void)put_alien_u64(control + offset, value);
}

void store_status(unsigned long control, long status)
{
	store(control, abi->aio->status, (uint64_t)status);
}

/* 0, or -EFAULT where there is nothing to write to. */
long store_error(unsigned long control, int host_error)
{
	uint32_t error = host_error ? (uint32_t)errno_to_alien(host_error) : 0;

	if (abi->aio->short_error)
		return put_alien_u32(control + abi->aio->error, error);
	return put_alien_u64(control + abi->aio->error, error);
}

static long store_number(unsigned long control, uint64_t number)
{
	return abi->aio->number ? put_alien_u64(control + abi->aio->number, number)
				: store_error(control, 0);
}

static long set_vector(struct job *j, const struct aio_request *r)
{
	long error;

	if (r->size > IOV_MAX)
		return -EINVAL;
	j->iov_count = (unsigned)r->size;
	if (r->size > JOB_IOV) {
		j->iov_memory = host_alloc(r->size * sizeof *j->iov);
		j->iov_room = (unsigned)r->size;
		if (!j->iov_memory)
			return -EAGAIN;
		j->iov = j->iov_memory;
	}
	error = copy_from_alien(j->iov, r->buf, r->size * sizeof *j->iov);
	for (unsigned i = 0; !error && i < j->iov_count; i++)
		if (j->iov[i].iov_len > INT64_MAX - j->left)
			error = -EINVAL;
		else
			j->left += j->iov[i].iov_len;
	return error;
}

static long set_buffer(struct job *j, const struct aio_request *r, bool vectored)
{
	j->iov = j->first_iov;
	if (vectored)
		return set_vector(j, r);
	if (r->size > INT64_MAX)
		return -EINVAL;
	j->iov_count = 1;
	j->iov->iov_base = (void *)r->buf;
	j->iov->iov_len = j->left = r->size;
	return 0;
}

static bool listens(int fd)
{
	int yes = 0;
	socklen_t size = sizeof yes;

	return !host_call(__NR_getsockopt, fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &size) && yes;
}

static long set_stream(struct job *j, mode_t type)
{
	bool sync = j->op == AIO_OP_SYNC || j->op == AIO_OP_SYNC_DATA;
	long fd;

	j->kind = type == S_IFSOCK ? JOB_SOCKET : JOB_STREAM;
	if (event_is_kqueue(j->fd))
		return -EOPNOTSUPP;
	if ((sync && type != S_IFCHR) || (j->kind == JOB_SOCKET && listens(j->fd)))
		return -EINVAL;
	if (sync) /* a device's is no matter of waiting */
		j->kind = JOB_FILE;
	fd = own_fd_copy(j->fd);
	if (is_error(fd))
		return -EAGAIN;
	j->fd = (int)fd;
	j->own_fd = true;
	return 0;
}

/* What the descriptor is, and whether it is open for this. */
static long set_file(struct job *j, int fd)
{
	long flags = fd_is_own(fd) ? -EBADF : host_call(__NR_fcntl, fd, F_GETFL);
	struct stat st;
	mode_t type;

	if (is_error(flags) || flags & O_PATH || is_error(host_call(__NR_fstat, fd, &st)))
		return -EBADF;
	if ((j->op == AIO_OP_READ && (flags & O_ACCMODE) == O_WRONLY) ||
	    (j->op == AIO_OP_WRITE && (flags & O_ACCMODE) == O_RDONLY))
		return -EBADF;
	type = st.st_mode & S_IFMT;
	if ((j->op == AIO_OP_READ || j->op == AIO_OP_WRITE) && j->offset < 0 && type != S_IFCHR)
		return -EINVAL;
	j->fd = fd;
	j->device = st.st_dev;
	j->inode = st.st_ino;
	j->kind = JOB_FILE;
	if (j->op == AIO_OP_NOTHING || type == S_IFREG || type == S_IFDIR || type == S_IFBLK)
		return 0;
	return set_stream(j, type);
}

static long fill(struct job *j, unsigned long control, uint32_t op, enum layout_id layout)
{
	struct aio_request r;
	uint64_t own_op;
	long error = layout_from_alien(layout, &r, control);

	if (!error && !op) {
		error = xlat_to_host(XLAT_aio_op, r.op, &own_op);
		op = (uint32_t)own_op;
	}
	if (error)
		return error;
	j->control = control;
	j->notice = r.notice;
	j->op = op & AIO_OP_MASK;
	j->at_current = op & AIO_CURRENT;
	j->offset = j->at_current ? 0 : r.offset;
	j->alien_fd = r.fd;
	error = set_buffer(j, &r, op & AIO_VECTORED);
	if (error)
		return error;
	j->kind = JOB_NO_FILE;
	return j->op == AIO_OP_LOCK ? 0 : set_file(j, r.fd);
}

/* SIGEV_KEVENT: the event is there before the request is. */
static long register_event(struct job *j)
{
	struct event_request event = job_event(j);
	uint64_t flags;
	long error = xlat_to_host(XLAT_evflags, j->notice.kevent_flags, &flags);

	if (error || flags & ~(uint64_t)(EVENT_CLEAR | EVENT_DISPATCH | EVENT_ONESHOT))
		return -EINVAL;
	event.flags = (uint32_t)flags;
	return event_request_add(j->notice.kqueue, &event);
}

static long queue(struct job *j)
{
	bool there = aio.workers;
	long error = aio_worker();

	if (error)
		return -EAGAIN;
	job_queue(j);
	if (there && aio.queued)
		aio_kick();
	return 0;
}

static long prepare(struct job *j, unsigned long control, uint32_t op, enum layout_id layout)
{
	long error = fill(j, control, op, layout);

	/* No control block to write to: what else it says is not asked (vfs_aio.c). */
	if (!error && store_number(control, j->number))
		error = -EINVAL;
	if (!error && j->op != AIO_OP_NOTHING && j->notice.how == AIO_TELL_KQUEUE)
		error = register_event(j);
	if (!error && j->op != AIO_OP_NOTHING)
		store_error(control, EINPROGRESS);
	return error;
}

long aio_submit(unsigned long control, uint32_t op, enum layout_id layout, struct job_list *list)
{
	/* A vfork's child has its parent's workers, and descriptors of its own. */
	long error = this_thread()->owns_memory ? aio_start() : -EAGAIN;
	struct job *j = NULL;

	store_status(control, -1);
	store_error(control, 0);
	(void)store_number(control, UINT64_MAX);
	if (!error) {
		lock_take(&aio.lock);
		j = job_new();
		lock_drop(&aio.lock);
	}
	if (!j) {
		store_error(control, EAGAIN);
		return -EAGAIN;
	}
	error = prepare(j, control, op, layout);
	lock_take(&aio.lock);
	j->list = list;
	if (!error && j->op != AIO_OP_NOTHING)
		error = queue(j);
	if (error || j->op == AIO_OP_NOTHING)
		job_free(j);
	lock_drop(&aio.lock);
	if (error)
		store_error(control, (int)-error);
	return error;
}
