/*
 * Threads: the alien's are glibc's.  The shim's own stack (LIB_SHIM_STACK) and the
 * host's signal stack are the top of a thread's stack; what the alien asked for is
 * below them, or is memory of the alien's (pthread_attr_setstack).
 */
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/door.h"
#include "shim/host.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"
#include "shim/net.h"
#include "shim/process.h"
#include "shim/signal.h"
#include "shim/threads.h"
#include "syscall-map/map.h"

static struct lib_thread first = { .is_first = true };
static __thread struct lib_thread *self;

struct lib_thread *lib_self(void)
{
	if (!self) {
		first.host = pthread_self();
		first.id = lib_thread_id();
		first.stack_size = FREEBSD_PTHREAD_STACK_INITIAL;
		first.stack_low = alien_stack_high - first.stack_size;
		first.cancel = &lib_cancel;
		self = &first;
	}
	return self;
}

/* What who makes a thread waits for; its memory, and the thread's may be gone afterwards. */
struct birth {
	const struct lib_attr *attr;
	uint32_t ready;
	int error;
};

/* On the alien's stack.  A thread that cannot be as it is to be is none. */
static void run(struct lib_thread *t)
{
	struct birth *birth = t->birth;
	int error = lib_thread_schedule(t, birth->attr);

	if (!error && t->detached)
		pthread_detach(t->host);
	birth->error = error;
	__atomic_store_n(&birth->ready, 1, __ATOMIC_RELEASE);
	host_call(SYS_futex, &birth->ready, FUTEX_WAKE_PRIVATE, 1);
	if (error) {
		t->detached = false;
		lib_thread_end(NULL);
	}
	lib_thread_end(t->function(t->arg));
}

static void *thread_main(void *arg)
{
	struct lib_thread *lt = arg;
	char altstack[HOST_ALTSTACK];
	struct thread t = { .owns_memory = true };
	unsigned long top;

	self = lt;
	lt->host = pthread_self();
	lt->cancel = &lib_cancel;
	if (!lib_tls_enter(lt))
		abort();
	thread_init(&t, altstack, sizeof altstack);
	__asm__ volatile("wrgsbase %0" ::"r"(&t));
	memcpy(&t.mask, lt->mask, sizeof t.mask);
	mask_settle(&t);
	net_thread_start();
	threads_enter(&t);
	t.shim_stack = ((unsigned long)&t & ~4095ul) - LIB_SHIM_STACK;
	lt->id = thread_id_to_alien(t.tid);
	if (!lt->own_stack)
		lt->stack_low = t.shim_stack - lt->stack_size;
	top = (lt->stack_low + lt->stack_size) & ~15ul;
	enter_alien(&t, (unsigned long)run, top - 8, (unsigned long)lt, 0, t.host_fs, 0);
	signal_pass_on(&t);
	/* The last thread's end is the process's. */
	if (!threads_leave(&t))
		exit(0);
	thread_retire();
	lib_tls_leave(lt);
	arg = lt->result;
	if (lt->detached)
		free(lt);
	return arg;
}

void lib_thread_end(void *result)
{
	struct thread *t = this_thread();
	struct lib_thread *lt = lib_self();
	uint64_t all = ~NEVER_BLOCKED;

	lt->result = result;
	lib_cancel_ends();
	while (lt->cleanups) {
		struct lib_cleanup *c = lt->cleanups;

		lt->cleanups = c->next;
		c->routine(c->arg);
	}
	lib_run_destructors(lt);
	__atomic_store_n(&lt->ended, 1, __ATOMIC_RELEASE);
	host_call(SYS_futex, &lt->ended, FUTEX_WAKE_PRIVATE, 0x7fffffff);
	host_call(SYS_rt_sigprocmask, SIG_SETMASK, &all, 0, 8);
	leave_alien(t);
}

void lib_pthread_exit(void *result)
{
	lib_thread_leave(result);
}

