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

const struct library openbsd_library = {
	.abi = "openbsd",
	.parts = parts,
	.files = files,
	.numbered = true,
	.versions = versions,
	.facts = &openbsd_lib_facts,
	.stack_default = 512 << 10, /* lib/libc/include/thread_private.h: RTHREAD_STACK_SIZE_DEF */
	.random_segment = 0x65a3dbe6, /* sys/exec_elf.h: PT_OPENBSD_RANDOMIZE */
};
