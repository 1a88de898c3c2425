/* FreeBSD's tables: complete, without contradictions, and the same in both directions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/table.h"
#include "syscall-map/map.h"
#include "tests/tables/arguments.h"

struct number {
	int nr;
	const char *name;
	const char *args; /* NULL: it has none any more */
};

static const struct number numbers[] = {
#define LIVE(nr, name, args) { nr, name, args },
#define OLD(nr, name)        { nr, name, NULL },
#include "tests/tables/freebsd_numbers.def"
};

static const struct row *row_of(int nr)
{
	return &freebsd_abi.rows[nr];
}

/* "fstat" of "fstat@FBSD_1.5", "stat" of "freebsd11_stat", "pipe" of "compat10.pipe". */
static void bare_name(char *to, size_t size, const char *from)
{
	size_t skip = 0;

	if (!strncmp(from, "freebsd", 7))
		skip = strspn(from + 7, "0123456789") ? strcspn(from, "_") + 1 : 0;
	else if (!strncmp(from, "compat", 6) && strchr(from, '.'))
		skip = strcspn(from, ".") + 1;
	snprintf(to, size, "%.*s", (int)strcspn(from + skip, "@"), from + skip);
}

static void every_number_has_its_row(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(numbers); i++) {
		const struct row *r = row_of(numbers[i].nr);
		char want[64], have[64];

		assert_in_range(numbers[i].nr, 0, freebsd_abi.row_count - 1);
		if (r->kind == ROW_ABSENT)
			fail_msg("%d %s has no row", numbers[i].nr, numbers[i].name);
		bare_name(want, sizeof want, numbers[i].name);
		bare_name(have, sizeof have, r->symbol);
		if (strcmp(want, have))
			fail_msg("%d is %s, not %s", numbers[i].nr, numbers[i].name, r->symbol);
	}
}

static void rows_have_the_calls_arguments(void **state)
{
	bool wrong = false;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(numbers); i++) {
		const struct row *r = row_of(numbers[i].nr);
		const char *want = numbers[i].args;

		if (!want || r->kind == ROW_NONE || has_arguments(r, want))
			continue;
		print_error("%d %s: not (%s)\n", numbers[i].nr, r->symbol, want);
		wrong = true;
	}
	assert_false(wrong);
}

static void no_row_without_a_number(void **state)
{
	size_t known = 0;

	(void)state;
	for (size_t nr = 0; nr < freebsd_abi.row_count; nr++) {
		if (row_of(nr)->kind == ROW_ABSENT || !strncmp(row_of(nr)->symbol, "lkmnosys.", 9))
			continue;
		while (known < ARRAY_COUNT(numbers) && (size_t)numbers[known].nr < nr)
			known++;
		if (known == ARRAY_COUNT(numbers) || (size_t)numbers[known].nr != nr)
			fail_msg("%zu %s is no call of FreeBSD's", nr, row_of(nr)->symbol);
	}
}

static void symbols_are_one_row_each(void **state)
{
	(void)state;
	for (size_t a = 0; a < freebsd_abi.row_count; a++)
		for (size_t b = 0; b < a; b++)
			if (row_of(a)->symbol && row_of(b)->symbol &&
			    !strcmp(row_of(a)->symbol, row_of(b)->symbol))
				fail_msg("%zu and %zu are both %s", b, a, row_of(a)->symbol);
}

static void symbols_have_a_version(void **state)
{
	(void)state;
	for (size_t nr = 0; nr < freebsd_abi.row_count; nr++) {
		const char *s = row_of(nr)->symbol, *at = s ? strchr(s, '@') : NULL;
		int minor, end = 0;

		if (!at)
			continue;
		if (!strcmp(at, "@FBSDprivate_1.0"))
			continue;
		if (sscanf(at, "@FBSD_1.%d%n", &minor, &end) != 1 || at[end] || minor > 8)
			fail_msg("%zu: %s", nr, s);
	}
}

