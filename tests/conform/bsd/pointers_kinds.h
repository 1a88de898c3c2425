/*
 * What pointers.c knows of arguments by their kinds, and how a system's own table of them
 * (SYSTEM/pointers_rows.h) is made.
 */
#ifndef POINTERS_KINDS_H
#define POINTERS_KINDS_H

#include "bad_memory.h"

/* Kinds, as far as they matter here: what a good value is, and which way a pointer goes. */
enum way { NO_POINTER, READ, WRITTEN };
/* clang-format off */
static const struct kind {
	const char *name;
	enum way way;
	bool absent; /* the alien does not pass it */
	bool may_be_null;
	bool bytes;
	long good;
} kinds[] = {
	{ .name = "PATH", .way = READ },
	{ .name = "LPATH", .way = READ },
	{ .name = "STR", .way = READ },
	{ .name = "STRINGS", .way = READ, .may_be_null = true },
	{ .name = "BUF_IN", .way = READ, .bytes = true },
	{ .name = "BUF_OUT", .way = WRITTEN, .bytes = true },
	{ .name = "IOV_IN", .way = READ },
	{ .name = "IOV_OUT", .way = READ },
	{ .name = "IN", .way = READ, .may_be_null = true },
	{ .name = "OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "INOUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "ADDR_IN", .way = READ, .may_be_null = true },
	{ .name = "ADDR_OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "LEN_PTR", .way = WRITTEN, .may_be_null = true },
	{ .name = "LIST_IN", .way = READ, .may_be_null = true },
	{ .name = "LIST_OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "LIST", .way = WRITTEN, .may_be_null = true },
	{ .name = "KEVENTS_IN", .way = READ, .may_be_null = true },
	{ .name = "KEVENTS_OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "CWD", .absent = true },
	{ .name = "ZERO", .absent = true },
	{ .name = "FD" }, /* of the test's file, or of a socket */
	{ .name = "SIZE", .good = 64 },
	{ .name = "INT", .good = 1 },
	{ .name = "UINT", .good = 16 },
	{ .name = "MODE", .good = 010600 }, /* a fifo, for mknod(2) */
	{ .name = "SIGNAL", .good = SIGUSR1 },
	{ .name = "DIRFD", .good = -100 }, /* AT_FDCWD */
	{ .name = "LONG", .good = 4096 },
	{ .name = "UID", .good = -1 },
	{ .name = "GID", .good = -1 },
};
/* clang-format on */
static const struct kind other;

/*
 * A PTR of a row says only that the host takes it as it is: here are those that are
 * read or written through (the functions' manual pages).
 */
static const struct kind in = { .name = "PTR in", .way = READ },
			 in_or_null = { .name = "PTR in", .way = READ, .may_be_null = true },
			 out = { .name = "PTR out", .way = WRITTEN },
			 out_or_null = { .name = "PTR out", .way = WRITTEN, .may_be_null = true };

/* Arguments of calls by their names: those that are pointers, which the kind does not say. */
struct pointer {
	const char *name;
	unsigned args; /* bits */
	const struct kind *kind;
};

/*
 * Where the system too looks at something else first, or never at the pointer; args:
 * which arguments, as bits.
 */
struct exception {
	const char *name;
	unsigned args;
	long answer;
	bool at_border; /* of memory that ends alone: so much does fit, whatever is answered */
};

/* Arguments that have to be what a call expects. */
struct special {
	const char *name;
	unsigned arg;
	const long *value;
};

static const long one = 1, two = 2, four_pages = 16384, none = 0, name_size = 16;
static const long ipc_stat = 2, no_wait = 04000; /* sys/ipc.h: IPC_STAT, IPC_NOWAIT */
static long memory, link;
static long socket_fd, directory, listener, queue, pending;
static long semaphores, letters, segment; /* System V's */
static long message_queue;

#endif
