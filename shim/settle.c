/* Where a signal met a thread, said in the alien's terms: see settle.h. */
#include <errno.h>

#include "abi-tables/abi.h"
#include "shim/call.h"
#include "shim/dispatch.h"
#include "shim/door.h"
#include "shim/host.h"
#include "shim/ranges.h"
#include "shim/settle.h"
#include "shim/site.h"

#define CARRY 1ull

bool rip_between(uint64_t rip, const char *from, const char *to)
{
	return rip >= (uint64_t)from && rip < (uint64_t)to;
}

/* Out of the terms of a stub, into those of the alien's own code. */
static void out_of_stub(struct host_sigcontext *regs)
{
	const struct site *s = site_of_stub(regs->rip);
	const struct move *best = NULL;

	if (!s)
		return;
	if (regs->rip >= s->call &&
	    (s->resume < s->stub || s->resume >= s->stub_end || regs->rip < s->resume)) {
		regs->rip = s->address;
		return;
	}
	for (int i = 0; i < s->move_count; i++)
		if (s->moves[i].stub <= regs->rip && (!best || s->moves[i].stub > best->stub))
			best = &s->moves[i];
	if (best)
		regs->rip = best->alien;
}

/* The call has not been made: the alien stands before its `syscall`. */
static void settle_before(struct host_sigcontext *regs, const struct site *s, uint32_t nr)
{
	regs->rax = nr;
	regs->rip = s->address;
}

/* A thin call has been made, and this is what the host returned. */
static void settle_after(struct host_sigcontext *regs, const struct site *s, uint32_t nr,
			 bool restart)
{
	const struct row *row = row_of(nr);
	long ret = (long)regs->rax;

	if (ret == -EINTR && restart && abi->errors[row->errors].sleep == SLEEP_RESTART) {
		settle_before(regs, s, nr);
		return;
	}
	regs->rip = s->resume;
	regs->rflags &= ~CARRY;
	if (is_error(ret)) {
		regs->rax = (uint64_t)errno_for_row(row, (int)-ret);
		regs->rflags |= CARRY;
	}
	out_of_stub(regs);
}

static bool settle_thin(struct thread *t, struct host_sigcontext *regs, bool restart)
{
	uint64_t rip = regs->rip;
	uint64_t resume =
	    rip == (uint64_t)entry || rip == (uint64_t)entry_thin_error ? regs->rcx : t->resume;
	uint32_t nr = rip < (uint64_t)entry_number_kept_at ? (uint32_t)regs->rax : t->nr;
	const struct site *s = site_of_resume(resume);

	if (rip < (uint64_t)entry_raw_at) {
		settle_before(regs, s, nr);
	} else if (rip < (uint64_t)thin_converted_at) {
		if (rip >= (uint64_t)entry_thin_error && s->thin)
			nr = (uint32_t)s->nr;
		settle_after(regs, s, nr, restart);
	} else {
		regs->rip = resume;
		regs->rflags |= CARRY;
		out_of_stub(regs);
	}
	return true;
}

static bool settle_stub(struct host_sigcontext *regs, bool restart)
{
	const struct site *s = site_of_stub(regs->rip);

	if (s->thin && regs->rip >= s->call && regs->rip <= s->thin)
		settle_before(regs, s, (uint32_t)s->nr);
	else if (s->thin && regs->rip > s->thin)
		settle_after(regs, s, (uint32_t)s->nr, restart);
	else
		out_of_stub(regs);
	return true;
}

/* At exit_deliver: the whole alien state stands in the call. */
static bool settle_call(struct thread *t, struct host_sigcontext *regs)
{
	const struct call *c = (const struct call *)t->host_sp;

	regs->rdi = c->reg[0];
	regs->rsi = c->reg[1];
	regs->rdx = c->reg[2];
	regs->r10 = c->reg[3];
	regs->r8 = c->reg[4];
	regs->r9 = c->reg[5];
	regs->rcx = regs->rip = c->resume;
	regs->rax = c->ret;
	regs->rflags = (regs->rflags & ~CARRY) | (c->failed & CARRY);
	regs->rsp = t->alien_sp;
	/* A context that was to be captured here is not yet: the call is made again. */
	if (t->capture) {
		t->capture = 0;
		settle_before(regs, site_of_resume(c->resume), (uint32_t)c->first_nr);
	}
	out_of_stub(regs);
	return true;
}

/*
 * Library door: host code that runs as the alien's library, on a stack of the alien's.
 * It is left as it is and gone on with as the alien's own code would be.
 */
static bool is_library(const struct thread *t, const struct host_sigcontext *regs)
{
	uint64_t sp = regs->rsp;

	return library_door && !rip_between(regs->rip, entry_c, sleep_window_end) &&
	       sp - t->shim_stack >= t->exit_sp - t->shim_stack &&
	       sp - t->host_altstack.base >= t->host_altstack.size;
}

bool settle(struct thread *t, struct host_sigcontext *regs, bool restart)
{
	uint64_t rip = regs->rip;

	if (rip_between(rip, entry, entry_thin_end))
		return settle_thin(t, regs, restart);
	if (rip >= (uint64_t)exit_deliver_at && rip <= (uint64_t)exit_deliver_end)
		return settle_call(t, regs);
	if (rip == (uint64_t)call_jump_at) {
		regs->rip = regs->rcx;
		out_of_stub(regs);
		return true;
	}
	if (is_stub(rip))
		return settle_stub(regs, restart);
	return !is_host(rip) || is_library(t, regs);
}
