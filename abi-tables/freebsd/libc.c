/*
 * FreeBSD's libraries as the library door provides them: the rows of lib*.def, one
 * table for each library.  (t2: the functions of shim/lib use glibc.)
 */
#include "abi-tables/library.h"

/* What the rows name: functions and variables of shim/lib. */
#define SAME(symbol)
#define HOST(symbol, host_name)
#define ERRNO(symbol, host_name)
#define ROW(symbol, row)
#define OURS(symbol, function)	     extern char function[];
#define PART(symbol, function, what) extern char function[];
#define DATA(symbol, object)	     extern struct library_data object;
#define TLS(symbol, function)	     extern void *function(void);
#define NODATA(symbol)
#define LATER(symbol)
#define NONE(symbol, why)
#include "abi-tables/freebsd/libc.def"
#include "abi-tables/freebsd/libthr.def"
#include "abi-tables/freebsd/libm.def"
#include "abi-tables/freebsd/libgcc_s.def"
#include "abi-tables/freebsd/librt.def"
#include "abi-tables/freebsd/libutil.def"
#include "abi-tables/freebsd/libexecinfo.def"
#undef SAME
#undef HOST
#undef ERRNO
#undef ROW
#undef OURS
#undef PART
#undef DATA
#undef TLS
#undef NODATA
#undef LATER
#undef NONE

#define SAME(s)	       { .symbol = s, .binding = BIND_HOST },
#define HOST(s, h)     { .symbol = s, .host = h, .binding = BIND_HOST },
#define ERRNO(s, h)    { .symbol = s, .host = h, .binding = BIND_ERRNO },
#define ROW(s, r)      { .symbol = s, .host = r, .binding = BIND_ROW },
#define OURS(s, f)     { .symbol = s, .address = f, .binding = BIND_OURS },
#define PART(s, f, w)  { .symbol = s, .address = f, .remark = w, .binding = BIND_OURS },
#define DATA(s, o)     { .symbol = s, .address = &(o), .binding = BIND_DATA },
#define TLS(s, f)      { .symbol = s, .tls = f, .binding = BIND_TLS },
#define NODATA(s)      { .symbol = s, .binding = BIND_NODATA },
#define LATER(s)       { .symbol = s, .binding = BIND_LATER },
#define NONE(s, why)   { .symbol = s, .remark = why, .binding = BIND_NONE },

static const struct library_row libc[] = {
#include "abi-tables/freebsd/libc.def"
};
static const struct library_row libthr[] = {
#include "abi-tables/freebsd/libthr.def"
};
static const struct library_row libm[] = {
#include "abi-tables/freebsd/libm.def"
};
static const struct library_row libgcc_s[] = {
#include "abi-tables/freebsd/libgcc_s.def"
};
static const struct library_row librt[] = {
#include "abi-tables/freebsd/librt.def"
};
static const struct library_row libutil[] = {
#include "abi-tables/freebsd/libutil.def"
};
static const struct library_row libexecinfo[] = {
#include "abi-tables/freebsd/libexecinfo.def"
};

#define ROWS(part) { #part, part, sizeof(part) / sizeof((part)[0]) }
static const struct library_rows parts[] = {
	ROWS(libc),  ROWS(libthr),  ROWS(libm),	       ROWS(libgcc_s),
	ROWS(librt), ROWS(libutil), ROWS(libexecinfo), { NULL, NULL, 0 },
};

static const char *const files[] = {
	"libc.so.7", "libthr.so.3", "libm.so.5", "libgcc_s.so.1", "librt.so.1", "libutil.so.9",
	"libexecinfo.so.1", "libdl.so.1", "ld-elf.so.1", NULL,
};

/* Versions.def of lib/libc and lib/libgcc_s. */
static const char *const versions[] = {
	"FBSD_1.0", "FBSD_1.1",	 "FBSD_1.2",  "FBSD_1.3",  "FBSD_1.4",  "FBSD_1.5",  "FBSD_1.6",
	"FBSD_1.7", "FBSD_1.8",	 "FBSDprivate_1.0",        "GCC_3.0",   "GCC_3.3",   "GCC_3.3.1",
	"GCC_3.4",  "GCC_3.4.2", "GCC_3.4.4", "GCC_4.0.0", "GCC_4.2.0", "GCC_4.3.0", "GCC_4.6.0",
	NULL,
};

const struct library freebsd_library = {
	.abi = "freebsd",
	.parts = parts,
	.files = files,
	.versions = versions,
};
