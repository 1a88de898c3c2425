/*
 * The host's unwinder, which is a library of its own: abirun itself has no need of it, and most
 * of the programs that it runs have none.
 */
#ifndef SHIM_LIB_UNWIND_H
#define SHIM_LIB_UNWIND_H

#include <stdbool.h>
#include <unwind.h>

struct lib_unwinder {
	_Unwind_Reason_Code (*force)(struct _Unwind_Exception *, _Unwind_Stop_Fn, void *);
	_Unwind_Reason_Code (*backtrace)(_Unwind_Trace_Fn, void *);
	_Unwind_Ptr (*ip)(struct _Unwind_Context *);
	_Unwind_Word (*cfa)(struct _Unwind_Context *);
};

/* False: it is not there.  `load`: it need not be in memory yet. */
bool lib_unwinder(struct lib_unwinder *u, bool load);

#endif
