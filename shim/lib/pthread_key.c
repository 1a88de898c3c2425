/*
 * A thread's own values and thread-local objects.  Their destructors are the alien's,
 * so they run before the thread leaves the alien, which glibc's own would not.
 */
#include <stdlib.h>

#include "abi-tables/freebsd/libc.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

/* Without a lock, which a forked child could inherit from a thread that it does not have. */
static struct {
	bool used;
	unsigned turn; /* how often it was made: values of an earlier turn are none */
	void (*destructor)(void *);
} keys[FREEBSD_PTHREAD_KEYS_MAX];

struct lib_destructor {
	struct lib_destructor *next;
	void (*function)(void *);
	void *object;
};

int lib_pthread_key_create(int *key, void (*destructor)(void *))
{
	int error = FREEBSD_EAGAIN;

	/* The first is kept back: programs take 0 for no key. */
	for (int i = 1; i < FREEBSD_PTHREAD_KEYS_MAX && error; i++) {
		if (__atomic_exchange_n(&keys[i].used, true, __ATOMIC_ACQUIRE))
			continue;
		keys[i].turn++;
		keys[i].destructor = destructor;
		*key = i;
		error = 0;
	}
	return error;
}

static bool is_key(int key)
{
	return key > 0 && key < FREEBSD_PTHREAD_KEYS_MAX && keys[key].used;
}

int lib_pthread_key_delete(int key)
{
	if (!is_key(key))
		return EINVAL;
	keys[key].destructor = NULL;
	__atomic_store_n(&keys[key].used, false, __ATOMIC_RELEASE);
	return 0;
}

void *lib_pthread_getspecific(int key)
{
	struct lib_thread *t = lib_self();

	if (!t->values || !is_key(key) || t->values[key].turn != keys[key].turn)
		return NULL;
	return t->values[key].value;
}

int lib_pthread_setspecific(int key, void *value)
{
	struct lib_thread *t = lib_self();

	if (!is_key(key))
		return EINVAL;
	if (!t->values)
		t->values = calloc(FREEBSD_PTHREAD_KEYS_MAX, sizeof *t->values);
	if (!t->values)
		return ENOMEM;
	t->values[key] = (struct lib_value){ value, keys[key].turn };
	return 0;
}

/* C++: run at the thread's end, or the process's for the first.  `dso` is never unloaded. */
int lib_cxa_thread_atexit(void (*function)(void *), void *object, void *dso)
{
	struct lib_destructor *d = malloc(sizeof *d);
	struct lib_thread *t = lib_self();

	(void)dso;
	if (!d)
		return -1;
	*d = (struct lib_destructor){ t->destructors, function, object };
	t->destructors = d;
	return 0;
}

static bool run_keys(struct lib_thread *t)
{
	bool any = false;

	for (int key = 1; key < FREEBSD_PTHREAD_KEYS_MAX; key++) {
		struct lib_value value = t->values[key];
		void (*destructor)(void *) = keys[key].destructor;

		t->values[key].value = NULL;
		if (value.value && keys[key].used && value.turn == keys[key].turn && destructor) {
			destructor(value.value);
			any = true;
		}
	}
	return any;
}

void lib_run_destructors(struct lib_thread *t)
{
	while (t->destructors) {
		struct lib_destructor *d = t->destructors;

		t->destructors = d->next;
		d->function(d->object);
		free(d);
	}
	for (int round = 0; t->values && round < FREEBSD_PTHREAD_DESTRUCTORS; round++)
		if (!run_keys(t))
			break;
	free(t->values);
	t->values = NULL;
}
