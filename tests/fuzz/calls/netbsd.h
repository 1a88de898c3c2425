/* What the fuzzer of calls is to know of NetBSD, and no row says. */
#ifndef FUZZ_SYSTEM_H
#define FUZZ_SYSTEM_H

#include "fuzz.h"

#define LAST_ERRNO  98 /* sys/errno.h */
#define LAST_SIGNAL 63 /* sys/signal.h */
#define AF_INET6    24 /* sys/socket.h */

/* Signals that may be sent to the fuzzer, which catches them; and those that need not be. */
static const int caught_signals[] = { 1, 2, 14, 16, 20, 23, 28, 29, 30, 31, 33, 34, 61 };
static const int other_signals[] = { 0, -1, 32, 63, 64, 65, 127, 128, 1000, 0x7fffffff };

/* sys/fcntl.h: commands of fcntl(2) with a descriptor, with a struct flock. */
static const int fd_commands[] = { 0, 10, 12 }, lock_commands[] = { 7, 8, 9 };

/* sys/event.h */
static inline size_t put_event(char *e, int age, long ident, int filter, unsigned how,
			       unsigned notes, long data)
{
	(void)age;
	memcpy(e, &ident, 8);
	memcpy(e + 8, &filter, 4);
	memcpy(e + 12, &how, 4);
	memcpy(e + 16, &notes, 4);
	memcpy(e + 24, &data, 8);
	return sizeof(struct kevent);
}

extern long batch_process; /* batch.c */

/* There is no such wish: the helper looks for its parent now and then. */
static inline void die_with_parent(void)
{
}

/*
 * A signal for a thread of another process goes to the process; who has it sends it on
 * to the thread that it is for.
 */
static inline void kick(long pid, int number)
{
	__atomic_store_n(&RECORDS->of[number].kicked, 1, __ATOMIC_SEQ_CST);
	call(NR_kill, pid, SIGUSR2);
}

static inline void was_kicked(int sig)
{
	if (sig != SIGUSR2)
		return;
	/* A child that shares the records has no such thread, and leaves it to its parent. */
	if (batch_process != call(NR_getpid))
		return;
	for (int i = 0; i < RECORD_THREADS; i++)
		if (__atomic_exchange_n(&RECORDS->of[i].kicked, 0, __ATOMIC_SEQ_CST) &&
		    RECORDS->of[i].thread != thread_self())
			signal_thread(RECORDS->of[i].thread, SIGUSR2);
}

/* What a handler returns to is the program's own to give: sigaction(2). */
static inline void harmless_return(long *arg)
{
	if (arg[1]) {
		arg[3] = (long)signal_trampoline;
		arg[4] = 2;
	}
}

/* The lower nine bits of a number are what is looked at; these are no call's. */
static inline long unknown_number(struct fuzzer *f)
{
	static const int none[] = { 94, 151, 172, 268, 269, 326, 337, 352, 407, 500, 505, 511 };
	long high = chance(f, 50) ? 0 : garbage(f) & 0x7ffffe00;

	return high | PICK(f, none);
}

static inline void keep_system_objects(void)
{
	keep(call(NR_eventfd, 1, 0));
}

/* Both sides of a terminal. */
static inline void keep_terminal(void)
{
	static struct {
		int master, slave;
		char master_name[1024], slave_name[1024];
	} names; /* sys/ttycom.h: struct ptmget */
	long master = call(NR_open, "/dev/ptmx", O_RDWR | O_NOCTTY);

	keep(master);
	call(NR_ioctl, master, 0x20007447);                 /* TIOCGRANTPT */
	if (call(NR_ioctl, master, 0x48087448, &names) < 0) /* TIOCPTSNAME */
		return;
	keep(call(NR_open, names.slave_name, O_RDWR | O_NOCTTY | O_NONBLOCK));
}

static inline void forget_memory(const char *name)
{
	(void)name;
}

#endif
