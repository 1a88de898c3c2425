/* What a format of printf(3) asks for: its directives and their arguments. */
#ifndef SHIM_LIB_FORMAT_READ_H
#define SHIM_LIB_FORMAT_READ_H

#include <stdarg.h>

#define ARGS_MAX 64

enum type { TYPE_NONE, TYPE_INT, TYPE_LONG, TYPE_POINTER, TYPE_DOUBLE, TYPE_LONG_DOUBLE };

union value {
	int i;
	long l;
	void *p;
	double d;
	long double ld;
};

struct directive {
	const char *end;                   /* behind it */
	int arg, width_arg, precision_arg; /* which argument, from 0; -1: none */
	int width, precision;              /* -1: none, or of an argument */
	char flags[8], length[3], conversion;
};

struct arguments {
	enum type types[ARGS_MAX];
	union value values[ARGS_MAX];
	int next, count;
};

enum type lib_format_type(const struct directive *d);

/* The directive behind a '%'; its arguments' types are noted. */
void lib_format_read(const char *p, struct arguments *args, struct directive *d);

/* The arguments that were noted. */
void lib_format_fetch(struct arguments *args, va_list list);

#endif
