/* EVFILT_VNODE, note by note.  kevent(2). */
#include "kqueue.h"

static int directory, file;

/* What came for fd; 0: nothing. */
static unsigned notes(int fd)
{
	struct kevent e;

	if (take(&e, 1, 0) != 1)
		return 0;
	EXPECT_EQ(e.ident, fd);
	EXPECT_EQ(e.filter, EVFILT_VNODE);
	EXPECT_EQ(e.data, 0);
	return e.fflags;
}

static void watch(int fd, unsigned what)
{
	EXPECT_EQ(change(fd, EVFILT_VNODE, EV_ADD | EV_CLEAR, what, 0), 0);
	EXPECT_NONE();
}

static void put(int fd, int n)
{
	static const char bytes[16];

	EXPECT_EQ(call(NR_write, fd, bytes, n), n);
}

static void test_file(void)
{
	watch(file, NOTE_DELETE | NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB | NOTE_LINK | NOTE_RENAME |
			NOTE_REVOKE);
	put(file, 5);
	EXPECT_EQ(notes(file), NOTE_WRITE | NOTE_EXTEND);
	EXPECT_EQ(call(NR_pwrite, file, "x", 1, 0), 1);
	EXPECT_EQ(notes(file), NOTE_WRITE);
	EXPECT_EQ(call(NR_fchmod, file, 0640), 0);
	EXPECT_EQ(notes(file), NOTE_ATTRIB);
	EXPECT_EQ(call(NR_ftruncate, file, 0), 0);
	EXPECT_EQ(notes(file), NOTE_ATTRIB);
	EXPECT_EQ(call(NR_link, "file", "second"), 0);
	EXPECT_EQ(notes(file), NOTE_LINK);
	EXPECT_EQ(call(NR_unlink, "second"), 0);
	EXPECT_EQ(notes(file), NOTE_DELETE);
	EXPECT_EQ(call(NR_rename, "file", "moved"), 0);
	EXPECT_EQ(notes(file), NOTE_RENAME);
	EXPECT_EQ(call(NR_rename, "moved", "file"), 0);
	EXPECT_EQ(notes(file), NOTE_RENAME);
}

/* Who asks for one note of several that come in one go is told them all, and else nothing. */
static void test_asked(void)
{
	watch(file, NOTE_ATTRIB);
	put(file, 1);
	EXPECT_EQ(notes(file), 0);
	watch(file, NOTE_WRITE);
	EXPECT_EQ(call(NR_fchmod, file, 0600), 0);
	EXPECT_EQ(notes(file), 0);
	put(file, 1);
	EXPECT_EQ(notes(file), NOTE_WRITE | NOTE_EXTEND);
	/* Without EV_CLEAR notes stay, and more are added. */
	EXPECT_EQ(change(file, EVFILT_VNODE, EV_DELETE, 0, 0), 0);
	EXPECT_EQ(change(file, EVFILT_VNODE, EV_ADD, NOTE_ATTRIB | NOTE_RENAME, 0), 0);
	EXPECT_EQ(call(NR_fchmod, file, 0640), 0);
	EXPECT_EQ(notes(file), NOTE_ATTRIB);
	EXPECT_EQ(notes(file), NOTE_ATTRIB);
	EXPECT_EQ(call(NR_rename, "file", "file2"), 0);
	EXPECT_EQ(notes(file), NOTE_ATTRIB | NOTE_RENAME);
	EXPECT_EQ(call(NR_rename, "file2", "file"), 0);
	EXPECT_EQ(change(file, EVFILT_VNODE, EV_DELETE, 0, 0), 0);
}

static void test_opened(void)
{
	char byte;
	int fd;

	watch(file, NOTE_OPEN | NOTE_CLOSE | NOTE_CLOSE_WRITE | NOTE_READ);
	fd = call(NR_open, "file", O_RDONLY);
	EXPECT_EQ(notes(file), NOTE_OPEN);
	EXPECT_EQ(call(NR_read, fd, &byte, 1), 1);
	EXPECT_EQ(notes(file), NOTE_READ);
	EXPECT_EQ(call(NR_close, fd), 0);
	EXPECT_EQ(notes(file), NOTE_CLOSE);
	fd = call(NR_open, "file", O_WRONLY);
	EXPECT_EQ(call(NR_close, fd), 0);
	EXPECT_EQ(notes(file), NOTE_OPEN | NOTE_CLOSE_WRITE);
	EXPECT_EQ(change(file, EVFILT_VNODE, EV_DELETE, 0, 0), 0);
}

