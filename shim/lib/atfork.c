/*
 * fork(2) and pthread_atfork(3).  The host's handlers would run on the host's stack and
 * with all signals blocked: the alien's are called here, in its own fork.
 */
#include <pthread.h>
#include <stdlib.h>

#include "lib_calls.h"
#include "shim/lib/lib.h"

struct handlers {
	struct handlers *next, *before;
	void (*prepare)(void), (*parent)(void), (*child)(void);
};
static struct handlers *first, *last;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int lib_pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
	struct handlers *h = malloc(sizeof *h);

	if (!h)
		return ENOMEM;
	*h = (struct handlers){ NULL, NULL, prepare, parent, child };
	pthread_mutex_lock(&lock);
	h->before = last;
	if (last)
		last->next = h;
	else
		first = h;
	last = h;
	pthread_mutex_unlock(&lock);
	return 0;
}

/* _Fork(3): without the handlers. */
int lib__Fork(void)
{
	int error;
	long pid;

	lib_dl_lock();
	lib_tls_before_fork();
	pid = lib_row(NR_fork);
	error = errno;
	lib_tls_after_fork(pid == 0);
	lib_dl_after_fork(pid == 0);
	errno = error;
	return (int)pid;
}

/* The last one prepares first.  Handlers are never removed, so the list is walked without a lock.
 */
int lib_fork(void)
{
	struct handlers *to = __atomic_load_n(&last, __ATOMIC_ACQUIRE);
	int error;
	long pid;

	for (const struct handlers *h = to; h; h = h->before)
		if (h->prepare)
			h->prepare();
	/* A child has the lock as it was. */
	pthread_mutex_lock(&lock);
	pid = lib__Fork();
	error = errno;
	pthread_mutex_unlock(&lock);
	for (const struct handlers *h = to ? first : NULL; h; h = h->next) {
		void (*after)(void) = pid ? h->parent : h->child;

		if (after)
			after();
		if (h == to)
			break;
	}
	errno = error;
	return (int)pid;
}
