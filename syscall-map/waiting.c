/*
 * Waiting for children: see waiting.h.  The host tells one usage, of a child with its
 * children, and knows children by process and process group alone.
 */
#include <sys/wait.h>

#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/procdesc.h"
#include "syscall-map/waiting.h"

#define TICK_USEC 10000 /* USER_HZ is 100, on all hosts */

static struct timeval of_ticks(uint64_t ticks)
{
	return (struct timeval){ (time_t)(ticks / 100), (long)(ticks % 100 * TICK_USEC) };
}

static void subtract(struct timeval *from, const struct timeval *t)
{
	int64_t usec = (from->tv_sec - t->tv_sec) * 1000000 + from->tv_usec - t->tv_usec;

	if (usec < 0) /* the one was counted in ticks */
		usec = 0;
	from->tv_sec = usec / 1000000;
	from->tv_usec = usec % 1000000;
}

/*
 * Of a child that is not reaped yet /proc tells what its own children used: times in
 * ticks, and page faults.  All else stays with the child.
 */
static void tell_apart(struct waiting *w)
{
	struct host_process h;

	memset(&w->below, 0, sizeof w->below);
	if (!w->apart || host_process(w->info.pid, &h))
		return;
	w->below.ru_utime = of_ticks(h.child_user_ticks);
	w->below.ru_stime = of_ticks(h.child_system_ticks);
	w->below.ru_minflt = (long)h.child_minor_faults;
	w->below.ru_majflt = (long)h.child_major_faults;
}

static void take_off(struct waiting *w)
{
	if (!w->apart)
		return;
	subtract(&w->usage.ru_utime, &w->below.ru_utime);
	subtract(&w->usage.ru_stime, &w->below.ru_stime);
	w->usage.ru_minflt -= w->below.ru_minflt;
	w->usage.ru_majflt -= w->below.ru_majflt;
}

/* waitid(2), but that a child whose usages are to be told apart is looked at before it is reaped.
 */
static long ask(struct waiting *w, int idtype, long id, uint64_t options)
{
	uint64_t look = w->apart ? WNOWAIT : 0;
	long ret;

	do {
		w->info.pid = 0;
		ret = host_sleep(__NR_waitid, idtype, id, &w->info, options | look, &w->usage);
		if (ret < 0 || !w->info.pid)
			return ret;
		if (!w->apart)
			return 0;
		tell_apart(w);
		if (options & WNOWAIT)
			break;
		ret = host_call(__NR_waitid, P_PID, w->info.pid, &w->info, options | WNOHANG,
				&w->usage);
	} while (ret || !w->info.pid); /* another thread was faster */
	take_off(w);
	return 0;
}

/* Any child will do: those that have a descriptor do not count, procdesc.h. */
static long wait_for_any(struct waiting *w, uint64_t options)
{
	for (;;) {
		long ret;

		procdesc_reap();
		if (procdesc_only())
			return -ECHILD;
		ret = ask(w, P_ALL, 0, options);
		if (ret < 0 || !procdesc_is_child(w->info.pid))
			return ret;
		if (options & WNOWAIT) /* it would be met again */
			host_call(__NR_waitid, P_PID, w->info.pid, &w->info,
				  (options & ~(uint64_t)WNOWAIT) | WNOHANG, &w->usage);
		procdesc_keep(&w->info, &w->usage, false);
	}
}

struct among {
	struct waiting *w;
	uint64_t options;
	int idtype;
	long id;
	unsigned found;
};

static bool matches(const struct among *a, int pid)
{
	struct host_process h;

	if (a->idtype == WAIT_PRISON) /* there is one, whose number is 0 */
		return a->id == 0;
	if (a->idtype == WAIT_SESSION)
		return host_call(__NR_getsid, pid) == a->id;
	if (host_process(pid, &h))
		return false;
	return a->id == (long)(a->idtype == WAIT_USER ? h.euid : h.egid);
}

static long look_at(unsigned pid, void *arg)
{
	struct among *a = arg;

	if (!matches(a, (int)pid))
		return 0;
	a->found++;
	return ask(a->w, P_PID, pid, a->options | WNOHANG) == 0 && a->w->info.pid ? 1 : 0;
}

/* As long as a child that is not asked for has something to tell there is nothing to sleep on. */
static long pause_for(int64_t *nsec)
{
	int64_t time[2] = { 0, *nsec };
	long ret = host_sleep(__NR_nanosleep, time, 0);

	if (*nsec < 32000000)
		*nsec *= 2;
	return ret;
}

static long wait_among(struct among *a)
{
	struct host_siginfo other = { .pid = 0 };
	int64_t nsec = 1000000;
	long ret;

	for (;;) {
		a->found = 0;
		a->w->info.pid = 0;
		ret = host_children(look_at, a);
		if (ret)
			return ret > 0 ? 0 : ret;
		if (!a->found)
			return -ECHILD;
		a->w->info.pid = 0;
		if (a->options & WNOHANG)
			return 0;
		ret = other.pid
			  ? pause_for(&nsec)
			  : host_sleep(__NR_waitid, P_ALL, 0, &other, a->options | WNOWAIT, 0);
		if (ret)
			return ret;
	}
}

long wait_for(struct waiting *w, int idtype, long id, uint64_t options)
{
	struct among a = { w, options, idtype, id, 0 };

	if (idtype >= WAIT_SESSION)
		return wait_among(&a);
	if (idtype == P_ALL && procdesc_any())
		return wait_for_any(w, options);
	return ask(w, idtype, id, options);
}
