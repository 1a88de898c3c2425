/*
 * Waiting for children.  Both calls of the BSDs are the host's waitid(2): wait4(2)
 * takes WNOWAIT there, which the host's wait4 refuses.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "shim/host_signal.h"
#include "syscall-map/event.h"
#include "syscall-map/map.h"
#include "syscall-map/procdesc.h"
#include "syscall-map/waiting.h"

/* A signal's number in a status; a host signal that the alien has no name for ended it like
 * SIGKILL. */
static int status_signal(int host)
{
	int sig = signal_to_alien(host);

	if (!sig)
		hole("signal of a child", (uint64_t)host);
	return sig ? sig : signal_to_alien(SIGKILL);
}

/* The status word of wait(2), the same on all systems but for the signals in it. */
static uint32_t status_word(const struct host_siginfo *si)
{
	switch (si->code) {
	case CLD_EXITED:
		return (uint32_t)(si->status & 0xff) << 8;
	case CLD_KILLED:
		return (uint32_t)status_signal(si->status);
	case CLD_DUMPED:
		return (uint32_t)status_signal(si->status) | 0x80;
	case CLD_CONTINUED:
		return (uint32_t)abi->wait_continued;
	default: /* stopped or trapped; above the signal stands ptrace's event */
		return (uint32_t)status_signal(si->status & 0x7f) << 8 | 0x7f;
	}
}

static finish_fn finish_wait4, finish_wait6;

static long begin_waiting(struct call *c, int idtype, long id, uint64_t options, finish_fn *finish)
{
	struct waiting *w = call_scratch(c, sizeof *w);

	w->info.pid = 0;
	w->apart = finish == finish_wait4 ? c->alien[3] : c->alien[4];
	c->host[0] = idtype;
	c->host[1] = id;
	c->host[2] = (long)&w->info;
	c->host[3] = (long)options;
	c->host[4] = (long)&w->usage;
	c->finish = finish;
	c->host_nr = __NR_waitid;
	if (idtype == P_PID && procdesc_is_left((int)id))
		return -ECHILD;
	if (w->apart || idtype >= WAIT_SESSION || (idtype == P_ALL && procdesc_any()))
		return finish(c, wait_for(w, idtype, id, options));
	return CALL_HOST;
}

/* Kernels before 6.15 forget a reaped child's status, which a kqueue may yet have to tell. */
static void tell_kqueues(const struct host_siginfo *si)
{
	if (si->code == CLD_EXITED || si->code == CLD_KILLED || si->code == CLD_DUMPED)
		event_child_reaped(si->pid, (int)status_word(si));
}

/* What waitid has said, or what was kept of a child with a descriptor.  ret, or -errno. */
static long end_waiting(struct call *c, struct waiting *w, long ret)
{
	bool leave = c->host[3] & WNOWAIT;

	if (ret == -ECHILD && c->host[0] == P_PID && c->host[3] & WEXITED &&
	    procdesc_take((int)c->host[1], &w->info, &w->usage, leave))
		ret = 0;
	if (ret < 0 || !w->info.pid)
		return ret;
	tell_kqueues(&w->info);
	if (!leave)
		procdesc_keep(&w->info, &w->usage, true);
	return 0;
}

/* (pid, status, options, usage) */
static long finish_wait4(struct call *c, long ret)
{
	struct waiting *w = (struct waiting *)c->scratch;

	ret = end_waiting(c, w, ret);
	if (ret < 0 || !w->info.pid)
		return ret;
	if (c->alien[1])
		ret = put_alien_u32((unsigned long)c->alien[1], status_word(&w->info));
	if (!ret && c->alien[3])
		ret = layout_to_alien(LAYOUT_rusage, (unsigned long)c->alien[3], &w->usage);
	return ret ? ret : w->info.pid;
}

long map_wait4(struct call *c)
{
	int pid = (int)c->alien[0];
	uint64_t options;
	long error = xlat_to_host(XLAT_wait, (uint64_t)c->alien[2], &options);

	if (error)
		return error;
	options |= WEXITED;
	if (pid == -1)
		return begin_waiting(c, P_ALL, 0, options, finish_wait4);
	if (pid > 0)
		return begin_waiting(c, P_PID, pid, options, finish_wait4);
	/* Group 0 is the caller's own, here and there. */
	return begin_waiting(c, P_PGID, -(long)pid, options, finish_wait4);
}

/* (idtype, id, status, options, usage, info).  The usage is two, the child's own and its
 * children's. */
static long finish_wait6(struct call *c, long ret)
{
	struct waiting *w = (struct waiting *)c->scratch;
	unsigned long usage = (unsigned long)c->alien[4], info = (unsigned long)c->alien[5];
	size_t usage_size = abi->layouts[LAYOUT_rusage].alien_size;

	ret = end_waiting(c, w, ret);
	if (ret < 0)
		return ret;
	if (!w->info.pid)
		return info ? clear_alien(info, abi->layouts[LAYOUT_siginfo].alien_size) : 0;
	if (c->alien[2])
		ret = put_alien_u32((unsigned long)c->alien[2], status_word(&w->info));
	if (!ret && usage)
		ret = layout_to_alien(LAYOUT_rusage, usage, &w->usage)
			  ?: layout_to_alien(LAYOUT_rusage, usage + usage_size, &w->below);
	if (!ret && info)
		ret = layout_to_alien(LAYOUT_siginfo, info, &w->info);
	return ret ? ret : w->info.pid;
}

long map_wait6(struct call *c)
{
	uint64_t options, idtype;
	long error = xlat_to_host(XLAT_wait, (uint64_t)c->alien[3], &options)
			 ?: xlat_to_host(XLAT_idtype, (uint64_t)c->alien[0], &idtype);

	if (error)
		return error;
	/* A wait for traced children alone, which the host reports unasked: it must be asked for
	 * something. */
	if (abi->wait_trapped & c->alien[3])
		options |= WSTOPPED;
	if (idtype == P_PID && c->alien[1] <= 0)
		return -ECHILD;
	return begin_waiting(c, (int)idtype, c->alien[1], options, finish_wait6);
}
