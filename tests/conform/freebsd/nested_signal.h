/*
 * nested.c: addresses that the system uses of itself later: a stack for handlers, a
 * handler, a context's vector state, the mutexes of a thread that has ended.
 */

static void leave_quietly(int sig)
{
	(void)sig;
	call(NR_exit_all, 0);
}

static int status_of(long pid)
{
	int status = -1;

	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	return status;
}

static void without_core(void)
{
	static const long none[2];

	call(NR_setrlimit, 4, none); /* RLIMIT_CORE */
}

/* sendsig: where there is no room for the frame, SIGILL, and it can't be caught. */
static bool try_stack(const void *subject, void *bad)
{
	struct stack stack = { bad, 4096, 0 };
	struct sigaction action = { leave_quietly, SA_ONSTACK, { 0 } };
	long pid = fork_here();
	int status;

	(void)subject;
	if (!pid) {
		without_core();
		call(NR_sigaction, SIGILL, &action, 0);
		call(NR_sigaction, SIGUSR1, &action, 0);
		call(NR_sigaltstack, &stack, 0);
		kill_self(SIGUSR1);
		call(NR_exit_all, 1);
	}
	status = status_of(pid);
	EXPECT_EQ(status & 0x7f, SIGILL);
	return (status & 0x7f) == SIGILL;
}

/* It is called, and faults there. */
static bool try_handler(const void *subject, void *bad)
{
	long pid = fork_here();
	int status;

	(void)subject;
	if (!pid) {
		without_core();
		set_action(SIGUSR1, bad);
		kill_self(SIGUSR1);
		call(NR_exit_all, 1);
	}
	status = status_of(pid) & 0x7f;
	EXPECT(status == SIGSEGV || status == SIGBUS || status == SIGILL);
	return status == SIGSEGV || status == SIGBUS || status == SIGILL;
}

/* A handler's own context, which has vector state where the processor has more than SSE's. */
static const struct ucontext *caught_context;

static bool try_vectors(const void *subject, void *bad)
{
	struct ucontext changed = *caught_context;
	long ret;

	(void)subject;
	changed.mcontext.xfpustate = (long)bad;
	ret = call(NR_sigreturn, &changed);
	EXPECT_EQ(ret, -EFAULT);
	return ret == -EFAULT;
}

static void with_context(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig, (void)info;
	caught_context = context;
	if (context->mcontext.flags & 4) /* _MC_HASFPXSTATE */
		each_bad(try_vectors, NULL, false, false);
}

/* sys/kern/kern_umtx.c: umtxq_thread_exit ends at what it can't read; nobody is told. */
static struct robust {
	void *list, *private_list, *in_action;
} robust;

static void end_with_list(void *arg)
{
	EXPECT_EQ(call(NR__umtx_op, 0, 26, sizeof(robust), &robust, 0), 0);
	(void)arg;
}

static bool try_list(const void *subject, void *bad)
{
	static char *stack;
	static void *heads[1];
	struct thread thread;

	(void)subject;
	if (!stack)
		stack = pages(65536);
	for (int nested = 0; nested < 2; nested++) {
		heads[0] = bad;
		robust.list = robust.private_list = robust.in_action = nested ? heads : bad;
		EXPECT_EQ(thread_start(&thread, end_with_list, 0, stack, 65536), 0);
		thread_join(&thread);
	}
	return true;
}

static void test_signals(void)
{
	each_bad(try_stack, NULL, false, true);
	each_bad(try_handler, NULL, true, true);
	catch (SIGUSR1, with_context, 0, NULL);
	kill_self(SIGUSR1);
	each_bad(try_list, NULL, false, true);
}
