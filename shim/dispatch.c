/*
 * The C side of the hot path: entry.S asks call_prepare what to do for a call,
 * makes the host call, and comes back here only for what went wrong or is being
 * watched.
 */
#include <errno.h>
#include <stddef.h>

#include "abi-tables/abi.h"
#include "shim/alien_mem.h"
#include "shim/call.h"
#include "shim/dispatch.h"
#include "shim/host.h"
#include "shim/layout.h"
#include "shim/options.h"
#include "shim/site.h"
#include "shim/stats.h"
#include "shim/thread.h"
#include "shim/trace.h"
#include "syscall-map/map.h"
#include "syscall-map/sysroot.h"

_Static_assert(offsetof(struct thread, alien_sp) == THREAD_ALIEN_SP, "layout.h");
_Static_assert(offsetof(struct thread, host_sp) == THREAD_HOST_SP, "layout.h");
_Static_assert(offsetof(struct thread, self) == THREAD_SELF, "layout.h");
_Static_assert(offsetof(struct thread, resume) == THREAD_RESUME, "layout.h");
_Static_assert(offsetof(struct thread, nr) == THREAD_NR, "layout.h");
_Static_assert(offsetof(struct thread, deferred) == THREAD_DEFERRED, "layout.h");
_Static_assert(offsetof(struct thread, host_mask) == THREAD_HOST_MASK, "layout.h");
_Static_assert(offsetof(struct thread, host_fs) == THREAD_HOST_FS, "layout.h");
_Static_assert(offsetof(struct thread, exit_sp) == THREAD_EXIT_SP, "layout.h");
_Static_assert(offsetof(struct thread, interrupted) == THREAD_INTERRUPTED, "layout.h");
_Static_assert(offsetof(struct thread, raise) == THREAD_RAISE, "layout.h");
_Static_assert(offsetof(struct thread, pid) == THREAD_PID, "layout.h");
_Static_assert(offsetof(struct thread, tid) == THREAD_TID, "layout.h");
_Static_assert(offsetof(struct thread, raise_info) == THREAD_RAISE_INFO, "layout.h");
_Static_assert(offsetof(struct call, reg) == CALL_REG, "layout.h");
_Static_assert(offsetof(struct call, resume) == CALL_RESUME, "layout.h");
_Static_assert(offsetof(struct call, ret) == CALL_RET, "layout.h");
_Static_assert(offsetof(struct call, failed) == CALL_FAILED, "layout.h");
_Static_assert(offsetof(struct call, nr) == CALL_NR, "layout.h");
_Static_assert(offsetof(struct call, host_nr) == CALL_HOST_NR, "layout.h");
_Static_assert(offsetof(struct call, host) == CALL_HOST_ARGS, "layout.h");
_Static_assert(offsetof(struct call, finish) == CALL_FINISH, "layout.h");
_Static_assert(sizeof(struct call) <= CALL_SIZE && CALL_SIZE % 64 == 0, "layout.h");

int32_t thin_table[THIN_LIMIT];
uint16_t thin_errno[THIN_ERRNOS];
uint8_t watching;

static const uint8_t kind_is_same[ARG_KIND_COUNT] = {
#define X(kind, same) [ARG_##kind] = same,
	ARG_KINDS(X)
#undef X
};

/* A number without a row never reaches the host. */
static const struct row absent = { .kind = ROW_ABSENT, .map = map_nosys };

const struct row *row_of(long nr)
{
	if (abi->number_mask)
		nr &= abi->number_mask;
	if (nr < 0 || (size_t)nr >= abi->row_count || abi->rows[nr].kind == ROW_ABSENT)
		return &absent;
	return &abi->rows[nr];
}

static bool may_be_renamed(unsigned kind)
{
	return (kind == ARG_PATH || kind == ARG_LPATH) && sysroot_given();
}

/*
 * Thin: the host takes every argument as it is and where it is, no error comes
 * out otherwise than in the plain table, and nothing is to be done before or after.
 */
static int row_is_thin(const struct row *row)
{
	if (row->kind != ROW_CALL || row->host < 0 || abi->errors[row->errors].over[0].host)
		return 0;
	for (int i = 0; i < ROW_ARGS && row->args[i].kind; i++)
		if (i >= 6 || !kind_is_same[row->args[i].kind] || may_be_renamed(row->args[i].kind))
			return 0;
	return 1;
}

long (*call_gate)(struct call *c);

void dispatch_gate(long (*gate)(struct call *c))
{
	__atomic_store_n(&call_gate, gate, __ATOMIC_RELEASE);
	for (long nr = 0; nr < THIN_LIMIT; nr++)
		__atomic_store_n(&thin_table[nr], -1, __ATOMIC_RELAXED);
}

int stub_host_number(long nr)
{
	return abi->gates ? -1 : thin_host_number(nr);
}

