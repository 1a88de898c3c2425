/* An argument by its kind: what the call expects, the edges of it, and anything else. */
#include "system.h"

long garbage(struct fuzzer *f)
{
	unsigned long v;

	switch (random_of(f, 5)) {
	case 0:
		v = random_of(f, 256);
		break;
	case 1:
		v = -random_of(f, 256);
		break;
	case 2:
		v = (1ul << random_of(f, 64)) + random_of(f, 3) - 1;
		break;
	case 3:
		v = random_next(&f->random) & 0xffffffff;
		break;
	default:
		v = random_next(&f->random);
	}
	/* The fuzzer's own memory is nobody's. */
	return v >= RECORDS_ADDRESS && v < RECORDS_ADDRESS + (64ul << 30) ? 3 : (long)v;
}

static long flags(struct fuzzer *f, int table)
{
	const struct fuzz_values *t = values_of(table);
	uint64_t v = 0;

	for (uint64_t n = random_of(f, 4); n && t->count; n--) {
		const struct fuzz_value *x = &t->of[random_of(f, (unsigned)t->count)];

		v = (v & ~x->mask) | x->value;
	}
	if (f->tame)
		return (long)v;
	if (chance(f, 10))
		v |= 1ul << random_of(f, 64);
	if (chance(f, 3))
		v = chance(f, 50) ? ~0ul : 0xffffffff;
	return (long)v;
}

static long one_of(struct fuzzer *f, int table)
{
	const struct fuzz_values *t = values_of(table);

	if (!t->count || (!f->tame && chance(f, 8)))
		return garbage(f);
	return (int)t->of[random_of(f, (unsigned)t->count)].value;
}

static long bytes(struct fuzzer *f)
{
	static const int sizes[] = { 0, 1, 3, 16, 100, 512, 4095, 4096, 4097, 16384 };
	long n = PICK(f, sizes);

	f->last_size = n;
	return place(f, room(f, n), n);
}

static long size(struct fuzzer *f)
{
	static const long sizes[] = {
		0,
		1,
		2,
		4096,
		65536,
		1l << 31,
		1l << 32,
		(1l << 31) - 1,
		1l << 47,
		0x7fffffffffffffff,
		(long)(1ul << 63),
		-1,
	};
	long n = f->last_size;

	f->last_size = -1;
	if (n >= 0 && (f->tame || chance(f, 85)))
		return n;
	return f->tame ? (long)random_of(f, 4096) : PICK(f, sizes);
}

static long number(struct fuzzer *f)
{
	long n = f->last_count;

	f->last_count = -1;
	if (n >= 0 && (f->tame || chance(f, 85)))
		return n;
	return f->tame || chance(f, 60) ? (long)random_of(f, 8) : garbage(f);
}

static long offset(struct fuzzer *f)
{
	return f->tame || chance(f, 70) ? (long)random_of(f, 8192) : garbage(f);
}

static long vectors(struct fuzzer *f)
{
	long n = (long)random_of(f, 5);
	long *v = room_zeroed(f, 16 * 6);

	for (long i = 0; i < n; i++) {
		v[2 * i + 1] = (long)random_of(f, 600);
		v[2 * i] = (long)room(f, 600);
		if (!f->tame && chance(f, 8))
			v[2 * i] = bad_pointer(f, 600);
		if (!f->tame && chance(f, 5))
			v[2 * i + 1] = garbage(f);
	}
	f->last_count = n;
	return place(f, v, 16 * n + 16);
}

static long strings(struct fuzzer *f)
{
	long *v = room_zeroed(f, 8 * 6);
	uint64_t n = random_of(f, 4);

	for (uint64_t i = 0; i < n; i++)
		v[i] = !f->tame && chance(f, 8) ? bad_pointer(f, 8) : (long)any_path(f);
	return place(f, v, 8 * n + 8);
}

static long string(struct fuzzer *f)
{
	static const char *const words[] = {
		"f0", "d0", "user.x", "x", "/abirun-fuzz-a", "/abirun-fuzz-b", "", "\xff", "l1"
	};

	return f->tame || chance(f, 80) ? (long)PICK(f, words) : (long)any_path(f);
}

static long list(struct fuzzer *f, int table)
{
	unsigned one = layout_of(table)->size;
	long n = (long)random_of(f, 4);
	char *all = room_zeroed(f, one * (n + 1));

	for (long i = 0; i < n; i++) {
		bool tame = f->tame;

		f->tame = true; /* one after the other, at no edge */
		memcpy(all + i * one, (void *)structure(f, table), one);
		f->tame = tame;
	}
	f->last_count = n;
	f->last_size = n * (long)one;
	return place(f, all, n * one);
}