static void test_directory(void)
{
	watch(directory,
	      NOTE_DELETE | NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB | NOTE_LINK | NOTE_RENAME);
	EXPECT_EQ(call(NR_close, call(NR_open, "new", O_RDWR | O_CREAT, 0600)), 0);
	EXPECT_EQ(notes(directory), NOTE_WRITE);
	EXPECT_EQ(call(NR_unlink, "new"), 0);
	EXPECT_EQ(notes(directory), NOTE_WRITE);
	EXPECT_EQ(call(NR_symlink, "nowhere", "link"), 0);
	EXPECT_EQ(notes(directory), NOTE_WRITE);
	EXPECT_EQ(call(NR_unlink, "link"), 0);
	EXPECT_EQ(notes(directory), NOTE_WRITE);
	EXPECT_EQ(call(NR_mkdir, "sub", 0700), 0);
	EXPECT_EQ(notes(directory), NOTE_WRITE | NOTE_LINK);
	EXPECT_EQ(call(NR_rename, "file", "renamed"), 0);
	EXPECT_EQ(notes(directory), NOTE_WRITE);
	EXPECT_EQ(call(NR_rename, "renamed", "sub/file"), 0);
	EXPECT_EQ(notes(directory), NOTE_WRITE | NOTE_EXTEND);
	EXPECT_EQ(call(NR_rename, "sub/file", "file"), 0);
	EXPECT_EQ(notes(directory), NOTE_WRITE | NOTE_EXTEND);
	EXPECT_EQ(call(NR_rmdir, "sub"), 0);
	EXPECT_EQ(notes(directory), NOTE_WRITE | NOTE_LINK);
	EXPECT_EQ(change(directory, EVFILT_VNODE, EV_DELETE, 0, 0), 0);
}

/* A directory that is removed while it is open. */
static void test_removed(void)
{
	int sub;

	EXPECT_EQ(call(NR_mkdir, "sub", 0700), 0);
	sub = call(NR_open, "sub", O_RDONLY);
	watch(sub, NOTE_DELETE);
	EXPECT_EQ(call(NR_rmdir, "sub"), 0);
	EXPECT_EQ(notes(sub), NOTE_DELETE);
	EXPECT_EQ(call(NR_close, sub), 0);
}

/* Two descriptors of one file; a knote goes with its own. */
static void test_two(void)
{
	int other = call(NR_open, "file", O_RDWR);

	watch(other, NOTE_WRITE);
	watch(file, NOTE_ATTRIB);
	put(other, 1);
	EXPECT(notes(other) & NOTE_WRITE);
	EXPECT_EQ(call(NR_close, other), 0);
	put(file, 1);
	EXPECT_NONE();
	EXPECT_EQ(call(NR_fchmod, file, 0600), 0);
	EXPECT_EQ(notes(file), NOTE_ATTRIB);
	/* The last name goes: the file itself lives on. */
	watch(file, NOTE_DELETE);
	EXPECT_EQ(call(NR_unlink, "file"), 0);
	EXPECT_EQ(notes(file), NOTE_DELETE);
}

static void test_refused(void)
{
	int ends[2];

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	EXPECT_EQ(change(ends[0], EVFILT_VNODE, EV_ADD, NOTE_WRITE, 0), -EINVAL);
	EXPECT_EQ(change(file, EVFILT_VNODE, EV_ADD, 0x800, 0), -EINVAL);
	EXPECT_EQ(change(900, EVFILT_VNODE, EV_ADD, NOTE_WRITE, 0), -EBADF);
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

int main(int argc, char **argv, char **envp)
{
	char name[64] = { 0 };

	(void)argc, (void)argv, (void)envp;
	EXPECT((kq = call(NR_kqueue)) >= 0);
	enter_directory(name, "kqueue-vnode-");
	directory = call(NR_open, ".", O_RDONLY);
	file = call(NR_open, "file", O_RDWR | O_CREAT, 0600);
	test_file();
	test_asked();
	test_opened();
	test_directory();
	test_removed();
	test_two();
	test_refused();
	leave_directory(name);
	return result();
}
