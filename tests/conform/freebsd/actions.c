/* sigaction(2), sigprocmask(2), sigaltstack(2), and what they do to a handler. */
#include "signals.h"

static volatile int count, depth, deepest;
static volatile struct siginfo seen;
static struct sigset mask_inside;
static volatile long stack_inside, second_arg;
static struct stack altstack_inside;

static void note(int sig, struct siginfo *info, struct ucontext *context)
{
	long here;

	(void)context;
	count++;
	seen = *info;
	EXPECT_EQ(sig, info->signo);
	mask_inside = mask_now();
	stack_inside = (long)&here;
	call(NR_sigaltstack, 0, &altstack_inside);
}

static void nest(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)info, (void)context;
	if (++depth > deepest)
		deepest = depth;
	if (++count < 4)
		kill_self(sig);
	depth--;
}

/* Without SA_SIGINFO the second argument is the code alone (sigaction(2)). */
static void old_style(int sig, long code)
{
	count++;
	second_arg = code;
	EXPECT_EQ(sig, SIGUSR1);
}

static void test_delivery(void)
{
	struct sigaction old;
	struct sigset others = sigset_of(SIGUSR2);

	count = 0;
	EXPECT_EQ(catch (SIGUSR1, note, 0, &others), 0);
	EXPECT_EQ(kill_self(SIGUSR1), 0);
	EXPECT_EQ(count, 1);
	EXPECT_EQ(seen.code, SI_USER);
	EXPECT_EQ(seen.pid, call(NR_getpid));
	EXPECT_EQ(seen.uid, call(NR_getuid));
	EXPECT(sigset_has(&mask_inside, SIGUSR1));
	EXPECT(sigset_has(&mask_inside, SIGUSR2));
	EXPECT(!sigset_has(&mask_inside, SIGHUP));
	mask_inside = mask_now();
	EXPECT(!sigset_has(&mask_inside, SIGUSR1) && !sigset_has(&mask_inside, SIGUSR2));
	EXPECT_EQ(call(NR_sigaction, SIGUSR1, 0, &old), 0);
	EXPECT_EQ(old.handler, (void *)note);
	EXPECT_EQ(old.flags, SA_SIGINFO);
	EXPECT_EQ(old.mask[0], others.word[0]);
	EXPECT_EQ(signal_catch(SIGUSR1, (void (*)(int))(void *)old_style, 0), 0);
	kill_self(SIGUSR1);
	EXPECT_EQ(count, 2);
	EXPECT_EQ(second_arg, SI_USER);
}

static void test_refusals(void)
{
	struct sigaction action = { .handler = (void *)note };

	EXPECT_EQ(call(NR_sigaction, SIGKILL, &action, 0), -EINVAL);
	EXPECT_EQ(call(NR_sigaction, SIGSTOP, &action, 0), -EINVAL);
	EXPECT_EQ(call(NR_sigaction, 0, &action, 0), -EINVAL);
	EXPECT_EQ(call(NR_sigaction, 129, &action, 0), -EINVAL);
	EXPECT_EQ(call(NR_sigaction, SIGUSR1, 8, 0), -EFAULT);
	EXPECT_EQ(call(NR_sigaction, SIGUSR1, 0, 8), -EFAULT);
	EXPECT_EQ(call(NR_sigprocmask, 9, &action.mask, 0), -EINVAL);
	EXPECT_EQ(call(NR_sigprocmask, SIG_BLOCK, 8, 0), -EFAULT);
	EXPECT_EQ(call(NR_kill, call(NR_getpid), 200), -EINVAL);
	EXPECT_EQ(call(NR_kill, call(NR_getpid), 0), 0);
	EXPECT_EQ(call(NR_thr_kill, thread_self(), 0), 0);
	EXPECT_EQ(call(NR_thr_kill, 0x7ffffffe, 0), -ESRCH);
}

static void test_flags(void)
{
	struct sigaction old;

	count = depth = deepest = 0;
	EXPECT_EQ(catch (SIGUSR1, nest, SA_NODEFER, NULL), 0);
	kill_self(SIGUSR1);
	EXPECT_EQ(count, 4);
	EXPECT_EQ(deepest, 4);
	count = depth = deepest = 0;
	catch (SIGUSR1, nest, 0, NULL);
	kill_self(SIGUSR1);
	EXPECT_EQ(count, 4);
	EXPECT_EQ(deepest, 1);
	count = 0;
	catch (SIGUSR1, note, SA_RESETHAND, NULL);
	kill_self(SIGUSR1);
	EXPECT_EQ(count, 1);
	call(NR_sigaction, SIGUSR1, 0, &old);
	EXPECT_EQ(old.handler, 0);
	/* Its default would end us; SIGWINCH's and SIGINFO's are to be ignored. */
	set_action(SIGUSR1, SIG_IGN);
	EXPECT_EQ(kill_self(SIGUSR1), 0);
	EXPECT_EQ(kill_self(SIGWINCH), 0);
	EXPECT_EQ(kill_self(SIGINFO), 0);
	EXPECT_EQ(kill_self(SIGURG), 0);
	EXPECT_EQ(kill_self(SIGCONT), 0);
}

