/* --list: what of each system is there, said by its rows alone. */
#include "loader/command.h"

#include <stdio.h>
#include <string.h>

#include "loader/coverage.h"
#include "loader/link.h"
#include "loader/list.h"
#include "loader/loader.h"
#include "abi-tables/view.h"

/* Who answers a call, or why nobody does. */
static void print_answer(const struct abi *of, long nr)
{
	const struct row *row = row_at(of, nr);
	const struct handler *h = handler_of(row);
	const char *note = note_of(of, nr);

	if (row->kind == ROW_NONE)
		printf("%s: %s", errno_name_of(of, row), row->reason);
	else if (row->kind == ROW_CALL)
		printf("%s", host_call_name(row));
	else
		printf("%s (%s)", h ? h->file : "?", h ? h->name : "?");
	if (note)
		printf("; %s", note);
	printf("\n");
}

static void list_calls(const struct abi *of)
{
	unsigned counts[STATE_COUNT];

	for (long nr = 0; nr < (long)of->row_count; nr++) {
		if (!row_at(of, nr))
			continue;
		printf("%4ld %-34s %-8s ", nr, row_at(of, nr)->symbol,
		       state_names[state_of(of, nr)]);
		print_answer(of, nr);
	}
	count_states(of, counts);
	printf("%s:", of->title);
	for (int s = 0; s < STATE_COUNT; s++)
		printf("%s %u %s", s ? "," : "", counts[s], state_names[s]);
	printf("\n");
}

static const char *const kind_names[ARG_KIND_COUNT] = {
#define X(kind, same) [ARG_##kind] = #kind,
	ARG_KINDS(X)
#undef X
};

static const char *const xlat_names[XLAT_COUNT] = {
#define XLAT(name) [XLAT_##name] = #name,
#include "abi-tables/xlats.def"
#undef XLAT
};

static const char *const layout_names[LAYOUT_COUNT] = {
#define LAYOUT(name) [LAYOUT_##name] = #name,
#include "abi-tables/layouts.def"
#undef LAYOUT
};

static void print_argument(const struct abi *of, const struct arg *arg)
{
	const char *table = NULL;

	if (arg->kind == ARG_FLAGS || arg->kind == ARG_ENUM)
		table = xlat_names[arg->table];
	else if (arg->table && (arg->kind == ARG_PTR || arg->kind == ARG_HEX))
		table = of->views[arg->table].name;
	else if (arg->table)
		table = layout_names[arg->table];
	printf(" %s", kind_names[arg->kind]);
	if (table)
		printf("(%s)", table);
}

static const char *sleep_text(enum sleep_rule rule)
{
	switch (rule) {
	case SLEEP_NEVER:
		return "a signal does not interrupt it";
	case SLEEP_RESTART:
		return "a signal interrupts it; SA_RESTART starts it again";
	default:
		return "a signal interrupts it, whatever SA_RESTART says";
	}
}

static void describe_row(const struct abi *of, long nr)
{
	const struct row *row = row_at(of, nr);
	const struct handler *h = handler_of(row);
	const char *note = note_of(of, nr);

	printf("%s %ld %s: %s\n", of->name, nr, row->symbol, state_names[state_of(of, nr)]);
	if (note)
		printf("  remark     %s\n", note);
	if (row->kind == ROW_NONE) {
		printf("  answer     %s: %s\n", errno_name_of(of, row), row->reason);
		return;
	}
	printf("  handled by %s (%s)\n", h ? h->file : "?", h ? h->name : "?");
	if (host_call_name(row)[0])
		printf("  host call  %s\n", host_call_name(row));
	printf("  signals    %s\n", sleep_text(of->errors[row->errors].sleep));
	printf("  errors     %s\n", of->errors[row->errors].name);
	printf("  arguments ");
	for (int i = 0; i < ROW_ARGS && row->args[i].kind != ARG_NONE; i++)
		print_argument(of, &row->args[i]);
	printf("\n");
}

/* By number, by symbol with its version, or by the name alone. */
static bool is_called(const struct row *row, long nr, const char *call)
{
	char name[64], number[24];

	bare_name(row, name, sizeof name);
	snprintf(number, sizeof number, "%ld", nr);
	return !strcmp(call, name) || !strcmp(call, row->symbol) || !strcmp(call, number);
}

static unsigned describe_calls(const struct abi *of, const char *call)
{
	unsigned found = 0;

	for (long nr = 0; nr < (long)of->row_count; nr++) {
		if (!row_at(of, nr) || !is_called(row_at(of, nr), nr, call))
			continue;
		describe_row(of, nr);
		found++;
	}
	return found;
}

/* The library door: how many of each library's names are bound, and how. */
static void list_libraries(const struct abi *of)
{
	const struct library *library = library_named(of->name);
	unsigned n[BINDING_COUNT];

	if (!library)
		return;
	printf("\n%s libraries (names)     direct  errno  calls  abirun's  data  not yet  never\n",
	       of->name);
	for (const struct library_part *p = library->parts; p->name; p++) {
		library_count(p, n);
		printf("  %-24s %8u %6u %6u %9u %5u %8u %6u\n", p->name, n[BIND_HOST],
		       n[BIND_ERRNO], n[BIND_ROW], n[BIND_OURS], n[BIND_DATA] + n[BIND_TLS],
		       n[BIND_LATER] + n[BIND_NODATA], n[BIND_NONE]);
	}
	printf("System calls above are names of libc, too.\n");
}

int list_command(const struct command *command)
{
	const char *name = command->argc > 0 ? command->argv[0] : NULL;
	const char *call = command->argc > 1 ? command->argv[1] : NULL;
	const struct abi *of = abi_named(name);
	unsigned found = 0;

	if (!name) {
		list_summary(command->markdown);
	} else if (of && !call && command->markdown) {
		list_markdown(of);
	} else if (of && !call) {
		list_calls(of);
		list_libraries(of);
	} else if (call && !of) {
		return complain_and(STATUS_OWN_FAILURE, "--list: %s: no such system", name);
	} else {
		for (const struct abi *const *a = abis; *a; a++)
			if (!of || of == *a)
				found += describe_calls(*a, call ? call : name);
		if (!found)
			return complain_and(STATUS_OWN_FAILURE, "--list: %s: no such call",
					    call ? call : name);
	}
	return 0;
}
