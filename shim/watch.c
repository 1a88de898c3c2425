/* The watched way through a call: traced, counted. */
#include "abi-tables/abi.h"
#include "shim/dispatch.h"
#include "shim/options.h"
#include "shim/stats.h"
#include "shim/trace.h"

long call_enter_watched(struct call *c, map_fn *prepare)
{
	long ret;

	if (options.stats)
		stats_enter(c);
	if (options.trace)
		trace_enter(c);
	ret = prepare(c);
	return ret;
}

long call_leave_watched(struct call *c, long ret)
{
	if (options.trace)
		trace_leave(c, ret);
	if (options.stats)
		stats_leave(c, ret);
	return ret;
}
