#include "shim/context.h"

#include <errno.h>
#include <string.h>

#include "abi-tables/abi.h"
#include "syscall-map/map.h"

#define CARRY 1ull

void context_ask(unsigned long to, unsigned long then)
{
	static struct host_siginfo ours = { .signo = OWN_SIGNAL, .code = HOST_SI_QUEUE };
	struct thread *t = this_thread();

	t->capture = to;
	t->capture_then = then;
	t->raise = OWN_SIGNAL;
	t->raise_info = &ours;
	t->deferred = 1;
}

/* Into the host's frame as it is: the kernel takes the floating point state from where it put it.
 */
static long go_on_with(struct thread *t, unsigned long context, struct host_ucontext *uc)
{
	uint8_t xstate[XSTATE_MAX] __attribute__((aligned(64)));
	uint8_t *place = (uint8_t *)uc->regs.fpstate;
	struct fpx_sw before, after;
	long error;

	memcpy(&before, place + FPX_SW_OFFSET, sizeof before);
	error = abi->pop_frame(t, context, uc, xstate);
	if (!error && uc->regs.fpstate == (uint64_t)xstate) {
		memcpy(&after, xstate + FPX_SW_OFFSET, sizeof after);
		memcpy(place, xstate, FXSAVE_SIZE);
		if (after.magic1 == FPX_MAGIC1 && before.magic1 == FPX_MAGIC1)
			memcpy(place + FXSAVE_SIZE, xstate + FXSAVE_SIZE,
			       after.xstate_size - FXSAVE_SIZE);
	}
	uc->regs.fpstate = (uint64_t)place;
	t->deferred = 0;
	return error;
}

void context_capture(struct thread *t, unsigned long to, struct host_ucontext *uc)
{
	long error = abi->save_context(t, to, uc);

	if (!error && t->capture_then)
		error = go_on_with(t, t->capture_then, uc);
	if (!error)
		return;
	uc->regs.rax = (uint64_t)errno_to_alien((int)-error);
	uc->regs.rflags |= CARRY;
}
