/*
 * OpenBSD's libraries as the library door provides them: the rows of lib*.def, one part
 * for each library (library_part.h).  (t2: the functions of shim/lib use glibc.)
 */
#include "abi-tables/library.h"
#include "abi-tables/openbsd/openbsd.h"

#define PART_NAME libc
#define PART_FILE "abi-tables/openbsd/libc.def"
#include "abi-tables/library_part.h"

#define PART_NAME libpthread
#define PART_FILE "abi-tables/openbsd/libpthread.def"
#include "abi-tables/library_part.h"

#define PART_NAME libm
#define PART_FILE "abi-tables/openbsd/libm.def"
#include "abi-tables/library_part.h"

static const struct library_part parts[] = {
	LIBRARY_PART(libc),
	LIBRARY_PART(libpthread),
	LIBRARY_PART(libm),
	{ .name = NULL },
};

/* Their numbers are those of each release; Go's programs ask for them without. */
static const char *const files[] = { "libc.so", "libpthread.so", "libm.so", "ld.so", NULL };

static const char *const versions[] = { NULL };

/* pthread_testcancel(3): lib/libc/thread, what is between ENTER_CANCEL_POINT and LEAVE. */
static const struct library_point points[] = {
	{ "__thrsigdivert", POINT }, { "accept", POINT },
	{ "accept4", POINT },        { "connect", POINT },
	{ "fcntl", POINT },          { "fsync", POINT },
	{ "kevent", POINT },         { "msync", POINT },
	{ "nanosleep", POINT },      { "open", POINT },
	{ "openat", POINT },         { "poll", POINT },
	{ "ppoll", POINT },          { "pread", POINT },
	{ "preadv", POINT },         { "pselect", POINT },
	{ "pwrite", POINT },         { "pwritev", POINT },
	{ "read", POINT },           { "readv", POINT },
	{ "recvfrom", POINT },       { "recvmsg", POINT },
	{ "select", POINT },         { "sendmsg", POINT },
	{ "sendto", POINT },         { "sigsuspend", POINT },
	{ "wait4", POINT },          { "waitid", POINT },
	{ "write", POINT },          { "writev", POINT },
	{ "close", POINT_AFTER },    { "fsync", POINT_AFTER },
	{ "msync", POINT_AFTER },    { NULL, POINT },
};

const struct library openbsd_library = {
	.abi = "openbsd",
	.parts = parts,
	.files = files,
	.numbered = true,
	.versions = versions,
	.facts = &openbsd_lib_facts,
	.signal = 32, /* SIGTHR */
	.points = points,
	.stack_default = 512 << 10, /* lib/libc/include/thread_private.h: RTHREAD_STACK_SIZE_DEF */
	.random_segment = 0x65a3dbe6, /* sys/exec_elf.h: PT_OPENBSD_RANDOMIZE */
};
