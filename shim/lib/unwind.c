/*
 * The end of a thread from within functions, which libthr makes an exception that nobody can keep:
 * C++ objects of all its functions are destroyed, and what pthread_cleanup_push(3) said is called
 * where its function is left.  Only where the program has an unwinder.
 */
#include "shim/lib/unwind.h"

#include <dlfcn.h>
#include <string.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/pthread.h"

void lib_cleanup_pop(int execute);

_Static_assert(sizeof(struct _Unwind_Exception) <= sizeof((struct lib_thread *)0)->exception,
	       "an exception");

bool lib_unwinder(struct lib_unwinder *u, bool load)
{
	static const char *const names[] = { "_Unwind_ForcedUnwind", "_Unwind_Backtrace",
					     "_Unwind_GetIP", "_Unwind_GetCFA" };
	void *library = dlopen("libgcc_s.so.1", RTLD_NOW | (load ? 0 : RTLD_NOLOAD));
	void *functions[4];

	for (int i = 0; i < 4; i++) {
		functions[i] = library ? dlsym(library, names[i]) : NULL;
		if (!functions[i])
			return false;
	}
	memcpy(u, functions, sizeof functions);
	if (load)
		lib_tell_frames();
	return true;
}

/* A catch (...) that does not throw it on. */
static void kept(_Unwind_Reason_Code why, struct _Unwind_Exception *e)
{
	(void)why, (void)e;
	lib_stop("pthread_exit(3) in what an exception handler keeps from ending");
}

static _Unwind_Reason_Code step(int version, _Unwind_Action actions, _Unwind_Exception_Class class,
				struct _Unwind_Exception *e, struct _Unwind_Context *context,
				void *arg)
{
	const struct lib_unwinder *u = arg;
	struct lib_thread *t = lib_self();

	(void)version, (void)class, (void)e;
	while (t->cleanups && (uint64_t)t->cleanups <= u->cfa(context))
		lib_cleanup_pop(1);
	if (actions & _UA_END_OF_STACK)
		lib_thread_end(t->result);
	return _URC_NO_REASON;
}

void lib_thread_leave(void *result)
{
	static struct lib_unwinder unwinder; /* the same for all: it outlives this function */
	struct lib_thread *t = lib_self();
	struct _Unwind_Exception *e = (struct _Unwind_Exception *)t->exception;

	lib_cancel_ends();
	t->result = result;
	if (lib_unwinder(&unwinder, false)) {
		*e = (struct _Unwind_Exception){ .exception_cleanup = kept };
		unwinder.force(e, step, &unwinder);
	}
	/* There is none, or it has come to a function that it knows nothing of. */
	lib_thread_end(result);
}
