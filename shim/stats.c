/* Counts by row.  What is counted is the alien's time, sleeping included, so the time-stamp counter
 * serves. */
#include <sys/mman.h>
#include <time.h>

#include "abi-tables/abi.h"
#include "shim/host.h"
#include "shim/stats.h"
#include "shim/text.h"
#include "syscall-map/map.h"

struct count {
	uint64_t calls, errors, ticks;
};

/* One entry a row, and one behind them for numbers that are no row's. */
static struct count *counts;
static size_t count_size;

/* When counting began, on both clocks: the rate between them is found when printing. */
static uint64_t start_ticks, start_ns;

static uint64_t now_ticks(void)
{
	return __builtin_ia32_rdtsc();
}

static uint64_t now_ns(void)
{
	struct timespec t = { 0 };

	host_call(__NR_clock_gettime, CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

long stats_start(void)
{
	count_size = (abi->row_count + 1) * sizeof *counts;
	counts = host_alloc(count_size);
	if (!counts)
		return -ENOMEM;
	/* A forked child finds zeros. */
	host_call(__NR_madvise, counts, (count_size + 4095) & ~4095ul, MADV_WIPEONFORK);
	start_ticks = now_ticks();
	start_ns = now_ns();
	return 0;
}

void stats_enter(struct call *c)
{
	c->start = now_ticks();
}

static struct count *count_of(const struct row *row)
{
	size_t nr = row - abi->rows;

	return &counts[row >= abi->rows && nr < abi->row_count ? nr : abi->row_count];
}

static void add(uint64_t *to, uint64_t n)
{
	__atomic_fetch_add(to, n, __ATOMIC_RELAXED);
}

void stats_leave(struct call *c, long ret)
{
	struct count *n;

	if (!counts)
		return;
	n = count_of(c->row);
	add(&n->calls, 1);
	add(&n->errors, call_failed_with(c, ret));
	add(&n->ticks, now_ticks() - c->start);
}

/* The entry with the most time behind the one that `last` was; NULL: that was all. */
static const struct count *next_count(const struct count *counts, const struct count *last)
{
	const struct count *best = NULL;

	for (size_t i = 0; i <= abi->row_count; i++) {
		const struct count *n = &counts[i];

		if (!n->calls)
			continue;
		if (last && (n->ticks > last->ticks || (n->ticks == last->ticks && n <= last)))
			continue;
		if (!best || n->ticks > best->ticks)
			best = n;
	}
	return best;
}

static void show_row(const struct count *n, size_t nr, uint64_t ticks_a_ms, int fd)
{
	char buf[160];
	struct text t = { buf, buf + sizeof buf - 1 };
	uint64_t ns =
	    n->ticks / ticks_a_ms * 1000000 + n->ticks % ticks_a_ms * 1000000 / ticks_a_ms;
	uint64_t tenths = ns / n->calls / 100;

	text_column(&t, n->calls, 10);
	text_column(&t, n->errors, 10);
	text_column(&t, ns / 1000, 12);
	text_column(&t, tenths / 10, 11);
	text_char(&t, '.');
	text_udec(&t, tenths % 10);
	text_str(&t, "  ");
	if (nr == abi->row_count || !abi->rows[nr].symbol)
		text_str(&t, "(no such call)");
	else
		for (const char *s = abi->rows[nr].symbol; *s && *s != '@'; s++)
			text_char(&t, *s);
	*t.at++ = '\n';
	host_call(__NR_write, fd, buf, t.at - buf);
}

void stats_print(int fd)
{
	static const char head[] = "     calls    errors       usecs   usecs/call  call\n";
	uint64_t ms, ticks_a_ms;
	struct count *snapshot = counts ? host_alloc(count_size) : NULL;

	if (!snapshot)
		return;
	/* Other threads go on counting while this is printed. */
	memcpy(snapshot, counts, count_size);
	ms = (now_ns() - start_ns) / 1000000;
	ticks_a_ms = ms ? (now_ticks() - start_ticks) / ms : 0;
	if (!ticks_a_ms)
		ticks_a_ms = 1000000; /* too short a run to tell */
	host_call(__NR_write, fd, head, sizeof head - 1);
	for (const struct count *n = NULL; (n = next_count(snapshot, n));)
		show_row(n, n - snapshot, ticks_a_ms, fd);
	host_free(snapshot, count_size);
}
