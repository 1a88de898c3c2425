/*
 * What the tests of map functions share: a struct thread for the calling thread
 * (GS points at it, as it does behind a door), and a struct call made, mapped and
 * finished the way shim/dispatch.c does it, without a door.
 *
 * Include after <cmocka.h>.  A test's main calls harness_start(the abi); every
 * further thread calls harness_thread() itself.
 */
#ifndef TESTS_MAP_HARNESS_H
#define TESTS_MAP_HARNESS_H

#include <asm/prctl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "syscall-map/map.h"

/* Make the calling thread one of the alien's. */
static inline struct thread *harness_thread(void)
{
	struct thread *t = calloc(1, sizeof *t);

	t->self = t;
	t->owns_memory = true;
	t->tid = syscall(SYS_gettid);
	if (syscall(SYS_arch_prctl, ARCH_SET_GS, t) != 0)
		abort();
	return t;
}

static inline void harness_start(const struct abi *with)
{
	abi = with;
	harness_thread();
}

static inline void harness_fault(int sig, siginfo_t *si, void *context)
{
	greg_t *rip = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
	unsigned long on = alien_fixup(*rip);

	(void)si;
	if (!on)
		signal(sig, SIG_DFL);
	else
		*rip = on;
}

/* Let bad pointers of the alien's be EFAULT; before each call, as cmocka has handlers of its own in
 * each test. */
static inline void harness_catch_faults(void)
{
	struct sigaction action = { .sa_sigaction = harness_fault, .sa_flags = SA_SIGINFO };

	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
}

/* Block a signal of the host's in this thread: the set for sigtimedwait(2), and for taking it back.
 */
static inline sigset_t harness_block(int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	return set;
}

/* The call with these arguments, mapped and finished: a value or -errno. */
static inline long harness_row(const struct row *row, map_fn *map, const long args[8])
{
	struct call c = { 0 };
	long ret;

	harness_catch_faults();
	memcpy(c.list, args, sizeof c.list);
	memcpy(c.reg, args, sizeof c.reg);
	c.alien = c.list;
	c.row = row;
	c.host_nr = row ? row->host : -1;
	this_thread()->interrupted = false;
	ret = map(&c);
	if (ret != CALL_HOST)
		return ret;
	ret =
	    host_call(c.host_nr, c.host[0], c.host[1], c.host[2], c.host[3], c.host[4], c.host[5]);
	return c.finish ? c.finish(&c, ret) : ret;
}

#define HARNESS_ARGS_(a, b, c, d, e, f, g, h, ...)                                                 \
	((const long[8]){ (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f),        \
			  (long)(g), (long)(h) })

/* call_map(map_kqueue), call_map(map_read, fd, buf, n): a map function that needs no row. */
#define call_map(map, ...)                                                                         \
	harness_row(NULL, map, HARNESS_ARGS_(__VA_ARGS__ __VA_OPT__(, ) 0, 0, 0, 0, 0, 0, 0, 0, 0))

/* call_nr(551, fd, &st): the abi's row of that number. */
#define call_nr(nr, ...)                                                                           \
	harness_row(&abi->rows[nr], abi->rows[nr].map,                                             \
		    HARNESS_ARGS_(__VA_ARGS__ __VA_OPT__(, ) 0, 0, 0, 0, 0, 0, 0, 0, 0))

#endif
