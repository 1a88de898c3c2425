/* Small functions of FreeBSD's that other families have no room for. */
#include <malloc.h>
#include <monetary.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wordexp.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/err.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"
#include "shim/lib/xlocale.h"

int lib_fprintf(struct lib_file *f, const char *format, ...);
void lib_abort(void) __attribute__((noreturn));
char *lib_nl_langinfo(int item);
int lib_xuname(int size, char *to);

/* assert.h; no function: the compiler has none to name. */
void lib_assert(const char *function, const char *file, int line, const char *what)
{
	struct lib_file *to = *(struct lib_file **)lib_stderr.at;

	if (function)
		lib_fprintf(to, "Assertion failed: (%s), function %s, file %s, line %d.\n", what,
			    function, file, line);
	else
		lib_fprintf(to, "Assertion failed: (%s), file %s, line %d.\n", what, file, line);
	lib_abort();
}

/* Annex K: what is called where a function is used against its rules. */
typedef void handler(const char *, void *, int);
static handler *constraint;

handler *lib_set_constraint_handler_s(handler *new)
{
	return __atomic_exchange_n(&constraint, new, __ATOMIC_ACQ_REL);
}

void lib_abort_handler_s(const char *message, void *unused, int error)
{
	(void)unused, (void)error;
	lib_fprintf(*(struct lib_file **)lib_stderr.at, "abort_handler_s : %s\n", message);
	lib_abort();
}

void lib_ignore_handler_s(const char *message, void *unused, int error)
{
	(void)message, (void)unused, (void)error;
}

/* longjmp(3) found no place to go to. */
void lib_longjmperror(void)
{
	lib_fprintf(*(struct lib_file **)lib_stderr.at, "longjmp botch.\n");
}

int lib_mknod(const char *path, uint16_t mode, uint64_t dev)
{
	return (int)lib_row(NR_mknodat, lib_facts->at_fdcwd, path, mode, dev);
}

/* sys/event.h: KQUEUE_CLOEXEC is 1 */
int lib_kqueue1(int flags)
{
	if (flags & ~lib_facts->open.cloexec) {
		errno = EINVAL;
		return -1;
	}
	return (int)lib_row(NR_kqueuex, flags ? 1 : 0);
}

/* sys/utsname.h, before its names had 256 bytes. */
int lib_uname_old(char *to)
{
	return lib_xuname(32, to);
}

/* cpuset(3): of so many processors; a bit each, in longs. */
void *lib_cpuset_alloc(size_t count)
{
	return malloc((count + 63) / 64 * 8);
}

/* sys/extattr.h: USER is 1, SYSTEM is 2 */
int lib_extattr_namespace_to_string(int which, char **name)
{
	static const char *const names[] = { "empty", "user", "system" };

	if (which < 0 || which > 2) {
		errno = EINVAL;
		return -1;
	}
	if (*name)
		free(*name);
	*name = strdup(names[which]);
	return *name ? 0 : -1;
}

int lib_extattr_string_to_namespace(const char *name, int *which)
{
	*which = !strcmp(name, "user") ? 1 : !strcmp(name, "system") ? 2 : 0;
	if (*which || !strcmp(name, "empty"))
		return 0;
	errno = EINVAL;
	return -1;
}

/* float.h: the bits of the x87's control word that say how it rounds. */
int lib_flt_rounds(void)
{
	static const int says[] = { 1, 3, 2, 0 };
	uint16_t word;

	__asm__ volatile("fnstcw %0" : "=m"(word));
	return says[word >> 10 & 3];
}

/* Its arguments are all doubles: as many as a format can ask for. */
static ssize_t format_money(char *to, size_t size, const char *format, va_list args)
{
	double d[16];
	ssize_t n;

	for (int i = 0; i < 16; i++)
		d[i] = va_arg(args, double);
	n = strfmon(to, size, format, d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9],
		    d[10], d[11], d[12], d[13], d[14], d[15]);
	if (n < 0)
		lib_failed();
	return n;
}

ssize_t lib_strfmon(char *to, size_t size, const char *format, ...)
{
	va_list args;
	ssize_t n;

	va_start(args, format);
	n = format_money(to, size, format, args);
	va_end(args);
	return n;
}

ssize_t lib_strfmon_l(char *to, size_t size, void *locale, const char *format, ...)
{
	locale_t before = lib_locale_enter(locale);
	va_list args;
	ssize_t n;

	va_start(args, format);
	n = format_money(to, size, format, args);
	va_end(args);
	uselocale(before);
	return n;
}

