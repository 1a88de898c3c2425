/*
 * Every call that sleeps, as a row: how it comes to sleep, what lets it end, and what
 * the system says a signal does to it.  Used by restart.c, interrupts.c and woken.c.
 * Here is what the BSDs share; the rows are each system's own (SYSTEM/blocking_rows.h),
 * as are the parts that it makes otherwise (SYSTEM/blocking_own.h).
 *
 * Rules: sigaction(2), and where it is silent the call's own page or sys/kern/.
 */
#ifndef BLOCKING_H
#define BLOCKING_H

#include "signals.h"

enum rule {
	RESTARTS, /* EINTR; with SA_RESTART it is made again */
	EINTR_ALWAYS,
	AGAIN_ALWAYS /* made again whatever the handler's flags are */
};

/* Values that are not known before. */
#define ANY_FD    (-10000) /* a descriptor, to be closed */
#define ANY_CHILD (-10001)

struct blocking {
	const char *name;
	long nr;
	void (*begin)(long *a); /* once: fill in the arguments */
	void (*release)(
	    void);           /* let one call end: a thread's, or a handler's; NULL: nothing does */
	void (*renew)(void); /* after each call: have the next one sleep; may be NULL */
	long wanted;         /* its value when it is released */
	enum rule rule;
	short share;   /* of the iterations, one in so many: the slow ones */
	bool by_value; /* it returns its errno and never fails */
	bool masked;   /* its own mask lets SIGUSR1 in, which is blocked outside */
	short also;    /* another value that says so, where the release was first; or 0 */
};

/*
 * The call with its carry flag, as code whose addresses a handler can tell: from
 * before_call on it counts as begun, and waits a moment (region_delay) yet.
 */
long region(const long *arguments, long nr, volatile long *begun);
extern char before_call[], at_call[], after_call[];
unsigned region_delay;
__asm__("	.globl region, before_call, at_call, after_call\n"
	"region: push %rbx; push $0; push $0\n" /* a seventh argument and an eighth */
	"	mov %rsi, %rax; mov %rdx, %rbx\n"
	"	mov 8(%rdi), %rsi; mov 16(%rdi), %rdx; mov 24(%rdi), %r10\n"
	"	mov 32(%rdi), %r8; mov 40(%rdi), %r9; mov (%rdi), %rdi\n"
	"before_call:\n"
	"	lock incq (%rbx)\n"
	"	mov region_delay(%rip), %ecx\n"
	"2:	pause; sub $1, %ecx; jnc 2b\n"
	"at_call: syscall\n"
	"after_call:\n"
	"	jnc 1f\n"
	"	neg %rax\n"
	"1:	lea 16(%rsp), %rsp; pop %rbx\n"
	"	ret\n");

static inline bool was_interrupted(const struct blocking *b, long ret)
{
	return ret == (b->by_value ? EINTR : -EINTR);
}

static inline bool was_ended(const struct blocking *b, long ret)
{
	if (b->also && ret == b->also)
		return true;
	return b->wanted == ANY_FD ? ret >= 0 : b->wanted == ANY_CHILD ? ret > 0 : ret == b->wanted;
}

/* After a call: what it got is given back. */
static inline void tidy(const struct blocking *b, long ret)
{
	if (b->wanted == ANY_FD && ret >= 0)
		call(NR_close, ret);
	if (b->renew)
		b->renew();
}

#define F_SETFL 4

static long main_tid; /* of the thread that makes the calls */
static char scratch_name[] = "/tmp/abirun-blocking-xxxxxxxx";

static void set_nonblocking(long fd, bool on)
{
	call(NR_fcntl, fd, F_SETFL, on ? O_NONBLOCK : 0);
}

static void fill(long fd)
{
	static char much[65536];

	set_nonblocking(fd, true);
	for (size_t n = sizeof(much); n; n /= 2)
		while (!is_error(call(NR_write, fd, much, n)))
			;
	set_nonblocking(fd, false);
}

/* As much as the other side needs to go on, and no more than a little over. */
static void drain(long fd, long bytes)
{
	static char much[65536];

	set_nonblocking(fd, true);
	while (bytes > 0) {
		long n = call(NR_read, fd, much, sizeof(much));

		if (n <= 0)
			break;
		bytes -= n;
	}
	set_nonblocking(fd, false);
}

/* A name in /tmp of this process's own. */
static void name_scratch(void)
{
	long id = call(NR_getpid);

	for (size_t i = strlen(scratch_name) - 1; i > 20; i--, id /= 10)
		scratch_name[i] = '0' + id % 10;
}

#define WAITS(what)      begin_##what, release_##what, 0
#define WAITS_ANEW(what) begin_##what, release_##what, renew_##what

#include "blocking_own.h"
#include "blocking_io.h"
#include "blocking_events.h"
#include "blocking_lock.h"
#include "blocking_wait.h"
#include "blocking_ipc.h"
#include "blocking_rows.h"
#include "blocking_end.h"

#endif
