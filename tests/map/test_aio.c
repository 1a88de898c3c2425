/* aio on files, its arguments and its answers: FreeBSD's rows. */
#include "tests/map/aio.h"

static char out[300000], in[300000];

static int fill(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof out; i++)
		out[i] = (char)(i * 7 + i / 251);
	return 0;
}

static void a_file_is_written_and_read(void **state)
{
	int fd = temporary_file();
	struct freebsd_aiocb cb = request(fd, out, sizeof out), *done = NULL;

	(void)state;
	cb.aio_offset = 4096;
	assert_int_equal(call_nr(AIO_WRITE, &cb), 0);
	assert_true(cb.kernelinfo > 0);
	assert_int_equal(cb.status, -1);
	assert_int_equal(cb.error, BSD_EINPROGRESS);
	assert_int_equal(call_nr(AIO_WAITCOMPLETE, &done, NULL), sizeof out);
	assert_ptr_equal(done, &cb);
	assert_int_equal(cb.status, sizeof out);
	assert_int_equal(cb.error, 0);
	/* It is forgotten. */
	assert_int_equal(call_nr(AIO_RETURN, &cb), -EINVAL);
	assert_int_equal(call_nr(AIO_ERROR, &cb), BSD_EINVAL);

	cb.aio_buf = (uint64_t)in;
	memset(in, 0, sizeof in);
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	assert_int_equal(outcome(&cb), sizeof in);
	assert_memory_equal(in, out, sizeof in);
	cb.aio_offset = 4096 + sizeof out - 5;
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	assert_int_equal(outcome(&cb), 5);
	cb.aio_offset += 5;
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	assert_int_equal(outcome(&cb), 0);
	close(fd);
}

static void vectors_go_both_ways(void **state)
{
	int fd = temporary_file();
	struct iovec part[6] = { { out, 3 }, { NULL, 0 }, { out + 3, 4000 } };
	struct freebsd_aiocb cb = request(fd, part, 3);

	(void)state;
	assert_int_equal(call_nr(AIO_WRITEV, &cb), 0);
	memset(part, 0, sizeof part); /* they were read before */
	assert_int_equal(outcome(&cb), 4003);
	for (int i = 0; i < 6; i++)
		part[i] = (struct iovec){ in + 1000 * i, 700 };
	cb.aio_nbytes = 6;
	cb.aio_offset = 1;
	assert_int_equal(call_nr(AIO_READV, &cb), 0);
	assert_int_equal(outcome(&cb), 4002);
	assert_memory_equal(in, out + 1, 700);
	assert_memory_equal(in + 5000, out + 3501, 502);
	cb.aio_nbytes = 1025;
	assert_int_equal(call_nr(AIO_READV, &cb), -EINVAL);
	cb.aio_nbytes = 2;
	part[0].iov_len = part[1].iov_len = INT64_MAX;
	assert_int_equal(call_nr(AIO_READV, &cb), -EINVAL);
	cb.aio_buf = (uint64_t)BAD;
	assert_int_equal(call_nr(AIO_READV, &cb), -EFAULT);
	assert_int_equal(call_nr(AIO_ERROR, &cb), BSD_EFAULT);
	close(fd);
}

static void long_requests_of_short_files(void **state)
{
	int fd = temporary_file();
	struct freebsd_aiocb cb = request(fd, NULL, INT64_MAX);

	(void)state;
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	assert_int_equal(outcome(&cb), 0);
	cb.aio_nbytes++;
	assert_int_equal(call_nr(AIO_READ, &cb), -EINVAL);
	close(fd);
}

static void a_bad_buffer_is_the_requests_error(void **state)
{
	int fd = temporary_file(), s[2];
	struct freebsd_aiocb cb = request(fd, BAD, 100);

	(void)state;
	assert_int_equal(call_nr(AIO_WRITE, &cb), 0);
	assert_int_equal(outcome(&cb), -EFAULT);
	assert_int_equal(cb.status, -1);
	assert_int_equal(cb.error, BSD_EFAULT);
	assert_int_equal(write(fd, out, 100), 100);
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	assert_int_equal(outcome(&cb), -EFAULT);
	make_sockets(s);
	cb.aio_fildes = s[0];
	assert_int_equal(write(s[1], out, 100), 100);
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	assert_int_equal(outcome(&cb), -EFAULT);
	close_both(s);
	close(fd);
}

/* What is refused says why in its control block as well. */
static void refused(int nr, struct freebsd_aiocb *cb, int error, int alien_error)
{
	assert_int_equal(call_nr(nr, cb), -error);
	assert_int_equal(cb->status, -1);
	assert_int_equal(cb->error, alien_error);
	assert_int_equal(call_nr(AIO_ERROR, cb), alien_error);
	assert_int_equal(call_nr(AIO_RETURN, cb), -EINVAL);
}

