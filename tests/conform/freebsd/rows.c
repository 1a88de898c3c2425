/*
 * Calls that the other programs here have no use for, each made once and looked at:
 * tests/conform/check-rows.sh finds those that none makes.
 */
#include "children.h"

static char name[] = "/tmp/abirun-rows-00000000";
static long directory;

static void own_directory(void)
{
	long id = call(NR_getpid);

	for (char *p = name + strlen(name) - 1; *p != '-'; p--, id /= 10)
		*p = (char)('0' + id % 10);
	EXPECT_EQ(call(NR_mkdir, name, 0700), 0);
	directory = call(NR_open, name, O_DIRECTORY);
	EXPECT_EQ(call(NR_fchdir, directory), 0);
}

static void test_ids(void)
{
	int r[3] = { -1, -1, -1 }, groups[64];
	long uid = call(NR_getuid), gid = call(NR_getgid), n;

	EXPECT_EQ(call(NR_getresuid, &r[0], &r[1], &r[2]), 0);
	EXPECT(r[0] == uid && r[1] == call(NR_geteuid));
	EXPECT_EQ(call(NR_getresgid, &r[0], &r[1], &r[2]), 0);
	EXPECT(r[0] == gid && r[1] == call(NR_getegid));
	EXPECT_EQ(call(NR_setreuid, -1, uid), 0);
	EXPECT_EQ(call(NR_setregid, -1, gid), 0);
	EXPECT_EQ(call(NR_seteuid, uid), 0);
	EXPECT_EQ(call(NR_setegid, gid), 0);
	EXPECT_EQ(call(NR_setgid, gid), 0);
	EXPECT_EQ(call(NR_setresuid, -1, uid, -1), 0);
	EXPECT_EQ(call(NR_setresgid, -1, gid, -1), 0);
	n = call(NR_getgroups, 64, groups);
	EXPECT(n >= 0);
	EXPECT_EQ(call(NR_setgroups, n, groups), uid ? -EPERM : 0);
	EXPECT_EQ(call(NR_getpgid, 0), call(NR_getpgrp));
}

static void test_group(void)
{
	long pid = fork_here();
	int status = -1;

	if (!pid) {
		long self = call(NR_getpid);
		bool ok = call(NR_setpgid, 0, 0) == 0 && call(NR_getpgrp) == self;

		/* The leader of a group makes no session. */
		ok &= call(NR_setsid) == -EPERM;
		call(NR__exit, !ok);
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 0);
	pid = fork_here();
	if (!pid) {
		long self = call(NR_getpid);
		bool ok = call(NR_setsid) == self && call(NR_getsid, 0) == self;

		call(NR__exit, !ok);
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 0);
	/* What a child counts that has its parent's memory is counted there: it does not return. */
	pid = fork_by(NR_vfork, 0);
	if (!pid)
		call(NR_abort2, "test", 0, 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status & 0x7f, 6); /* SIGABRT */
}

/* The old calls of System V IPC count as those that they come to; these come to none. */
static void test_no_such_operation(void)
{
	EXPECT_EQ(call(NR_msgsys, 4, 0, 0, 0, 0), -EINVAL);
	EXPECT_EQ(call(NR_semsys, 3, 0, 0, 0), -EINVAL);
	EXPECT_EQ(call(NR_shmsys, 5, 0, 0, 0), -EINVAL);
	EXPECT_EQ(call(NR_shmsys, -1, 0, 0, 0), -EINVAL);
}

static void test_names(void)
{
	EXPECT_EQ(call(NR_mkdirat, AT_FDCWD, "d", 0700), 0);
	EXPECT_EQ(call(NR_unlinkat, directory, "d", 0x800), 0); /* AT_REMOVEDIR */
	EXPECT_EQ(call(NR_mkfifoat, directory, "p", 0600), 0);
	EXPECT_EQ(call(NR_renameat, directory, "p", directory, "q"), 0);
	EXPECT_EQ(call(NR_lchmod, "q", 0640), 0);
	EXPECT_EQ(call(NR_lchown, "q", -1, -1), 0);
	EXPECT_EQ(call(NR_funlinkat, directory, "q", -200, 0), 0); /* FD_NONE */
	EXPECT_EQ(call(NR_mknod, "p", 010600, 0), 0);
	EXPECT_EQ(call(NR_unlink, "p"), 0);
	EXPECT_EQ(call(NR_mknodat, directory, "p", 010600, 0), 0);
	EXPECT_EQ(call(NR_unlink, "p"), 0);
	EXPECT_EQ(call(NR_unlink, "p"), -ENOENT);
	EXPECT_EQ(call(NR_lpathconf, ".", 4), call(NR_fpathconf, directory, 4)); /* _PC_NAME_MAX */
	EXPECT_EQ(call(NR_umask, call(NR_umask, 027)), 027);
}

