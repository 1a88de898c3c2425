#include "abi-tables/ioctl.h"
#include "abi-tables/net.h"
#include "shim/trace_show.h"
#include "shim/trace.h"
#include "shim/dispatch.h"

const char *trace_errno_text[HOST_ERRNO_COUNT];

static void separate(struct text *t, bool *first)
{
	if (!*first)
		text_char(t, '|');
	*first = false;
}

static const struct xlat_table *table_of(enum xlat_id id)
{
	static const struct xlat_table empty;

	return abi->xlats ? &abi->xlats[id] : &empty;
}

/*
 * A field is shown whenever its value has a name (O_RDONLY is 0), a bit when it
 * is set; wider masks come first in no table, so what is left is tried row by row.
 */
void show_flags(struct text *t, enum xlat_id id, uint64_t v)
{
	const struct xlat_table *table = table_of(id);
	uint64_t rest = v, fields = 0;
	bool first = true;

	for (size_t i = 0; i < table->count; i++) {
		const struct xlat *x = &table->rows[i];
		bool bit = x->mask == x->alien;

		if (bit ? !x->alien || (rest & x->mask) != x->alien
			: (v & x->mask) != x->alien || (fields & x->mask))
			continue;
		separate(t, &first);
		text_str(t, x->name);
		rest &= ~x->mask;
		if (!bit)
			fields |= x->mask;
	}
	if (rest || first) {
		separate(t, &first);
		if (rest)
			text_hex(t, rest);
		else
			text_char(t, '0');
	}
}

const char *enum_name(enum xlat_id id, uint64_t v)
{
	const struct xlat_table *table = table_of(id);

	for (size_t i = 0; i < table->count; i++)
		if ((uint32_t)v == (uint32_t)table->rows[i].alien)
			return table->rows[i].name;
	return NULL;
}

void show_enum(struct text *t, enum xlat_id id, uint64_t v)
{
	const char *name = enum_name(id, v);

	if (name)
		text_str(t, name);
	else
		text_dec(t, (int)v);
}

const char *request_name(uint32_t request)
{
	const struct ioctl_row *row = abi->ioctls ? abi->ioctls->rows : NULL;

	while (row && row->name && row->alien != request)
		row++;
	return row ? row->name : NULL;
}

void show_request(struct text *t, uint32_t request)
{
	const char *name = request_name(request);

	if (name)
		text_str(t, name);
	else
		text_hex(t, request);
}

/* A level has no name of its own here: it is a protocol's number, but for SOL_SOCKET. */
void show_option(struct text *t, int level, int option)
{
	const struct sockopt_row *row = abi->net ? abi->net->options : NULL;

	while (row && row->name && (row->level != level || row->option != option))
		row++;
	if (row && row->name)
		text_str(t, row->name);
	else
		text_dec(t, option);
}

static const char *name_of(const struct value_name *names, int alien)
{
	for (; names && names->name; names++)
		if (names->alien == alien)
			return names->name;
	return NULL;
}

void show_signal(struct text *t, int sig)
{
	const char *name = name_of(abi->signals, sig);

	if (name)
		text_str(t, name);
	else
		text_dec(t, sig);
}

void show_errno(struct text *t, const struct row *row, long ret)
{
	int host = -ret, alien = errno_for_row(row, host);
	const char *name = name_of(abi->errnos, alien), *why = NULL;

	if (name) {
		text_str(t, name);
	} else {
		text_str(t, "errno ");
		text_dec(t, alien);
	}
	if (row->kind == ROW_NONE)
		why = row->reason;
	else if (host < HOST_ERRNO_COUNT)
		why = trace_errno_text[host];
	if (why) {
		text_str(t, " (");
		text_str(t, why);
		text_char(t, ')');
	}
}
