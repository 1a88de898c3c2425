/* What --check found, for people and for programs. */
#include "loader/check.h"

#include <string.h>

#include "loader/coverage.h"

static const char *reason_of(const struct check *check, long nr)
{
	const struct row *row = row_at(check->abi, nr);

	if (!row)
		return "no such call";
	if (row->kind == ROW_NONE && state_of(check->abi, nr) >= STATE_LATER)
		return row->reason;
	return note_of(check->abi, nr);
}

static void print_call(const struct check *check, long nr, FILE *out)
{
	const struct row *row = row_at(check->abi, nr);
	const char *reason = reason_of(check, nr);

	fprintf(out, "%6ld %-30s %5u %-8s%s%s\n", nr, row ? row->symbol : "?", check->calls[nr],
		state_names[state_of(check->abi, nr)], reason ? " " : "", reason ? reason : "");
}

static void print_imports(const struct check *check, FILE *out)
{
	fprintf(out, "%u names imported of its system's libraries\n", check->imports);
	for (unsigned i = 0; i < check->missing_import_count; i++)
		fprintf(out, "       %-30s       not yet\n", check->missing_imports[i]);
}

static void print_verdict(const struct check *check, FILE *out)
{
	unsigned missing = check_missing(check);

	if (check->beyond)
		fprintf(out, "       numbers no row has            %5u refused\n", check->beyond);
	if (check->at_run_time)
		fprintf(out, "       known only when it runs       %5u\n", check->at_run_time);
	if (check->counts.undecided)
		fprintf(out, "%u byte pairs may be system calls or not; the net is for them\n",
			check->counts.undecided);
	if (check->imports)
		print_imports(check, out);
	if (missing)
		fprintf(out, "%u of these calls %s missing\n", missing,
			missing == 1 ? "is" : "are");
	else if (!check->info.problem[0])
		fprintf(out, "nothing that was found is missing\n");
}

void check_print(const struct check *check, FILE *out)
{
	fprintf(out, "%s: %s%s\n", check->file, check->info.system,
		check->info.kind != FILE_ALIEN ? ""
		: check->info.dynamic          ? ", dynamic"
					       : ", static");
	if (check->info.problem[0])
		fprintf(out, "problem: %s\n", check->info.problem);
	if (!check->abi)
		return;
	fprintf(out, "%6s %-30s %5s state\n", "number", "call", "sites");
	for (long nr = 0; nr < CHECK_CALLS; nr++)
		if (check->calls[nr])
			print_call(check, nr, out);
	print_verdict(check, out);
}

static void print_string(const char *s, FILE *out)
{
	if (!s) {
		fputs("null", out);
		return;
	}
	fputc('"', out);
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			fprintf(out, "\\u%04x", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
}

static void print_member(const char *name, const char *value, FILE *out)
{
	fprintf(out, ",\"%s\":", name);
	print_string(value, out);
}

static void print_json_call(const struct check *check, long nr, FILE *out)
{
	const struct row *row = row_at(check->abi, nr);

	fprintf(out, "{\"number\":%ld,\"sites\":%u", nr, check->calls[nr]);
	print_member("symbol", row ? row->symbol : NULL, out);
	print_member("state", state_names[state_of(check->abi, nr)], out);
	print_member("remark", reason_of(check, nr), out);
	fputc('}', out);
}

void check_print_json(const struct check *check, FILE *out)
{
	const char *between = "";

	fputs("{\"file\":", out);
	print_string(check->file, out);
	print_member("system", check->info.system, out);
	print_member("problem", check->info.problem[0] ? check->info.problem : NULL, out);
	fprintf(out, ",\"dynamic\":%s", check->info.dynamic ? "true" : "false");
	fprintf(out, ",\"sites\":%u,\"undecided\":%u,\"at_run_time\":%u,\"beyond\":%u",
		check->counts.sites, check->counts.undecided, check->at_run_time, check->beyond);
	fprintf(out, ",\"missing\":%u,\"imports\":%u,\"missing_imports\":[", check_missing(check),
		check->imports);
	for (unsigned i = 0; i < check->missing_import_count; i++) {
		fputs(i ? "," : "", out);
		print_string(check->missing_imports[i], out);
	}
	fputs("],\"calls\":[", out);
	for (long nr = 0; check->abi && nr < CHECK_CALLS; nr++) {
		if (!check->calls[nr])
			continue;
		fputs(between, out);
		print_json_call(check, nr, out);
		between = ",";
	}
	fputs("]}\n", out);
}