static long events(struct fuzzer *f, int age)
{
	long n = (long)random_of(f, 4);
	char *all = room_zeroed(f, 64 * 4), *e = all;

	for (long i = 0; i < n; i++) {
		long ident = chance(f, 70) ? any_descriptor(f) : any_pid(f);
		int filter = (int)one_of(f, XLAT_evfilter), how = (int)flags(f, XLAT_evflags);
		unsigned notes = chance(f, 50) ? 0 : 1u << random_of(f, 32);
		long data = (long)random_of(f, 100);

		if (chance(f, 60))
			how |= EV_ADD;
		e += put_event(e, age, ident, filter, (unsigned)how, notes, data);
	}
	f->last_count = n;
	return place(f, all, (size_t)(e - all));
}

static long length_pointer(struct fuzzer *f)
{
	static const unsigned lengths[] = { 128, 128, 106, 28,   16,         4,
					    2,   1,   0,   4096, 0x7fffffff, 0xffffffff };
	unsigned *p = room_zeroed(f, 4);

	*p = f->tame ? 128 : PICK(f, lengths);
	return place(f, p, 4);
}

static long pointed(struct fuzzer *f, int kind, int table)
{
	switch (kind) {
	case ARG_PATH:
	case ARG_LPATH:
		return (long)any_path(f);
	case ARG_STR:
		return string(f);
	case ARG_STRINGS:
		return strings(f);
	case ARG_BUF_IN:
	case ARG_BUF_OUT:
		return bytes(f);
	case ARG_IOV_IN:
	case ARG_IOV_OUT:
		return vectors(f);
	case ARG_IN:
	case ARG_OUT:
	case ARG_INOUT:
		return structure(f, table);
	case ARG_ADDR_IN:
		return any_address(f);
	case ARG_ADDR_OUT:
		return place(f, room(f, 128), 128);
	case ARG_LEN_PTR:
		return length_pointer(f);
	case ARG_LIST_IN:
	case ARG_LIST_OUT:
	case ARG_LIST:
		return list(f, table);
	case ARG_KEVENTS_IN:
	case ARG_KEVENTS_OUT:
		return events(f, table);
	default:
		return chance(f, 50) ? place(f, room_zeroed(f, 256), 256)
				     : place(f, room(f, 256), 256);
	}
}

static bool is_pointer(int kind)
{
	switch (kind) {
	case ARG_PTR:
	case ARG_PATH:
	case ARG_LPATH:
	case ARG_STR:
	case ARG_STRINGS:
	case ARG_BUF_IN:
	case ARG_BUF_OUT:
	case ARG_IOV_IN:
	case ARG_IOV_OUT:
	case ARG_IN:
	case ARG_OUT:
	case ARG_INOUT:
	case ARG_ADDR_IN:
	case ARG_ADDR_OUT:
	case ARG_LEN_PTR:
	case ARG_LIST_IN:
	case ARG_LIST_OUT:
	case ARG_LIST:
	case ARG_KEVENTS_IN:
	case ARG_KEVENTS_OUT:
	case ARG_OID:
		return true;
	}
	return false;
}

long value(struct fuzzer *f, int kind, int table)
{
	if (is_pointer(kind))
		return pointed(f, kind, table);
	switch (kind) {
	case ARG_FD:
		return any_descriptor(f);
	case ARG_DIRFD:
		return chance(f, 60) ? -100 : any_descriptor(f);
	case ARG_SIZE:
		return size(f);
	case ARG_OFF:
		return offset(f);
	case ARG_MODE:
		return f->tame ? 0700 : (long)random_of(f, 0200000);
	case ARG_PID:
		return any_pid(f);
	case ARG_UID:
	case ARG_GID:
		return f->tame || chance(f, 60) ? (int)call(NR_getuid) : (int)garbage(f);
	case ARG_SIGNAL:
		return any_signal(f);
	case ARG_FLAGS:
		return flags(f, table);
	case ARG_ENUM:
		return one_of(f, table);
	case ARG_REQUEST:
		return nth_request((int)random_of(f, (unsigned)request_count));
	case ARG_INT:
	case ARG_UINT:
	case ARG_LONG:
	case ARG_HEX:
		return number(f);
	default:
		return garbage(f);
	}
}

/* Arguments for the row: all as expected, or each of them wrong now and then. */
void arguments(struct fuzzer *f, const struct fuzz_row *row, enum manner manner, long *arg)
{
	f->used = 0;
	f->tame = chance(f, 40);
	f->last_size = f->last_count = -1;
	for (int i = 0; i < 8; i++)
		arg[i] = row->args[i].kind ? value(f, row->args[i].kind, row->args[i].table)
					   : garbage(f);
	arguments_of_row(f, row, arg);
	for (int i = 0; i < 8 && !f->tame && row->args[i].kind; i++) {
		if (is_pointer(row->args[i].kind) && chance(f, 10))
			arg[i] = bad_pointer(f, 64);
		else if (row->args[i].kind != ARG_PID && chance(f, 4))
			arg[i] = garbage(f);
	}
	make_harmless(f, row, manner, arg);
}
