/* What the fuzzer of calls is to know of FreeBSD, and no row says. */
#ifndef FUZZ_SYSTEM_H
#define FUZZ_SYSTEM_H

#include "fuzz.h"

#define LAST_ERRNO  97  /* sys/errno.h */
#define LAST_SIGNAL 126 /* sys/signal.h */
#define AF_INET6    28  /* sys/socket.h */

/* Signals that may be sent to the fuzzer, which catches them; and those that need not be. */
static const int caught_signals[] = { 1, 2, 14, 16, 20, 23, 28, 29, 30, 31, 65, 66, 126 };
static const int other_signals[] = { 0, -1, 33, 64, 127, 128, 129, 1000, 0x7fffffff };

/* sys/fcntl.h: commands of fcntl(2) with a descriptor, with a struct flock. */
static const int fd_commands[] = { 0, 10, 17, 18 }, lock_commands[] = { 7, 8, 9, 11, 12, 13 };

/* sys/event.h: both layouts begin alike. */
static inline size_t put_event(char *e, int age, long ident, int filter, unsigned how,
			       unsigned notes, long data)
{
	memcpy(e, &ident, 8);
	memcpy(e + 8, &filter, 2);
	memcpy(e + 10, &how, 2);
	memcpy(e + 12, &notes, 4);
	memcpy(e + 16, &data, 8);
	return age == KEVENT_now ? 64 : 32;
}

static inline void die_with_parent(void)
{
	int die = 9;

	call(NR_procctl, 0, 0, 11, &die); /* PROC_PDEATHSIG_CTL */
}

/* A signal for a thread of another process. */
static inline void kick(long pid, int number)
{
	call(NR_thr_kill2, pid, RECORDS->of[number].thread, SIGUSR2);
}

static inline void was_kicked(int sig)
{
	(void)sig;
}

/* The kernel knows what a handler returns to. */
static inline void harmless_return(long *arg)
{
	(void)arg;
}

static inline long unknown_number(struct fuzzer *f)
{
	return chance(f, 50) ? 600 + (long)random_of(f, 400) : (long)(uint32_t)garbage(f) | 1024;
}

static inline void keep_system_objects(void)
{
	struct {
		unsigned initial;
		int flags;
	} event = { 1, 0 };
	int inotify = 0;

	keep(call(NR_shm_open2, 1, O_RDWR, 0600, 0, 0));
	keep(call(NR___specialfd, 1, &event, sizeof(event)));
	keep(call(NR___specialfd, 2, &inotify, sizeof(inotify)));
}

/* Both sides of a terminal. */
static inline void keep_terminal(void)
{
	char path[24] = "/dev/pts/";
	long master = call(NR_posix_openpt, O_RDWR | O_NOCTTY);
	int number = 0;
	char *p = path + 9;

	keep(master);
	if (call(NR_ioctl, master, 0x4004740f, &number) < 0) /* TIOCGPTN */
		return;
	for (int d = 10000; d; d /= 10)
		if (number >= d || d == 1)
			*p++ = (char)('0' + number / d % 10);
	keep(call(NR_open, path, O_RDWR | O_NOCTTY | O_NONBLOCK));
}

static inline void forget_memory(const char *name)
{
	call(NR_shm_unlink, name);
}

#endif
