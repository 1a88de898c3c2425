/* EVFILT_READ and EVFILT_WRITE of pipes, fifos, files and other descriptors.  kqueue(2). */
#include "tests/map/kqueue.h"

#include <sys/eventfd.h>
#include <sys/stat.h>

static void pipe_ends(void **state)
{
	struct kevent e;
	int p[2], q[2];

	(void)state;
	assert_int_equal(pipe(p) | pipe(q), 0);
	add(kq, p[1], EVFILT_WRITE, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 65536);
	assert_int_equal(write(p[1], "abcdef", 6), 6);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_true(e.data < 65536);
	change(kq, p[1], EVFILT_WRITE, EV_DELETE, 0, 0, 0);
	add(kq, p[0], EVFILT_READ, 0);
	close_fd(p[1]);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.flags, EV_EOF);
	assert_int_equal(e.data, 6);
	close_fd(p[0]);
	/* Nobody reads any more. */
	add(kq, q[1], EVFILT_WRITE, EV_CLEAR);
	ready(kq, &e, 1);
	close_fd(q[0]);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.flags, EV_CLEAR | EV_EOF);
	change(kq, q[1], EVFILT_WRITE, EV_DELETE, 0, 0, 0);
	assert_int_equal(add(kq, q[1], EVFILT_WRITE, 0), -EPIPE);
	close_fd(q[1]);
}

/* A level that is added again is told as before; an edge is told once more; either with a new
 * udata. */
static void added_again(void **state)
{
	struct kevent e;
	int p[2];

	(void)state;
	assert_int_equal(pipe(p), 0);
	for (int flags = 0; flags <= EV_CLEAR; flags += EV_CLEAR) {
		assert_int_equal(add(kq, p[0], EVFILT_READ, flags), 0);
		assert_int_equal(add(kq, p[0], EVFILT_READ, flags), 0);
		assert_none(kq);
		assert_int_equal(write(p[1], "x", 1), 1);
		assert_int_equal(ready(kq, &e, 1), 1);
		assert_int_equal(ready(kq, &e, 1), flags ? 0 : 1);
		assert_int_equal(change(kq, p[0], EVFILT_READ, EV_ADD | flags, 0, 0, 7), 0);
		assert_int_equal(ready(kq, &e, 1), 1);
		assert_int_equal(e.udata, 7);
		/* Watched with an amount, which one byte is not, and without it again. */
		change(kq, p[0], EVFILT_READ, EV_ADD | flags, NOTE_LOWAT, 2, 7);
		ready(kq, &e, 1);
		change(kq, p[0], EVFILT_READ, EV_DISABLE, 0, 0, 7);
		assert_none(kq);
		change(kq, p[0], EVFILT_READ, EV_ENABLE, 0, 0, 7);
		assert_int_equal(ready(kq, &e, 1), 1);
		assert_int_equal(read(p[0], &e, 1), 1);
		change(kq, p[0], EVFILT_READ, EV_DELETE, 0, 0, 0);
	}
	close_fd(p[0]);
	close_fd(p[1]);
}

/* A fifo's end is over when a writer comes. */
static void fifo_revives(void **state)
{
	char path[] = "/tmp/kqueue-fifo-XXXXXX";
	struct kevent e;
	int r, w;

	(void)state;
	close(mkstemp(path));
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	r = open(path, O_RDONLY | O_NONBLOCK);
	add(kq, r, EVFILT_READ, 0);
	w = open(path, O_WRONLY);
	assert_none(kq);
	close(w);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.flags, EV_EOF);
	w = open(path, O_WRONLY);
	assert_none(kq);
	assert_int_equal(write(w, "ab", 2), 2);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.flags, 0);
	assert_int_equal(e.data, 2);
	close(w);
	close_fd(r);
	unlink(path);
}

/* epoll refuses files; a kqueue tells how far they are from their end. */
static void regular_file(void **state)
{
	char path[] = "/tmp/kqueue-file-XXXXXX";
	struct kevent e;
	int fd = mkstemp(path), other = open(path, O_WRONLY | O_APPEND);

	(void)state;
	assert_int_equal(write(other, "0123456789", 10), 10);
	assert_int_equal(add(kq, fd, EVFILT_READ, 0), 0);
	assert_true(readable(kq));
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 10);
	assert_true(readable(kq));
	lseek(fd, 4, SEEK_SET);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 6);
	lseek(fd, 12, SEEK_SET);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, -2);
	lseek(fd, 10, SEEK_SET);
	assert_none(kq);
	assert_none(kq);
	/* It wakes when the file grows. */
	assert_int_equal(write(other, "x", 1), 1);
	assert_int_equal(await(kq, &e, 1), 1);
	assert_int_equal(e.data, 1);
	lseek(fd, 11, SEEK_SET);
	assert_int_equal(change(kq, fd, EVFILT_READ, EV_ADD, NOTE_FILE_POLL, 0, 0), 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 0);
	change(kq, fd, EVFILT_READ, EV_DELETE, 0, 0, 0);
	/* Writing is always possible; an edge is reported anew after a write. */
	assert_int_equal(add(kq, fd, EVFILT_WRITE, EV_CLEAR), 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_none(kq);
	assert_int_equal(write(other, "x", 1), 1);
	assert_int_equal(await(kq, &e, 1), 1);
	close_fd(fd);
	assert_none(kq);
	close(other);
	unlink(path);
}

static void event_descriptor(void **state)
{
	struct kevent e;
	int fd = eventfd(0, 0);
	uint64_t n = 0x123456789;

	(void)state;
	add(kq, fd, EVFILT_READ, 0);
	assert_none(kq);
	assert_int_equal(write(fd, &n, 8), 8);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, n);
	change(kq, fd, EVFILT_READ, EV_DELETE, 0, 0, 0);
	add(kq, fd, EVFILT_WRITE, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.data, 0xfffffffffffffffe - n);
	close_fd(fd);
}

static void nested_queues(void **state)
{
	int inner = make_kqueue(), p[2];
	struct kevent e;

	(void)state;
	assert_int_equal(pipe(p), 0);
	assert_int_equal(add(kq, inner, EVFILT_WRITE, 0), -EINVAL);
	assert_int_equal(add(kq, inner, EVFILT_READ, 0), 0);
	add(inner, p[0], EVFILT_READ, 0);
	change(inner, 1, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0, 0);
	assert_none(kq);
	assert_int_equal(write(p[1], "x", 1), 1);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(e.ident, inner);
	assert_true(e.data >= 1);
	assert_int_equal(ready(inner, &e, 1), 1);
	assert_int_equal(read(p[0], &e, 1), 1);
	assert_none(kq);
	/* What only the inner one's list knows comes through as well. */
	change(inner, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	assert_int_equal(ready(inner, &e, 1), 1);
	assert_none(kq);
	close_fd(inner);
	assert_none(kq);
	close_fd(p[0]);
	close_fd(p[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_QUEUE(pipe_ends),    ON_QUEUE(added_again),      ON_QUEUE(fifo_revives),
		ON_QUEUE(regular_file), ON_QUEUE(event_descriptor), ON_QUEUE(nested_queues),
	};

	harness_start(abis[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
