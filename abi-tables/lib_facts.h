/*
 * What functions of shim/lib that several systems share have to know of the alien's system:
 * numbers and structures of its C library that are no system call's.  (What calls take and give
 * is said by rows, flags.def and layouts.)  Each system's is in its abi-tables/<os>/lib_facts.c;
 * what is 0 there, no function that its rows bind may look at.
 */
#ifndef ABI_TABLES_LIB_FACTS_H
#define ABI_TABLES_LIB_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Signals as shim/lib keeps them: room for every system's sets, in the order of their numbers. */
struct lib_sigset {
	uint32_t bits[4];
};
struct lib_sigaction {
	uint64_t handler; /* SIG_DFL is 0, SIG_IGN 1 */
	int32_t flags;
	struct lib_sigset mask;
};
/* signal.h: the same in all of them, and not the host's */
#define LIB_SIG_BLOCK   1
#define LIB_SIG_UNBLOCK 2
#define LIB_SIG_SETMASK 3

struct lib_facts {
	const int16_t *numbers; /* lib_calls.h; -1: there is no such call */

	/* fcntl.h, sys/socket.h */
	struct {
		int nonblock, append, creat, trunc, excl, directory, cloexec;
	} open;
	int at_fdcwd, at_nofollow;
	int sock_cloexec;

	/* signal.h */
	int sigchld, sigstop;
	int signal_max;     /* the last number */
	size_t sigset_size; /* of the alien's, in bytes */
	/* sigprocmask(2), sigaction(2): what shim/lib has into what the calls take.  Minus the
	 * alien's errno. */
	long (*mask)(int how, const struct lib_sigset *set, struct lib_sigset *old);
	long (*action)(int sig, const struct lib_sigaction *new, struct lib_sigaction *old);

	/* pthread.h: what a cancelled thread ends with */
	void *canceled;

	/* pwd.h: what of struct passwd was filled in; 0: there is no such member */
	int passwd_fields;
};

/* The system's whose program runs. */
extern const struct lib_facts *lib_facts;
extern const int16_t *lib_numbers;

#endif
