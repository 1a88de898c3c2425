/*
 * Reapers: the host's child subreapers.  It tells a process whether it is one, and of
 * no other; so who the reaper of a process is, is known where this process or one that
 * it was forked from has become one.  All else is taken to be init's.
 */
#include <sys/prctl.h>

#include "abi-tables/freebsd/procctl.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/reaper.h"

#define INIT      1
#define RELATIVES 32768

/* The nearest reaper, this process or above it, and the one that was it before; 0: not known. */
static int nearest, outer;

static int own_pid(void)
{
	return (int)host_call(__NR_getpid);
}

static bool is_subreaper(void)
{
	int on = 0;

	return !host_call(__NR_prctl, PR_GET_CHILD_SUBREAPER, &on) && on;
}

long reaper_acquire(int pid, unsigned long data)
{
	long ret;

	(void)data;
	if (pid && pid != own_pid())
		return -EPERM;
	if (is_subreaper())
		return -EBUSY;
	ret = host_call(__NR_prctl, PR_SET_CHILD_SUBREAPER, 1);
	if (!ret) {
		outer = nearest;
		nearest = own_pid();
	}
	return ret;
}

long reaper_release(int pid, unsigned long data)
{
	long ret;

	(void)data;
	if (pid && pid != own_pid())
		return -EPERM;
	if (!is_subreaper())
		return -EINVAL;
	ret = host_call(__NR_prctl, PR_SET_CHILD_SUBREAPER, 0);
	if (!ret) {
		nearest = outer;
		outer = 0;
	}
	return ret;
}

static int reaper_of(int pid)
{
	if ((!pid || pid == own_pid()) && is_subreaper())
		return own_pid();
	if (nearest && nearest != own_pid() && host_call(__NR_kill, nearest, 0) != -ESRCH)
		return nearest;
	return nearest == own_pid() && pid && is_subreaper() ? nearest : INIT;
}

struct relative {
	int pid, parent;
	int subtree; /* the child of the reaper's that it comes from; 0: it is not below it */
	char state;
};

/* Every process, and which of them are below a reaper. */
struct family {
	int reaper;
	unsigned count;
	struct relative *all;
};

static long add_relative(unsigned pid, void *arg)
{
	struct family *f = arg;
	struct host_process h;

	if (f->count < RELATIVES && !host_process((int)pid, &h))
		f->all[f->count++] = (struct relative){ h.pid, h.parent, 0, h.state };
	return 0;
}

static int subtree_of(const struct family *f, int pid)
{
	for (unsigned i = 0; i < f->count; i++)
		if (f->all[i].pid == pid)
			return f->all[i].subtree;
	return 0;
}

static void find_subtrees(struct family *f)
{
	for (bool more = true; more;) {
		more = false;
		for (unsigned i = 0; i < f->count; i++) {
			struct relative *r = &f->all[i];

			if (r->subtree)
				continue;
			r->subtree = r->parent == f->reaper ? r->pid : subtree_of(f, r->parent);
			more |= r->subtree != 0;
		}
	}
}

static long family_of(int pid, struct family *f)
{
	long ret;

	*f = (struct family){ .reaper = reaper_of(pid) };
	f->all = host_alloc(RELATIVES * sizeof *f->all);
	if (!f->all)
		return -ENOMEM;
	ret = host_numbers_in("/proc", add_relative, f);
	find_subtrees(f);
	return ret;
}

static void family_end(struct family *f)
{
	host_free(f->all, RELATIVES * sizeof *f->all);
}

long reaper_status(int pid, unsigned long data)
{
	struct procctl_reaper_status rs = { .rs_pid = -1 };
	struct family f;
	long ret = family_of(pid, &f);

	for (unsigned i = 0; !ret && i < f.count; i++) {
		const struct relative *r = &f.all[i];

		if (!r->subtree)
			continue;
		rs.rs_descendants++;
		rs.rs_children += r->pid == r->subtree;
		if (r->pid == r->subtree || rs.rs_pid == -1)
			rs.rs_pid = r->pid;
	}
	rs.rs_reaper = f.reaper;
	rs.rs_flags = f.reaper == INIT ? REAPER_STATUS_REALINIT : 0;
	if (f.reaper == (pid ? pid : own_pid()))
		rs.rs_flags |= REAPER_STATUS_OWNED;
	family_end(&f);
	return ret ? ret : copy_to_alien(data, &rs, sizeof rs);
}

long reaper_getpids(int pid, unsigned long data)
{
	struct procctl_reaper_pids rp;
	struct family f;
	uint32_t n = 0;
	long ret = copy_from_alien(&rp, data, sizeof rp);

	if (ret)
		return ret;
	ret = family_of(pid, &f);
	for (unsigned i = 0; !ret && i < f.count && n < rp.rp_count; i++) {
		const struct relative *r = &f.all[i];
		struct procctl_reaper_pidinfo pi = {
			r->pid, r->subtree, REAPER_PIDINFO_VALID, { 0 }
		};

		if (!r->subtree)
			continue;
		pi.pi_flags |= r->pid == r->subtree ? REAPER_PIDINFO_CHILD : 0;
		pi.pi_flags |= r->state == 'Z' || r->state == 'X' ? REAPER_PIDINFO_ZOMBIE : 0;
		pi.pi_flags |= r->state == 'T' || r->state == 't' ? REAPER_PIDINFO_STOPPED : 0;
		ret = copy_to_alien(rp.rp_pids + n++ * sizeof pi, &pi, sizeof pi);
	}
	family_end(&f);
	return ret;
}

static bool is_meant(const struct procctl_reaper_kill *rk, const struct relative *r)
{
	if (!r->subtree || r->state == 'Z' || r->state == 'X')
		return false;
	if (rk->rk_flags & REAPER_KILL_CHILDREN)
		return r->pid == r->subtree;
	return !(rk->rk_flags & REAPER_KILL_SUBTREE) || r->subtree == rk->rk_subtree;
}

/* The first that could not be signalled is told, and the others are. */
static long kill_family(const struct family *f, struct procctl_reaper_kill *rk, int sig)
{
	long ret = -ESRCH;

	for (unsigned i = 0; i < f->count; i++) {
		const struct relative *r = &f->all[i];
		long error;

		if (!is_meant(rk, r))
			continue;
		error = host_call(__NR_kill, r->pid, sig);
		if (!error) {
			rk->rk_killed++;
			ret = 0;
		} else if (ret == -ESRCH && error != -ESRCH) {
			rk->rk_fpid = r->pid;
			ret = error;
		}
	}
	return ret;
}

/* What it killed is told whether it failed or not. */
long reaper_kill(int pid, unsigned long data)
{
	struct procctl_reaper_kill rk;
	struct family f;
	long ret = copy_from_alien(&rk, data, sizeof rk);
	uint32_t both = REAPER_KILL_CHILDREN | REAPER_KILL_SUBTREE;
	int sig;

	if (ret)
		return ret;
	if (!valid_signal(rk.rk_sig) || rk.rk_flags & ~both || (rk.rk_flags & both) == both)
		return -EINVAL;
	sig = signal_to_host(rk.rk_sig);
	if (!sig) {
		hole("signal without a host twin", (uint64_t)rk.rk_sig);
		return -EINVAL;
	}
	ret = family_of(pid, &f);
	if (ret)
		return ret;
	rk.rk_killed = 0;
	rk.rk_fpid = -1;
	ret = kill_family(&f, &rk, sig);
	family_end(&f);
	return copy_to_alien(data, &rk, sizeof rk) ?: ret;
}
