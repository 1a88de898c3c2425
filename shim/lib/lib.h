/*
 * shim/lib: the alien's C library where it is no host function and no system call.
 *
 * It runs on the alien's threads and stacks, with glibc's FS, which is the alien's as
 * well at this door, and may use glibc.  A signal that comes while it runs, or while
 * glibc runs for the alien, is delivered at once, as it would be in the alien's own
 * library: what is async-signal-safe there has to be so here.
 *
 * errno is glibc's own, with the alien's numbers in it.  A glibc function that fails
 * puts the host's number there; who calls one for the alien translates it, once
 * (lib_failed).
 */
#ifndef SHIM_LIB_LIB_H
#define SHIM_LIB_LIB_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi-tables/lib_facts.h"
#include "abi-tables/library.h"
#include "shim/lib/tls.h"

/*
 * The alien's thread-local storage: the end of abirun's own, directly below the
 * thread pointer (tail.c).
 */
#define LIB_TLS_SIZE  32768
#define LIB_TLS_ALIGN 4096
#define LIB_TLS_HOST  0 /* the module that provided variables are said to be in */

/* Of every thread's stack, the shim's part: it does not run on the alien's. */
#define LIB_SHIM_STACK (128 * 1024)

/* What a TLS descriptor calls (assembly): of the tail, and of a block of its own. */
void lib_tls_descriptor(void);
void lib_tls_descriptor_block(void);
/* __tls_get_addr */
struct lib_tls_index {
	uint64_t module;
	int64_t offset;
};
void *lib_tls_get_addr(const struct lib_tls_index *index);

/*
 * Make a system call of the alien's, by its number.  A value or minus the alien's
 * errno.  (Code in the alien's memory: a site like any other.)
 */
extern long (*lib_call)(long nr, long a, long b, long c, long d, long e, long f);

#define LIB_ARG_(nr, a, b, c, d, e, f, ...)                                                        \
	(long)(nr), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f)
/* lib_row(NR_close, fd): up to six arguments; errno set and -1 where it fails. */
#define lib_row(...) lib_result(lib_call(LIB_ARG_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)))

/*
 * The same for calls that are cancellation points (pthread_testcancel(3)): a thread that is
 * cancelled ends before the call or instead of it, and never after what it did.
 */
extern long (*lib_call_point)(long nr, long a, long b, long c, long d, long e, long f);
#define lib_point(...) lib_result(lib_call_point(LIB_ARG_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)))

/* Code that is left where its thread is cancelled (cancel.c): from `low` until its `syscall` is
 * done, to `leave`. */
struct lib_leave {
	uint64_t low, syscall, leave;
	bool by_value; /* EINTR is its value */
};
bool lib_leave_add(const struct lib_leave *l);

/*
 * The calling thread's: LIB_CANCEL_WANTED alone says that it is to end where it can.  It is
 * code of stubs that looks at it, at this distance from the thread pointer.
 */
enum lib_cancel_bits { LIB_CANCEL_WANTED = 1, LIB_CANCEL_DISABLED = 2, LIB_CANCEL_ENDS = 4 };
extern __thread uint32_t lib_cancel;
extern int64_t lib_cancel_offset;
void lib_cancel_now(void) __attribute__((noreturn));

/* A call of the host's that sleeps, -errno; -ECANCELED where the thread is cancelled (thunk.S). */
long lib_host_sleep(long nr, long a, long b, long c, long d, long e, long f);

/* Give back memory of the alien's, and with it what is known of the code there. */
void lib_unmap(uint64_t low, uint64_t high);

static inline long lib_result(long ret)
{
	if ((unsigned long)ret < (unsigned long)-4095)
		return ret;
	errno = (int)-ret;
	return -1;
}

/* sigprocmask(2) and sigaction(2): 0; errno set and -1 where they fail. */
static inline int lib_mask(int how, const struct lib_sigset *set, struct lib_sigset *old)
{
	return (int)lib_result(lib_facts->mask(how, set, old));
}

static inline int lib_action(int sig, const struct lib_sigaction *new, struct lib_sigaction *old)
{
	return (int)lib_result(lib_facts->action(sig, new, old));
}

/* The alien's number for a host's errno. */
int lib_errno(int host);

/* A host function has just failed and set errno: from now on it is the alien's number. */
static inline void lib_failed(void)
{
	errno = lib_errno(errno);
}

/* Calls a host function in r11 and translates errno if it sets it (thunk.S). */
void lib_errno_thunk(void);
extern int64_t lib_errno_offset;
extern uint16_t lib_errno_table[134];

/* Before the first stub is made: errno's place and table. */
void lib_init(void);

/* A function that is not there was called. */
void lib_stop(const char *symbol) __attribute__((noreturn));

/* What others see as the process's arguments; NULL: those that it was started with. */
void lib_show_title(const char *title, size_t size);

/* A name of the host's libc++; NULL: it is not there. */
void *lib_cxx_host(const char *name);
/* Where the alien's program finds a name, in any of its files or abirun's; NULL: nowhere. */
void *lib_find_symbol(const char *name);

/* What the linker knows and libraries ask.  A handle is what it calls an object. */
struct lib_object {
	const void *handle;
	uint64_t base, low;
	const char *path;
	const void *dynamic;
	const void *phdr;
	uint16_t phnum;
	unsigned tls_module; /* 0: none */
};
extern struct lib_object lib_objects[];
extern unsigned lib_object_count, lib_object_adds, lib_object_subs;

/* Held while the list of objects changes or is walked; may be taken again by who has it. */
void lib_dl_lock(void);
void lib_dl_unlock(void);
void lib_dl_after_fork(bool child);

/* Open an object by name (NULL: the program) or descriptor (-1).  NULL with lib_dl_error's text. */
enum lib_dl_mode { LIB_DL_GLOBAL = 1, LIB_DL_KEEP = 2, LIB_DL_IF_LOADED = 4 };
void *lib_dl_open(const char *name, int mode);
void *lib_dl_open_descriptor(int fd, int mode);

/* Find a name (version NULL: the newest) in an object and those that it needs, or elsewhere. */
enum lib_dl_where {
	LIB_DL_IN,     /* `handle`; NULL: the caller's */
	LIB_DL_ALL,    /* all that all can see, and the caller's */
	LIB_DL_BEHIND, /* those behind the caller's */
	LIB_DL_FROM    /* the caller's, and those behind it */
};
void *lib_dl_symbol(enum lib_dl_where where, void *handle, const char *name, const char *version,
		    const void *caller);

/* An unwinder has come to memory: tell it of all objects' frames. */
void lib_tell_frames(void);

/* What dlerror(3) says next in this thread; one %s in `what`. */
void lib_dl_error(const char *what, const char *name) __attribute__((format(printf, 1, 0)));

/* The auxiliary vector that the alien was started with: pairs, the last one zero. */
extern const uint64_t (*lib_auxv)[2];
extern int lib_argc;
extern char **lib_argv;

/* Jump to alien code that is entered as a program is (thunk.S). */
void lib_jump(uint64_t rip, unsigned long sp, unsigned long rdi, unsigned long rsi,
	      unsigned long rdx) __attribute__((noreturn));

/* The stack of a thread that asks for none, in bytes (struct library). */
extern size_t lib_stack_default;

/* The end of the alien's program: destructors of its files (link_run.c). */
extern void (*lib_finish)(void);

#endif
