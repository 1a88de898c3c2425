/* EVFILT_VNODE.  kqueue(2); sys/event.h. */
#include "tests/map/kqueue.h"

#include <sys/stat.h>

static int dir, fd;
static char name[64];

static int start(void **state)
{
	open_queue(state);
	strcpy(name, "/tmp/kqueue-vnode-XXXXXX");
	if (!mkdtemp(name) || chdir(name) != 0)
		return -1;
	dir = open(".", O_RDONLY);
	fd = open("file", O_RDWR | O_CREAT, 0600);
	return fd < 0;
}

static int stop(void **state)
{
	char clean[80];

	close_fd(fd);
	close_fd(dir);
	close_queue(state);
	snprintf(clean, sizeof clean, "rm -rf %s", name);
	return system(clean) | chdir("/");
}

/* The notes that came for this descriptor. */
static uint32_t notes(int of)
{
	struct kevent e = { 0 };

	if (ready(kq, &e, 1) == 0)
		return 0;
	assert_int_equal(e.ident, of);
	assert_int_equal(e.filter, EVFILT_VNODE);
	return e.fflags;
}

static void watch(int what, uint32_t which)
{
	assert_int_equal(change(kq, what, EVFILT_VNODE, EV_ADD | EV_CLEAR, which, 0, 0), 0);
}

static void file_changes(void **state)
{
	int other;

	(void)state;
	watch(fd, NOTE_DELETE | NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB | NOTE_LINK | NOTE_RENAME);
	assert_none(kq);
	assert_int_equal(write(fd, "abc", 3), 3);
	assert_true(readable(kq));
	assert_int_equal(notes(fd), NOTE_WRITE | NOTE_EXTEND);
	assert_none(kq);
	assert_int_equal(pwrite(fd, "x", 1, 0), 1);
	assert_int_equal(notes(fd), NOTE_WRITE);
	fchmod(fd, 0644);
	assert_int_equal(notes(fd), NOTE_ATTRIB);
	link("file", "second");
	assert_int_equal(notes(fd), NOTE_LINK);
	unlink("second");
	assert_int_equal(notes(fd), NOTE_DELETE);
	rename("file", "renamed");
	assert_int_equal(notes(fd), NOTE_RENAME);
	other = open("other", O_RDWR | O_CREAT, 0600);
	close(other);
	rename("other", "renamed");
	assert_int_equal(notes(fd), NOTE_DELETE);
	assert_none(kq);
}

/* Truncation sets an attribute; what is written after it is not lost. */
static void truncation(void **state)
{
	(void)state;
	assert_int_equal(write(fd, "abcdef", 6), 6);
	watch(fd, NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB);
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(notes(fd), NOTE_ATTRIB);
	assert_int_equal(pwrite(fd, "abcdef", 6, 0), 6);
	assert_int_equal(notes(fd), NOTE_WRITE | NOTE_EXTEND);
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(pwrite(fd, "ab", 2, 0), 2);
	assert_int_equal(notes(fd), NOTE_WRITE | NOTE_ATTRIB);
}

/* What comes in one go comes whole: a write at the end is one that extends. */
static void only_what_is_asked_for(void **state)
{
	(void)state;
	watch(fd, NOTE_ATTRIB);
	assert_int_equal(write(fd, "abc", 3), 3);
	link("file", "second");
	assert_none(kq);
	fchmod(fd, 0644);
	assert_int_equal(notes(fd), NOTE_ATTRIB);
	/* A change of the notes. */
	watch(fd, NOTE_WRITE);
	fchmod(fd, 0600);
	assert_none(kq);
	assert_int_equal(pwrite(fd, "abc", 3, 0), 3);
	assert_int_equal(notes(fd), NOTE_WRITE);
	assert_int_equal(write(fd, "abc", 3), 3);
	assert_int_equal(notes(fd), NOTE_WRITE | NOTE_EXTEND);
}

static void opened_and_closed(void **state)
{
	char byte;
	int other;

	(void)state;
	watch(fd, NOTE_OPEN | NOTE_CLOSE | NOTE_CLOSE_WRITE | NOTE_READ);
	other = open("file", O_RDONLY);
	assert_int_equal(notes(fd), NOTE_OPEN);
	close(other);
	assert_int_equal(notes(fd), NOTE_CLOSE);
	other = open("file", O_WRONLY);
	close(other);
	assert_int_equal(notes(fd), NOTE_OPEN | NOTE_CLOSE_WRITE);
	assert_int_equal(write(fd, "a", 1), 1);
	assert_int_equal(pread(fd, &byte, 1, 0), 1);
	assert_int_equal(notes(fd), NOTE_READ);
}

