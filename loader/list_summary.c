/* The systems side by side: how many calls and names of libraries are there, and how. */
#include "loader/list.h"

#include <stdio.h>
#include <string.h>

#include "loader/coverage.h"
#include "loader/link.h"

/* How a line of the table is written: as text in columns, or as Markdown. */
struct style {
	const char *first, *column, *number, *end;
};

static const struct style text_style = { "%-26s", " %16s", " %16u", "\n" };
static const struct style markdown_style = { "| %s", " | %s", " | %u", " |\n" };

static const char *const state_titles[STATE_COUNT] = {
	[STATE_WORKS] = "calls that work",
	[STATE_PARTLY] = "... in part",
	[STATE_LATER] = "... not yet",
	[STATE_REFUSED] = "refused, with a reason",
};

/* The names of a system's libraries that are bound to something, and all. */
static void count_names(const struct abi *of, unsigned *bound, unsigned *all)
{
	const struct library *library = library_named(of->name);
	unsigned n[BINDING_COUNT];

	*bound = *all = 0;
	for (const struct library_part *p = library ? library->parts : NULL; p && p->name; p++) {
		library_count(p, n);
		*all += (unsigned)p->count;
		*bound += (unsigned)p->count - n[BIND_LATER] - n[BIND_NODATA] - n[BIND_NONE];
	}
}

static void print_titles(const struct style *style)
{
	printf(style->first, "");
	for (const struct abi *const *a = abis; *a; a++)
		printf(style->column, (*a)->title);
	printf("%s", style->end);
	if (style == &markdown_style) {
		printf("|---");
		for (const struct abi *const *a = abis; *a; a++)
			printf("|---");
		printf("|\n");
	}
}

static void print_states(const struct style *style, enum state state)
{
	unsigned counts[STATE_COUNT];

	printf(style->first, state_titles[state]);
	for (const struct abi *const *a = abis; *a; a++) {
		count_states(*a, counts);
		printf(style->number, counts[state]);
	}
	printf("%s", style->end);
}

static void print_names(const struct style *style, const char *title, bool bound)
{
	unsigned n[2];

	printf(style->first, title);
	for (const struct abi *const *a = abis; *a; a++) {
		count_names(*a, &n[1], &n[0]);
		printf(style->number, n[bound]);
	}
	printf("%s", style->end);
}

void list_summary(bool markdown)
{
	const struct style *style = markdown ? &markdown_style : &text_style;

	print_titles(style);
	for (int s = 0; s < STATE_COUNT; s++)
		print_states(style, s);
	print_names(style, "names of libraries, bound", true);
	print_names(style, "... of", false);
}
