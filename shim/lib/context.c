/* makecontext(3): a context that calls a function on a stack of its own. */
#include <stdarg.h>
#include <stdlib.h>

#include "abi-tables/freebsd/frame.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

void lib_context_return(void); /* thunk.S */
void lib_context_done(const struct freebsd_ucontext *uc) __attribute__((noreturn));

/* The function has returned: go on where uc_link says, or end. */
void lib_context_done(const struct freebsd_ucontext *uc)
{
	if (uc->link) {
		lib_row(NR_setcontext, uc->link);
		abort();
	}
	exit(0);
}

/* More arguments than registers make a context that cannot be used, as there. */
void lib_makecontext(struct freebsd_ucontext *uc, void (*function)(void), int count, ...)
{
	uint64_t *const to[6] = { &uc->mc.rdi, &uc->mc.rsi, &uc->mc.rdx,
				  &uc->mc.rcx, &uc->mc.r8,  &uc->mc.r9 };
	uint64_t *sp = (uint64_t *)((uc->stack.base + uc->stack.size) & ~15ul); /* NOLINT */
	va_list args;

	if (count < 0 || count > 6) {
		uc->mc.len = 0;
		return;
	}
	va_start(args, count);
	for (int i = 0; i < count; i++)
		*to[i] = va_arg(args, uint64_t);
	va_end(args);
	*--sp = 0; /* nothing called it */
	*--sp = 0;
	*--sp = (uint64_t)lib_context_return;
	uc->mc.rsp = (uint64_t)sp;
	uc->mc.rip = (uint64_t)function;
	uc->mc.rbx = (uint64_t)uc;
	uc->mc.rbp = 0;
}