static void bad_requests(void **state)
{
	int reader = open("/dev/null", O_RDONLY), writer = open("/dev/null", O_WRONLY);
	int path = open("/", O_PATH), fd = temporary_file();
	struct freebsd_aiocb cb = request(-1, in, 10);

	(void)state;
	refused(AIO_READ, &cb, EBADF, BSD_EBADF);
	cb.aio_fildes = writer;
	refused(AIO_READ, &cb, EBADF, BSD_EBADF);
	cb.aio_fildes = reader;
	refused(AIO_WRITE, &cb, EBADF, BSD_EBADF);
	cb.aio_fildes = path;
	refused(AIO_READ, &cb, EBADF, BSD_EBADF);
	cb.aio_fildes = fd;
	cb.aio_offset = -1;
	refused(AIO_READ, &cb, EINVAL, BSD_EINVAL);
	cb.aio_offset = 0;
	cb.aio_sigevent.sigev_notify = 2; /* SIGEV_THREAD is the library's */
	refused(AIO_READ, &cb, EINVAL, BSD_EINVAL);
	cb.aio_sigevent.sigev_notify = TELL_SIGNAL;
	refused(AIO_READ, &cb, EINVAL, BSD_EINVAL);
	cb.aio_sigevent.sigev_signo = 129;
	refused(AIO_READ, &cb, EINVAL, BSD_EINVAL);
	cb.aio_sigevent.sigev_notify = TELL_KEVENT;
	refused(AIO_READ, &cb, EBADF, BSD_EBADF);
	assert_int_equal(call_nr(AIO_READ, BAD), -EFAULT);
	assert_int_equal(call_nr(AIO_FSYNC, 0, &cb), -EINVAL);
	close(reader);
	close(writer);
	close(path);
	close(fd);
}

static void a_read_only_control_block(void **state)
{
	int fd = temporary_file();
	struct freebsd_aiocb *cb =
	    mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)state;
	*cb = request(fd, in, 10);
	mprotect(cb, 4096, PROT_READ);
	assert_int_equal(call_nr(AIO_READ, cb), -EINVAL);
	munmap(cb, 4096);
	close(fd);
}

static void from_where_the_file_stands(void **state)
{
	int fd = temporary_file();
	struct freebsd_aiocb cb = request(fd, in, 10), *list[] = { &cb };

	(void)state;
	assert_int_equal(write(fd, out, 100), 100);
	assert_int_equal(lseek(fd, 50, SEEK_SET), 50);
	cb.aio_offset = 7;
	cb.aio_lio_opcode = OP_READ | OP_FOFFSET;
	assert_int_equal(call_nr(LIO_LISTIO, WAIT, list, 1, NULL), 0);
	assert_int_equal(call_nr(AIO_RETURN, &cb), 10);
	assert_memory_equal(in, out + 50, 10);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 60);
	/* With an offset it stays where it is. */
	assert_int_equal(call_nr(AIO_READ, &cb), 0);
	assert_int_equal(outcome(&cb), 10);
	assert_memory_equal(in, out + 7, 10);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 60);
	close(fd);
}

static void syncing_waits_for_what_came_before(void **state)
{
	enum { WRITES = 40 };
	static struct freebsd_aiocb cb[WRITES];
	int fd = temporary_file(), s[2];
	struct freebsd_aiocb sync = request(fd, NULL, 0), *done;

	(void)state;
	for (int i = 0; i < WRITES; i++) {
		cb[i] = request(fd, out, sizeof out);
		cb[i].aio_offset = (int64_t)sizeof out * i;
		assert_int_equal(call_nr(AIO_WRITE, &cb[i]), 0);
	}
	assert_int_equal(call_nr(AIO_FSYNC, 0x80, &sync), 0);
	for (int i = 0; i < WRITES; i++) {
		assert_int_equal(call_nr(AIO_WAITCOMPLETE, &done, NULL), sizeof out);
		assert_ptr_not_equal(done, &sync);
	}
	assert_int_equal(call_nr(AIO_WAITCOMPLETE, &done, NULL), 0);
	assert_ptr_equal(done, &sync);
	assert_int_equal(call_nr(AIO_FSYNC, 0x1000000, &sync), 0); /* O_DSYNC */
	assert_int_equal(outcome(&sync), 0);
	make_sockets(s);
	sync.aio_fildes = s[0];
	assert_int_equal(call_nr(AIO_FSYNC, 0x80, &sync), -EINVAL);
	close_both(s);
	close(fd);
}