static void arg_is_possible(size_t nr, const struct arg *a)
{
	const struct layout *l = &freebsd_abi.layouts[a->table];

	switch (a->kind) {
	case ARG_FLAGS:
	case ARG_ENUM:
		if (!freebsd_abi.xlats[a->table].count)
			fail_msg("%zu %s: empty table %d", nr, row_of(nr)->symbol, a->table);
		break;
	case ARG_OUT:
	case ARG_INOUT:
		if (!l->to_alien)
			fail_msg("%zu %s: layout %d", nr, row_of(nr)->symbol, a->table);
		if (a->kind == ARG_OUT)
			break;
		/* fall through */
	case ARG_IN:
		if (!l->to_host)
			fail_msg("%zu %s: layout %d", nr, row_of(nr)->symbol, a->table);
		break;
	default:
		assert_in_range(a->kind, 0, ARG_KIND_COUNT - 1);
	}
}

static void rows_can_be_answered(void **state)
{
	(void)state;
	for (size_t nr = 0; nr < freebsd_abi.row_count; nr++) {
		const struct row *r = row_of(nr);

		if (r->kind == ROW_ABSENT)
			continue;
		assert_non_null(r->map);
		if (r->kind == ROW_NONE) {
			assert_non_null(r->reason);
			assert_true(strlen(r->reason) > 5);
			assert_in_range(errno_to_alien(r->error), 1, 97);
			continue;
		}
		assert_in_range(r->errors, 0, ERRORS_COUNT - 1);
		if (r->host != SYS_none)
			assert_in_range(r->host, 0, 500);
		else
			assert_int_equal(r->kind, ROW_HAND);
		for (int i = 0; r->kind == ROW_CALL && i < ROW_ARGS; i++)
			arg_is_possible(nr, &r->args[i]);
	}
}

/* A CALL of more than six host arguments could not be made. */
static void calls_fit_the_host(void **state)
{
	(void)state;
	for (size_t nr = 0; nr < freebsd_abi.row_count; nr++) {
		const struct row *r = row_of(nr);
		int host = 0;

		for (int i = 0; i < ROW_ARGS; i++)
			host += r->args[i].kind != ARG_NONE && r->args[i].kind != ARG_PAD;
		if (r->kind == ROW_CALL && host > 6)
			fail_msg("%zu %s: %d arguments", nr, r->symbol, host);
	}
}

static void errnos_are_complete(void **state)
{
	const struct value_name *e = freebsd_abi.errnos;
	int n = 0;

	(void)state;
	for (; e->name; e++) {
		assert_int_equal(e->alien, ++n);
		if (e->host > 0)
			assert_int_equal(freebsd_abi.errno_to_alien[e->host], e->alien);
	}
	assert_int_equal(n, 97);
	for (n = 1; n < HOST_ERRNO_COUNT; n++)
		if (n != 41 && n != 58) /* the host's two gaps */
			assert_in_range(errno_to_alien(n), 1, 97);
	assert_int_equal(errno_to_alien(EAGAIN), 35);
	assert_int_equal(errno_to_alien(ENOTEMPTY), 66);
	assert_int_equal(errno_to_alien(ENODATA), 87);
	assert_int_equal(errno_to_alien(ALIEN_ERRNO(93)), 93);
	assert_int_equal(errno_to_alien(4000), 4000 - ALIEN_ERRNO_MIN);
	assert_int_equal(errno_to_alien(1000), 5);
}

/* The host's EAGAIN for one thread too many is EPROCLIM there: thr_new(2). */
static void thread_limit_has_its_own_errno(void **state)
{
	const struct errors *e = &freebsd_abi.errors[freebsd_abi.rows[455].errors];

	(void)state;
	assert_int_equal(e->over[0].host, EAGAIN);
	assert_int_equal(e->over[0].alien, 67);
}

