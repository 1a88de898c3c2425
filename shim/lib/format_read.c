/* Reading formats of printf(3), directive by directive. */
#include "shim/lib/format_read.h"

#include <stdbool.h>
#include <string.h>

static const char *number(const char *p, int *value)
{
	for (*value = 0; *p >= '0' && *p <= '9'; p++)
		*value = *value < 100000000 ? *value * 10 + *p - '0' : *value;
	return p;
}

/* "*" or "*3$": the argument that says a width. */
static const char *star(const char *p, struct arguments *args, int *which)
{
	const char *end;
	int n;

	end = number(++p, &n);
	if (*end == '$' && n > 0) {
		*which = n - 1;
		return end + 1;
	}
	*which = args->next++;
	return p;
}

enum type lib_format_type(const struct directive *d)
{
	bool is_long = d->length[0] && strchr("lqjzt", d->length[0]);

	switch (d->conversion) {
	case 'd':
	case 'i':
	case 'o':
	case 'u':
	case 'x':
	case 'X':
	case 'b':
	case 'c':
		return is_long ? TYPE_LONG : TYPE_INT;
	case 'C':
		return TYPE_INT;
	case 'D':
	case 'O':
	case 'U':
		return TYPE_LONG;
	case 's':
	case 'S':
	case 'p':
	case 'n':
		return TYPE_POINTER;
	case 'a':
	case 'A':
	case 'e':
	case 'E':
	case 'f':
	case 'F':
	case 'g':
	case 'G':
		return d->length[0] == 'L' ? TYPE_LONG_DOUBLE : TYPE_DOUBLE;
	default:
		return TYPE_NONE;
	}
}

static void note_type(struct arguments *args, int which, enum type type)
{
	if (which < 0 || which >= ARGS_MAX)
		return;
	args->types[which] = type;
	if (which >= args->count)
		args->count = which + 1;
}

static const char *width_of(const char *p, struct arguments *args, int *width, int *which)
{
	*width = *which = -1;
	if (*p == '*')
		return star(p, args, which);
	return *p >= '0' && *p <= '9' ? number(p, width) : p;
}

/* The directive behind a '%'. */
void lib_format_read(const char *p, struct arguments *args, struct directive *d)
{
	const char *q;
	size_t n;
	int at;

	memset(d, 0, sizeof *d);
	d->arg = -1;
	d->precision = d->precision_arg = -1;
	q = number(p, &at);
	if (*q == '$' && at > 0) {
		d->arg = at - 1;
		p = q + 1;
	}
	for (n = 0; *p && strchr("-+ #0'", *p); p++)
		if (n < sizeof d->flags - 1)
			d->flags[n++] = *p;
	p = width_of(p, args, &d->width, &d->width_arg);
	if (*p == '.') {
		p = width_of(p + 1, args, &d->precision, &d->precision_arg);
		if (d->precision < 0 && d->precision_arg < 0)
			d->precision = 0;
	}
	for (n = 0; *p && strchr("hlqjztL", *p); p++)
		if (n < sizeof d->length - 1)
			d->length[n++] = *p;
	d->conversion = *p;
	d->end = *p ? p + 1 : p;
	note_type(args, d->width_arg, TYPE_INT);
	note_type(args, d->precision_arg, TYPE_INT);
	if (lib_format_type(d) != TYPE_NONE && d->arg < 0)
		d->arg = args->next++;
	if (lib_format_type(d) != TYPE_NONE)
		note_type(args, d->arg, lib_format_type(d));
}

void lib_format_fetch(struct arguments *args, va_list list)
{
	for (int i = 0; i < args->count; i++) {
		union value *v = &args->values[i];

		switch (args->types[i]) {
		case TYPE_LONG:
			v->l = va_arg(list, long);
			break;
		case TYPE_POINTER:
			v->p = va_arg(list, void *);
			break;
		case TYPE_DOUBLE:
			v->d = va_arg(list, double);
			break;
		case TYPE_LONG_DOUBLE:
			v->ld = va_arg(list, long double);
			break;
		default:
			v->i = va_arg(list, int);
		}
	}
}
