/*
 * Formats of printf(3).  The host's functions do the work; where a format has one of the
 * directives that the alien reads otherwise, it is gone through here, one directive at a time:
 *
 *	%p	of NULL is 0x0, and (nil) on the host; illumos' has no 0x at all
 *	%m	has the text of the alien's errno
 *	%D %O %U	are old names of %ld, %lo, %lu
 */
#include "shim/lib/format.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/format_read.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

static int put_text(FILE *to, const struct directive *d, const struct arguments *args,
		    const char *text)
{
	bool left = strchr(d->flags, '-');
	int width = d->width_arg >= 0 ? args->values[d->width_arg].i : d->width;

	return fprintf(to, left ? "%-*s" : "%*s", width < 0 && d->width_arg < 0 ? 0 : width, text);
}

static int precision_of(const struct directive *d, const struct arguments *args)
{
	return d->precision_arg >= 0 ? args->values[d->precision_arg].i : d->precision;
}

static int put_value(FILE *to, const char *spec, enum type type, const union value *v)
{
	switch (type) {
	case TYPE_LONG:
		return fprintf(to, spec, v->l); /* NOLINT */
	case TYPE_POINTER:
		return fprintf(to, spec, v->p); /* NOLINT */
	case TYPE_DOUBLE:
		return fprintf(to, spec, v->d); /* NOLINT */
	case TYPE_LONG_DOUBLE:
		return fprintf(to, spec, v->ld); /* NOLINT */
	default:
		return fprintf(to, spec, v->i); /* NOLINT */
	}
}

/* A directive of the host's, its width and precision in numbers. */
static int put_plain(FILE *to, const struct directive *d, const struct arguments *args)
{
	int width = d->width_arg >= 0 ? args->values[d->width_arg].i : d->width;
	int precision = precision_of(d, args);
	char conversion = d->conversion, spec[64], *p = spec;
	const char *length = d->length;

	if (conversion == 'D' || conversion == 'O' || conversion == 'U') {
		length = "l";
		conversion = (char)(conversion - 'A' + 'a');
	}
	p += sprintf(p, "%%%s", d->flags);
	if (width != -1 || d->width_arg >= 0)
		p += sprintf(p, "%d", width); /* a negative one is a flag and a width */
	if (precision >= 0)
		p += sprintf(p, ".%d", precision);
	sprintf(p, "%s%c", length, conversion);
	return put_value(to, spec, lib_format_type(d), &args->values[d->arg]);
}

static int put(FILE *to, const struct directive *d, const struct arguments *args, int error)
{
	int precision = precision_of(d, args);
	char text[256];

	switch (d->conversion) {
	case 'm':
		lib_strerror_r(error, text, sizeof text);
		return put_text(to, d, args, text);
	case 'p':
		if (lib_facts->bare_pointers) {
			struct directive number = *d;

			number.conversion = 'x';
			strcpy(number.length, "l");
			return put_plain(to, &number, args);
		}
		if (args->values[d->arg].p)
			break;
		snprintf(text, sizeof text, "0x%.*x", precision < 0 ? 1 : precision % 200, 0u);
		return put_text(to, d, args, text);
	case 'n':
		break;
	default:
		if (lib_format_type(d) == TYPE_NONE) {
			text[0] = d->conversion;
			text[1] = 0;
			return put_text(to, d, args, text);
		}
	}
	return put_plain(to, d, args);
}

/* %n: how many characters there were. */
static void put_count(const struct directive *d, const struct arguments *args, int count)
{
	void *at = args->values[d->arg].p;

	if (!strcmp(d->length, "hh"))
		*(signed char *)at = (signed char)count;
	else if (d->length[0] == 'h')
		*(short *)at = (short)count;
	else if (d->length[0])
		*(long *)at = count;
	else
		*(int *)at = count;
}

static int go_through(FILE *to, const char *format, struct arguments *args, int error)
{
	int count = 0, n;

	args->next = 0;
	while (*format) {
		size_t plain = strcspn(format, "%");
		struct directive d;

		n = fwrite(format, 1, plain, to) == plain ? (int)plain : -1;
		format += plain;
		if (n >= 0 && *format) {
			count += n;
			lib_format_read(format + 1, args, &d);
			format = d.end;
			n = 0;
			if (d.conversion == 'n')
				put_count(&d, args, count);
			else if (d.conversion)
				n = put(to, &d, args, error);
		}
		if (n < 0)
			return -1;
		count += n;
	}
	return count;
}

static bool is_other(const char *format)
{
	while ((format = strchr(format, '%'))) {
		format += 1 + strspn(format + 1, "0123456789$*.-+ #'hlqjztL");
		if (*format && strchr("pmDOU", *format))
			return true;
		if (*format)
			format++;
	}
	return false;
}

int lib_format(FILE *to, const char *format, va_list args)
{
	struct arguments all = { .next = 0 };
	struct directive d;
	int error = errno, ret;

	if (!is_other(format))
		return vfprintf(to, format, args); /* NOLINT */
	for (const char *p = format; (p = strchr(p, '%')); p = d.end)
		lib_format_read(p + 1, &all, &d);
	if (all.count >= ARGS_MAX || all.next >= ARGS_MAX) {
		errno = EOVERFLOW;
		return -1;
	}
	lib_format_fetch(&all, args);
	flockfile(to);
	ret = go_through(to, format, &all, error);
	funlockfile(to);
	return ret;
}

int lib_format_new(char **to, const char *format, va_list args)
{
	size_t size;
	FILE *f;
	int ret;

	if (!is_other(format)) {
		ret = vasprintf(to, format, args); /* NOLINT */
		if (ret < 0)
			*to = NULL;
		return ret;
	}
	ret = errno;
	f = open_memstream(to, &size);
	if (!f) {
		*to = NULL;
		return -1;
	}
	errno = ret;
	ret = lib_format(f, format, args);
	if (fclose(f) || ret < 0) {
		free(*to);
		*to = NULL;
		return -1;
	}
	return ret;
}

int lib_format_string(char *to, size_t size, const char *format, va_list args)
{
	char *text;
	int ret;

	if (!is_other(format))
		return vsnprintf(to, size, format, args); /* NOLINT */
	ret = lib_format_new(&text, format, args);
	if (ret < 0)
		return ret;
	if (size) {
		size_t n = (size_t)ret < size ? (size_t)ret : size - 1;

		memcpy(to, text, n);
		to[n] = 0;
	}
	free(text);
	return ret;
}