static void error_classes_are_filled(void **state)
{
	(void)state;
	for (int i = 0; i < ERRORS_COUNT; i++) {
		const struct errors *e = &freebsd_abi.errors[i];

		assert_non_null(e->name);
		for (const struct errno_pair *p = e->over; p->host; p++) {
			assert_in_range(p->host, 1, HOST_ERRNO_COUNT - 1);
			assert_in_range(p->alien, 1, 97);
			/* A row that says what the plain table says is a mistake. */
			assert_int_not_equal(p->alien, errno_to_alien(p->host));
		}
	}
	assert_int_equal(freebsd_abi.errors[ERRORS_eintr].sleep, SLEEP_EINTR);
	assert_int_equal(freebsd_abi.errors[ERRORS_sleep].sleep, SLEEP_RESTART);
}

static void signals_both_ways(void **state)
{
	const struct value_name *s = freebsd_abi.signals;
	int n = 0;

	(void)state;
	for (; s->name; s++) {
		assert_int_equal(s->alien, ++n);
		assert_int_equal(signal_to_host(n), s->host < 0 ? 0 : s->host);
		if (s->host > 0)
			assert_int_equal(signal_to_alien(s->host), n);
	}
	assert_int_equal(n, 128);
	for (n = 1; n < HOST_SIGNAL_COUNT; n++)
		if (n != 32 && n != 33 && n != 36) /* glibc's, and abirun's own */
			assert_int_equal(signal_to_host(signal_to_alien(n)), n);
		else
			assert_int_equal(signal_to_alien(n), 0);
	assert_int_equal(signal_to_host(0), 0);
	assert_int_equal(signal_to_host(-1), 0);
	assert_int_equal(signal_to_host(129), 0);
	assert_int_equal(signal_to_alien(65), 0);
}

static void signals_ignored_by_default(void **state)
{
	/* signal(3): CONT, CHLD, URG, IO, WINCH, INFO. */
	static const int want[] = { 16, 19, 20, 23, 28, 29 };
	uint64_t bits = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(want); i++)
		bits |= 1ull << (want[i] - 1);
	assert_int_equal(freebsd_abi.signal_ignored[0], bits);
	assert_int_equal(freebsd_abi.signal_ignored[1], 0);
}

static void sigsets_both_ways(void **state)
{
	struct sigset s = { { 0 } }, back;

	(void)state;
	for (int sig = 1; sig < freebsd_abi.signal_limit; sig++)
		if (signal_to_host(sig))
			sigset_add(&s, sig);
	assert_int_equal(sigset_to_host(&s), ~(1ull << 31 | 1ull << 32 | 1ull << 35));
	sigset_to_alien(&back, sigset_to_host(&s));
	assert_memory_equal(&back, &s, sizeof s);
	/* What has no twin is not the host's business. */
	s = (struct sigset){ { 0 } };
	sigset_add(&s, 128);
	sigset_add(&s, 20);
	assert_int_equal(sigset_to_host(&s), 1ull << (SIGCHLD - 1));
}

/* A row is found by the alien's value, or by the host's where several of them are one there. */
static void xlat_rows_are_reached(void **state)
{
	(void)state;
	for (int id = 1; id < XLAT_COUNT; id++) {
		const struct xlat_table *t = &freebsd_abi.xlats[id];

		for (size_t i = 0; i < t->count; i++) {
			const struct xlat *x = &t->rows[i];
			uint64_t host = 0, alien = 0;
			long ret = xlat_to_host(id, x->alien, &host);

			assert_int_equal(x->alien & ~x->mask, 0);
			if (x->host == NO_HOST) {
				assert_int_equal(ret, -EINVAL);
				continue;
			}
			if (!ret && (host & x->host) == x->host)
				continue;
			if (xlat_to_alien(id, x->host, &alien) || alien != x->alien)
				fail_msg("table %d: %s is not reached", id, x->name);
		}
	}
}