int thin_host_number(long nr)
{
	if (options.trace || options.stats || options.strict)
		return -1;
	return row_is_thin(row_of(nr)) ? row_of(nr)->host : -1;
}

void dispatch_init(void)
{
	watching = options.trace || options.stats || options.strict || sysroot_given();
	for (long nr = 0; nr < THIN_LIMIT; nr++)
		thin_table[nr] = thin_host_number(nr);
	for (int e = 0; e < THIN_ERRNOS; e++)
		thin_errno[e] = abi->errno_to_alien[e];
}

/*
 * Arguments that are not in registers: all but the first six are on the alien's
 * stack, above the return address of its libc's stub; those of an indirect call
 * (syscall(2), __syscall(2)) have moved by one.
 */
static long gather(struct call *c, int moved)
{
	unsigned long stack = this_thread()->alien_sp + 8;
	int in_regs = 6 - moved;

	for (int i = 0; i < in_regs; i++)
		c->list[i] = c->reg[i + moved];
	c->alien = c->list;
	return copy_from_alien(&c->list[in_regs], stack, (8 - in_regs) * sizeof(long));
}

/*
 * syscall(2) and __syscall(2): the number is the first argument, the others follow.
 * A call with fewer than six needs nothing from the stack, which may well end here.
 */
long map_indirect(struct call *c)
{
	long error = gather(c, 1);

	c->nr = (uint32_t)c->reg[0];
	c->row = row_of(c->nr);
	if (watching)
		call_renamed(c);
	if (c->row->map == map_indirect)
		return map_nosys(c);
	if (call_gate && !(error && c->row->args[5].kind)) {
		long refused = call_gate(c);

		if (refused)
			return refused;
	}
	return error && c->row->args[5].kind ? error : c->row->map(c);
}

/*
 * One number for a family of calls: the first argument says which, and the row's
 * table has its number.
 */
long map_multiplexed(struct call *c)
{
	uint64_t nr;
	long error = xlat_to_host(c->row->args[0].table, (uint64_t)(int)c->alien[0], &nr);

	if (error)
		return error;
	for (int i = 0; i < 5; i++)
		c->list[i] = c->alien[i + 1];
	c->alien = c->list;
	c->nr = (long)nr;
	c->row = row_of(c->nr);
	if (watching)
		call_renamed(c);
	return c->row->map(c);
}

void hole(const char *what, uint64_t value)
{
	if (options.trace)
		trace_hole(what, value);
	if (options.strict)
		strict_stop(what, (long)value);
}

/*
 * What to do for the call: CALL_HOST, or the answer (value or -errno).
 * From entry.S, with reg, resume and nr filled in.
 */
long call_prepare(struct call *c)
{
	long error = 0;

	c->first_nr = c->nr;
	c->row = row_of(c->nr);
	c->alien = c->reg;
	c->scratch_used = 0;
	c->negative = false;
	if (c->row->args[6].kind)
		error = gather(c, 0);
	if (__builtin_expect(watching, 0))
		call_enter_watched(c);
	if (__builtin_expect(call_gate != NULL, 0) && !error)
		error = call_gate(c);
	if (error)
		return error;
	return c->row->map(c);
}

/* Have the alien make its call again: it goes on at the stub's call. */
void call_restart(struct call *c)
{
	const struct site *s = site_of_resume(c->resume);

	c->resume = s->call;
	c->ret = c->first_nr;
	c->failed = 0;
}

static int overridden(const struct errors *errors, int error)
{
	for (const struct errno_pair *p = errors->over; p->host; p++)
		if (p->host == error)
			return p->alien;
	return 0;
}

int errno_for_row(const struct row *row, int error)
{
	int alien = overridden(&abi->errors[row->errors], error);

	if (alien)
		return alien;
	if (error >= ALIEN_ERRNO_MIN)
		return error - ALIEN_ERRNO_MIN;
	return errno_to_alien(error);
}

/*
 * Whether the alien makes its call again.  EINTR without a signal of the alien's
 * means that the host was stopped and continued.
 */
bool call_restarts(const struct call *c, long ret)
{
	struct thread *t = this_thread();
	enum sleep_rule rule = ret == RESTART ? SLEEP_RESTART : abi->errors[c->row->errors].sleep;

	if (ret == RESTART_CALL)
		return true;
	if (c->negative || (ret != RESTART && ret != -EINTR))
		return false;
	return !t->interrupted || (rule == SLEEP_RESTART && t->restart);
}

/* Say a failure in the alien's way, or restart.  ret is -errno or RESTART. */
void call_fail(struct call *c, long ret)
{
	if (c->negative) {
		c->ret = ret;
		c->failed = 0;
		return;
	}
	if (call_restarts(c, ret)) {
		call_restart(c);
		return;
	}
	c->ret = errno_for_row(c->row, ret == RESTART ? EINTR : (int)-ret);
	c->failed = 1;
}
