/*
 * What holds of every system's tables: rows that can be answered, numbers both ways, no
 * table that contradicts itself; and OpenBSD's calls against its own list of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>

#include "abi-tables/illumos/illumos.h"
#include "abi-tables/openbsd/openbsd.h"
#include "abi-tables/table.h"
#include "syscall-map/map.h"

static void each_system(void (*look)(void))
{
	for (const struct abi *const *a = abis; *a; a++) {
		abi = *a;
		look();
	}
}

static const struct row *row_of(size_t nr)
{
	return &abi->rows[nr];
}

static void has_no_twin(size_t a)
{
	for (size_t b = 0; b < a; b++)
		if (row_of(b)->symbol && !strcmp(row_of(a)->symbol, row_of(b)->symbol))
			fail_msg("%s: %zu and %zu are both %s", abi->name, b, a, row_of(a)->symbol);
}

static void argument_is_possible(size_t nr, const struct arg *a)
{
	const struct layout *l = &abi->layouts[a->table];

	if ((a->kind == ARG_FLAGS || a->kind == ARG_ENUM) && a->table &&
	    !abi->xlats[a->table].count)
		fail_msg("%s: %zu %s: table %d is empty", abi->name, nr, row_of(nr)->symbol,
			 a->table);
	if (row_of(nr)->kind != ROW_CALL)
		return;
	if ((a->kind == ARG_OUT || a->kind == ARG_INOUT) && !l->to_alien)
		fail_msg("%s: %zu %s: layout %d", abi->name, nr, row_of(nr)->symbol, a->table);
	if ((a->kind == ARG_IN || a->kind == ARG_INOUT) && !l->to_host)
		fail_msg("%s: %zu %s: layout %d", abi->name, nr, row_of(nr)->symbol, a->table);
}

static void rows_of_one(void)
{
	for (size_t nr = 0; nr < abi->row_count; nr++) {
		const struct row *r = row_of(nr);
		int host = 0;

		if (r->kind == ROW_ABSENT)
			continue;
		has_no_twin(nr);
		assert_non_null(r->map);
		if (r->kind == ROW_NONE) {
			assert_true(r->reason && strlen(r->reason) > 5);
			continue;
		}
		for (int i = 0; i < ROW_ARGS && r->args[i].kind; i++) {
			argument_is_possible(nr, &r->args[i]);
			host += r->args[i].kind != ARG_PAD;
		}
		if (r->kind == ROW_CALL && (host > 6 || r->host == SYS_none))
			fail_msg("%s: %zu %s: %d arguments", abi->name, nr, r->symbol, host);
	}
	for (const struct note *n = abi->notes; n->text; n++)
		if (row_of((size_t)n->nr)->kind == ROW_ABSENT)
			fail_msg("%s: a remark on %d, which is no call", abi->name, n->nr);
}

static void rows_can_be_answered(void **state)
{
	(void)state;
	each_system(rows_of_one);
}

static void errnos_of_one(void)
{
	for (const struct value_name *e = abi->errnos; e->name; e++)
		if (e->host > 0 && abi->errno_to_alien[e->host] != e->alien)
			fail_msg("%s: %s is %d, not %d", abi->name, e->name, e->alien,
				 abi->errno_to_alien[e->host]);
	for (int e = 1; e < HOST_ERRNO_COUNT; e++)
		if (e != 41 && e != 58 && !abi->errno_to_alien[e]) /* the host's two gaps */
			fail_msg("%s: nothing stands for the host's errno %d", abi->name, e);
}

static void errnos_are_complete(void **state)
{
	(void)state;
	each_system(errnos_of_one);
	abi = &openbsd_abi;
	assert_int_equal(errno_to_alien(EAGAIN), 35);
	assert_int_equal(errno_to_alien(EOVERFLOW), 87);
	assert_int_equal(errno_to_alien(EPROTO), 95);
	abi = &illumos_abi;
	assert_int_equal(errno_to_alien(EAGAIN), 11);
	assert_int_equal(errno_to_alien(ETIMEDOUT), 145);
	assert_int_equal(errno_to_alien(EDEADLK), 45);
	assert_int_equal(errno_to_alien(ELOOP), 90);
}

