/* Which host calls abirun makes: its rows say so, and host_calls.def. */
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "abi-tables/abi.h"
#include "tests/fuzz/observer.h"

#define NUMBERS 512

static bool declared[NUMBERS]; /* whichever call it is made for */
static bool of_rows[NUMBERS];  /* some row's own */
static bool of_some[NUMBERS];  /* made for some rows besides */

static const struct {
	long nr;
	const char *rows;
} for_rows[] = {
#define HOST(name, why)
#define FOR(name, rows, why) { SYS_##name, rows },
#include "tests/fuzz/host_calls.def"
};
#undef HOST
#undef FOR

void judge_init(void)
{
	static const int own[] = {
#define HOST(name, why) SYS_##name,
#define FOR(name, rows, why)
#include "tests/fuzz/host_calls.def"
#undef HOST
#undef FOR
	};

	for (unsigned i = 0; i < sizeof own / sizeof *own; i++)
		declared[own[i]] = true;
	for (unsigned i = 0; i < sizeof for_rows / sizeof *for_rows; i++)
		of_some[for_rows[i].nr] = true;
	for (size_t i = 0; i < abi->row_count; i++)
		if (abi->rows[i].kind && abi->rows[i].host >= 0)
			of_rows[abi->rows[i].host] = true;
}

static bool has_word(const char *words, const char *name, size_t n)
{
	for (const char *w = words; *w; w += strcspn(w, " "), w += strspn(w, " "))
		if (strcspn(w, " ") == n && !memcmp(w, name, n))
			return true;
	return false;
}

static bool is_for(const struct row *row, long nr)
{
	size_t n = strcspn(row->symbol, "@");

	for (unsigned i = 0; i < sizeof for_rows / sizeof *for_rows; i++)
		if (for_rows[i].nr == nr && has_word(for_rows[i].rows, row->symbol, n))
			return true;
	return false;
}

/* A call that is another one in truth: its number is an argument (System V IPC's old calls). */
static bool is_family(const struct row *row)
{
	if (row->host < 0 && row->args[0].kind == ARG_INT && row->args[5].kind == ARG_HEX)
		return true; /* syscall(2) */
	return row->args[0].kind == ARG_ENUM &&
	       (row->args[0].table == XLAT_shmsys || row->args[0].table == XLAT_semsys ||
		row->args[0].table == XLAT_msgsys);
}

bool judge_number(const struct seen_call *c, char *why)
{
	const struct row *row = NULL;

	if (c->nr < 0 || c->nr >= NUMBERS) {
		snprintf(why, WHY, "a host call with the number 0x%lx", c->nr);
		return true;
	}
	if (declared[c->nr])
		return false;
	if (c->alien && c->alien->nr < abi->row_count)
		row = &abi->rows[c->alien->nr];
	/* Between its calls the fuzzer makes others, which it does not tell. */
	if (!c->alien || (row && row->kind && is_family(row))) {
		if (of_rows[c->nr] || of_some[c->nr])
			return false;
	} else if (row && row->kind && (row->host == c->nr || is_for(row, c->nr))) {
		return false;
	}
	snprintf(why, WHY, "host call %ld for alien call %d (%s)", c->nr,
		 c->alien ? (int)c->alien->nr : -1, row && row->kind ? row->symbol : "none");
	return true;
}
