/* setcred(2), setloginclass(2), getrlimitusage(2), fchroot(2), setfib(2). */
#include "children.h"

#define ENOTDIR         20

#define SETCREDF_UID    0x1
#define SETCREDF_RUID   0x2
#define SETCREDF_SVUID  0x4
#define SETCREDF_GID    0x8
#define SETCREDF_RGID   0x10
#define SETCREDF_SVGID  0x20
#define SETCREDF_GROUPS 0x40
#define SETCREDF_LABEL  0x80

struct setcred {
	unsigned uid, ruid, svuid, gid, rgid, svgid, pad, group_count;
	const unsigned *groups;
	void *label;
};

static bool root;

static void expect_ids(long nr, unsigned real, unsigned effective, unsigned saved)
{
	unsigned r, e, s;

	EXPECT_EQ(call(nr, &r, &e, &s), 0);
	EXPECT_EQ(r, real);
	EXPECT_EQ(e, effective);
	EXPECT_EQ(s, saved);
}

static void test_setcred(void)
{
	static const unsigned groups[] = { 77, 78, 79 };
	struct setcred sc = { 1001, 1002, 1003, 2001, 2002, 2003, 0, 3, groups, 0 };
	unsigned got[8];
	long pid;

	EXPECT_EQ(call(NR_setcred, 0x100, &sc, sizeof(sc)), -EINVAL);
	EXPECT_EQ(call(NR_setcred, SETCREDF_UID, &sc, sizeof(sc) - 4), -EINVAL);
	EXPECT_EQ(call(NR_setcred, SETCREDF_UID, 8, sizeof(sc)), -EFAULT);
	EXPECT_EQ(call(NR_setcred, SETCREDF_LABEL, &sc, sizeof(sc)), -EOPNOTSUPP);
	if (!root) {
		EXPECT_EQ(call(NR_setcred, SETCREDF_UID, &sc, sizeof(sc)), -EPERM);
		return;
	}
	pid = fork_here();
	if (!pid) {
		EXPECT_EQ(call(NR_setcred, SETCREDF_SVGID | SETCREDF_GROUPS, &sc, sizeof(sc)), 0);
		expect_ids(NR_getresgid, 0, 0, 2003);
		expect_ids(NR_getresuid, 0, 0, 0);
		EXPECT_EQ(call(595, 8, got), 3); /* getgroups(2) of FreeBSD 15 */
		EXPECT(!memcmp(got, groups, sizeof(groups)));
		EXPECT_EQ(call(NR_setcred, 0x3f, &sc, sizeof(sc)), 0);
		expect_ids(NR_getresgid, 2002, 2001, 2003);
		expect_ids(NR_getresuid, 1002, 1001, 1003);
		EXPECT_EQ(call(NR_setcred, SETCREDF_UID, &sc, sizeof(sc)), -EPERM);
		call(NR_exit_all, result());
	}
	EXPECT_EQ(status_of(pid), 0);
}

static void test_login_class(void)
{
	char name[40];
	long pid;

	EXPECT_EQ(call(NR_getloginclass, name, sizeof(name)), 0);
	EXPECT(!strcmp(name, "default"));
	if (!root) {
		EXPECT_EQ(call(NR_setloginclass, "staff"), -EPERM);
		return;
	}
	EXPECT_EQ(call(NR_setloginclass, ""), -EINVAL);
	EXPECT_EQ(call(NR_setloginclass, 8), -EFAULT);
	EXPECT_EQ(call(NR_setloginclass, "staff"), 0);
	pid = fork_here();
	if (!pid) {
		EXPECT_EQ(call(NR_getloginclass, name, sizeof(name)), 0);
		EXPECT(!strcmp(name, "staff"));
		call(NR_exit_all, result());
	}
	EXPECT_EQ(status_of(pid), 0);
}

static long usage_of(int limit, int flags)
{
	long usage = -1;

	EXPECT_EQ(call(NR_getrlimitusage, limit, flags, &usage), 0);
	return usage;
}

static void test_usage(void)
{
	enum { CPU, FSIZE, DATA, STACK, CORE, RSS, MEMLOCK, NPROC, NOFILE, SBSIZE, VMEM };
	long files = usage_of(NOFILE, 0), fd = call(NR_dup, 1), usage, space = usage_of(VMEM, 0);

	EXPECT_EQ(usage_of(NOFILE, 0), files + 1);
	call(NR_close, fd);
	EXPECT(files >= 1 && files < 1000);
	EXPECT(usage_of(CPU, 0) < 100);
	EXPECT(usage_of(NPROC, 1) >= 1);
	EXPECT(usage_of(RSS, 0) > 4096);
	EXPECT(!is_error((long)pages(1 << 24)));
	EXPECT(usage_of(VMEM, 0) >= space + (1 << 24));
	EXPECT_EQ(usage_of(SBSIZE, 0), INT64_MAX);
	EXPECT_EQ(usage_of(FSIZE, 0), INT64_MAX);
	EXPECT_EQ(call(NR_getrlimitusage, 99, 0, &usage), -EINVAL);
	EXPECT_EQ(call(NR_getrlimitusage, NOFILE, 2, &usage), -EINVAL);
	EXPECT_EQ(call(NR_getrlimitusage, NOFILE, 0, 8), -EFAULT);
}

static void test_fchroot(void)
{
	char name[64];
	long pid, file = call(NR_open, "/dev/null", 0, 0), dir = call(NR_open, "/dev", 0x20000, 0);

	EXPECT_EQ(call(NR_fchroot, 999), -EBADF);
	EXPECT_EQ(call(NR_fchroot, file), -ENOTDIR);
	if (!root) {
		EXPECT_EQ(call(NR_fchroot, dir), -EPERM);
		return;
	}
	pid = fork_here();
	if (!pid) {
		EXPECT_EQ(call(NR_fchroot, dir), 0);
		EXPECT_EQ(call(NR_chdir, "/"), 0);
		EXPECT_EQ(call(NR___getcwd, name, sizeof(name)), 0);
		EXPECT(!strcmp(name, "/"));
		EXPECT(call(NR_open, "/null", 0, 0) >= 0);
		EXPECT_EQ(call(NR_open, "/dev/null", 0, 0), -ENOENT);
		call(NR_exit_all, result());
	}
	EXPECT_EQ(status_of(pid), 0);
	call(NR_close, file);
	call(NR_close, dir);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	root = call(NR_geteuid) == 0;
	test_setcred();
	test_login_class();
	test_usage();
	test_fchroot();
	EXPECT_EQ(call(NR_setfib, 0), 0);
	EXPECT_EQ(call(NR_setfib, 1), -EINVAL);
	return result();
}