/* All 128 bits are kept as they were given, but for the two signals that can't be blocked. */
static void test_mask(void)
{
	struct sigset all = { { ~0u, ~0u, ~0u, ~0u } }, none = { { 0 } }, got, pending;

	EXPECT_EQ(call(NR_sigprocmask, SIG_SETMASK, &all, &got), 0);
	got = mask_now();
	EXPECT(!sigset_has(&got, SIGKILL) && !sigset_has(&got, SIGSTOP));
	EXPECT_EQ(got.word[0], ~(1u << (SIGKILL - 1) | 1u << (SIGSTOP - 1)));
	EXPECT_EQ(got.word[1], ~0u);
	EXPECT_EQ(got.word[2], ~0u);
	EXPECT_EQ(got.word[3], ~0u);
	count = 0;
	catch (SIGUSR1, note, 0, NULL);
	catch (SIGINFO, note, 0, NULL);
	kill_self(SIGUSR1);
	kill_self(SIGINFO);
	EXPECT_EQ(count, 0);
	EXPECT_EQ(call(NR_sigpending, &pending), 0);
	EXPECT(sigset_has(&pending, SIGUSR1));
	EXPECT(sigset_has(&pending, SIGINFO));
	EXPECT(!sigset_has(&pending, SIGUSR2));
	EXPECT_EQ(call(NR_sigprocmask, SIG_SETMASK, &none, 0), 0);
	EXPECT_EQ(count, 2);
	EXPECT_EQ(call(NR_sigpending, &pending), 0);
	EXPECT_EQ(pending.word[0], 0);
	/* Ignoring a pending signal forgets it. */
	block(SIGUSR1);
	kill_self(SIGUSR1);
	set_action(SIGUSR1, SIG_IGN);
	catch (SIGUSR1, note, 0, NULL);
	unblock(SIGUSR1);
	EXPECT_EQ(count, 2);
}

static void try_on_stack(int sig, struct siginfo *info, struct ucontext *context)
{
	struct stack other = { pages(65536), 65536, 0 };

	note(sig, info, context);
	EXPECT_EQ(call(NR_sigaltstack, &other, 0), -EPERM);
	call(NR_munmap, other.sp, other.size);
}

static void test_altstack(void)
{
	struct stack stack = { pages(65536), 65536, 0 }, old;
	struct stack small = { stack.sp, MINSIGSTKSZ - 1, 0 };
	struct stack off = { 0, 0, SS_DISABLE };
	struct stack odd = { stack.sp, 65536, 0x40 };

	EXPECT_EQ(call(NR_sigaltstack, 0, &old), 0);
	EXPECT_EQ(old.flags, SS_DISABLE);
	EXPECT_EQ(call(NR_sigaltstack, &small, 0), -ENOMEM);
	EXPECT_EQ(call(NR_sigaltstack, &odd, 0), -EINVAL);
	EXPECT_EQ(call(NR_sigaltstack, &stack, 0), 0);
	EXPECT_EQ(call(NR_sigaltstack, 0, &old), 0);
	EXPECT_EQ(old.sp, stack.sp);
	EXPECT_EQ(old.size, 65536);
	EXPECT_EQ(old.flags, 0);
	catch (SIGUSR1, try_on_stack, SA_ONSTACK, NULL);
	kill_self(SIGUSR1);
	EXPECT(stack_inside > (long)stack.sp && stack_inside < (long)stack.sp + 65536);
	EXPECT_EQ(altstack_inside.flags, SS_ONSTACK);
	catch (SIGUSR1, note, 0, NULL);
	kill_self(SIGUSR1);
	EXPECT(stack_inside < (long)stack.sp || stack_inside > (long)stack.sp + 65536);
	EXPECT_EQ(call(NR_sigaltstack, &off, 0), 0);
	catch (SIGUSR1, note, SA_ONSTACK, NULL);
	kill_self(SIGUSR1);
	EXPECT(stack_inside < (long)stack.sp || stack_inside > (long)stack.sp + 65536);
	EXPECT_EQ(altstack_inside.flags, SS_DISABLE);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_delivery();
	test_refusals();
	test_flags();
	test_mask();
	test_altstack();
	return result();
}