static void signals_of_one(void)
{
	for (const struct value_name *s = abi->signals; s->name; s++) {
		assert_in_range(s->alien, 1, abi->signal_limit - 1);
		assert_int_equal(signal_to_host(s->alien), s->host < 0 ? 0 : s->host);
		if (s->host > 0)
			assert_int_equal(signal_to_alien(s->host), s->alien);
		assert_int_not_equal(s->host, 32); /* glibc's, and abirun's own */
		assert_int_not_equal(s->host, 33);
		assert_int_not_equal(s->host, 36);
	}
	assert_int_equal(signal_to_alien(SIGKILL), 9);
	assert_int_not_equal(signal_to_alien(SIGURG), 0);
	assert_in_range(abi->sigset_size * 8, abi->signal_limit - 1, 128);
}

static void signals_both_ways(void **state)
{
	(void)state;
	each_system(signals_of_one);
}

/* No bit stands in two rows; no field has a value twice. */
static void tables_of_one(void)
{
	for (size_t id = 1; id < XLAT_COUNT; id++) {
		const struct xlat_table *t = &abi->xlats[id];

		for (size_t i = 0; i < t->count; i++) {
			const struct xlat *x = &t->rows[i];

			assert_int_equal(x->alien & ~x->mask, 0);
			for (size_t k = 0; k < i; k++) {
				const struct xlat *y = &t->rows[k];

				if (x->mask == y->mask && x->alien == y->alien &&
				    (x->mask != UINT32_MAX || x->host == y->host))
					fail_msg("%s: table %zu: %s and %s", abi->name, id, y->name,
						 x->name);
				if (x->mask != y->mask && x->mask & y->mask)
					fail_msg("%s: table %zu: %s in %s", abi->name, id, y->name,
						 x->name);
			}
		}
	}
}

static void tables_do_not_contradict_themselves(void **state)
{
	(void)state;
	each_system(tables_of_one);
}

static uint64_t host_value(enum xlat_id id, uint64_t alien)
{
	uint64_t host = 0;

	assert_int_equal(xlat_to_host(id, alien, &host), 0);
	return host;
}

static void same_number_other_meaning(void **state)
{
	uint64_t host;

	(void)state;
	abi = &openbsd_abi;
	assert_int_equal(host_value(XLAT_socktype, 1 | 0x8000), 1 | 02000000);
	assert_int_equal(host_value(XLAT_family, 24), 10);
	assert_int_equal(host_value(XLAT_madvise, 6), 4); /* MADV_FREE throws away at once */
	assert_int_equal(xlat_to_host(XLAT_mmap, 0x40, &host), -EINVAL);
	abi = &illumos_abi;
	assert_int_equal(host_value(XLAT_socktype, 2), 1);
	assert_int_equal(host_value(XLAT_socktype, 1), 2);
	assert_int_equal(host_value(XLAT_family, 26), 10);
	assert_int_equal(host_value(XLAT_open, 0x100 | 0x400 | 2), 0100 | 0200 | 2);
}

static void openbsd_has_its_calls(void **state)
{
	static const struct {
		size_t nr;
		const char *name;
	} numbers[] = {
#define LIVE(nr, name) { nr, name },
#include "tests/tables/openbsd_numbers.def"
	};
	size_t known = 0;

	(void)state;
	abi = &openbsd_abi;
	for (size_t i = 0; i < ARRAY_COUNT(numbers); i++) {
		const struct row *r = row_of(numbers[i].nr);

		if (r->kind == ROW_ABSENT)
			fail_msg("%zu %s has no row", numbers[i].nr, numbers[i].name);
		if (strcmp(r->symbol + (*r->symbol == '_' && r->symbol[1] != '_'), numbers[i].name))
			fail_msg("%zu is %s, not %s", numbers[i].nr, numbers[i].name, r->symbol);
	}
	for (size_t nr = 1; nr < abi->row_count; nr++) {
		while (known < ARRAY_COUNT(numbers) && numbers[known].nr < nr)
			known++;
		if (row_of(nr)->kind != ROW_ABSENT && nr != 198 &&
		    (known == ARRAY_COUNT(numbers) || numbers[known].nr != nr))
			fail_msg("%zu %s is no call of OpenBSD's", nr, row_of(nr)->symbol);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_can_be_answered),
		cmocka_unit_test(errnos_are_complete),
		cmocka_unit_test(signals_both_ways),
		cmocka_unit_test(tables_do_not_contradict_themselves),
		cmocka_unit_test(same_number_other_meaning),
		cmocka_unit_test(openbsd_has_its_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
