/* How values of the alien's are shown in trace lines.  Internal to shim/trace*.c. */
#ifndef SHIM_TRACE_SHOW_H
#define SHIM_TRACE_SHOW_H

#include <stdbool.h>

#include "abi-tables/abi.h"
#include "abi-tables/view.h"
#include "shim/call.h"
#include "shim/text.h"

/* Names of values (trace_names.c): the alien's names, what has none as a number. */
void show_flags(struct text *t, enum xlat_id id, uint64_t v);
void show_enum(struct text *t, enum xlat_id id, uint64_t v);
/* The value's name, or NULL. */
const char *enum_name(enum xlat_id id, uint64_t v);
const char *request_name(uint32_t request);
void show_request(struct text *t, uint32_t request);
void show_option(struct text *t, int level, int option);
void show_signal(struct text *t, int sig);
/* ret is -errno of the host's, or ALIEN_ERRNO: "ENOENT (No such file or directory)". */
void show_errno(struct text *t, const struct row *row, long ret);

/* Memory of the alien's (trace_memory.c); a bad address is shown as the address. */
void show_address(struct text *t, unsigned long address);
void show_path(struct text *t, unsigned long address);
void show_string(struct text *t, unsigned long address);
void show_bytes(struct text *t, unsigned long address, unsigned long count);
void show_iovecs(struct text *t, unsigned long address, long count, long bytes);
void show_sockaddr(struct text *t, unsigned long address, unsigned long length);
void show_struct(struct text *t, enum layout_id id, unsigned long address);
/* The same: its first member, and what else lies in its first `size` bytes. */
void show_part(struct text *t, enum layout_id id, unsigned long address, unsigned long size);
void show_list(struct text *t, enum layout_id id, unsigned long address, long count);
/* Kevents of one of the OS's layouts (trace_kevent.c). */
void show_kevents(struct text *t, enum kevent_age age, unsigned long address, long count);
void show_strings(struct text *t, unsigned long address);
void show_oid(struct text *t, unsigned long address, unsigned count);
/* `count` addresses of structures. */
void show_pointers(struct text *t, enum layout_id id, unsigned long address, long count);
/* The bits below `limit` that are set, as numbers: "[0 3]". */
void show_numbers(struct text *t, unsigned long address, unsigned long limit);

/*
 * Arguments (trace_args.c).  An argument is shown before the call, or after it
 * when the call fills it; `both` is one that it reads and fills.
 */
/* Whether the alien passes an argument of this kind at all. */
bool arg_passed(unsigned kind);

struct arg_view {
	const struct row *row;
	const long *arg; /* the alien's arguments as they came */
	unsigned at;     /* place in row->args */
	unsigned passed; /* place in arg */
	long ret;        /* what the call gave; only looked at when `after` */
	bool after;
};
void show_arg(struct text *t, const struct arg_view *v);
enum show_time arg_time(const struct arg_view *v);
/* What is known of an argument that goes to the host as it is (trace_view.c); NULL: nothing. */
const struct view *view_of(const struct arg_view *v);
void show_view(struct text *t, const struct arg_view *v, const struct view *view);
/* A value of a plain kind, as show_arg shows it; `width` bytes wide. */
void show_plain(struct text *t, unsigned kind, unsigned table, uint64_t v, unsigned width);

/* A line: its [tid] at the beginning, and its end, which writes it (trace.c). */
void trace_begin(struct text *t, char *buf, size_t size);
void trace_end(struct text *t, const char *buf);

#endif
