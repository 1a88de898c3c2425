/*
 * illumos' libraries as the library door provides them: the rows of libc.def
 * (library_part.h).  (t2: the functions of shim/lib use glibc.)
 */
#include "abi-tables/illumos/illumos.h"
#include "abi-tables/library.h"

#define PART_NAME libc
#define PART_FILE "abi-tables/illumos/libc.def"
#include "abi-tables/library_part.h"

#define PART_NAME libm
#define PART_FILE "abi-tables/illumos/libm.def"
#include "abi-tables/library_part.h"

static const struct library_part parts[] = {
	LIBRARY_PART(libc),
	LIBRARY_PART(libm),
	{ .name = NULL },
};

/* Go's programs ask for them without numbers.  Most are part of libc.so.1 by now. */
static const char *const files[] = {
	"libc.so", "libsocket.so", "libnsl.so", "libsendfile.so", "libpthread.so",
	"libm.so", "librt.so",     "libdl.so",  "libxnet.so",     NULL,
};

static const char *const versions[] = { NULL };

const struct library illumos_library = {
	.abi = "illumos",
	.parts = parts,
	.files = files,
	.numbered = true,
	.versions = versions,
	.facts = &illumos_lib_facts,
	.stack_default = 1 << 20, /* thr_create(3C) */
	.starts_itself = true,    /* elf(3ELF): crt1.o; the arrays are the linker's */
	.realigns = true,
};
