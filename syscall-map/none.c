#include "shim/signal.h"
#include "syscall-map/map.h"

/* The answer of a row that has none: its errno, and a trace that says which. */
long map_none(struct call *c)
{
	hole(c->row->symbol, c->nr);
	return -c->row->error;
}

/*
 * The host answers such a call with ENOSYS alone.  The alien's signal goes the way of any that is
 * sent to the thread: blocked it waits, ignored it is nothing.
 */
long map_nosys(struct call *c)
{
	struct host_siginfo si = { .signo = signal_to_host(abi->nosys_signal),
				   .code = HOST_SI_SYSTEM };

	hole(c->row->kind == ROW_NONE ? c->row->symbol : "no such call", (uint64_t)c->nr);
	if (si.signo)
		host_call(__NR_rt_tgsigqueueinfo, host_call(__NR_getpid), host_call(__NR_gettid),
			  si.signo, &si);
	return -ENOSYS;
}
