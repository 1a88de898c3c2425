#include "loader/coverage.h"

#include <stdio.h>
#include <string.h>

const char *const state_names[STATE_COUNT] = { [STATE_WORKS] = "works",
					       [STATE_PARTLY] = "in part",
					       [STATE_LATER] = "not yet",
					       [STATE_REFUSED] = "refused" };

const struct row *row_at(const struct abi *of, long nr)
{
	if (nr < 0 || (size_t)nr >= of->row_count || of->rows[nr].kind == ROW_ABSENT)
		return NULL;
	return &of->rows[nr];
}

const char *note_of(const struct abi *of, long nr)
{
	for (const struct note *n = of->notes; n && n->text; n++)
		if (n->nr == nr)
			return n->text;
	return NULL;
}

enum state state_of(const struct abi *of, long nr)
{
	const struct row *row = row_at(of, nr);

	if (!row)
		return STATE_REFUSED;
	if (row->kind == ROW_NONE)
		return strcmp(row->reason, "not done yet") ? STATE_REFUSED : STATE_LATER;
	return note_of(of, nr) ? STATE_PARTLY : STATE_WORKS;
}

void count_states(const struct abi *of, unsigned counts[STATE_COUNT])
{
	memset(counts, 0, STATE_COUNT * sizeof counts[0]);
	for (long nr = 0; nr < (long)of->row_count; nr++)
		if (row_at(of, nr))
			counts[state_of(of, nr)]++;
}

void bare_name(const struct row *row, char *name, size_t size)
{
	snprintf(name, size, "%.*s", (int)strcspn(row->symbol, "@"), row->symbol);
}

const char *errno_name_of(const struct abi *of, const struct row *row)
{
	for (const struct value_name *v = of->errnos; v->name; v++)
		if (row->error >= ALIEN_ERRNO_MIN ? v->alien == row->error - ALIEN_ERRNO_MIN
						  : v->host == row->error)
			return v->name;
	return "an error";
}

const struct handler *handler_of(const struct row *row)
{
	for (const struct handler *h = handlers; h->map; h++)
		if (h->map == row->map)
			return h;
	return NULL;
}

const char *host_call_name(const struct row *row)
{
	if (row->host < 0 || (unsigned)row->host >= host_call_count || !host_call_names[row->host])
		return "";
	return host_call_names[row->host];
}
