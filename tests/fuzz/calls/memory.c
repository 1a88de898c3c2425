/* Memory that arguments point to: a thread's arena, and addresses that are none. */
#include "fuzz.h"

#define ARENAS 0x2200000000ul
#define STEP   (16ul << 20)
#define PAGE   4096

static void *map_at(unsigned long address, size_t size, int protection)
{
	return (void *)call(NR_mmap, address, size, protection, MAP_PRIVATE | MAP_ANON | MAP_FIXED,
			    -1, 0);
}

void memory_new(struct fuzzer *f, int thread)
{
	unsigned long base = ARENAS + thread * STEP;

	f->arena = map_at(base, ARENA, PROT_READ | PROT_WRITE);
	f->hole = map_at(base + ARENA, 4 * PAGE, 0);
	f->read_only = map_at(base + ARENA + 4 * PAGE, PAGE, PROT_READ);
	if (!thread)
		for (unsigned i = 0; i < 64; i++)
			map_at(PLAYGROUND + i * 2 * 65536, 65536, PROT_READ | PROT_WRITE);
}

void *room_zeroed(struct fuzzer *f, size_t size)
{
	char *p;

	size = (size + 15) & -16ul;
	if (f->used + size > ARENA / 2)
		f->used = 0;
	p = f->arena + f->used;
	f->used += size;
	return memset(p, 0, size);
}

void *room(struct fuzzer *f, size_t size)
{
	unsigned char *p = room_zeroed(f, size);
	size_t some = size < 512 ? size : 512;

	for (size_t i = 0; i < some; i++)
		p[i] = (unsigned char)random_next(&f->random);
	return p;
}

/* Where data stands that a call is to read or fill: mostly anywhere, often on an edge. */
long place(struct fuzzer *f, const void *data, size_t size)
{
	char *to;

	if (f->tame || size > ARENA / 4 || chance(f, 60))
		return (long)data;
	switch (random_of(f, 3)) {
	case 0: /* the last bytes that there are */
		to = f->arena + ARENA - size;
		break;
	case 1: /* misaligned */
		to = f->arena + ARENA / 2 + 1 + random_of(f, 15);
		break;
	default: /* the second part is not there */
		if (size < 2)
			return bad_pointer(f, size);
		to = f->arena + ARENA - 1 - random_of(f, size - 1);
		memcpy(to, data, f->arena + ARENA - to);
		return (long)to;
	}
	for (size_t i = size; i--;)
		to[i] = ((const char *)data)[i];
	return (long)to;
}

long bad_pointer(struct fuzzer *f, size_t size)
{
	static const long others[] = {
		0,
		1,
		8,
		PAGE - 1,
		0x7fffffffffff,
		0x7ffffffff000,
		0x800000000000,
		-1,
		-8,
		-4096,
		(long)0x8000000000000000,
		(long)0xffff800000000000,
		0x7ffffffffffffff8,
		PLAYGROUND + 65536, /* nothing there */
	};

	switch (random_of(f, 4)) {
	case 0:
		return (long)f->hole + random_of(f, 64);
	case 1:
		return (long)f->read_only + random_of(f, 64);
	case 2: /* its own text, which nobody may write */
		return (long)&bad_pointer + random_of(f, 64);
	default:
		(void)size;
		return PICK(f, others);
	}
}

/* A member by its kind.  What a pointer member points to is bytes. */
static uint64_t member(struct fuzzer *f, const struct fuzz_field *field)
{
	if (field->kind == ARG_SIGNAL && field->width > 4)
		return random_next(&f->random);
	if (field->kind == ARG_PTR)
		return (uint64_t)room(f, 64);
	if (field->kind == ARG_SIZE)
		return random_of(f, 4096);
	if (field->kind == ARG_LONG || field->kind == ARG_HEX || field->kind == ARG_OFF)
		return chance(f, 50) ? random_of(f, 4) : (uint64_t)garbage(f);
	return (uint64_t)value(f, field->kind, field->table);
}

static void fill(struct fuzzer *f, const struct fuzz_layout *layout, unsigned char *p)
{
	for (const struct fuzz_field *m = layout->fields; m->width; m++) {
		uint64_t v;

		if (m->offset + m->width > layout->size)
			continue;
		if (m->kind == ARG_IN && layout_of(m->table)->size <= m->width) {
			fill(f, layout_of(m->table), p + m->offset);
			continue;
		}
		v = member(f, m);
		memcpy(p + m->offset, &v, m->width < 8 ? m->width : 8);
	}
}

long structure(struct fuzzer *f, int table)
{
	const struct fuzz_layout *layout = layout_of(table);
	unsigned size = layout->size ? layout->size : 128;
	unsigned char *p = room_zeroed(f, size);

	if (layout->fields && layout->fields->width)
		fill(f, layout, p);
	else if (!f->tame)
		p = room(f, size);
	/* A few bytes of it otherwise. */
	while (!f->tame && chance(f, 20))
		p[random_of(f, size)] = (unsigned char)random_next(&f->random);
	return place(f, p, size);
}

long play_address(struct fuzzer *f)
{
	if (!f->tame && chance(f, 10))
		return chance(f, 50) ? 0 : garbage(f);
	return PLAYGROUND + random_of(f, PLAYGROUND_SIZE / PAGE) * PAGE +
	       (chance(f, 10) ? random_of(f, PAGE) : 0);
}

/*
 * A length from there.  One that ends within the address space ends within the
 * playground, for what is behind it is needed.
 */
long play_length(struct fuzzer *f, long address)
{
	static const long lengths[] = { 0,        1,        PAGE - 1,          PAGE,
					PAGE + 1, 65536,    1 << 20,           1l << 31,
					1l << 46, 1l << 47, (long)(1ul << 63), -1,
					-PAGE };
	unsigned long n = f->tame ? (1 + random_of(f, 16)) * PAGE : (unsigned long)PICK(f, lengths);
	unsigned long from = address, end = PLAYGROUND + PLAYGROUND_SIZE;

	if (from >= PLAYGROUND && from < end && n <= (1ul << 47) && from + n > end)
		n = end - from;
	return n;
}
