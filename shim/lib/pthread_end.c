/* The end of threads, waited for. */
#include <linux/futex.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

/*
 * Until the thread has ended, or `until` of the clock of the day.  A cancellation point, which
 * the host's pthread_join is not here: what is left to do after it takes no time.
 */
static int wait_for_end(struct lib_thread *t, const struct timespec *until)
{
	long ret = 0;

	while (!__atomic_load_n(&t->ended, __ATOMIC_ACQUIRE)) {
		ret = lib_host_sleep(SYS_futex, (long)&t->ended,
				     FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, 0,
				     (long)until, 0, (long)FUTEX_BITSET_MATCH_ANY);
		if (ret == -ECANCELED)
			lib_pthread_testcancel();
		if (ret == -ETIMEDOUT)
			return ETIMEDOUT;
	}
	return 0;
}

static int join(struct lib_thread *t, void **result, const struct timespec *until)
{
	void *value;
	int error;

	if (t == lib_self())
		return lib_errno(EDEADLK);
	if (t->is_first)
		return FREEBSD_ENOTSUP;
	if (t->detached)
		return EINVAL;
	lib_pthread_testcancel();
	error = wait_for_end(t, until) ?: pthread_join(t->host, &value);
	if (error)
		return lib_errno(error);
	if (result)
		*result = value;
	free(t);
	return 0;
}

int lib_pthread_join(struct lib_thread *t, void **result)
{
	return join(t, result, NULL);
}

int lib_pthread_timedjoin_np(struct lib_thread *t, void **result, const struct timespec *until)
{
	if (!until || until->tv_nsec < 0 || until->tv_nsec > 999999999)
		return EINVAL;
	return join(t, result, until);
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
