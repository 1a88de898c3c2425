/* What files of shim/lib use of each other. */
#ifndef SHIM_LIB_FREEBSD_H
#define SHIM_LIB_FREEBSD_H

#include <locale.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "abi-tables/library.h"

extern struct library_data lib_environ, lib_progname, lib_isthreaded;

/* A host function is going to use environ, and may change it: the program has its own variable. */
void lib_environ_to_host(void);
void lib_environ_from_host(void);

void lib_setprogname(const char *name);
int lib_raise(int sig);
long lib_thread_id(void); /* the calling thread's, the alien's number */
void lib_exit_prepare(void);
int lib_execvpe(const char *name, char *const argv[], char *const envp[], const char *path);
int lib_strerror_r(int error, char *buffer, size_t size);
char *lib_strerror(int error);
char *lib_strsignal(int sig);
const char *lib_signal_text(int sig); /* NULL: there is no such signal */
const char *lib_signal_name(int sig); /* "HUP" */

struct lib_value {
	void *value;
	unsigned turn;
};

/* An alien thread; the alien's pthread_t. */
struct lib_thread {
	pthread_t host;
	long id;
	void *(*function)(void *);
	void *arg, *result;
	struct lib_cleanup *cleanups;
	struct lib_destructor *destructors; /* of thread-local objects, the last first */
	struct lib_value *values;           /* of keys */
	struct lib_thread *next, *before;   /* tls.c */
	char *pointer, ***blocks;
	unsigned long stack_low, stack_size;
	size_t guard;
	uint32_t mask[4];    /* it starts with */
	uint32_t ended;      /* a futex */
	struct birth *birth; /* while it is made: who makes it waits */
	uint32_t *cancel;    /* the thread's lib_cancel */
	int cancel_type;
	bool detached, is_first;
	bool own_stack; /* the alien gave the stack */
	char name[20];
	uint64_t exception[4] __attribute__((aligned(16))); /* that ends it: unwind.c */
};
struct lib_thread *lib_self(void);
struct lib_attr;
/* Its policy and processors as its attributes say (NULL: the maker's); 0 or the alien's error. */
int lib_thread_schedule(const struct lib_thread *t, const struct lib_attr *a);
void lib_thread_end(void *result) __attribute__((noreturn));
/* The same for one that has functions to leave: their objects are destroyed. */
void lib_thread_leave(void *result) __attribute__((noreturn));
/* At the end of a thread: what its keys and its thread-local objects ask for. */
void lib_run_destructors(struct lib_thread *t);

/* The host's clock for one of the alien's that waits may be measured by; -1. */
int lib_clock(int clock);

/*
 * The host's locale for one of the alien's (xlocale(3)): NULL is the C locale.  _enter makes
 * it the thread's own, for one call; the answer is for uselocale, afterwards.
 */
locale_t lib_locale(void *alien);
locale_t lib_locale_enter(void *alien);

/* A host's FILE for one of the alien's. */
FILE *lib_host_file(void *alien);

#endif