/* 0 or the alien's error, and then it is freed. */
static int create(struct lib_thread *lt, const struct lib_attr *a, size_t stack)
{
	struct birth birth = { .attr = a };
	pthread_t host;
	pthread_attr_t attr;
	sigset_t all;
	int error;

	sigfillset(&all);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, stack);
	pthread_attr_setguardsize(&attr, lt->guard);
	pthread_attr_setsigmask_np(&attr, &all);
	net_thread_pause();
	lock_take(&threads_birth);
	lt->birth = &birth;
	error = pthread_create(&host, &attr, thread_main, lt);
	while (!error && !__atomic_load_n(&birth.ready, __ATOMIC_ACQUIRE))
		host_call(SYS_futex, &birth.ready, FUTEX_WAIT_PRIVATE, 0, 0);
	lock_drop(&threads_birth);
	net_thread_start();
	if (!error && birth.error)
		pthread_join(host, NULL);
	pthread_attr_destroy(&attr);
	if (error || birth.error)
		free(lt);
	return error ? lib_errno(EAGAIN) : birth.error;
}

int lib_pthread_create(struct lib_thread **thread, struct lib_attr *const *attr,
		       void *(*function)(void *), void *arg)
{
	const struct lib_attr *a = attr ? *attr : NULL;
	struct lib_thread *lt = calloc(1, sizeof *lt);
	int error;

	if (!lt)
		return lib_errno(EAGAIN);
	lib_self();
	lt->function = function;
	lt->arg = arg;
	lt->stack_size = a && a->stack_size ? a->stack_size : lib_stack_default;
	lt->own_stack = a && a->stack;
	if (lt->own_stack)
		lt->stack_low = a->stack;
	else
		lt->stack_size = (lt->stack_size + 4095) & ~4095ul;
	lt->guard = a ? a->guard : 4096;
	lt->detached = a && a->detached;
	memcpy(lt->mask, &this_thread()->mask, sizeof lt->mask);
	error = create(lt, a,
		       (lt->own_stack ? 0 : lt->stack_size) + LIB_SHIM_STACK + HOST_ALTSTACK +
			   LIB_TLS_SIZE + 32768);
	if (!error)
		*thread = lt;
	return error;
}

int lib_pthread_detach(struct lib_thread *t)
{
	int error = pthread_detach(t->host);

	if (!error)
		t->detached = true;
	return lib_errno(error);
}

struct lib_thread *lib_pthread_self(void)
{
	return lib_self();
}

int lib_pthread_equal(const struct lib_thread *a, const struct lib_thread *b)
{
	return a == b;
}

int lib_pthread_getthreadid_np(void)
{
	return (int)lib_thread_id();
}

int lib_pthread_main_np(void)
{
	return lib_self()->is_first;
}

int lib_pthread_kill(const struct lib_thread *t, int sig)
{
	return (int)-lib_call(NR_thr_kill, t->id, sig, 0, 0, 0, 0);
}

/* The host's names are shorter: 15 bytes. */
int lib_pthread_setname_np(struct lib_thread *t, const char *name)
{
	char host[16];

	snprintf(t->name, sizeof t->name, "%s", name);
	snprintf(host, sizeof host, "%s", name);
	return lib_errno(pthread_setname_np(t->host, host));
}

void lib_pthread_set_name_np(struct lib_thread *t, const char *name)
{
	lib_pthread_setname_np(t, name);
}

int lib_pthread_getname_np(const struct lib_thread *t, char *buffer, size_t size)
{
	if ((size_t)snprintf(buffer, size, "%s", t->name) >= size)
		return ERANGE;
	return 0;
}

/* pthread.h: pthread_cleanup_push and _pop are a pair of braces with one of these in between. */
void lib_cleanup_push(void (*routine)(void *), void *arg, struct lib_cleanup_info *info)
{
	struct lib_thread *t = lib_self();
	struct lib_cleanup *c = (struct lib_cleanup *)info;

	c->next = t->cleanups;
	c->routine = routine;
	c->arg = arg;
	t->cleanups = c;
}

void lib_cleanup_pop(int execute)
{
	struct lib_thread *t = lib_self();
	struct lib_cleanup *c = t->cleanups;

	if (!c)
		return;
	t->cleanups = c->next;
	if (execute)
		c->routine(c->arg);
}
