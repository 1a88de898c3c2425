/*
 * Threads: a thread's number is its lwp's, in 32 bits, and programs have nothing else of it.
 * thr_create(3C) and pthread_create(3C) make the same threads.
 */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "abi-tables/illumos/lib_sync.h"
#include "abi-tables/illumos/frame.h"
#include "illumos_numbers.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

/* thread.h, pthread.h */
#define THR_BOUND    0x01
#define THR_NEW_LWP  0x02
#define THR_DETACHED 0x40
#define THR_DAEMON   0x100

/* Those that somebody may join, the newest first. */
struct known {
	struct known *next;
	struct lib_thread *thread;
	uint32_t id;
	bool ended, joined;
};
static struct known *all;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t ends; /* counts the threads that came to their end */

/* What a new thread is given. */
struct begin {
	void *(*function)(void *);
	void *arg;
};

static struct known **find(uint32_t id)
{
	struct known **k = &all;

	while (*k && (*k)->id != id)
		k = &(*k)->next;
	return k;
}

/* NULL: there is none, or nobody may ask. */
static struct lib_thread *thread_of(uint32_t id)
{
	struct lib_thread *t = NULL;
	struct known *k;

	if ((uint32_t)lib_thread_id() == id)
		return lib_self();
	pthread_mutex_lock(&lock);
	k = *find(id);
	if (k)
		t = k->thread;
	pthread_mutex_unlock(&lock);
	return t;
}

/* It is nobody's to join any more; ESRCH, or EINVAL of one that somebody waits for. */
static int forget(uint32_t id, struct lib_thread **thread)
{
	struct known **k, *found;
	int error = 0;

	pthread_mutex_lock(&lock);
	k = find(id);
	found = *k;
	if (!found)
		error = ESRCH;
	else if (found->joined)
		error = EINVAL;
	if (!error) {
		*thread = found->thread;
		*k = found->next;
	}
	pthread_mutex_unlock(&lock);
	if (!error)
		free(found);
	return error;
}

static void note_end(void)
{
	struct known *k;

	pthread_mutex_lock(&lock);
	k = *find((uint32_t)lib_self()->id);
	if (k)
		k->ended = true;
	pthread_mutex_unlock(&lock);
	__atomic_fetch_add(&ends, 1, __ATOMIC_SEQ_CST);
	illumos_wake(&ends, false, INT_MAX);
}

void illumos_pthread_exit(void *result)
{
	note_end();
	lib_thread_end(result);
}

static void *begin(void *arg)
{
	struct begin b = *(struct begin *)arg;

	free(arg);
	/* The one that made it writes it down, and it could end before. */
	pthread_mutex_lock(&lock);
	pthread_mutex_unlock(&lock);
	illumos_pthread_exit(b.function(b.arg));
	return NULL;
}

/* A forked child has one thread, and nobody to join. */
static void before_fork(void)
{
	pthread_mutex_lock(&lock);
}

static void after_fork(void)
{
	pthread_mutex_unlock(&lock);
}

static void after_fork_in_child(void)
{
	all = NULL;
	pthread_mutex_unlock(&lock);
}

static void look_after_forks(void)
{
	lib_pthread_atfork(before_fork, after_fork, after_fork_in_child);
}

static int create(uint32_t *id, struct lib_attr *attr, void *(*function)(void *), void *arg)
{
	struct begin *b = malloc(sizeof *b);
	struct known *k = malloc(sizeof *k);
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	bool detached = attr->detached;
	struct lib_thread *t;
	int error = ENOMEM;

	pthread_once(&once, look_after_forks);
	attr->detached = false; /* its number is read before it may go */
	pthread_mutex_lock(&lock);
	if (b && k) {
		*b = (struct begin){ function, arg };
		error = lib_pthread_create(&t, &attr, begin, b);
	}
	if (error) {
		pthread_mutex_unlock(&lock);
		free(b);
		free(k);
		return error;
	}
	if (id)
		*id = (uint32_t)t->id;
	*k = (struct known){ .next = all, .thread = t, .id = (uint32_t)t->id };
	if (!detached)
		all = k;
	else
		lib_pthread_detach(t);
	pthread_mutex_unlock(&lock);
	if (detached)
		free(k);
	return 0;
}

int illumos_pthread_create(uint32_t *id, struct lib_attr *const *attr, void *(*function)(void *),
			   void *arg)
{
	struct lib_attr own = { .guard = 4096 };

	if (attr && *attr)
		own = **attr;
	return create(id, &own, function, arg);
}

int illumos_thr_create(void *stack, size_t size, void *(*function)(void *), void *arg, long flags,
		       uint32_t *id)
{
	struct lib_attr attr = { .stack = (unsigned long)stack,
				 .stack_size = size,
				 .guard = 4096,
				 .detached = flags & THR_DETACHED };

	if (flags & ~(long)(THR_BOUND | THR_NEW_LWP | THR_DETACHED))
		return flags & THR_DAEMON ? ILLUMOS_ENOTSUP : EINVAL;
	if (stack && size < 4096)
		return EINVAL;
	return create(id, &attr, function, arg);
}

int illumos_pthread_join(uint32_t id, void **result)
{
	struct lib_thread *t;
	int error;

	if ((uint32_t)lib_thread_id() == id)
		return lib_errno(EDEADLK);
	lib_pthread_testcancel();
	error = forget(id, &t);
	return error ? error : lib_pthread_join(t, result);
}

