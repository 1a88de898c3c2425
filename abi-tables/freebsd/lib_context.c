/* Where shim/lib finds registers in a handler's context. */
#include <stddef.h>

#include "abi-tables/freebsd/frame.h"
#include "abi-tables/lib_facts.h"

extern const struct lib_context freebsd_lib_context;
const struct lib_context freebsd_lib_context = {
	.rip = offsetof(struct freebsd_ucontext, mc.rip),
	.rsp = offsetof(struct freebsd_ucontext, mc.rsp),
	.rax = offsetof(struct freebsd_ucontext, mc.rax),
	.rflags = offsetof(struct freebsd_ucontext, mc.rflags),
};
