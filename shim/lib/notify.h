/* SIGEV_THREAD: a function that is called in a thread of its own when something has happened. */
#ifndef SHIM_LIB_NOTIFY_H
#define SHIM_LIB_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

/* sys/signal.h */
#define FREEBSD_SIGEV_SIGNAL    1
#define FREEBSD_SIGEV_THREAD    2
#define FREEBSD_SIGEV_THREAD_ID 4
struct lib_sigevent {
	int32_t notify, signo;
	uint64_t value;
	union {
		int32_t thread;
		struct {
			void (*function)(uint64_t);
			void *attributes; /* pthread_attr_t * */
		};
		uint64_t room[8];
	};
};
_Static_assert(sizeof(struct lib_sigevent) == 80, "struct sigevent");

struct lib_notify;

/*
 * Have what `e` (SIGEV_THREAD) asks for happen as often as the event comes that `kernel` asks the
 * call for; `once`: it comes but once.  NULL with errno.
 */
struct lib_notify *lib_notify_make(const struct lib_sigevent *e, bool once,
				   struct lib_sigevent *kernel);
/* No more. */
void lib_notify_end(struct lib_notify *n);

#endif
