/* The table that make_table printed. */
#include "fuzz.h"
#include "fuzz_rows.h"

#define COUNT(a) (int)(sizeof(a) / sizeof((a)[0]))

const struct fuzz_row *const rows = fuzz_rows;
const int row_count = COUNT(fuzz_rows);
const int sysctl_count = COUNT(fuzz_sysctls);
const int request_count = COUNT(fuzz_requests);
const int option_count = COUNT(fuzz_options);

_Static_assert(COUNT(fuzz_rows) <= RECORD_ROWS, "record.h");

const struct fuzz_values *values_of(int table)
{
	return &fuzz_values[table];
}

const struct fuzz_layout *layout_of(int table)
{
	return &fuzz_layouts[table];
}

const struct fuzz_sysctl *nth_sysctl(int n)
{
	return &fuzz_sysctls[n];
}

unsigned nth_request(int n)
{
	return fuzz_requests[n];
}

const int *nth_option(int n)
{
	return fuzz_options[n];
}

/* Whether the row's name is this one, or begins with it where it ends with '*'. */
bool is_row(const struct fuzz_row *row, const char *name)
{
	size_t n = strlen(name);

	if (n && name[n - 1] == '*')
		return strlen(row->name) >= n - 1 && !memcmp(row->name, name, n - 1);
	return !strcmp(row->name, name);
}