/* Any that has ended: its number; 0: there is nothing to wait for. */
static uint32_t ended(bool *some)
{
	uint32_t id = 0;

	*some = false;
	pthread_mutex_lock(&lock);
	for (struct known *k = all; k && !id; k = k->next) {
		*some = true;
		if (k->ended)
			id = k->id;
	}
	pthread_mutex_unlock(&lock);
	return id;
}

/* thr_join(3C): 0 stands for any thread. */
int illumos_thr_join(uint32_t id, uint32_t *departed, void **result)
{
	bool some = true;

	for (uint32_t found = id; !found || id == 0;) {
		uint32_t turn = __atomic_load_n(&ends, __ATOMIC_SEQ_CST);

		found = ended(&some);
		if (!some)
			return lib_errno(EDEADLK);
		if (found && illumos_pthread_join(found, result) == 0) {
			if (departed)
				*departed = found;
			return 0;
		}
		if (!found)
			illumos_sleep(&ends, turn, false, CLOCK_MONOTONIC, NULL);
	}
	if (departed)
		*departed = id;
	return illumos_pthread_join(id, result);
}

int illumos_pthread_detach(uint32_t id)
{
	struct lib_thread *t;
	int error = forget(id, &t);

	return error ? error : lib_pthread_detach(t);
}

uint32_t illumos_pthread_self(void)
{
	return (uint32_t)lib_thread_id();
}

int illumos_pthread_equal(uint32_t a, uint32_t b)
{
	return a == b;
}

int illumos_thr_main(void)
{
	return lib_self()->is_first;
}

int illumos_pthread_kill(uint32_t thread, int sig)
{
	return (int)-lib_call(NR__lwp_kill, thread, sig, 0, 0, 0, 0);
}

int illumos_raise(int sig)
{
	return (int)lib_row(NR__lwp_kill, lib_thread_id(), sig);
}

int illumos_pthread_sigmask(int how, const struct sigset *set, struct sigset *old)
{
	return (int)-lib_call(NR_sigprocmask, how, (long)set, (long)old, 0, 0, 0);
}

/* It ends where it next looks. */
int illumos_pthread_cancel(uint32_t id)
{
	struct lib_thread *t = thread_of(id);

	if (!t || __atomic_load_n(&t->ended, __ATOMIC_ACQUIRE))
		return ESRCH;
	__atomic_or_fetch(t->cancel, LIB_CANCEL_WANTED, __ATOMIC_ACQ_REL);
	if (t == lib_self() && t->cancel_type)
		lib_pthread_testcancel();
	return 0;
}

/* SCHED_OTHER, _FIFO and _RR are 0 to 2 on both; only the real-time ones have priorities. */
int illumos_pthread_setschedparam(uint32_t id, int policy, const int *priority)
{
	struct lib_thread *t = thread_of(id);
	struct sched_param param = { .sched_priority = policy == SCHED_OTHER ? 0 : *priority };

	if (!t)
		return ESRCH;
	if (policy < SCHED_OTHER || policy > SCHED_RR)
		return EINVAL;
	return lib_errno(pthread_setschedparam(t->host, policy, &param));
}

int illumos_pthread_getschedparam(uint32_t id, int *policy, int *priority)
{
	struct lib_thread *t = thread_of(id);
	struct sched_param param;
	int error = t ? pthread_getschedparam(t->host, policy, &param) : ESRCH;

	if (error)
		return lib_errno(error);
	*priority = param.sched_priority;
	return 0;
}

int illumos_pthread_setschedprio(uint32_t id, int priority)
{
	int policy, before, error = illumos_pthread_getschedparam(id, &policy, &before);

	return error ? error : illumos_pthread_setschedparam(id, policy, &priority);
}

int illumos_thr_getprio(uint32_t id, int *priority)
{
	int policy;

	return illumos_pthread_getschedparam(id, &policy, priority);
}

/* sys/stack.h: its base is the stack's high end here. */
int illumos_thr_stksegment(struct illumos_stack *stack)
{
	struct lib_thread *t = lib_self();

	*stack =
	    (struct illumos_stack){ .base = t->stack_low + t->stack_size, .size = t->stack_size };
	return 0;
}

size_t illumos_thr_min_stack(void)
{
	return 4096;
}

int illumos_thr_getspecific(unsigned key, void **value)
{
	*value = lib_pthread_getspecific((int)key);
	return 0;
}

/* Only the first of all who come with the same variable makes a key: it holds -1 before. */
int illumos_pthread_key_create_once_np(int *key, void (*destructor)(void *))
{
	int error = 0;

	pthread_mutex_lock(&lock);
	if (*key == -1)
		error = lib_pthread_key_create(key, destructor);
	pthread_mutex_unlock(&lock);
	return error;
}

/* pthread.h: pthread_cleanup_push and _pop; the frame says where it is, to debuggers. */
void illumos_cleanup_push(void (*routine)(void *), void *arg, void *frame,
			  struct lib_cleanup_info *info)
{
	(void)frame;
	lib_cleanup_push(routine, arg, info);
}

void illumos_cleanup_pop(int execute, struct lib_cleanup_info *info)
{
	(void)info;
	lib_cleanup_pop(execute);
}

void *illumos_getfp(void)
{
	return __builtin_frame_address(0);
}
