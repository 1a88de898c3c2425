/* --list --markdown SYSTEM */
#include "loader/list.h"

#include <stdio.h>
#include <string.h>

#include "loader/coverage.h"

static void print_name(const struct row *row, unsigned *printed)
{
	char name[64];

	bare_name(row, name, sizeof name);
	printf("%s`%s`", (*printed)++ ? " " : "", name);
}

static void print_working(const struct abi *of)
{
	unsigned printed = 0;

	for (long nr = 0; nr < (long)of->row_count; nr++)
		if (row_at(of, nr) && state_of(of, nr) == STATE_WORKS)
			print_name(row_at(of, nr), &printed);
	printf("\n\n");
}

static void print_partly(const struct abi *of)
{
	printf("| in part | what to know |\n|---|---|\n");
	for (long nr = 0; nr < (long)of->row_count; nr++) {
		unsigned printed = 0;

		if (!row_at(of, nr) || state_of(of, nr) != STATE_PARTLY)
			continue;
		printf("| ");
		print_name(row_at(of, nr), &printed);
		printf(" | %s |\n", note_of(of, nr));
	}
	printf("\n");
}

static bool has_reason(const struct abi *of, long nr, const char *reason)
{
	const struct row *row = row_at(of, nr);

	return row && state_of(of, nr) >= STATE_LATER && !strcmp(row->reason, reason);
}

/* One line for each reason, where the first row that has it stands. */
static void print_missing(const struct abi *of)
{
	printf("| not there | why |\n|---|---|\n");
	for (long nr = 0; nr < (long)of->row_count; nr++) {
		unsigned printed = 0;
		long first = 0;
		const char *reason;

		if (!row_at(of, nr) || state_of(of, nr) < STATE_LATER)
			continue;
		reason = row_at(of, nr)->reason;
		while (!has_reason(of, first, reason))
			first++;
		if (first < nr)
			continue;
		printf("| ");
		for (long k = nr; k < (long)of->row_count; k++)
			if (has_reason(of, k, reason))
				print_name(row_at(of, k), &printed);
		printf(" | %s |\n", reason);
	}
	printf("\n");
}

void list_markdown(const struct abi *of)
{
	unsigned counts[STATE_COUNT];

	count_states(of, counts);
	printf("### %s\n\n", of->title);
	printf("%u calls work, %u in part, %u are not done yet, %u are refused with a reason.\n\n",
	       counts[STATE_WORKS], counts[STATE_PARTLY], counts[STATE_LATER],
	       counts[STATE_REFUSED]);
	print_working(of);
	if (counts[STATE_PARTLY])
		print_partly(of);
	print_missing(of);
}
