/* kill(2), sigqueue(2), thr_kill(2): signals sent. */
#include "shim/dispatch.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "syscall-map/event.h"
#include "syscall-map/map.h"

/* The host's number of a signal to be sent; 0 asks only whether one may. */
static long signal_to_send(long alien)
{
	int host;

	if (!alien)
		return 0;
	if (!valid_signal(alien))
		return -EINVAL;
	host = signal_to_host(alien);
	if (host)
		return host;
	hole("signal without a host twin", (uint64_t)alien);
	return -EINVAL;
}

/*
 * A signal that merges into one that is pending counts all the same in a kqueue, if it
 * is to this process: ask before it is sent, and say afterwards what came of it.
 */
static bool merges(long pid, long sig)
{
	return (!pid || pid == this_thread()->pid) && sig && event_signal_is_pending((int)sig);
}

static long sent(long ret, bool merged, long sig)
{
	if (merged && !is_error(ret))
		event_signal_again((int)sig);
	return ret;
}

/* (pid, sig) */
long map_kill(struct call *c)
{
	long sig = signal_to_send((int)c->alien[1]);
	bool merged;

	if (sig < 0)
		return sig;
	merged = merges((int)c->alien[0], (int)c->alien[1]);
	return sent(host_call(__NR_kill, (int)c->alien[0], sig), merged, (int)c->alien[1]);
}

/* sigqueue(2): (pid, sig, value) */
long map_sigqueue(struct call *c)
{
	struct host_siginfo si = { .code = HOST_SI_QUEUE };
	long sig = signal_to_send((int)c->alien[1]);
	bool merged;

	if (sig < 0)
		return sig;
	if ((int)c->alien[0] <= 0)
		return -EINVAL;
	merged = merges((int)c->alien[0], (int)c->alien[1]);
	si.signo = (int)sig;
	si.pid = this_thread()->pid;
	si.uid = (uint32_t)host_call(__NR_getuid);
	si.value = (uint64_t)c->alien[2];
	return sent(host_call(__NR_rt_sigqueueinfo, (int)c->alien[0], sig, &si), merged,
		    (int)c->alien[1]);
}

/* thr_kill(2): (id, sig); id -1: every other thread */
long map_thr_kill(struct call *c)
{
	struct thread *t = this_thread();
	long sig = signal_to_send((int)c->alien[1]), id;
	bool merged;

	if (sig < 0)
		return sig;
	if (c->alien[0] == -1)
		return threads_kill_others((int)sig);
	id = thread_id_to_host(c->alien[0]);
	/* What is pending for another thread cannot be seen from here. */
	merged = id == t->tid && merges(0, (int)c->alien[1]);
	return sent(host_call(__NR_tgkill, t->pid, id, sig), merged, (int)c->alien[1]);
}

/* thr_kill2(2): (pid, id, sig) */
long map_thr_kill2(struct call *c)
{
	long sig = signal_to_send((int)c->alien[2]);

	if (sig < 0)
		return sig;
	if (c->alien[1] == -1 && (int)c->alien[0] == this_thread()->pid)
		return threads_kill_others((int)sig);
	return host_call(__NR_tgkill, (int)c->alien[0], thread_id_to_host(c->alien[1]), sig);
}