IN_LOCALE(int, mb_cur_max, (void *locale), (int)MB_CUR_MAX)
IN_LOCALE(char *, langinfo, (int item, void *locale), lib_nl_langinfo(item))

/* wordexp.h: two more words behind the host's, and other flags and errors. */
struct freebsd_wordexp {
	size_t count;
	char **words;
	size_t offs;
	char *strings;
	size_t bytes;
};

int lib_wordexp(const char *text, struct freebsd_wordexp *to, int flags)
{
	/* APPEND, DOOFFS, NOCMD, REUSE, SHOWERR, UNDEF */
	static const int pairs[][2] = { { 0x01, WRDE_APPEND },  { 0x02, WRDE_DOOFFS },
					{ 0x04, WRDE_NOCMD },   { 0x08, WRDE_REUSE },
					{ 0x10, WRDE_SHOWERR }, { 0x20, WRDE_UNDEF } };
	wordexp_t host = { to->count, to->words, to->offs };
	int host_flags = 0;

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (flags & pairs[i][0])
			host_flags |= pairs[i][1];
	lib_environ_to_host();
	switch (wordexp(text, &host, host_flags)) {
	case 0:
		break;
	case WRDE_BADCHAR:
		return 1;
	case WRDE_BADVAL:
		return 2;
	case WRDE_CMDSUB:
		return 3;
	case WRDE_NOSPACE:
		return 4;
	default:
		return 6;
	}
	*to = (struct freebsd_wordexp){ host.we_wordc, host.we_wordv, host.we_offs, NULL, 0 };
	return 0;
}

void lib_wordfree(struct freebsd_wordexp *w)
{
	wordexp_t host = { w->count, w->words, w->offs };

	wordfree(&host);
	w->words = NULL;
	w->count = 0;
}

/* sys/mount.h: what is mounted; the list is the library's own, and stays until the next call. */
int lib_getmntinfo(void **list, int how)
{
	static void *own;
	long count = lib_row(NR_getfsstat, 0, 0, 2); /* MNT_NOWAIT */
	size_t size;
	void *more;

	if (count < 0)
		return 0;
	size = ((size_t)count + 4) * 2344; /* sizeof(struct statfs) */
	more = realloc(own, size);
	if (!more)
		return 0;
	own = more;
	count = lib_row(NR_getfsstat, own, size, how);
	*list = own;
	return count < 0 ? 0 : (int)count;
}

/* FreeBSD's programs are not told to behave as older ones did. */
int lib_check_utility_compat(const char *program)
{
	(void)program;
	return 0;
}

/* iconv.h: a name as iconv(3) lists it, which is as it is; and where libiconv was installed. */
const char *lib_iconv_canonicalize(const char *name)
{
	return name;
}

void lib_iconv_set_relocation_prefix(const char *from, const char *to)
{
	(void)from, (void)to;
}

/* Where debuggers wait to be told of libraries that come and go: link.h. */
void lib_r_debug_state(void *debug, void *map)
{
	(void)debug, (void)map;
}

/* malloc_stats_print(3): what the host's allocator says of itself; `write` NULL: to stderr. */
void lib_malloc_stats_print(void (*write)(void *, const char *), void *arg, const char *options)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	(void)options; /* which parts of jemalloc's text are wanted */
	if (!f)
		return;
	malloc_info(0, f);
	fclose(f);
	if (write)
		write(arg, text);
	else
		fputs(text, stderr);
	free(text);
}

/* gets_s(3): a line that does not fit is lost. */
char *lib_gets_s(char *to, size_t room)
{
	FILE *in = lib_input()->host;
	size_t n = 0;
	int c;

	if (!to || !room)
		return NULL;
	while ((c = getc(in)) != EOF && c != '\n') {
		if (n + 1 < room)
			to[n] = (char)c;
		n++;
	}
	if (n >= room) {
		to[0] = 0;
		errno = lib_errno(EOVERFLOW);
		return NULL;
	}
	to[n] = 0;
	return c == EOF && !n ? NULL : to;
}

const char *lib_getfstab(void)
{
	return "/etc/fstab";
}

/* cdefs' __chk_fail: a buffer would be overrun. */
void lib_chk_fail(void)
{
	static const char text[] = "buffer overflow detected; terminated\n";

	lib_row(NR_write, 2, text, sizeof text - 1);
	lib_abort();
}
