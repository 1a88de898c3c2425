/*
 * Print, as C for tests/fuzz/calls, what the rows say of an OS's calls: numbers,
 * argument kinds, values of flags, sizes and members of structures, requests,
 * options, names of kernel values.  Built with the tables of abirun itself.
 */
#include <stdio.h>
#include <string.h>

#include "abi-tables/abi.h"
#include "abi-tables/ioctl.h"
#include "abi-tables/net.h"
#include "abi-tables/sysctl.h"
#include "loader/loader.h"
#include "shim/dispatch.h"

/* The row's arguments as the alien passes them. */
static void print_args(const struct row *row)
{
	for (int i = 0; i < ROW_ARGS && row->args[i].kind; i++)
		if (row->args[i].kind != ARG_CWD && row->args[i].kind != ARG_ZERO)
			printf("{%d,%d},", row->args[i].kind, row->args[i].table);
}

static void print_rows(const struct abi *os)
{
	puts("static const struct fuzz_row fuzz_rows[] = {");
	for (size_t nr = 0; nr < os->row_count; nr++) {
		const struct row *row = &os->rows[nr];

		if (row->kind == ROW_ABSENT)
			continue;
		printf("\t{%zu, \"%.*s\", %d, %d, %d, {", nr, (int)strcspn(row->symbol, "@"),
		       row->symbol, row->kind == ROW_NONE ? errno_for_row(row, row->error) : 0,
		       row->kind == ROW_NONE ? 0 : (int)os->errors[row->errors].sleep, row->host);
		print_args(row);
		puts("}},");
	}
	puts("};");
}

static void print_xlats(const struct abi *os)
{
	for (int id = 1; id < XLAT_COUNT; id++) {
		printf("static const struct fuzz_value values_%d[] = {", id);
		for (size_t i = 0; i < os->xlats[id].count; i++)
			printf("{0x%lxu,0x%lxu},", os->xlats[id].rows[i].mask,
			       os->xlats[id].rows[i].alien);
		puts("{0}};");
	}
	puts("static const struct fuzz_values fuzz_values[] = {");
	for (int id = 1; id < XLAT_COUNT; id++)
		printf("[%d] = {values_%d, %zu},\n", id, id, os->xlats[id].count);
	puts("};");
}

static void print_layouts(const struct abi *os)
{
	for (int id = 1; id < LAYOUT_COUNT; id++) {
		printf("static const struct fuzz_field fields_%d[] = {", id);
		for (const struct field *f = os->fields[id]; f && f->name; f++)
			printf("{%d,%d,%d,%d},", f->offset, f->width, f->kind, f->table);
		puts("{0}};");
	}
	puts("static const struct fuzz_layout fuzz_layouts[] = {");
	for (int id = 1; id < LAYOUT_COUNT; id++)
		printf("[%d] = {%d, fields_%d},\n", id, os->layouts[id].alien_size, id);
	puts("};");
}

static void print_sysctls(const struct abi *os)
{
	puts("static const struct fuzz_sysctl fuzz_sysctls[] = {");
	for (size_t i = 0; i < os->sysctls->count; i++) {
		const struct sysctl_row *row = &os->sysctls->rows[i];

		printf("{\"%s\", %d, %d, {", row->name, row->depth, row->is_node);
		for (int n = 0; n < row->depth; n++)
			printf("%u,", row->oid[n]);
		puts("}},");
	}
	puts("};");
}

/* make_table SYSTEM */
int main(int argc, char **argv)
{
	const struct abi *os = argc == 2 ? abi_named(argv[1]) : NULL;

	if (!os)
		return 2;

	abi = os;
	print_rows(os);
	print_xlats(os);
	print_layouts(os);
	print_sysctls(os);
	puts("static const unsigned fuzz_requests[] = {");
	for (const struct ioctl_row *row = os->ioctls->rows; row->name; row++)
		printf("0x%xu, /* %s */\n", row->alien, row->name);
	puts("};\nstatic const int fuzz_options[][2] = {");
	for (const struct sockopt_row *row = os->net->options; row->name; row++)
		printf("{%d, %d}, /* %s */\n", row->level, row->option, row->name);
	puts("};");
	return 0;
}
