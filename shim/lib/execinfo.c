/* backtrace(3) of libexecinfo. */
#include <elf.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib_calls.h"
#include "shim/lib/lib.h"
#include "shim/lib/unwind.h"

int lib_dladdr(const void *address, Dl_info *info);

struct walk {
	void **to;
	size_t room, count;
	bool is_first; /* this function itself */
	struct lib_unwinder unwinder;
};

static _Unwind_Reason_Code step(struct _Unwind_Context *context, void *arg)
{
	struct walk *w = arg;
	void *at = (void *)w->unwinder.ip(context); /* NOLINT */

	if (w->is_first) {
		w->is_first = false;
		return _URC_NO_REASON;
	}
	if (!at || w->count == w->room)
		return _URC_END_OF_STACK;
	w->to[w->count++] = at;
	return _URC_NO_REASON;
}

size_t lib_backtrace(void **to, size_t room)
{
	struct walk w = { .to = to, .room = room, .is_first = true };

	if (lib_unwinder(&w.unwinder, true))
		w.unwinder.backtrace(step, &w);
	return w.count;
}

/* One address by a format: %a address, %n name, %d distance, %D that with "+" where not 0, %f file.
 */
static void put(FILE *to, const void *address, const char *format)
{
	Dl_info info = { 0 };
	long distance;

	if (!lib_dladdr(address, &info) || !info.dli_sname) {
		info.dli_sname = "???";
		info.dli_saddr = (void *)address;
	}
	distance = (const char *)address - (const char *)info.dli_saddr;
	for (; *format; format++) {
		if (*format != '%') {
			putc(*format, to);
			continue;
		}
		switch (*++format) {
		case 'a':
			fprintf(to, "%p", address);
			break;
		case 'n':
			fprintf(to, "%s", info.dli_sname);
			break;
		case 'd':
			fprintf(to, "0x%lx", distance);
			break;
		case 'D':
			if (distance)
				fprintf(to, "+0x%lx", distance);
			break;
		case 'f':
			fprintf(to, "%s", info.dli_fname ? info.dli_fname : "???");
			break;
		case 0:
			return;
		default:
			putc('%', to);
			putc(*format, to);
		}
	}
}

static char *text_of(const void *address, const char *format)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return NULL;
	put(f, address, format);
	return fclose(f) ? NULL : text;
}

/* One block with the pointers and what they point to. */
char **lib_backtrace_symbols_fmt(void *const *addresses, size_t count, const char *format)
{
	char **list = malloc(count ? count * sizeof *list : 1);
	size_t used = count * sizeof *list;

	for (size_t i = 0; i < count && list; i++) {
		char *text = text_of(addresses[i], format);
		size_t length = text ? strlen(text) + 1 : 0;
		char **more = text ? realloc(list, used + length) : NULL;

		if (!more) {
			free(text);
			free(list);
			return NULL;
		}
		list = more;
		memcpy((char *)list + used, text, length);
		/* As a distance, for the block may move yet. */
		list[i] = (char *)used; /* NOLINT */
		used += length;
		free(text);
	}
	for (size_t i = 0; i < count && list; i++)
		list[i] = (char *)list + (size_t)list[i];
	return list;
}

static const char usual[] = "%a <%n%D> at %f";

char **lib_backtrace_symbols(void *const *addresses, size_t count)
{
	return lib_backtrace_symbols_fmt(addresses, count, usual);
}

int lib_backtrace_symbols_fd_fmt(void *const *addresses, size_t count, int fd, const char *format)
{
	for (size_t i = 0; i < count; i++) {
		char *text = text_of(addresses[i], format);

		if (!text)
			return -1;
		lib_row(NR_write, fd, text, strlen(text));
		lib_row(NR_write, fd, "\n", 1);
		free(text);
	}
	return 0;
}

int lib_backtrace_symbols_fd(void *const *addresses, size_t count, int fd)
{
	return lib_backtrace_symbols_fd_fmt(addresses, count, fd, usual);
}
