/*
 * A line grows while its call is on the way: what the call reads is shown before
 * it (it may change it), what it fills after it.  The line is written whole.
 */
#include "shim/host.h"
#include "shim/trace.h"
#include "shim/trace_show.h"
#include "syscall-map/map.h"

#define LINE_SIZE 8192

/* What the kernel returns where a call is to be made again (linux/errno.h); programs never see it.
 */
#define ERESTART_FIRST 512
#define ERESTART_LAST  516

/* One call's line. */
struct line {
	const struct row *row;
	long arg[8];
	long second;                       /* rdx as it came */
	bool vanished;                     /* a first half has been written */
	unsigned short part[ROW_ARGS + 1]; /* where each argument's text begins in `before` */
	char before[LINE_SIZE / 2 - 256];
	char out[LINE_SIZE / 2];
};
_Static_assert(sizeof(struct line) <= LINE_SIZE, "two pages each");

int trace_fd = 2;

/* Lines that no call uses just now.  A slot is taken and filled with one exchange. */
static struct line *spare[64];

static struct line *take_line(void)
{
	for (unsigned i = 0; i < sizeof spare / sizeof *spare; i++) {
		struct line *l = __atomic_load_n(&spare[i], __ATOMIC_RELAXED);

		if (l && (l = __atomic_exchange_n(&spare[i], NULL, __ATOMIC_ACQUIRE)))
			return l;
	}
	return host_alloc(LINE_SIZE);
}

static void give_line(struct line *l)
{
	for (unsigned i = 0; i < sizeof spare / sizeof *spare; i++) {
		struct line *none = NULL;

		if (__atomic_compare_exchange_n(&spare[i], &none, l, false, __ATOMIC_RELEASE,
						__ATOMIC_RELAXED))
			return;
	}
	host_free(l, LINE_SIZE);
}

void trace_begin(struct text *t, char *buf, size_t size)
{
	t->at = buf;
	t->end = buf + size - 4; /* room for what says that the line was cut */
	text_char(t, '[');
	text_dec(t, host_call(__NR_gettid));
	text_str(t, "] ");
}

void trace_end(struct text *t, const char *buf)
{
	if (t->at == t->end) {
		t->end += 3;
		text_str(t, "...");
	}
	*t->at++ = '\n';
	host_call(__NR_write, trace_fd, buf, t->at - buf);
}

static void show_name(struct text *t, const struct row *row, long nr)
{
	if (!row->symbol) {
		text_str(t, "syscall_");
		text_dec(t, nr);
		return;
	}
	for (const char *s = row->symbol; *s && *s != '@'; s++)
		text_char(t, *s);
}

/* Nothing is known of the arguments of a call that we do not have: six registers. */
static bool arguments_unknown(const struct row *row)
{
	return !row->args[0].kind && (row->kind == ROW_NONE || row->kind == ROW_ABSENT);
}

static void show_unknown(struct text *t, const long *arg)
{
	for (int i = 0; i < 6; i++) {
		if (i)
			text_str(t, ", ");
		text_hex(t, arg[i]);
	}
}

static void keep_arguments(struct line *l, const struct call *c)
{
	unsigned passed = 0;

	if (arguments_unknown(l->row))
		passed = 6;
	for (int i = 0; i < ROW_ARGS && l->row->args[i].kind; i++)
		passed += arg_passed(l->row->args[i].kind);
	for (unsigned i = 0; i < passed && i < 8; i++)
		l->arg[i] = c->alien[i];
}

/* Show each argument that the call reads, and say in part[] where. */
static void show_before(struct line *l)
{
	struct text t = { l->before, l->before + sizeof l->before };
	struct arg_view v = { .row = l->row, .arg = l->arg };

	for (v.at = 0; v.at < ROW_ARGS && l->row->args[v.at].kind; v.at++) {
		unsigned kind = l->row->args[v.at].kind;
		enum show_time when = arg_time(&v);

		l->part[v.at] = t.at - l->before;
		if (when == SHOW_BEFORE || when == SHOW_BOTH)
			show_arg(&t, &v);
		v.passed += arg_passed(kind);
	}
	l->part[v.at] = t.at - l->before;
}

