/*
 * What nested.c tries: a call and where its bad pointer goes, into an argument or into
 * a structure that an argument points to.
 */
#ifndef NESTED_H
#define NESTED_H

#include "bad_memory.h"

enum way { READ = 0, WRITTEN = 1, MAY_BE_NULL = 2, BYTES = 4 };

struct nested {
	const char *name;
	long nr, args[6]; /* one below OBJECTS is an object's, of objects[] */
	void *slot;       /* where the pointer goes; ARG(n) */
	unsigned way;
	long answer;          /* 0: EFAULT */
	void (*before)(void); /* each time */
	long (*after)(long ret);
};

#define ARG(n) ((void *)(long)(n))
/* Answers: 0, and that or EFAULT. */
#define NO_ERROR 1
#define EITHER   2

enum object {
	OBJECTS = -2000100,
	FILE = OBJECTS,
	DIRECTORY,
	SOCKET, /* one of a pair, datagrams */
	STREAM,
	TERMINAL,
	KQUEUE,
	MQUEUE,
	SEMAPHORES,
	SEGMENT,
	MESSAGES,
	TRACED,
	PROGRAM, /* this one's file */
	OBJECTS_END
};
static long objects[OBJECTS_END - OBJECTS];

static inline void set_object(enum object o, long value)
{
	EXPECT(!is_error(value));
	objects[o - OBJECTS] = value;
}

static inline long object(enum object o)
{
	return objects[o - OBJECTS];
}

static inline long fork_here(void)
{
	long second, pid = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);

	return !is_error(pid) && second == 1 ? 0 : pid;
}

#define O_RDONLY    0
#define O_CREAT     0x200
#define O_NOCTTY    0x8000
#define O_DIRECTORY 0x20000
#define EIO         5
#define EOPNOTSUPP  45
#define IPC_NOWAIT  04000
#define L(what)     ((long)(what))

static char nested_path[] = "/tmp/abirun-nested-xxxxxxxx";
static const struct timespec no_time, short_time = { 0, 1000000 };
static struct {
	void *base;
	size_t length;
} vector;

#endif
