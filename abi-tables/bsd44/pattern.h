/* The BSDs' fnmatch.h, regex.h, glob.h. */
#ifndef ABI_TABLES_BSD44_PATTERN_H
#define ABI_TABLES_BSD44_PATTERN_H

#include <stddef.h>
#include <stdint.h>

#define BSD44_FNM_NOESCAPE    0x01
#define BSD44_FNM_PATHNAME    0x02
#define BSD44_FNM_PERIOD      0x04
#define BSD44_FNM_LEADING_DIR 0x08
#define BSD44_FNM_CASEFOLD    0x10

/* regex_t; what is in its last two words is the library's own business */
struct bsd44_regex {
	int32_t magic, no_subs;
	size_t subs;
	const char *end;
	void *host;
};
_Static_assert(sizeof(struct bsd44_regex) == 32, "regex_t");
struct bsd44_regmatch {
	int64_t start, end;
};
#define BSD44_REG_MAGIC    0xf265 /* ours: regcomp has been there */
#define BSD44_REG_EXTENDED 0x01
#define BSD44_REG_ICASE    0x02
#define BSD44_REG_NOSUB    0x04
#define BSD44_REG_NEWLINE  0x08
#define BSD44_REG_NOSPEC   0x10
#define BSD44_REG_PEND     0x20
#define BSD44_REG_NOTBOL   0x01
#define BSD44_REG_NOTEOL   0x02
#define BSD44_REG_STARTEND 0x04

struct bsd44_glob {
	size_t count, matched, offs;
	int32_t flags, pad;
	char **paths;
	void *functions[6];
};
_Static_assert(sizeof(struct bsd44_glob) == 88, "glob_t");
#define BSD44_GLOB_APPEND  0x0001
#define BSD44_GLOB_DOOFFS  0x0002
#define BSD44_GLOB_ERR     0x0004
#define BSD44_GLOB_MARK    0x0008
#define BSD44_GLOB_NOCHECK 0x0010
#define BSD44_GLOB_NOSORT  0x0020
#define BSD44_GLOB_BRACE   0x0080
#define BSD44_GLOB_MAGCHAR 0x0100
#define BSD44_GLOB_NOMAGIC 0x0200
#define BSD44_GLOB_TILDE   0x0800
#define BSD44_GLOB_NOSPACE (-1)
#define BSD44_GLOB_ABORTED (-2)
#define BSD44_GLOB_NOMATCH (-3)

#endif
