/*
 * Where absolute names lead a program that has a tree of its system.
 *
 *	names TREE HOST
 *
 * check-sysroot.sh made HOST, and the same directory in TREE, with some files that
 * only one of them has.
 */
#include "alien.h"

/* sys/fcntl.h, sys/errno.h, sys/stat.h */
#define AT_FDCWD            (-100)
#define AT_SYMLINK_NOFOLLOW 0x200
#define AT_SYMLINK_FOLLOW   0x400
#define O_WRONLY            1
#define O_CREAT             0x200
#define O_NOFOLLOW          0x100
#define ENOENT              2
#define EFAULT              14
#define EMLINK              31
#define S_IFMT              0170000
#define S_IFLNK             0120000
#define S_IFREG             0100000
struct stat {
	uint64_t dev, ino, nlink;
	uint16_t mode, pad;
	char rest[200];
};

static const char *tree, *host;
static char name[4096], text[4096];

static char *join(char *to, const char *a, const char *b)
{
	memcpy(to, a, strlen(a));
	memcpy(to + strlen(a), b, strlen(b) + 1);
	return to;
}

/* The name in HOST, as a program gives it. */
static char *at(const char *file)
{
	return join(name, host, file);
}

static const char *contents(long fd)
{
	long n = call(NR_read, fd, text, sizeof(text) - 1);

	text[n < 0 ? 0 : n] = 0;
	call(NR_close, fd);
	return fd < 0 ? "no file" : text;
}

#define EXPECT_TEXT(file, wanted) EXPECT(!strcmp(contents(call(NR_open, at(file), 0, 0)), wanted))

static void expect_directory(const char *wanted_in, const char *wanted)
{
	static char here[4096];

	EXPECT_EQ(call(NR___getcwd, here, sizeof(here)), 0);
	join(name, wanted_in, wanted);
	expect(!strcmp(here, name), here, __FILE__, __LINE__);
}

static void test_whose_it_is(void)
{
	EXPECT_TEXT("/both", "tree\n");
	EXPECT_TEXT("/tree-only", "tree\n");
	EXPECT_TEXT("/host-only", "host\n");
	EXPECT_EQ(call(NR_open, at("/nowhere"), 0, 0), -ENOENT);
	EXPECT(!strcmp(contents(call(NR_openat, 12345, at("/tree-only"), 0, 0)), "tree\n"));
	EXPECT_EQ(call(NR_access, at("/tree-only"), 0), 0);
	EXPECT_EQ(call(NR_access, at("/host-only"), 0), 0);
	/* By way of syscall(2) and __syscall(2). */
	EXPECT(!strcmp(contents(call(NR_syscall, NR_open, at("/both"), 0, 0)), "tree\n"));
	EXPECT(
	    !strcmp(contents(call(NR___syscall, NR_openat, AT_FDCWD, at("/both"), 0)), "tree\n"));
	EXPECT_EQ(call(NR_open, 8, 0, 0), -EFAULT);
	EXPECT_EQ(call(NR_access, 0, 0), -EFAULT);
	/* A program's own descriptors are all that it can close. */
	EXPECT_EQ(call(NR_closefrom, 3), 0);
	EXPECT_TEXT("/both", "tree\n");
}

static uint16_t mode_of(const char *file, int flags)
{
	struct stat st = { 0 };
	long error = call(NR_fstatat, AT_FDCWD, at(file), &st, flags);

	return error ? 0 : st.mode & S_IFMT;
}

/* The tree's links lead to places in the tree, absolute ones and such that climb too high. */
static void test_links(void)
{
	long n;

	EXPECT_TEXT("/absolute", "tree\n");
	EXPECT_TEXT("/climbing", "tree\n");
	EXPECT_TEXT("/through/tree-only", "tree\n");
	EXPECT_TEXT("/to-the-host", "host\n");
	EXPECT_EQ(mode_of("/absolute", 0), S_IFREG);
	EXPECT_EQ(mode_of("/absolute", AT_SYMLINK_NOFOLLOW), S_IFLNK);
	EXPECT_EQ(call(NR_open, at("/absolute"), O_NOFOLLOW, 0), -EMLINK);
	n = call(NR_readlink, at("/absolute"), text, sizeof(text) - 1);
	EXPECT_EQ(n, strlen(at("/tree-only")));
	EXPECT(n > 0 && !memcmp(text, name, n));
}