static void directory_changes(void **state)
{
	(void)state;
	mkdir("sub", 0700);
	watch(dir, NOTE_DELETE | NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB | NOTE_LINK | NOTE_RENAME |
		       NOTE_REVOKE);
	close(open("new", O_CREAT | O_RDWR, 0600));
	assert_int_equal(notes(dir), NOTE_WRITE);
	unlink("new");
	assert_int_equal(notes(dir), NOTE_WRITE);
	mkdir("more", 0700);
	assert_int_equal(notes(dir), NOTE_WRITE | NOTE_LINK);
	rmdir("more");
	assert_int_equal(notes(dir), NOTE_WRITE | NOTE_LINK);
	/* A name changed inside extends nothing; one that goes elsewhere does. */
	rename("file", "renamed");
	assert_int_equal(notes(dir), NOTE_WRITE);
	rename("renamed", "sub/renamed");
	assert_int_equal(notes(dir), NOTE_WRITE | NOTE_EXTEND);
	rename("sub/renamed", "file");
	assert_int_equal(notes(dir), NOTE_WRITE | NOTE_EXTEND);
	fchmod(dir, 0755);
	assert_int_equal(notes(dir), NOTE_ATTRIB);
	/* What happens to a file inside is no change of the directory. */
	assert_int_equal(write(fd, "abc", 3), 3);
	assert_none(kq);
}

static void levels_stay(void **state)
{
	(void)state;
	assert_int_equal(change(kq, fd, EVFILT_VNODE, EV_ADD, NOTE_ATTRIB | NOTE_WRITE, 0, 0), 0);
	fchmod(fd, 0644);
	assert_int_equal(notes(fd), NOTE_ATTRIB);
	assert_int_equal(notes(fd), NOTE_ATTRIB);
	assert_int_equal(write(fd, "a", 1), 1);
	assert_int_equal(notes(fd), NOTE_ATTRIB | NOTE_WRITE | NOTE_EXTEND);
}

/* Two descriptors of one file share inotify's watch and little else. */
static void two_descriptors(void **state)
{
	int other = open("file", O_RDONLY);
	struct kevent e[3];

	(void)state;
	watch(fd, NOTE_ATTRIB);
	watch(other, NOTE_WRITE);
	change(kq, other, EVFILT_READ, EV_ADD | EV_CLEAR, 0, 0, 0);
	assert_none(kq);
	assert_int_equal(write(fd, "a", 1), 1);
	assert_int_equal(ready(kq, e, 3), 2);
	assert_int_equal(e[0].ident, other);
	assert_int_equal(e[1].ident, other);
	close_fd(other);
	assert_int_equal(write(fd, "a", 1), 1);
	assert_none(kq);
	fchmod(fd, 0644);
	assert_int_equal(notes(fd), NOTE_ATTRIB);
}

/* An open directory's end is known to its parent only. */
static void removed_directory(void **state)
{
	int sub;

	(void)state;
	mkdir("sub", 0700);
	mkdir("there", 0700);
	sub = open("sub", O_RDONLY);
	watch(sub, NOTE_DELETE | NOTE_WRITE | NOTE_LINK | NOTE_RENAME);
	watch(dir, NOTE_WRITE);
	mkdir("another", 0700);
	rmdir("another");
	assert_int_equal(notes(dir), NOTE_WRITE | NOTE_LINK);
	assert_none(kq);
	rename("sub", "there/sub");
	assert_int_equal(change(kq, dir, EVFILT_VNODE, EV_DELETE, 0, 0, 0), 0);
	assert_int_equal(notes(sub), NOTE_RENAME);
	rmdir("there/sub");
	assert_int_equal(notes(sub), NOTE_DELETE);
	assert_none(kq);
	close_fd(sub);
}

/* A queue's end is no matter of milliseconds, and the next one sees nothing of its watches. */
static void short_lives(void **state)
{
	int64_t from = now(CLOCK_MONOTONIC);
	int queue;

	(void)state;
	for (int i = 0; i < 50; i++) {
		queue = make_kqueue();
		assert_int_equal(change(queue, fd, EVFILT_VNODE, EV_ADD | EV_CLEAR,
					i % 2 ? NOTE_WRITE : NOTE_ATTRIB, 0, 0),
				 0);
		assert_none(queue);
		assert_int_equal(write(fd, "a", 1), 1);
		fchmod(fd, 0644);
		assert_true(readable(queue));
		close_fd(queue);
	}
	assert_in_range((now(CLOCK_MONOTONIC) - from) / 1000000, 0, 250);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		T(file_changes),      T(truncation),        T(only_what_is_asked_for),
		T(opened_and_closed), T(directory_changes), T(levels_stay),
		T(two_descriptors),   T(removed_directory), T(short_lives),
	};

	harness_start(abis[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