/* Whether the call changed what it was given: if so " => " and what it is now. */
static void show_change(struct text *t, const struct arg_view *v, const char *before, size_t n)
{
	struct text mark = *t;
	char *first;

	text_str(t, " => ");
	first = t->at;
	show_arg(t, v);
	if ((size_t)(t->at - first) != n)
		return;
	while (n && before[n - 1] == first[n - 1])
		n--;
	if (!n)
		*t = mark;
}

static void show_call(struct text *t, const struct line *l, long ret, bool after)
{
	struct arg_view v = {
		.row = l->row, .arg = l->arg, .ret = after ? ret : -1, .after = true
	};
	bool first = true;

	for (v.at = 0; v.at < ROW_ARGS && l->row->args[v.at].kind; v.at++) {
		unsigned kind = l->row->args[v.at].kind;
		const char *before = l->before + l->part[v.at];
		size_t n = l->part[v.at + 1] - l->part[v.at];
		enum show_time when = arg_time(&v);

		if (when != SHOW_NEVER && !first)
			text_str(t, ", ");
		if (when == SHOW_BEFORE || when == SHOW_BOTH)
			text_bytes(t, before, n);
		if (when == SHOW_AFTER)
			show_arg(t, &v);
		if (when == SHOW_BOTH && v.ret >= 0)
			show_change(t, &v, before, n);
		first &= when == SHOW_NEVER;
		v.passed += arg_passed(kind);
	}
	if (arguments_unknown(l->row))
		show_unknown(t, l->arg);
}

static void show_result(struct text *t, const struct line *l, const struct call *c, long ret)
{
	bool failed = call_failed_with(c, ret);

	text_str(t, " = ");
	if (failed && ret <= -ERESTART_FIRST && ret >= -ERESTART_LAST) {
		text_str(t, "? ERESTART");
	} else if (failed) {
		text_str(t, "-1 ");
		show_errno(t, l->row, ret);
	} else if ((unsigned long)ret >> 32 && !c->negative) {
		text_hex(t, ret);
	} else {
		text_dec(t, ret);
	}
	if (!failed && c->reg[2] != l->second) {
		text_str(t, ", ");
		text_dec(t, c->reg[2]);
	}
}

void trace_enter(struct call *c)
{
	struct line *l = NULL;

	if (trace_fd >= 0 && trace_wants(c->row))
		l = take_line();
	c->line = l;
	if (!l)
		return;
	l->row = c->row;
	l->second = c->reg[2];
	l->vanished = false;
	keep_arguments(l, c);
	show_before(l);
}

void trace_rename(struct call *c)
{
	if (c->line)
		give_line(c->line);
	trace_enter(c);
}

void trace_leave(struct call *c, long ret)
{
	struct line *l = c->line;
	struct text t;

	if (!l)
		return;
	c->line = NULL;
	trace_begin(&t, l->out, sizeof l->out);
	if (l->vanished)
		text_str(&t, "<... ");
	show_name(&t, l->row, c->nr);
	if (l->vanished) {
		text_str(&t, " resumed>");
	} else {
		text_char(&t, '(');
		show_call(&t, l, call_failed_with(c, ret) ? -1 : ret, true);
		text_char(&t, ')');
	}
	show_result(&t, l, c, ret);
	trace_end(&t, l->out);
	give_line(l);
}

void trace_vanish(struct call *c, bool for_good)
{
	struct line *l = c->line;
	struct text t;

	if (!l || l->vanished)
		return;
	l->vanished = true;
	trace_begin(&t, l->out, sizeof l->out);
	show_name(&t, l->row, c->nr);
	text_char(&t, '(');
	show_call(&t, l, -1, false);
	text_str(&t, ") = ?");
	trace_end(&t, l->out);
	if (!for_good)
		return;
	c->line = NULL;
	give_line(l);
}
