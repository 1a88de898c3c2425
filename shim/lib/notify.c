/*
 * SIGEV_THREAD of timers, queues and requests: as librt does it, the kernel signals one thread
 * of the library's (SIGLIBRT), which starts a thread for each call.
 */
#include "shim/lib/notify.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

#define SIGLIBRT 33 /* sys/signal.h */

int lib_pthread_create(struct lib_thread **thread, void *const *attr, void *(*function)(void *),
		       void *arg);
int lib_pthread_detach(struct lib_thread *t);

/* An id is its place and how often that has been used: what comes too late is nobody's. */
struct lib_notify {
	struct lib_sigevent event;
	uint32_t turn;
	bool used, once;
};
#define NOTIFIES 1024
static struct lib_notify notifies[NOTIFIES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct lib_thread *server;
static int server_pid; /* a child has no such thread */

static void *call_it(void *arg)
{
	struct lib_sigevent e = *(struct lib_sigevent *)arg;

	free(arg);
	e.function(e.value);
	return NULL;
}

static bool take(uint64_t id, struct lib_sigevent *e)
{
	struct lib_notify *n = &notifies[id % NOTIFIES];
	bool is_it;

	pthread_mutex_lock(&lock);
	is_it = n->used && n->turn == (uint32_t)(id / NOTIFIES);
	if (is_it) {
		*e = n->event;
		n->used = !n->once;
	}
	pthread_mutex_unlock(&lock);
	return is_it;
}

static void start(const struct lib_sigevent *e)
{
	struct lib_sigevent *copy = malloc(sizeof *copy);
	struct lib_thread *t;

	if (!copy)
		return;
	*copy = *e;
	/* A thread that nobody joins, whatever its attributes say. */
	if (lib_pthread_create(&t, e->attributes, call_it, copy))
		free(copy);
	else if (!t->detached)
		lib_pthread_detach(t);
}

/* sys/signal.h: siginfo_t has the value at 32 */
static void *serve(void *arg)
{
	struct lib_sigset set = { { 0, 1u << (SIGLIBRT - 33), 0, 0 } };
	uint64_t info[10];
	struct lib_sigevent e;

	for (;;)
		if (lib_row(NR_sigwaitinfo, &set, info) == SIGLIBRT && take(info[4], &e))
			start(&e);
	return arg;
}

/* With all signals blocked, in it and in what it starts no more than its own. */
static bool have_server(void)
{
	struct lib_sigset all = { { ~0u, ~0u, ~0u, ~0u } }, before;
	int pid = (int)lib_row(NR_getpid), error = 0;

	pthread_mutex_lock(&lock);
	if (server_pid != pid) {
		lib_mask(LIB_SIG_SETMASK, &all, &before);
		error = lib_pthread_create(&server, NULL, serve, NULL);
		if (!error)
			server_pid = pid;
		lib_mask(LIB_SIG_SETMASK, &before, NULL);
	}
	pthread_mutex_unlock(&lock);
	errno = error;
	return !error;
}

struct lib_notify *lib_notify_make(const struct lib_sigevent *e, bool once,
				   struct lib_sigevent *kernel)
{
	struct lib_notify *n = NULL;

	if (!have_server())
		return NULL;
	pthread_mutex_lock(&lock);
	for (unsigned i = 0; i < NOTIFIES && !n; i++)
		if (!notifies[i].used)
			n = &notifies[i];
	if (n) {
		n->used = true;
		n->once = once;
		n->event = *e;
		n->turn++;
		memset(kernel, 0, sizeof *kernel);
		kernel->notify = FREEBSD_SIGEV_THREAD_ID;
		kernel->signo = SIGLIBRT;
		kernel->thread = (int32_t)server->id;
		kernel->value = (uint64_t)n->turn * NOTIFIES + (uint64_t)(n - notifies);
	}
	pthread_mutex_unlock(&lock);
	errno = FREEBSD_EAGAIN;
	return n;
}

void lib_notify_end(struct lib_notify *n)
{
	if (!n)
		return;
	pthread_mutex_lock(&lock);
	n->used = false;
	pthread_mutex_unlock(&lock);
}