static void memory_is_locked(void **state)
{
	struct freebsd_aiocb cb = request(-1, out, 4096);

	(void)state;
	assert_int_equal(call_nr(AIO_MLOCK, &cb), 0);
	assert_int_equal(outcome(&cb), 0);
	assert_int_equal(munlock(out, 4096), 0);
	cb.aio_buf = 0x10000;
	assert_int_equal(call_nr(AIO_MLOCK, &cb), 0);
	assert_int_equal(outcome(&cb), -ENOMEM);
}

/* A worker may be on its way to the number, and later ones have it still before them. */
static void closing_takes_nothing_from_requests(void **state)
{
	enum { READS = 100 };
	static struct freebsd_aiocb cb[READS];
	static char to[READS][8];

	(void)state;
	for (int round = 0; round < 20; round++) {
		int fd = temporary_file(), other;

		assert_int_equal(write(fd, out, 8 * READS), 8 * READS);
		for (int i = 0; i < READS; i++) {
			cb[i] = request(fd, to[i], 8);
			cb[i].aio_offset = 8 * i;
			assert_int_equal(call_nr(AIO_READ, &cb[i]), 0);
		}
		assert_int_equal(call_nr(CLOSE, fd), 0);
		other = temporary_file(); /* empty, and of the same number */
		assert_int_equal(other, fd);
		for (int i = 0; i < READS; i++) {
			assert_int_equal(outcome(&cb[i]), 8);
			assert_memory_equal(to[i], out + 8 * i, 8);
		}
		close(other);
	}
}

/* Record locks go when the process closes any descriptor of the file: no worker may. */
static void record_locks_stay(void **state)
{
	int fd = temporary_file(), status;
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct freebsd_aiocb cb = request(fd, out, 100);
	pid_t pid;

	(void)state;
	assert_int_equal(fcntl(fd, F_SETLK, &lock), 0);
	assert_int_equal(call_nr(AIO_WRITE, &cb), 0);
	assert_int_equal(outcome(&cb), 100);
	pid = fork();
	if (!pid) {
		fcntl(fd, F_GETLK, &lock);
		_exit(lock.l_type == F_WRLCK ? 3 : 4);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 3);
	close(fd);
}

static void old_control_blocks(void **state)
{
	int fd = temporary_file(), kq = make_kqueue();
	struct freebsd_aiocb cb = request(fd, out, 100), *list[] = { &cb };
	struct freebsd_osigevent event = { TELL_KEVENT, kq, 99 };
	struct kevent e;

	(void)state;
	/* The new sigevent is not there: the memory behind is somebody else's. */
	memset(&cb.aio_sigevent, 0xff, sizeof cb.aio_sigevent);
	cb.old_sigevent = (struct freebsd_osigevent){ TELL_KEVENT, kq, 77 };
	assert_int_equal(call_nr(OLD_AIO_WRITE, &cb), 0);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.ident, (uint64_t)&cb);
	assert_int_equal(e.udata, 77);
	assert_int_equal(call_nr(AIO_RETURN, &cb), 100);
	cb.aio_buf = (uint64_t)in;
	cb.old_sigevent = (struct freebsd_osigevent){ 0 };
	memset(in, 0, 100);
	assert_int_equal(call_nr(OLD_AIO_READ, &cb), 0);
	assert_int_equal(outcome(&cb), 100);
	assert_memory_equal(in, out, 100);
	cb.aio_lio_opcode = OP_READ;
	assert_int_equal(call_nr(OLD_LIO_LISTIO, NOWAIT, list, 1, &event), 0);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.filter, EVFILT_LIO);
	assert_int_equal(e.udata, 99);
	assert_int_equal(call_nr(AIO_RETURN, &cb), 100);
	cb.old_sigevent = (struct freebsd_osigevent){ 4, 30, 0 }; /* SIGEV_THREAD_ID is new */
	assert_int_equal(call_nr(OLD_AIO_READ, &cb), -EINVAL);
	close_fd(kq);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_written_and_read),
		cmocka_unit_test(vectors_go_both_ways),
		cmocka_unit_test(long_requests_of_short_files),
		cmocka_unit_test(a_bad_buffer_is_the_requests_error),
		cmocka_unit_test(bad_requests),
		cmocka_unit_test(a_read_only_control_block),
		cmocka_unit_test(from_where_the_file_stands),
		cmocka_unit_test(syncing_waits_for_what_came_before),
		cmocka_unit_test(memory_is_locked),
		cmocka_unit_test(closing_takes_nothing_from_requests),
		cmocka_unit_test(record_locks_stay),
		cmocka_unit_test(old_control_blocks),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, fill, all_is_forgotten);
}
