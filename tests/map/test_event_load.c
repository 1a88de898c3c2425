/* Kqueues made and undone, over fork, changed from all sides, and with many descriptors. */
#include "tests/map/kqueue.h"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/wait.h>

static int open_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

/* "size resident" of statm, in pages. */
static long pages(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long size = 0;

	assert_int_equal(fscanf(f, "%ld", &size), 1);
	fclose(f);
	return size;
}

static void churn(void **state)
{
	int fds = 0, p[2], q;
	long size = 0;

	(void)state;
	assert_int_equal(pipe(p), 0);
	for (int i = 0; i < 20000; i++) {
		q = make_kqueue();
		add(q, p[0], EVFILT_READ, EV_CLEAR);
		add(q, p[1], EVFILT_WRITE, EV_CLEAR);
		change(q, 1, EVFILT_USER, EV_ADD, 0, 0, 0);
		change(q, 1, EVFILT_TIMER, EV_ADD, 0, 1000, 0);
		if (i % 16 == 0)
			change(q, getppid(), EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0);
		close_fd(q);
		if (i == 100) {
			fds = open_descriptors();
			size = pages();
		}
	}
	assert_int_equal(open_descriptors(), fds);
	assert_in_range(pages(), 0, size + 16);
	close_fd(p[0]);
	close_fd(p[1]);
}

static void forked(void **state)
{
	int p[2], status, before = open_descriptors(), copy;
	struct kevent e;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(p), 0);
	add(kq, p[0], EVFILT_READ, 0);
	add(kq, p[1], EVFILT_WRITE, 0);
	change(kq, getppid(), EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, 0);
	add(kq, 1, EVFILT_SIGNAL, 0);
	copy = dup(kq);
	event_fd_duplicated(kq, copy);
	event_before_fork();
	pid = fork();
	event_after_fork(pid == 0);
	if (pid == 0) {
		/* Neither the kqueue nor what it held, and its number is free. */
		int bad = kevent(kq, NULL, 0, &e, 1, NULL) != -EBADF || fcntl(kq, F_GETFD) >= 0 ||
			  fcntl(copy, F_GETFD) >= 0 || open_descriptors() != before;

		kq = call_map(map_kqueue);
		bad = bad || kq < 0 || add(kq, p[1], EVFILT_WRITE, 0) || ready(kq, &e, 1) != 1;
		_exit(bad);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(ready(kq, &e, 1), 1);
	/* The duplicate is the same kqueue, and keeps it. */
	close_fd(kq);
	assert_int_equal(ready(copy, &e, 1), 1);
	close_fd(copy);
	assert_int_equal(ready(copy, &e, 1), -EBADF);
	kq = make_kqueue();
	close_fd(p[0]);
	close_fd(p[1]);
}

static int storm_pipes[8][2];

/* Any change to anything, waits, and descriptors that come and go. */
static void *storm(void *seed)
{
	static const int filters[] = { EVFILT_READ,   EVFILT_WRITE, EVFILT_TIMER, EVFILT_USER,
				       EVFILT_SIGNAL, EVFILT_PROC,  EVFILT_VNODE, EVFILT_EMPTY };
	uint64_t x = (uintptr_t)seed;
	struct kevent e[8];
	int fd, copy;

	harness_thread();
	for (int i = 0; i < 10000; i++) {
		x = x * 6364136223846793005 + 1442695040888963407;
		fd = storm_pipes[x >> 40 & 7][x >> 43 & 1];
		switch (x >> 60) {
		case 0:
			ready(kq, e, x >> 50 & 7);
			break;
		case 1:
			copy = dup(fd);
			add(kq, copy, EVFILT_READ, EV_CLEAR);
			add(kq, copy, EVFILT_WRITE, x >> 30 & 0xf0);
			close_fd(copy);
			break;
		case 2:
			if (write(fd, "x", 1) < 0)
				(void)!read(fd, e, 16);
			break;
		case 3:
			copy = make_kqueue();
			add(kq, copy, EVFILT_READ, 0);
			change(copy, 1, EVFILT_USER, EV_ADD, 0, 0, 0);
			change(copy, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
			close_fd(copy);
			break;
		default:
			copy = filters[x >> 46 & 7];
			change(kq,
			       copy == EVFILT_PROC                          ? getppid()
			       : copy > EVFILT_PROC || copy == EVFILT_EMPTY ? fd
									    : (int)(x >> 33 & 7),
			       copy, x >> 20 & 0x1ff, copy == EVFILT_USER ? x & 0xff000000 : 0,
			       x & 0xff, x);
		}
	}
	return NULL;
}

static void storms(void **state)
{
	pthread_t t[4];
	struct kevent e;

	(void)state;
	for (int i = 0; i < 8; i++)
		assert_int_equal(pipe2(storm_pipes[i], O_NONBLOCK), 0);
	for (uintptr_t i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, storm, (void *)(i + 1));
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	change(kq, 999, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0, 0);
	change(kq, 999, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
	for (int i = 0; i < 1000 && (ready(kq, &e, 1) != 1 || e.ident != 999); i++)
		assert_int_not_equal(i, 999);
	for (int i = 0; i < 8; i++) {
		close_fd(storm_pipes[i][0]);
		close_fd(storm_pipes[i][1]);
	}
}

#define MANY 50000

static int64_t time_of_waits(const int fd[2])
{
	struct kevent e;
	int64_t best = INT64_MAX, from;

	for (int i = 0; i < 2000; i++) {
		uint64_t one = 1;

		assert_int_equal(write(fd[1], &one, 8), 8);
		from = now(CLOCK_MONOTONIC);
		assert_int_equal(ready(kq, &e, 1), 1);
		if (now(CLOCK_MONOTONIC) - from < best)
			best = now(CLOCK_MONOTONIC) - from;
		assert_int_equal(read(fd[0], &one, 8), 8);
	}
	return best;
}

/* The idle ones cost nothing. */
static void many_descriptors(void **state)
{
	struct rlimit lim;
	int r[2], n, *fds;
	int64_t few, many;

	(void)state;
	getrlimit(RLIMIT_NOFILE, &lim);
	n = lim.rlim_max < MANY + 2000 ? lim.rlim_max - 2000 : MANY;
	lim.rlim_cur = lim.rlim_max;
	setrlimit(RLIMIT_NOFILE, &lim);
	assert_int_equal(pipe(r), 0);
	add(kq, r[0], EVFILT_READ, EV_CLEAR);
	few = time_of_waits(r);
	fds = calloc(n, sizeof *fds);
	for (int i = 0; i < n; i++) {
		fds[i] = dup(r[1]);
		assert_true(fds[i] >= 0);
		assert_int_equal(add(kq, fds[i], EVFILT_READ, EV_CLEAR), 0);
	}
	many = time_of_waits(r);
	assert_in_range(many, 0, few * 4 + 2000);
	for (int i = 0; i < n; i++)
		close_fd(fds[i]);
	assert_none(kq);
	free(fds);
	close_fd(r[0]);
	close_fd(r[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_QUEUE(churn),
		ON_QUEUE(forked),
		ON_QUEUE(storms),
		ON_QUEUE(many_descriptors),
	};

	harness_start(abis[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
