/* The alien's pthread objects: what its pointers point to. */
#ifndef SHIM_LIB_PTHREAD_H
#define SHIM_LIB_PTHREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lib_attr {
	size_t stack_size, guard;
	unsigned long stack; /* given by the alien; 0: none */
	bool detached;
	int inherit, scope, policy, priority;
	bool scheduled; /* the policy is to be the thread's */
	size_t cpus_size;
	uint8_t cpus[128]; /* cpuset_t */
};

/* pthread.h: struct _pthread_cleanup_info has room for eight pointers. */
struct lib_cleanup_info {
	void *room[8];
};
struct lib_cleanup {
	struct lib_cleanup *next;
	void (*routine)(void *);
	void *arg;
};

struct lib_mutexattr {
	int type, protocol, ceiling;
	bool shared, robust;
};
struct lib_mutex {
	pthread_mutex_t host;
	int type, spins, yields;
};
struct lib_condattr {
	int clock;
	bool shared;
};
struct lib_cond {
	uint32_t turn;    /* what waits sleeps as long as nobody has changed it: a futex */
	uint32_t waiters; /* how many may sleep */
	int clock;        /* the host's */
};

struct lib_thread;
int lib_pthread_create(struct lib_thread **thread, struct lib_attr *const *attr,
		       void *(*function)(void *), void *arg);
int lib_pthread_join(struct lib_thread *t, void **result);
int lib_pthread_detach(struct lib_thread *t);
int lib_pthread_cancel(struct lib_thread *t);
void *lib_pthread_getspecific(int key);
int lib_pthread_key_create(int *key, void (*destructor)(void *));
void lib_cleanup_push(void (*routine)(void *), void *arg, struct lib_cleanup_info *info);
void lib_cleanup_pop(int execute);
int lib_pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void));

/* Where the calling thread has been cancelled and allows it: its end. */
void lib_pthread_testcancel(void);

/* The calling thread is not to be cancelled any more: it ends. */
void lib_cancel_ends(void);

/* The mutex behind the alien's variable, made now if it was initialised statically; NULL: no
 * memory. */
struct lib_mutex *lib_mutex_of(struct lib_mutex **m);

#endif