/* What came from the alien and goes back to it means the same to the host again. */
static void xlats_both_ways(void **state)
{
	(void)state;
	for (int id = 1; id < XLAT_COUNT; id++) {
		const struct xlat_table *t = &freebsd_abi.xlats[id];

		for (size_t i = 0; i < t->count; i++) {
			const char *name = t->rows[i].name;
			uint64_t host, alien, again;

			if (t->rows[i].host == NO_HOST)
				continue;
			if (xlat_to_host(id, t->rows[i].alien, &host))
				fail_msg("table %d: %s", id, name);
			if (xlat_to_alien(id, host, &alien))
				fail_msg("table %d: no way back for %s", id, name);
			if (xlat_to_host(id, alien, &again) || again != host)
				fail_msg("table %d: %s comes back as %#lx", id, name,
					 (unsigned long)alien);
		}
	}
}

static void xlats_by_example(void **state)
{
	uint64_t v;

	(void)state;
	assert_int_equal(xlat_to_host(XLAT_open, 0x100a05, &v), 0);
	assert_int_equal(v, O_WRONLY | O_NONBLOCK | O_CREAT | O_EXCL | O_CLOEXEC);
	assert_int_equal(xlat_to_alien(XLAT_open, O_RDWR | O_SYNC | O_APPEND, &v), 0);
	assert_int_equal(v, 0x8a);
	assert_int_equal(xlat_to_alien(XLAT_open, O_RDWR | O_DSYNC, &v), 0);
	assert_int_equal(v, 0x1000002);
	assert_int_equal(xlat_to_host(XLAT_open, 0x40000000, &v), -EINVAL);
	assert_int_equal(xlat_to_host(XLAT_mmap, 0x1002, &v), 0);
	assert_int_equal(v, 0x22);
	assert_int_equal(xlat_to_host(XLAT_mmap, 0x40, &v), -EINVAL);
	assert_int_equal(xlat_to_host(XLAT_clock, 4, &v), 0);
	assert_int_equal(v, 1);
	assert_int_equal(xlat_to_host(XLAT_clock, 3, &v), -EINVAL);
	/* An int's upper half is not looked at. */
	assert_int_equal(xlat_to_host(XLAT_rusage, -1, &v), 0);
	assert_int_equal((int)v, -1);
	assert_int_equal(xlat_to_host(XLAT_rusage, 0xffffffff, &v), 0);
	assert_int_equal(xlat_to_host(XLAT_access, 0x700000007, &v), 0);
	assert_int_equal(v, 7);
}

/* The tables keep their last answer: what is asked again, with others between and without. */
static void xlats_asked_again(void **state)
{
	(void)state;
	for (int id = 1; id < XLAT_COUNT; id++) {
		const struct xlat_table *t = &freebsd_abi.xlats[id];

		for (size_t i = 0; i + 1 < t->count; i++) {
			const struct xlat *x = &t->rows[i], *other = x + 1;
			uint64_t v[3] = { 0 }, w[3] = { 0 };
			long ret[3], back[3];

			for (int n = 0; n < 3; n++) {
				ret[n] = xlat_to_host(id, x->alien, &v[n]);
				back[n] = xlat_to_alien(id, x->host, &w[n]);
				if (n == 1)
					continue;
				xlat_to_host(id, other->alien, &(uint64_t){ 0 });
				xlat_to_alien(id, other->host, &(uint64_t){ 0 });
			}
			assert_int_equal(ret[0], ret[1]);
			assert_int_equal(v[0], v[1]);
			assert_int_equal(v[0], v[2]);
			assert_int_equal(back[0], back[2]);
			assert_int_equal(w[0], w[1]);
			assert_int_equal(w[0], w[2]);
		}
	}
	/* What lies above 32 bits is part of the question. */
	uint64_t v;

	assert_int_equal(xlat_to_alien(XLAT_open, O_RDWR, &v), 0);
	assert_int_equal(v, 2);
	assert_int_equal(xlat_to_alien(XLAT_clock, 1, &v), 0);
	assert_int_equal(v, 4);
	assert_int_equal(xlat_to_alien(XLAT_access, 1ull << 32, &v), 0);
	assert_int_equal(v, 0);
}

