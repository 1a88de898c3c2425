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

/* A number and what is said of it; a list of them ends with text NULL. */
struct lib_text {
	int number;
	const char *text;
};

/* A number of the alien's and the host's; a list of them ends with both 0. */
struct lib_pair {
	int alien, host;
};

/* sysconf(3): the host's name where it is to be asked, or -1 and the answer. */
struct lib_answer {
	int name, host;
	long value;
};

/* nl_langinfo(3): `count` items one behind the other on both sides. */
struct lib_items {
	int first, count, host;
};

/* What shim/lib looks at in a struct stat. */
struct lib_stat {
	uint64_t dev, ino, nlink;
	uint32_t mode;
};

/* What shim/lib knows of an interface: net/if.h, struct if_data. */
struct lib_counts {
	uint8_t type, address_length;
	bool up;
	const struct rtnl_link_stats *host;
};

/* Places of registers in a handler's third argument. */
struct lib_context {
	size_t rip, rsp, rax, rflags;
};

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
	long (*suspend)(const struct lib_sigset *mask); /* sigsuspend(2), a cancellation point */
	long (*action)(int sig, const struct lib_sigaction *new, struct lib_sigaction *old);

	/* stdio.h: how far the standard streams are from each other where they are an array */
	size_t file_step;
	bool bare_pointers; /* printf(3): a pointer is a number of base 16 without 0x */
	/* sys/dirent.h: where the name is in struct dirent */
	size_t dirent_name;
	const struct lib_context *context;

	/* pthread.h: what a cancelled thread ends with */
	void *canceled;
	/* signal.h, errno.h, string.h: names of signals and texts where the host's are others */
	int signal_count, errno_count; /* NSIG, sys_nerr */
	const char *no_error;          /* 0's text */
	const struct lib_text *errno_texts, *signal_texts;
	const char *illegal_option, *invalid_option; /* getopt(3), getopt_long(3): of a letter */

	/* unistd.h, langinfo.h */
	const struct lib_answer *sysconf;
	size_t sysconf_count;
	int sysconf_last; /* there are names up to it */
	const struct lib_items *langinfo;
	size_t langinfo_count;

	/* netdb.h */
	const struct lib_pair *address_errors; /* EAI_ */
	struct {
		int fail, family, memory, flags, hints, protocol;
	} address_error;
	const struct lib_pair *address_flags, *name_flags; /* AI_, NI_ */
	int numeric_scope;                                 /* NI_NUMERICSCOPE; 0: none */
	bool address_before_name;                          /* in struct addrinfo */

	/* sys/stat.h */
	size_t stat_size;
	void (*stat)(const void *alien, struct lib_stat *to);

	/* net/if_dl.h, net/if.h */
	uint8_t link_size; /* of struct sockaddr_dl */
	size_t counts_size;
	void (*counts)(void *to, const struct lib_counts *from);

	struct {
		int get, set, wait;
	} lock;            /* fcntl.h: F_GETLK, F_SETLK, F_SETLKW */
	int glob_noescape; /* glob.h: GLOB_NOESCAPE */

	/* pwd.h: what of struct passwd was filled in; 0: there is no such member */
	int passwd_fields;
};

/* The system's whose program runs. */
extern const struct lib_facts *lib_facts;
extern const int16_t *lib_numbers;

#endif
