/* Cases of nested.c: programs, threads, processes, processors, lists of access. */

static char *const no_strings[1];
static void *strings[2];

static void before_strings(void)
{
	strings[1] = NULL;
}

/* It is traced by the child of this test that asks. */
static void trace_one(void)
{
	int status;
	long pid;

	if (object(TRACED))
		return;
	pid = fork_here();
	if (!pid) {
		call(NR_ptrace, 0, 0, 0, 0); /* PT_TRACE_ME */
		kill_self(SIGSTOP);
		call(NR_exit_all, 0);
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	set_object(TRACED, pid);
}

static long end_traced(long ret)
{
	int status;

	call(NR_ptrace, 8, object(TRACED), 0, 0); /* PT_KILL */
	call(NR_wait4, object(TRACED), &status, 0, 0);
	set_object(TRACED, 0);
	return ret;
}

static struct {
	int operation, pad;
	void *offset, *address;
	size_t length;
} traced_io;
static char traced_text[16];

static void before_traced_read(void)
{
	trace_one();
	traced_io.operation = 1; /* PIOD_READ_D */
	traced_io.offset = traced_text;
	traced_io.address = good_memory;
	traced_io.length = 16;
}

static void before_traced_write(void)
{
	before_traced_read();
	traced_io.operation = 2;
}

static struct {
	uint32_t count, pad[15];
	void *pids;
} reaper_pids;

/* A process below this one, that there is something to tell. */
static void before_reaper(void)
{
	static long child;

	reaper_pids.count = 16;
	if (child)
		return;
	EXPECT_EQ(call(NR_procctl, 0, 0, 2, 0), 0); /* P_PID, PROC_REAP_ACQUIRE */
	child = fork_here();
	if (!child) {
		pause_ms(2000);
		call(NR_exit_all, 0);
	}
}

/* What cannot be written is a request all the same. */
static void before_reaper_kill(void)
{
	static const int32_t resume[16] = { SIGCONT, 0, 0 };

	before_reaper();
	EXPECT_EQ(call(NR_mprotect, read_only, 4096, PROT_READ | PROT_WRITE), 0);
	memcpy(read_only, resume, sizeof(resume));
	EXPECT_EQ(call(NR_mprotect, read_only, 4096, PROT_READ), 0);
}

static struct thr_param thread_param;
static void *thread_stack;

static void thread_main(void *arg)
{
	(void)arg;
	call(NR_thr_exit, 0);
}

static void before_thread(void)
{
	static long tids[2];
	static char tls[64] __attribute__((aligned(16)));

	if (!thread_stack)
		thread_stack = pages(65536);
	thread_param = (struct thr_param){ .start_func = thread_main,
					   .stack_base = thread_stack,
					   .stack_size = 65536,
					   .tls_base = tls,
					   .tls_size = 64,
					   .child_tid = &tids[0],
					   .parent_tid = &tids[1] };
}

static struct {
	uint32_t id[6], pad, group_count;
	void *groups, *label;
} credentials;

static void before_credentials(void)
{
	memset(&credentials, 0, sizeof(credentials));
	credentials.group_count = 2;
}

static long set_mask[128];
static int policy;

/* clang-format off */
static const struct nested proc_cases[] = {
	{ "execve, arguments", NR_execve, { L("/bin/sh"), 0, L(no_strings) }, ARG(1), READ, 0, 0, 0 },
	{ "execve, environment", NR_execve, { L("/bin/sh"), L(no_strings), 0 }, ARG(2), MAY_BE_NULL, 0, 0, 0 },
	{ "execve, an argument", NR_execve, { L("/bin/sh"), L(strings), L(no_strings) }, &strings[0], MAY_BE_NULL, 0, before_strings, 0 },
	{ "execve, of the environment", NR_execve, { L("/bin/sh"), L(no_strings), L(strings) }, &strings[0], MAY_BE_NULL, 0, before_strings, 0 },
	{ "fexecve, arguments", NR_fexecve, { PROGRAM, 0, L(no_strings) }, ARG(1), READ, 0, 0, 0 },
	{ "fexecve, environment", NR_fexecve, { PROGRAM, L(no_strings), 0 }, ARG(2), MAY_BE_NULL, 0, 0, 0 },
	{ "fexecve, an argument", NR_fexecve, { PROGRAM, L(strings), L(no_strings) }, &strings[0], MAY_BE_NULL, 0, before_strings, 0 },
	{ "fexecve, of the environment", NR_fexecve, { PROGRAM, L(no_strings), L(strings) }, &strings[0], MAY_BE_NULL, 0, before_strings, 0 },
	{ "ptrace PT_IO, here, read", NR_ptrace, { 12, TRACED, L(&traced_io) }, &traced_io.address, WRITTEN, 0, before_traced_read, end_traced },
	{ "ptrace PT_IO, here, written", NR_ptrace, { 12, TRACED, L(&traced_io) }, &traced_io.address, READ, 0, before_traced_write, end_traced },
	{ "ptrace PT_IO, there", NR_ptrace, { 12, TRACED, L(&traced_io) }, &traced_io.offset, READ, 0, before_traced_read, end_traced },
	{ "ptrace PT_LWPINFO", NR_ptrace, { 13, TRACED, 0, 160 }, ARG(2), WRITTEN, 0, trace_one, end_traced },
	{ "ptrace PT_GETLWPLIST", NR_ptrace, { 15, TRACED, 0, 4 }, ARG(2), WRITTEN, 0, trace_one, end_traced },
	{ "procctl REAP_STATUS", NR_procctl, { 0, 0, 4 }, ARG(3), WRITTEN, 0, 0, 0 },
	{ "procctl REAP_GETPIDS", NR_procctl, { 0, 0, 5 }, ARG(3), READ, 0, before_reaper, 0 },
	{ "procctl REAP_GETPIDS, pids", NR_procctl, { 0, 0, 5, L(&reaper_pids) }, &reaper_pids.pids, WRITTEN, 0, before_reaper, 0 },
	{ "procctl REAP_KILL", NR_procctl, { 0, 0, 6 }, ARG(3), WRITTEN, 0, before_reaper_kill, 0 },
	{ "procctl TRACE_CTL", NR_procctl, { 0, 0, 7 }, ARG(3), READ, 0, 0, 0 },
	{ "procctl TRACE_STATUS", NR_procctl, { 0, 0, 8 }, ARG(3), WRITTEN, 0, 0, 0 },
	{ "procctl TRAPCAP_STATUS", NR_procctl, { 0, 0, 10 }, ARG(3), WRITTEN, 0, 0, 0 },
	{ "procctl PDEATHSIG_CTL", NR_procctl, { 0, 0, 11 }, ARG(3), READ, 0, 0, 0 },
	{ "procctl PDEATHSIG_STATUS", NR_procctl, { 0, 0, 12 }, ARG(3), WRITTEN, 0, 0, 0 },
	{ "procctl ASLR_CTL", NR_procctl, { 0, 0, 13 }, ARG(3), READ, 0, 0, 0 },
	{ "procctl ASLR_STATUS", NR_procctl, { 0, 0, 14 }, ARG(3), WRITTEN, 0, 0, 0 },
	{ "procctl NO_NEW_PRIVS_CTL", NR_procctl, { 0, 0, 19 }, ARG(3), READ, 0, 0, 0 },
	{ "procctl NO_NEW_PRIVS_STATUS", NR_procctl, { 0, 0, 20 }, ARG(3), WRITTEN, 0, 0, 0 },
	{ "cpuset", NR_cpuset, { 0 }, ARG(0), WRITTEN, 0, 0, 0 },
	{ "cpuset_getid", NR_cpuset_getid, { 2, 2, -1 }, ARG(3), WRITTEN, 0, 0, 0 },
	{ "cpuset_getaffinity", NR_cpuset_getaffinity, { 3, 2, -1, 128 }, ARG(4), WRITTEN, 0, 0, 0 },
	{ "cpuset_setaffinity", NR_cpuset_setaffinity, { 3, 2, -1, 128 }, ARG(4), READ, 0, 0, 0 },
	{ "cpuset_getdomain, mask", NR_cpuset_getdomain, { 3, 2, -1, 32, 0, L(&policy) }, ARG(4), WRITTEN, 0, 0, 0 },
	{ "cpuset_getdomain, policy", NR_cpuset_getdomain, { 3, 2, -1, 32, L(set_mask) }, ARG(5), WRITTEN, 0, 0, 0 },
	{ "cpuset_setdomain", NR_cpuset_setdomain, { 3, 2, -1, 32, 0, 1 }, ARG(4), READ, 0, 0, 0 },
	{ "acl_get_file", NR___acl_get_file, { L(nested_path), 2 }, ARG(2), WRITTEN, 0, 0, 0 },
	{ "acl_set_file", NR___acl_set_file, { L(nested_path), 2 }, ARG(2), READ, 0, 0, 0 },
	{ "acl_get_fd", NR___acl_get_fd, { FILE, 2 }, ARG(2), WRITTEN, 0, 0, 0 },
	{ "acl_set_fd", NR___acl_set_fd, { FILE, 2 }, ARG(2), READ, 0, 0, 0 },
	{ "acl_get_link", NR___acl_get_link, { L(nested_path), 2 }, ARG(2), WRITTEN, 0, 0, 0 },
	{ "acl_set_link", NR___acl_set_link, { L(nested_path), 2 }, ARG(2), READ, 0, 0, 0 },
	{ "acl_aclcheck_file", NR___acl_aclcheck_file, { L(nested_path), 2 }, ARG(2), READ, 0, 0, 0 },
	{ "acl_aclcheck_fd", NR___acl_aclcheck_fd, { FILE, 2 }, ARG(2), READ, 0, 0, 0 },
	{ "setcred", NR_setcred, { 1, 0, 48 }, ARG(1), READ, 0, 0, 0 },
	{ "setcred, groups", NR_setcred, { 0x40, L(&credentials), 48 }, &credentials.groups, READ, 0, before_credentials, 0 },
	{ "specialfd", NR___specialfd, { 1, 0, 8 }, ARG(1), READ, 0, 0, 0 },
	{ "sysarch, get", NR_sysarch, { 128 }, ARG(1), WRITTEN, 0, 0, 0 },
	{ "sysarch, set", NR_sysarch, { 129 }, ARG(1), READ, 0, 0, 0 },
	{ "thr_new, the child's id", NR_thr_new, { L(&thread_param), sizeof(thread_param) }, &thread_param.child_tid, WRITTEN | MAY_BE_NULL, 0, before_thread, 0 },
	{ "thr_new, the parent's", NR_thr_new, { L(&thread_param), sizeof(thread_param) }, &thread_param.parent_tid, WRITTEN | MAY_BE_NULL, 0, before_thread, 0 },
	{ "thr_new, priority", NR_thr_new, { L(&thread_param), sizeof(thread_param) }, &thread_param.rtp, MAY_BE_NULL, 0, before_thread, 0 },
};
/* clang-format on */
