/*
 * FreeBSD's libraries as the library door provides them: the rows of lib*.def, one
 * part for each library (library_part.h).  (t2: the functions of shim/lib use glibc.)
 */
#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/library.h"

#define PART_NAME libc
#define PART_FILE "abi-tables/freebsd/libc.def"
#include "abi-tables/library_part.h"

#define PART_NAME libthr
#define PART_FILE "abi-tables/freebsd/libthr.def"
#include "abi-tables/library_part.h"

#define PART_NAME libm
#define PART_FILE "abi-tables/freebsd/libm.def"
#include "abi-tables/library_part.h"

#define PART_NAME libgcc_s
#define PART_FILE "abi-tables/freebsd/libgcc_s.def"
#include "abi-tables/library_part.h"

#define PART_NAME librt
#define PART_FILE "abi-tables/freebsd/librt.def"
#include "abi-tables/library_part.h"

#define PART_NAME libutil
#define PART_FILE "abi-tables/freebsd/libutil.def"
#include "abi-tables/library_part.h"

#define PART_NAME libmd
#define PART_FILE "abi-tables/freebsd/libmd.def"
#include "abi-tables/library_part.h"

#define PART_NAME libexecinfo
#define PART_FILE "abi-tables/freebsd/libexecinfo.def"
#include "abi-tables/library_part.h"

#define PART_NAME libcxx
#define PART_FILE "abi-tables/freebsd/libcxx.def"
#include "abi-tables/library_part.h"

#define PART_NAME libcxxrt
#define PART_FILE "abi-tables/freebsd/libcxxrt.def"
#include "abi-tables/library_part.h"

#define PART_NAME libz
#define PART_FILE "abi-tables/freebsd/libz.def"
#include "abi-tables/library_part.h"

#define PART_NAME liblzma
#define PART_FILE "abi-tables/freebsd/liblzma.def"
#include "abi-tables/library_part.h"

static const struct library_part parts[] = {
	LIBRARY_PART(libc),        LIBRARY_PART(libthr), LIBRARY_PART(libm),
	LIBRARY_PART(libgcc_s),    LIBRARY_PART(librt),  LIBRARY_PART(libutil),
	LIBRARY_PART(libexecinfo), LIBRARY_PART(libmd),  LIBRARY_PART(libcxx),
	LIBRARY_PART(libcxxrt),    LIBRARY_PART(libz),   LIBRARY_PART(liblzma),
	{ .name = NULL },
};

static const char *const files[] = {
	"libc.so.7",  "libthr.so.3",  "libm.so.5",     "libgcc_s.so.1",
	"librt.so.1", "libutil.so.9", "libutil.so.10", "libexecinfo.so.1",
	"libmd.so.6", "libdl.so.1",   "ld-elf.so.1",   NULL,
};

static const struct library_borrowed borrowed[] = {
	{ "libc++.so.1", "libcxx", "libc++.so.1", "libc++1" },
	{ "libcxxrt.so.1", "libcxxrt", "libc++abi.so.1", "libc++abi1" },
	{ "libz.so.6", "libz", "libz.so.1", "zlib1g" },
	{ "liblzma.so.5", "liblzma", "liblzma.so.5", "liblzma5" },
	{ NULL, NULL, NULL, NULL },
};

/* Versions.def of lib/libc and lib/libgcc_s, the symbol maps of zlib and liblzma. */
static const char *const versions[] = {
	"FBSD_1.0",     "FBSD_1.1",        "FBSD_1.2",      "FBSD_1.3",
	"FBSD_1.4",     "FBSD_1.5",        "FBSD_1.6",      "FBSD_1.7",
	"FBSD_1.8",     "FBSDprivate_1.0", "GCC_3.0",       "GCC_3.3",
	"GCC_3.3.1",    "GCC_3.4",         "GCC_3.4.2",     "GCC_3.4.4",
	"GCC_4.0.0",    "GCC_4.2.0",       "GCC_4.3.0",     "GCC_4.6.0",
	"CXXABI_1.3",   "CXXABI_1.3.1",    "CXXABI_1.3.2",  "CXXABI_1.3.3",
	"CXXABI_1.3.5", "CXXABI_1.3.6",    "CXXABI_1.3.9",  "CXXABI_1.3.11",
	"CXXRT_1.0",    "GLIBCXX_3.4",     "GLIBCXX_3.4.9", "ZLIB_1.2.4.0",
	"ZLIB_1.2.7.0", "ZLIB_1.2.7.1",    "ZLIB_1.2.9",    "ZLIB_1.2.12",
	"XZ_5.0",       "XZ_5.2",          "XZ_5.4",        "XZ_5.6",
	NULL,
};

/* pthread_testcancel(3).  What the last ones do cannot be done again (lib/libthr:
 * _thr_cancel_enter2). */
static const struct library_point points[] = {
	{ "accept", POINT },
	{ "accept4", POINT },
	{ "aio_suspend", POINT },
	{ "connect", POINT },
	{ "fcntl", POINT },
	{ "kevent", POINT },
	{ "nanosleep", POINT },
	{ "open", POINT },
	{ "openat", POINT },
	{ "poll", POINT },
	{ "ppoll", POINT },
	{ "pselect", POINT },
	{ "read", POINT },
	{ "readv", POINT },
	{ "recvfrom", POINT },
	{ "recvmsg", POINT },
	{ "select", POINT },
	{ "sendmsg", POINT },
	{ "sendto", POINT },
	{ "sigsuspend", POINT },
	{ "sigtimedwait", POINT },
	{ "sigwaitinfo", POINT },
	{ "wait4", POINT },
	{ "wait6", POINT },
	{ "write", POINT },
	{ "writev", POINT },
	{ "clock_nanosleep", POINT_BY_VALUE },
	{ "close", POINT_AFTER },
	{ "fdatasync", POINT_AFTER },
	{ "fsync", POINT_AFTER },
	{ "msync", POINT_AFTER },
	{ NULL, POINT },
};

const struct library freebsd_library = {
	.abi = "freebsd",
	.parts = parts,
	.files = files,
	.borrowed = borrowed,
	.versions = versions,
	.private = "FBSDprivate",
	.signal = 32, /* SIGTHR */
	.points = points,
	.facts = &freebsd_lib_facts,
	.stack_default = 2ul << 20, /* libthr: THR_STACK_DEFAULT on 64 bits */
};