static void layouts_are_described(void **state)
{
	(void)state;
	for (int id = 1; id < LAYOUT_COUNT; id++) {
		const struct layout *l = &freebsd_abi.layouts[id];

		if (!l->to_alien && !l->to_host)
			continue;
		assert_in_range(l->alien_size, 1, LAYOUT_MAX);
		assert_in_range(l->host_size, 1, LAYOUT_MAX);
		for (const struct field *f = freebsd_abi.fields[id]; f && f->name; f++)
			assert_true(f->offset + f->width <= l->alien_size);
	}
}

/* alien -> host -> alien keeps every member that is described. */
static void layouts_both_ways(void **state)
{
	(void)state;
	for (int id = 1; id < LAYOUT_COUNT; id++) {
		const struct layout *l = &freebsd_abi.layouts[id];
		unsigned char a[LAYOUT_MAX] = { 0 }, b[LAYOUT_MAX], h[LAYOUT_MAX];

		if (!l->to_alien || !l->to_host)
			continue;
		for (int i = 0; i < l->alien_size; i += 8)
			a[i] = i / 8 + 1;
		if (l->to_host(h, a))
			continue;
		l->to_alien(b, h);
		for (const struct field *f = freebsd_abi.fields[id]; f && f->name; f++)
			/* Of flags only those that there are. */
			if (f->kind != ARG_FLAGS && memcmp(a + f->offset, b + f->offset, f->width))
				fail_msg("layout %d: %s", id, f->name);
	}
}

static void devices_both_ways(void **state)
{
	static const unsigned pairs[][2] = {
		{ 0, 0 },          { 8, 1 }, { 259, 3 }, { 136, 70000 }, { 0xabcde, 0x12345 },
		{ 0xfff, 0xfffff }
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(pairs); i++) {
		uint64_t host = makedev(pairs[i][0], pairs[i][1]);
		uint64_t alien = freebsd_dev_to_alien(host);

		/* sys/types.h: major() and minor() */
		assert_int_equal((alien >> 32 & 0xffffff00) | (alien >> 8 & 0xff), pairs[i][0]);
		assert_int_equal((alien >> 24 & 0xff00) | (alien & 0xffff00ff), pairs[i][1]);
		assert_int_equal(freebsd_dev_to_host(alien), host);
	}
}

static int use_freebsd(void **state)
{
	(void)state;
	abi = &freebsd_abi;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_has_its_row),
		cmocka_unit_test(rows_have_the_calls_arguments),
		cmocka_unit_test(no_row_without_a_number),
		cmocka_unit_test(symbols_are_one_row_each),
		cmocka_unit_test(symbols_have_a_version),
		cmocka_unit_test(rows_can_be_answered),
		cmocka_unit_test(calls_fit_the_host),
		cmocka_unit_test(errnos_are_complete),
		cmocka_unit_test(error_classes_are_filled),
		cmocka_unit_test(thread_limit_has_its_own_errno),
		cmocka_unit_test(signals_both_ways),
		cmocka_unit_test(signals_ignored_by_default),
		cmocka_unit_test(sigsets_both_ways),
		cmocka_unit_test(xlat_rows_are_reached),
		cmocka_unit_test(xlats_both_ways),
		cmocka_unit_test(xlats_by_example),
		cmocka_unit_test(xlats_asked_again),
		cmocka_unit_test(layouts_are_described),
		cmocka_unit_test(layouts_both_ways),
		cmocka_unit_test(devices_both_ways),
	};

	return cmocka_run_group_tests(tests, use_freebsd, NULL);
}
