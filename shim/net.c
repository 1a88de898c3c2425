#include <errno.h>
#include <linux/prctl.h>
#include <signal.h>

#include "shim/door.h"
#include "shim/glibc/patch.h"
#include "shim/host.h"
#include "shim/net.h"
#include "shim/options.h"
#include "shim/ranges.h"
#include "shim/site.h"
#include "shim/threads.h"

#ifndef PR_SYS_DISPATCH_INCLUSIVE_ON
#define PR_SYS_DISPATCH_INCLUSIVE_ON 2 /* linux/prctl.h since 6.17 */
#endif
#define CODE_USER_DISPATCH 2 /* SYS_USER_DISPATCH, asm-generic/siginfo.h */

/* What the kernel is asked for: everything in the range, or everything but the range. */
static struct {
	long mode; /* 0: not armed */
	uint64_t from, length;
} net;

bool net_is_armed(void)
{
	return net.mode;
}

/* One range that takes in all alien code must not take in any of the host's. */
static bool holds_host_code(uint64_t from, uint64_t to)
{
	uint64_t host_from, host_to;

	host_text(&host_from, &host_to);
	return is_host_object(from, to - from) || (host_from < to && host_to > from);
}

static long arm(void)
{
	return host_call_all_threads(__NR_prctl, PR_SET_SYSCALL_USER_DISPATCH, net.mode,
				     (long)net.from, (long)net.length, 0);
}

static void arm_exclusive(void)
{
	uint64_t from, to;

	host_text(&from, &to);
	net.mode = PR_SYS_DISPATCH_ON;
	net.from = from;
	net.length = to - from;
	arm();
}

static void arm_for(uint64_t from, uint64_t to)
{
	if (options.net == NET_OFF || net.mode == PR_SYS_DISPATCH_ON)
		return;
	if (options.net == NET_EXCLUSIVE) {
		arm_exclusive();
		return;
	}
	if (net.mode) {
		uint64_t end = net.from + net.length;

		from = from < net.from ? from : net.from;
		to = to > end ? to : end;
		if (from == net.from && to == end)
			return;
	}
	net.mode = PR_SYS_DISPATCH_INCLUSIVE_ON;
	net.from = from;
	net.length = to - from;
	/* Kernels before 6.17 know only "all but one range": that of abirun's own text. */
	if (holds_host_code(from, to) || arm() < 0)
		arm_exclusive();
}

void net_arm(uint64_t from, uint64_t to)
{
	static struct lock lock;

	lock_take(&lock);
	arm_for(from, to);
	lock_drop(&lock);
}

void net_thread_start(void)
{
	if (net.mode)
		host_call(__NR_prctl, PR_SET_SYSCALL_USER_DISPATCH, net.mode, net.from, net.length,
			  0);
}

void net_thread_pause(void)
{
	if (net.mode == PR_SYS_DISPATCH_ON)
		host_call(__NR_prctl, PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_OFF, 0, 0, 0);
}

static long find_stub(void *address)
{
	return (long)patch_trapped((uint64_t)address);
}

/*
 * rt_sigprocmask on the mask that the frame gives back: the handler's own would end
 * with it.  SIGSYS stays open, for the next call traps too.
 */
static long change_mask(uint64_t *mask, long how, const uint64_t *set, uint64_t *old)
{
	uint64_t now = *mask, given = set ? *set & ~SIGNAL_BIT(HOST_SIGSYS) : 0;

	if (set && how == SIG_SETMASK)
		*mask = given;
	else if (set && how == SIG_BLOCK)
		*mask |= given;
	else if (set && how == SIG_UNBLOCK)
		*mask &= ~given;
	else if (set)
		return -EINVAL;
	if (old)
		*old = now;
	return 0;
}

/* The exclusive mode catches glibc's calls too (t2): make them here. */
static void make_host_call(struct host_ucontext *uc)
{
	struct host_sigcontext *regs = &uc->regs;

	if (regs->rax == __NR_rt_sigprocmask) {
		regs->rax = (uint64_t)change_mask(
		    &uc->mask, (int)regs->rdi, (const uint64_t *)regs->rsi, (uint64_t *)regs->rdx);
		return;
	}
	regs->rax = (uint64_t)host_call((long)regs->rax, regs->rdi, regs->rsi, regs->rdx, regs->r10,
					regs->r8, regs->r9);
}

bool net_trapped(const struct host_siginfo *si, struct host_ucontext *uc)
{
	struct host_sigcontext *regs = &uc->regs;
	uint64_t address = si->call_addr - 2;
	const struct site *s;

	if (si->code != CODE_USER_DISPATCH)
		return false;
	/* The kernel has rolled nothing back but rax: rip is behind the instruction. */
	regs->rax = (uint64_t)(uint32_t)si->syscall;
	if (is_host(address)) {
		make_host_call(uc);
		return true;
	}
	/* The exclusive mode knows nothing of thin stubs: go the way of the others. */
	s = site_of_stub(address);
	if (s) {
		regs->rax = (uint64_t)s->nr;
		regs->rcx = s->resume;
		regs->rip = (uint64_t)entry;
		return true;
	}
	s = site_at(address);
	/* One that was patched has a stub for its own way in; this came another way. */
	if (!s || s->thin || s->resume != address + 2)
		s = (const struct site *)call_glibc(find_stub, (void *)address);
	if (s)
		regs->rip = s->call;
	else
		regs->rip =
		    address; /* no room for a stub: trap again, harmlessly, until there is */
	return true;
}
