/*
 * The rows of one .def file as a struct library_part's tables.  PART_NAME and PART_FILE
 * say which; included once for each by abi-tables/<os>/libc.c.
 */
#ifndef LIBRARY_PART
/* ...and the part made of it, by PART_NAME. */
#define LIBRARY_PART(part)                                                                         \
	{                                                                                          \
		.name = #part, .strings = (const char *)&part##_strings,                           \
		.entries = part##_entries,                                                         \
		.count = sizeof part##_entries / sizeof part##_entries[0],                         \
		.pointers = part##_pointers                                                        \
	}
#endif
#define GLUE_(a, b) a##b
#define GLUE(a, b)  GLUE_(a, b)
#define OF(suffix)  GLUE(PART_NAME, suffix)
#define SYMBOL      GLUE(symbol_, __LINE__)
#define TEXT        GLUE(text_, __LINE__)
#define POINTER     GLUE(OF(_pointer_), __LINE__)

/* What the rows name: functions and variables of shim/lib. */
#define SAME(s)
#define HOST(s, h)
#define ERRNO(s, h)
#define ROW(s, r)
#define OURS(s, f)    extern char f[];
#define PART(s, f, w) extern char f[];
#define DATA(s, o, n) extern struct library_data o;
#define TLS(s, f)     extern void *f(void);
#define NODATA(s)
#define LATER(s)
#define NONE(s, w)
#include PART_FILE
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

/* All strings, one behind the other; the first is "". */
static const struct OF(_strings_type) {
	char none[1];
#define SAME(s) char SYMBOL[sizeof(s)];
#define HOST(s, h)                                                                                 \
	char SYMBOL[sizeof(s)];                                                                    \
	char TEXT[sizeof(h)];
#define ERRNO(s, h)                                                                                \
	char SYMBOL[sizeof(s)];                                                                    \
	char TEXT[sizeof(h)];
#define ROW(s, r)                                                                                  \
	char SYMBOL[sizeof(s)];                                                                    \
	char TEXT[sizeof(r)];
#define OURS(s, f) char SYMBOL[sizeof(s)];
#define PART(s, f, w)                                                                              \
	char SYMBOL[sizeof(s)];                                                                    \
	char TEXT[sizeof(w)];
#define DATA(s, o, n) char SYMBOL[sizeof(s)];
#define TLS(s, f)     char SYMBOL[sizeof(s)];
#define NODATA(s)     char SYMBOL[sizeof(s)];
#define LATER(s)      char SYMBOL[sizeof(s)];
#define NONE(s, w)                                                                                 \
	char SYMBOL[sizeof(s)];                                                                    \
	char TEXT[sizeof(w)];
#include PART_FILE
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
} OF(_strings) = {
	"",
#define SAME(s)       s,
#define HOST(s, h)    s, h,
#define ERRNO(s, h)   s, h,
#define ROW(s, r)     s, r,
#define OURS(s, f)    s,
#define PART(s, f, w) s, w,
#define DATA(s, o, n) s,
#define TLS(s, f)     s,
#define NODATA(s)     s,
#define LATER(s)      s,
#define NONE(s, w)    s, w,
#include PART_FILE
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
};

enum {
	OF(_pointer_none),
#define SAME(s)
#define HOST(s, h)
#define ERRNO(s, h)
#define ROW(s, r)
#define OURS(s, f)    POINTER,
#define PART(s, f, w) POINTER,
#define DATA(s, o, n) POINTER,
#define TLS(s, f)     POINTER,
#define NODATA(s)
#define LATER(s)
#define NONE(s, w)
#include PART_FILE
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
};

static void *const OF(_pointers)[] = {
	NULL,
#define SAME(s)
#define HOST(s, h)
#define ERRNO(s, h)
#define ROW(s, r)
#define OURS(s, f)    f,
#define PART(s, f, w) f,
#define DATA(s, o, n) &(o),
#define TLS(s, f)     (void *)f,
#define NODATA(s)
#define LATER(s)
#define NONE(s, w)
#include PART_FILE
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
};

#define AT(member) offsetof(struct OF(_strings_type), member)
static const struct library_entry OF(_entries)[] = {
#define SAME(s)       { AT(SYMBOL), 0, 0, BIND_HOST },
#define HOST(s, h)    { AT(SYMBOL), AT(TEXT), 0, BIND_HOST },
#define ERRNO(s, h)   { AT(SYMBOL), AT(TEXT), 0, BIND_ERRNO },
#define ROW(s, r)     { AT(SYMBOL), AT(TEXT), 0, BIND_ROW },
#define OURS(s, f)    { AT(SYMBOL), 0, POINTER, BIND_OURS },
#define PART(s, f, w) { AT(SYMBOL), AT(TEXT), POINTER, BIND_OURS },
#define DATA(s, o, n) { AT(SYMBOL), n, POINTER, BIND_DATA },
#define TLS(s, f)     { AT(SYMBOL), 0, POINTER, BIND_TLS },
#define NODATA(s)     { AT(SYMBOL), 0, 0, BIND_NODATA },
#define LATER(s)      { AT(SYMBOL), 0, 0, BIND_LATER },
#define NONE(s, w)    { AT(SYMBOL), AT(TEXT), 0, BIND_NONE },
#include PART_FILE
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
};

#undef GLUE_
#undef GLUE
#undef OF
#undef SYMBOL
#undef TEXT
#undef POINTER
#undef AT
#undef PART_NAME
#undef PART_FILE
