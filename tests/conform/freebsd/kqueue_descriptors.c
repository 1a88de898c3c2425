/*
 * A kqueue as a descriptor, and the descriptors that it watches: closed, copied,
 * nested, polled, passed on, across fork and exec.  kqueue(2).
 */
#include "children.h"
#include "kqueue.h"

#define SCM_RIGHTS     1
#define KQUEUE_CLOEXEC 1

static void put(int fd)
{
	EXPECT_EQ(call(NR_write, fd, "x", 1), 1);
}

/* A knote is its descriptor's, though a duplicate keeps the file open. */
static void test_closed(void)
{
	int ends[2], copy;

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	put(ends[1]);
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_EQ(change(ends[0], EVFILT_TIMER, EV_ADD, NOTE_SECONDS, 100), 0);
	copy = call(NR_dup, ends[0]);
	EXPECT_EQ(call(NR_close, ends[0]), 0);
	EXPECT_NONE();
	/* Only those of descriptors go; a timer's ident is a number like any. */
	EXPECT_EQ(change(ends[0], EVFILT_TIMER, EV_DELETE, 0, 0), 0);
	/* The number again, and another file: nothing is left of the old one. */
	EXPECT_EQ(call(NR_dup, copy), ends[0]);
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_DELETE, 0, 0), -ENOENT);
	EXPECT_EQ(change(ends[0], EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_EQ(change(copy, EVFILT_READ, EV_ADD, 0, 0), 0);
	EXPECT_EQ(call(NR_dup2, ends[1], ends[0]), ends[0]);
	EXPECT_EQ(one().ident, copy);
	EXPECT_EQ(call(NR_close_range, copy, copy, 0), 0);
	EXPECT_NONE();
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

/* A kqueue's duplicates are one; it ends with the last. */
static void test_copies(void)
{
	int first = kq, queue = call(NR_kqueue), copy = call(NR_dup, queue);

	kq = queue;
	EXPECT_EQ(change(1, EVFILT_USER, EV_ADD, 0, 0), 0);
	kq = copy;
	EXPECT_EQ(change(1, EVFILT_USER, 0, NOTE_TRIGGER, 0), 0);
	kq = queue;
	EXPECT_EQ(one().ident, 1);
	EXPECT_EQ(call(NR_close, queue), 0);
	EXPECT_EQ(change(1, EVFILT_USER, EV_ADD, 0, 0), -EBADF);
	kq = copy;
	EXPECT_EQ(one().ident, 1);
	EXPECT_EQ(call(NR_close, copy), 0);
	EXPECT_EQ(change(1, EVFILT_USER, EV_ADD, 0, 0), -EBADF);
	kq = first;
}

/* One in another, three deep, and all of them in poll and select. */
static void test_nested(void)
{
	int outer = kq, middle = call(NR_kqueue), inner = call(NR_kqueue);
	uint64_t set[2] = { 1ull << inner, 0 };
	struct timespec zero = { 0, 0 };

	EXPECT_EQ(change(middle, EVFILT_READ, EV_ADD, 0, 0), 0);
	kq = middle;
	EXPECT_EQ(change(inner, EVFILT_READ, EV_ADD, 0, 0), 0);
	kq = inner;
	EXPECT_EQ(change(1, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0), 0);
	EXPECT(!queue_readable(outer) && !queue_readable(middle) && !queue_readable(inner));
	EXPECT_EQ(change(1, EVFILT_USER, 0, NOTE_TRIGGER, 0), 0);
	EXPECT(queue_readable(outer) && queue_readable(middle) && queue_readable(inner));
	EXPECT_EQ(call(NR_pselect, inner + 1, set, 0, 0, &zero, 0), 1);
	EXPECT_EQ(set[0], 1ull << inner);
	kq = outer;
	EXPECT_EQ(one().ident, middle);
	EXPECT_EQ(one().data, 1);
	kq = middle;
	EXPECT_EQ(one().ident, inner);
	kq = inner;
	EXPECT_EQ(one().ident, 1);
	EXPECT(!queue_readable(outer) && !queue_readable(middle) && !queue_readable(inner));
	kq = outer;
	EXPECT_NONE();
	/* Not for writing, and not into itself. */
	EXPECT_EQ(change(middle, EVFILT_WRITE, EV_ADD, 0, 0), -EINVAL);
	EXPECT_EQ(change(outer, EVFILT_READ, EV_ADD, 0, 0), -EINVAL);
	call(NR_close, inner);
	call(NR_close, middle);
	EXPECT_NONE();
}

/* A child has no kqueue, its numbers are free, and it may have its own. */
static void test_fork(void)
{
	struct kevent e;
	long child;

	EXPECT_EQ(change(1, EVFILT_USER, EV_ADD, 0, 0), 0);
	child = fork_here();
	if (child == 0) {
		int wrong = call(NR_fcntl, kq, F_GETFD) != -EBADF;

		wrong |= (call(NR_kqueue) != kq) << 1;
		wrong |= (change(1, EVFILT_USER, 0, NOTE_TRIGGER, 0) != -ENOENT) << 2;
		wrong |= (change(1, EVFILT_USER, EV_ADD, 0, 0) != 0) << 3;
		wrong |= (change(1, EVFILT_USER, 0, NOTE_TRIGGER, 0) != 0) << 4;
		wrong |= (take(&e, 1, 0) != 1) << 5;
		call(NR_exit_all, wrong);
	}
	EXPECT_EQ(status_of(child), 0);
	EXPECT_NONE();
	EXPECT_EQ(change(1, EVFILT_USER, EV_DELETE, 0, 0), 0);
}

/* What it is passed on with: an error, and nothing is sent. */
static void test_passed(void)
{
	struct {
		uint32_t size;
		int level, type, fd, pad;
	} control = { 16 + 4, SOL_SOCKET, SCM_RIGHTS, 0, 0 };
	char byte = 'x';
	struct {
		void *base;
		size_t size;
	} part = { &byte, 1 };
	struct {
		void *name;
		uint32_t name_size;
		void *parts;
		int part_count;
		void *control;
		uint32_t control_size;
		int flags;
	} message = { 0, 0, &part, 1, &control, sizeof control, 0 };
	int ends[2];

	EXPECT_EQ(call(NR_socketpair, AF_UNIX, SOCK_STREAM, 0, ends), 0);
	*(int *)((char *)&control + 16) = kq;
	EXPECT_EQ(call(NR_sendmsg, ends[0], &message, 0), -EOPNOTSUPP);
	*(int *)((char *)&control + 16) = ends[1];
	EXPECT_EQ(call(NR_sendmsg, ends[0], &message, 0), 1);
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

/* An exec closes the kqueue (FreeBSD: if it is asked to) and nothing of it is left. */
static void test_exec(const char *self)
{
	char *argv[] = { (char *)self, "after", NULL, NULL }, number[3] = { 0 }, *envp[] = { NULL };
	long queue = call(NR_kqueuex, KQUEUE_CLOEXEC), child;

	EXPECT_EQ(call(NR_fcntl, queue, F_GETFD), FD_CLOEXEC);
	EXPECT_EQ(call(NR_kqueuex, 0x40), -EINVAL);
	child = fork_here();
	if (child == 0) {
		queue = call(NR_kqueuex, KQUEUE_CLOEXEC);
		number[0] = '0' + queue;
		argv[2] = number;
		call(NR_exit_all, 100 - call(NR_execve, self, argv, envp));
	}
	EXPECT_EQ(status_of(child), 0);
	EXPECT_EQ(call(NR_close, queue), 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	if (argc == 3)
		return call(NR_fcntl, to_long(argv[2]), F_GETFD) != -EBADF;
	EXPECT((kq = call(NR_kqueue)) >= 0);
	test_closed();
	test_copies();
	test_nested();
	test_fork();
	test_passed();
	test_exec(argv[0]);
	return result();
}
