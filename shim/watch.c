/* The watched way through a call: traced, counted, its names looked up in the alien's tree. */
#include "abi-tables/abi.h"
#include "shim/dispatch.h"
#include "shim/options.h"
#include "shim/stats.h"
#include "shim/trace.h"
#include "syscall-map/map.h"
#include "syscall-map/sysroot.h"

void call_enter_watched(struct call *c)
{
	if (options.stats)
		stats_enter(c);
	c->line = NULL;
	if (options.trace)
		trace_enter(c);
	sysroot_arguments(c);
}

long call_leave_watched(struct call *c, long ret)
{
	bool restarts = call_failed_with(c, ret) && call_restarts(c, ret);

	if (options.trace)
		trace_leave(c, restarts ? RESTART : ret);
	if (options.stats)
		stats_leave(c, ret);
	return ret;
}

void call_renamed(struct call *c)
{
	if (options.trace)
		trace_rename(c);
	sysroot_arguments(c);
}

void call_vanishes(struct call *c, bool for_good)
{
	if (!watching)
		return;
	if (options.trace)
		trace_vanish(c, for_good);
	if (options.stats && for_good)
		stats_leave(c, 0);
}