static void test_dots(void)
{
	static char up[4096], *p;

	p = up;
	for (int i = 0; i < 40; i++)
		p = join(p, "/..", "") + 3;
	join(p, host, "/both");
	EXPECT(!strcmp(contents(call(NR_open, up, 0, 0)), "tree\n"));
	EXPECT_TEXT("/dir/../both", "tree\n");
	EXPECT_EQ(call(NR_chdir, at("/dir/..")), 0);
	expect_directory(tree, host);
	EXPECT_EQ(call(NR_rmdir, at("/dir/.")), -22);
}

/* A directory's true name leads to it as well. */
static void test_directories(void)
{
	static char here[4096];

	EXPECT_EQ(call(NR_chdir, at("/dir")), 0);
	EXPECT_EQ(call(NR___getcwd, here, sizeof(here)), 0);
	expect_directory(join(text, tree, host), "/dir");
	EXPECT(!strcmp(contents(call(NR_open, "../both", 0, 0)), "tree\n"));
	EXPECT_EQ(call(NR_chdir, "/"), 0);
	expect_directory("/", "");
	EXPECT_EQ(call(NR_chdir, here), 0);
	expect_directory(join(text, tree, host), "/dir");
	EXPECT_EQ(call(NR_chdir, at("/host-dir")), 0);
	expect_directory(host, "/host-dir");
	/* Empty in the tree: a place for what the host has there. */
	EXPECT_EQ(call(NR_chdir, at("/place")), 0);
	expect_directory(host, "/place");
	EXPECT_EQ(call(NR_chdir, at("/empty")), 0);
	expect_directory(join(text, tree, host), "/empty");
	EXPECT_EQ(call(NR_chdir, "/"), 0);
}

static long create(const char *file)
{
	long fd = call(NR_open, at(file), O_CREAT | O_WRONLY, 0600);

	if (fd < 0)
		return fd;
	call(NR_write, fd, "new\n", 4);
	return call(NR_close, fd);
}

/* Where the file came to be: its true name, which no lookup changes. */
static bool is_at(const char *in, const char *file)
{
	static char true_name[4096];

	join(true_name, in, "");
	if (in == tree)
		join(true_name + strlen(in), host, file);
	else
		join(true_name + strlen(in), file, "");
	/* Relative, so that it is nobody's to look up. */
	return call(NR_faccessat, AT_FDCWD, true_name + 1, 0, 0) == 0;
}

static void test_new_files(void)
{
	static char other[4096];

	EXPECT_EQ(create("/dir/new"), 0);
	EXPECT(is_at(tree, "/dir/new"));
	EXPECT_EQ(create("/host-dir/new"), 0);
	EXPECT(is_at(host, "/host-dir/new"));
	EXPECT_EQ(create("/place/new"), 0);
	EXPECT(is_at(host, "/place/new"));
	EXPECT_EQ(call(NR_mkdir, at("/place/sub/"), 0700), 0);
	EXPECT(is_at(host, "/place/sub"));
	EXPECT_EQ(create("/host-only"), 0);
	EXPECT(!is_at(tree, "/host-only"));
	EXPECT_EQ(call(NR_rename, join(other, host, "/dir/new"), at("/dir/moved")), 0);
	EXPECT(is_at(tree, "/dir/moved") && !is_at(tree, "/dir/new"));
	EXPECT_EQ(call(NR_linkat, AT_FDCWD, join(other, host, "/absolute"), AT_FDCWD,
		       at("/dir/hard"), AT_SYMLINK_FOLLOW),
		  0);
	EXPECT_EQ(mode_of("/dir/hard", AT_SYMLINK_NOFOLLOW), S_IFREG);
	EXPECT_EQ(call(NR_symlink, "where", at("/dir/link")), 0);
	EXPECT(mode_of("/dir/link", AT_SYMLINK_NOFOLLOW) == S_IFLNK);
	EXPECT_EQ(call(NR_unlink, at("/dir/link")), 0);
	EXPECT_EQ(call(NR_unlink, at("/dir/hard")), 0);
	EXPECT_EQ(call(NR_unlink, at("/dir/moved")), 0);
	EXPECT_EQ(call(NR_unlink, at("/both")), 0);
	EXPECT_TEXT("/both", "host\n");
}

int main(int argc, char **argv, char **envp)
{
	(void)envp;
	if (argc != 3)
		return 2;
	tree = argv[1];
	host = argv[2];
	test_whose_it_is();
	test_links();
	test_dots();
	test_directories();
	test_new_files();
	return result();
}
