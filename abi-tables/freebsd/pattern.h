/* FreeBSD's fnmatch.h, regex.h, glob.h. */
#ifndef ABI_TABLES_FREEBSD_PATTERN_H
#define ABI_TABLES_FREEBSD_PATTERN_H

#include <stddef.h>
#include <stdint.h>

#define FREEBSD_FNM_NOESCAPE    0x01
#define FREEBSD_FNM_PATHNAME    0x02
#define FREEBSD_FNM_PERIOD      0x04
#define FREEBSD_FNM_LEADING_DIR 0x08
#define FREEBSD_FNM_CASEFOLD    0x10

/* regex_t; what is in its last two words is the library's own business */
struct freebsd_regex {
	int32_t magic, no_subs;
	size_t subs;
	const char *end;
	void *host;
};
_Static_assert(sizeof(struct freebsd_regex) == 32, "regex_t");
struct freebsd_regmatch {
	int64_t start, end;
};
#define FREEBSD_REG_MAGIC    0xf265 /* ours: regcomp has been there */
#define FREEBSD_REG_EXTENDED 0x01
#define FREEBSD_REG_ICASE    0x02
#define FREEBSD_REG_NOSUB    0x04
#define FREEBSD_REG_NEWLINE  0x08
#define FREEBSD_REG_NOSPEC   0x10
#define FREEBSD_REG_PEND     0x20
#define FREEBSD_REG_NOTBOL   0x01
#define FREEBSD_REG_NOTEOL   0x02
#define FREEBSD_REG_STARTEND 0x04

struct freebsd_glob {
	size_t count, matched, offs;
	int32_t flags, pad;
	char **paths;
	void *functions[6];
};
_Static_assert(sizeof(struct freebsd_glob) == 88, "glob_t");
#define FREEBSD_GLOB_APPEND   0x0001
#define FREEBSD_GLOB_DOOFFS   0x0002
#define FREEBSD_GLOB_ERR      0x0004
#define FREEBSD_GLOB_MARK     0x0008
#define FREEBSD_GLOB_NOCHECK  0x0010
#define FREEBSD_GLOB_NOSORT   0x0020
#define FREEBSD_GLOB_BRACE    0x0080
#define FREEBSD_GLOB_MAGCHAR  0x0100
#define FREEBSD_GLOB_NOMAGIC  0x0200
#define FREEBSD_GLOB_TILDE    0x0800
#define FREEBSD_GLOB_NOESCAPE 0x2000
#define FREEBSD_GLOB_NOSPACE  (-1)
#define FREEBSD_GLOB_ABORTED  (-2)
#define FREEBSD_GLOB_NOMATCH  (-3)

#endif
