/*
 * std::mutex, std::condition_variable and std::thread of FreeBSD's libc++: the first
 * word of each is the alien's pthread object, a pointer, where the host's has 40 bytes.
 * Bound by their mangled names in libcxx.def.
 */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

int lib_pthread_mutex_init(struct lib_mutex **m, struct lib_mutexattr *const *a);
int lib_pthread_mutex_destroy(struct lib_mutex **m);
int lib_pthread_mutex_lock(struct lib_mutex **m);
int lib_pthread_mutex_trylock(struct lib_mutex **m);
int lib_pthread_mutex_unlock(struct lib_mutex **m);
int lib_pthread_mutexattr_init(struct lib_mutexattr **a);
int lib_pthread_mutexattr_settype(struct lib_mutexattr *const *a, int type);
int lib_pthread_mutexattr_destroy(struct lib_mutexattr **a);
int lib_pthread_cond_wait(struct lib_cond **c, struct lib_mutex **m);
int lib_pthread_cond_timedwait(struct lib_cond **c, struct lib_mutex **m,
			       const struct timespec *until);
int lib_pthread_cond_signal(struct lib_cond **c);
int lib_pthread_cond_broadcast(struct lib_cond **c);
int lib_pthread_cond_destroy(struct lib_cond **c);
int lib_pthread_join(struct lib_thread *t, void **result);
int lib_pthread_detach(struct lib_thread *t);
int lib_pthread_key_create(int *key, void (*destructor)(void *));
void lib_abort(void);

/* What libc++ throws std::system_error for ends here: an exception of the host's could not say
 * which of FreeBSD's errors it is. */
static void must(int error, const char *what)
{
	if (!error)
		return;
	fprintf(stderr, "libc++: %s failed: error %d\n", what, error);
	lib_abort();
}

void lib_cxx_verbose_abort(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	lib_abort();
}

void lib_cxx_mutex_lock(struct lib_mutex **m)
{
	must(lib_pthread_mutex_lock(m), "mutex lock");
}

bool lib_cxx_mutex_try_lock(struct lib_mutex **m)
{
	return lib_pthread_mutex_trylock(m) == 0;
}

void lib_cxx_mutex_unlock(struct lib_mutex **m)
{
	lib_pthread_mutex_unlock(m);
}

void lib_cxx_mutex_end(struct lib_mutex **m)
{
	lib_pthread_mutex_destroy(m);
}

void lib_cxx_recursive_mutex(struct lib_mutex **m)
{
	struct lib_mutexattr *a;

	must(lib_pthread_mutexattr_init(&a), "recursive_mutex constructor");
	lib_pthread_mutexattr_settype(&a, FREEBSD_MUTEX_RECURSIVE);
	must(lib_pthread_mutex_init(m, &a), "recursive_mutex constructor");
	lib_pthread_mutexattr_destroy(&a);
}

/* std::unique_lock<std::mutex> */
struct unique_lock {
	struct lib_mutex **mutex;
	bool owns;
};

void lib_cxx_notify_one(struct lib_cond **c)
{
	lib_pthread_cond_signal(c);
}

void lib_cxx_notify_all(struct lib_cond **c)
{
	lib_pthread_cond_broadcast(c);
}

void lib_cxx_cond_end(struct lib_cond **c)
{
	lib_pthread_cond_destroy(c);
}

void lib_cxx_wait(struct lib_cond **c, const struct unique_lock *lock)
{
	must(lock->owns ? 0 : EPERM, "condition_variable::wait: mutex not locked");
	must(lib_pthread_cond_wait(c, lock->mutex), "condition_variable wait");
}

/* `until` is the system clock's time in nanoseconds. */
void lib_cxx_timed_wait(struct lib_cond **c, const struct unique_lock *lock, int64_t until)
{
	struct timespec t = { until / 1000000000, until % 1000000000 };
	int error;

	must(lock->owns ? 0 : EPERM, "condition_variable::timed wait: mutex not locked");
	if (t.tv_nsec < 0) {
		t.tv_sec--;
		t.tv_nsec += 1000000000;
	}
	error = lib_pthread_cond_timedwait(c, lock->mutex, &t);
	must(error == FREEBSD_ETIMEDOUT ? 0 : error, "condition_variable timed_wait");
}

void lib_cxx_join(struct lib_thread **t)
{
	must(*t ? lib_pthread_join(*t, NULL) : EINVAL, "thread::join");
	*t = NULL;
}

void lib_cxx_detach(struct lib_thread **t)
{
	must(*t ? lib_pthread_detach(*t) : EINVAL, "thread::detach");
	*t = NULL;
}

/* A thread that is neither joined nor detached ends the program: std::terminate. */
void lib_cxx_thread_end(struct lib_thread *const *t)
{
	if (*t)
		lib_abort();
}

/*
 * __thread_specific_ptr<__thread_struct>, a key: std::thread's own code sets its value
 * with the alien's pthread_setspecific.  A __thread_struct is the host's object.
 */
static int key_of_threads;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void end_of_thread(void *thread_struct)
{
	void (*destroy)(void *) = (void (*)(void *))lib_cxx_host("_ZNSt3__115__thread_structD1Ev");
	void (*release)(void *) = (void (*)(void *))lib_cxx_host("_ZdlPv");

	if (destroy && release) {
		destroy(thread_struct);
		release(thread_struct);
	}
}

static void make_key(void)
{
	must(lib_pthread_key_create(&key_of_threads, end_of_thread), "__thread_local_data");
}

int *lib_cxx_thread_local_data(void)
{
	pthread_once(&once, make_key);
	return &key_of_threads;
}