static void test_file(void)
{
	long fd = call(NR_open, "f", O_RDWR | O_CREAT, 0600), other, from = 0, to = 0;
	long range[2] = { 0, 4096 };
	char bytes[16] = "0123456789", back[16] = "";

	EXPECT_EQ(call(NR_pwrite, fd, bytes, 16, 0), 16);
	EXPECT_EQ(call(NR_fsync, fd), 0);
	EXPECT_EQ(call(NR_fdatasync, fd), 0);
	EXPECT_EQ(call(NR_fchown, fd, -1, -1), 0);
	EXPECT_EQ(call(NR_fchflags, fd, 0), 0);
	EXPECT_EQ(call(NR_lchflags, "f", 0), 0);
	EXPECT_EQ(call(NR_compat6_lseek, fd, 0, 3, 0), 3);
	EXPECT_EQ(call(NR_compat6_ftruncate, fd, 0, 8), 0);
	EXPECT_EQ(call(NR_lseek, fd, 0, 2), 8);
	other = call(NR_open, "g", O_RDWR | O_CREAT, 0600);
	EXPECT_EQ(call(NR_copy_file_range, fd, &from, other, &to, 100, 0), 8);
	EXPECT(from == 8 && to == 8);
	EXPECT_EQ(call(NR_pread, other, back, 16, 0), 8);
	EXPECT(!memcmp(back, bytes, 8));
	EXPECT_EQ(call(NR_fspacectl, other, 1, range, 0, range), 0); /* SPACECTL_DEALLOC */
	EXPECT_EQ(call(NR_pread, other, back, 16, 0), 8);
	EXPECT_EQ(back[0], 0);
	EXPECT_EQ(call(NR_kcmp, call(NR_getpid), call(NR_getpid), 100, fd, fd), 0); /* KCMP_FILE */
	EXPECT(call(NR_getdents, directory, pages(4096), 4096) > 0);
	EXPECT(is_error(call(NR___acl_set_fd, fd, 99, bytes)));
	EXPECT(is_error(call(NR___acl_aclcheck_fd, fd, 99, bytes)));
	EXPECT(is_error(call(NR___acl_delete_fd, fd, 99)));
	EXPECT_EQ(call(NR_inotify_rm_watch, fd, 1), -EINVAL);
	EXPECT(call(NR_shm_open, 1, O_RDWR, 0600) >= 0); /* SHM_ANON */
	call(NR_close, fd);
	call(NR_close, other);
	EXPECT_EQ(call(NR_unlink, "f"), 0);
	EXPECT_EQ(call(NR_unlink, "g"), 0);
	call(NR_sync);
}

static void test_memory(void)
{
	char *page = (char *)call6(NR_compat6_mmap, 0, 8192, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANON, -1, 0);
	char resident = 0;

	if (is_error((long)page)) /* its offset is the seventh argument, on the stack */
		page = pages(8192);
	page[0] = 1;
	EXPECT_EQ(call(NR_mincore, page, 4096, &resident), 0);
	EXPECT(resident & 1);
	EXPECT_EQ(call(NR_msync, page, 4096, 0), 0);
	EXPECT_EQ(call(NR_mlock, page, 4096), 0);
	EXPECT_EQ(call(NR_munlock, page, 4096), 0);
	EXPECT_EQ(call(NR_minherit, page, 4096, 1), 0);                /* INHERIT_COPY */
	EXPECT(!is_error(call(NR_mlockall, 0x1)) || call(NR_geteuid)); /* MCL_CURRENT */
	EXPECT_EQ(call(NR_munlockall), 0);
	EXPECT_EQ(call(NR_munmap, page, 8192), 0);
}

static void test_schedule(void)
{
	int priority = -1;
	long policy = call(NR_sched_getscheduler, 0);

	EXPECT(policy > 0);
	EXPECT_EQ(call(NR_sched_getparam, 0, &priority), 0);
	EXPECT_EQ(call(NR_sched_setparam, 0, &priority), 0);
	EXPECT_EQ(call(NR_sched_setscheduler, 0, policy, &priority), 0);
	EXPECT(call(NR_sched_get_priority_max, 1) >= call(NR_sched_get_priority_min, 1));
	EXPECT(call(NR_sched_getcpu) >= 0);
	EXPECT_EQ(call(NR_yield), 0);
	EXPECT(call(NR_membarrier, 0, 0, 0) > 0); /* MEMBARRIER_CMD_QUERY */
	EXPECT(call(NR_getdtablesize) > 3);
}

static void test_others(void)
{
	unsigned char id[16] = { 0 }, none[16] = { 0 };
	int event[20] = { 0 }, timer = -1; /* SIGEV_NONE */
	long base = 0, fd;

	EXPECT_EQ(call(NR_uuidgen, id, 1), 0);
	EXPECT(memcmp(id, none, 16));
	EXPECT_EQ(call(NR_sysarch, 128, &base), 0); /* AMD64_GET_FSBASE */
	EXPECT_EQ(call(NR_ktimer_create, CLOCK_MONOTONIC, event, &timer), 0);
	EXPECT_EQ(call(NR_ktimer_getoverrun, timer), 0);
	EXPECT_EQ(call(NR_ktimer_delete, timer), 0);
	fd = call(NR_timerfd_create, CLOCK_MONOTONIC, 0);
	EXPECT(fd >= 0);
	call(NR_close, fd);
	EXPECT_EQ(call(NR_ptrace, 7, 0x7ffffffe, 1, 0), -ESRCH); /* PT_CONTINUE */
	EXPECT_EQ(call(NR_ptrace, 8, 0, 0, 0), -ESRCH);          /* PT_KILL of one's own group */
	/* The old ways to System V's calls: none of these objects is there. */
	EXPECT_EQ(call(NR_semsys, 2, -1, 0, 0), -EINVAL);
	EXPECT_EQ(call(NR_msgsys, 0, -1, 0, 0), -EINVAL);
	EXPECT_EQ(call(NR_shmsys, 2, 0x1000), -EINVAL);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	own_directory();
	test_ids();
	test_group();
	test_no_such_operation();
	test_names();
	test_file();
	test_memory();
	test_schedule();
	test_others();
	EXPECT_EQ(call(NR_rmdir, name), 0);
	return result();
}
