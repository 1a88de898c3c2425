/* The end of threads: asked for by others, and waited for with a limit. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

/*
 * The thread ends where it looks for that: pthread_testcancel, and where it comes to allow
 * it.  (libthr has a signal for it that ends calls which sleep, too.)
 */
int lib_pthread_cancel(struct lib_thread *t)
{
	if (!t || t->ended)
		return ESRCH;
	__atomic_store_n(&t->cancelled, true, __ATOMIC_RELEASE);
	if (t == lib_self() && t->cancel_type == FREEBSD_PTHREAD_CANCEL_ASYNC)
		lib_pthread_testcancel();
	return 0;
}

void lib_pthread_testcancel(void)
{
	struct lib_thread *t = lib_self();

	if (t->cancel_state != FREEBSD_PTHREAD_CANCEL_ENABLE ||
	    !__atomic_load_n(&t->cancelled, __ATOMIC_ACQUIRE))
		return;
	t->cancelled = false;
	lib_thread_end(FREEBSD_PTHREAD_CANCELED);
}

static int joined(struct lib_thread *t, int error, void **result, void *value)
{
	if (error)
		return lib_errno(error);
	if (result)
		*result = value;
	free(t);
	return 0;
}

int lib_pthread_timedjoin_np(struct lib_thread *t, void **result, const struct timespec *until)
{
	void *value;

	if (t == lib_self())
		return lib_errno(EDEADLK);
	if (!until || until->tv_nsec < 0 || until->tv_nsec > 999999999)
		return EINVAL;
	return joined(t, pthread_timedjoin_np(t->host, &value, until), result, value);
}

/* Only whether it has ended; it is not joined by this. */
int lib_pthread_peekjoin_np(struct lib_thread *t, void **result)
{
	if (!__atomic_load_n(&t->ended, __ATOMIC_ACQUIRE))
		return EBUSY;
	if (result)
		*result = t->result;
	return 0;
}
