/*
 * Writing stubs.  Nothing here may use the alien's stack, or a register besides
 * rcx, which `syscall` itself destroys.
 */
#include <string.h>

#include "shim/glibc/patch.h"
#include "shim/glibc/stub.h"

int (*patch_thin_number)(long nr) = stub_host_number;

struct writer {
	uint8_t *out;
	uint64_t run; /* where out[0] will run */
	unsigned used;
	bool failed;
	struct decoder *d;
	struct site *site;
};

static uint64_t here(const struct writer *w)
{
	return w->run + w->used;
}

static void put(struct writer *w, const void *bytes, unsigned n)
{
	if (w->failed || w->used + n > SITE_STUB_MAX) {
		w->failed = true;
		return;
	}
	memcpy(w->out + w->used, bytes, n);
	w->used += n;
}

#define PUT(w, ...)                                                                                \
	put(w, (const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ }))

static void put32(struct writer *w, int32_t value)
{
	put(w, &value, sizeof value);
}

/* A displacement that ends the instruction. */
static void put_relative(struct writer *w, uint64_t target)
{
	int64_t rel = (int64_t)(target - (here(w) + 4));

	if (rel != (int32_t)rel)
		w->failed = true;
	put32(w, (int32_t)rel);
}

bool make_jump(uint8_t *out, uint64_t from, uint64_t to)
{
	int64_t rel = (int64_t)(to - (from + JUMP_LENGTH));
	int32_t rel32 = (int32_t)rel;

	out[0] = 0xe9;
	memcpy(out + 1, &rel32, sizeof rel32);
	return rel == rel32;
}

/* Short or near, it becomes near; other prefixes than none are not worth it. */
static void move_branch(struct writer *w, const struct insn *n)
{
	const uint8_t *bytes = w->d->code.bytes + n->offset;
	uint64_t target = w->d->code.address + n->offset + n->length + n->rel;

	if ((n->length == 2 && bytes[0] == 0xeb) || (n->length == 5 && bytes[0] == 0xe9))
		PUT(w, 0xe9);
	else if (n->length == 2 && (bytes[0] & 0xf0) == 0x70)
		PUT(w, 0x0f, 0x80 | (bytes[0] & 15));
	else if (n->length == 6 && bytes[0] == 0x0f && (bytes[1] & 0xf0) == 0x80)
		PUT(w, 0x0f, bytes[1]);
	else
		w->failed = true;
	put_relative(w, target);
}

/* A rip-relative operand must name the same bytes from the stub. */
static void adjust_operand(struct writer *w, const struct insn *n, const ZydisDecodedInstruction *z)
{
	int64_t move = (int64_t)(w->d->code.address + n->offset - (here(w) - n->length));
	int64_t rel = z->raw.disp.value + move;
	int32_t rel32 = (int32_t)rel;

	if (!(z->attributes & ZYDIS_ATTRIB_IS_RELATIVE))
		return;
	if (rel != rel32 || z->raw.disp.size != 32 || z->address_width != 64) {
		w->failed = true;
		return;
	}
	if (!w->failed)
		memcpy(w->out + w->used - n->length + z->raw.disp.offset, &rel32, sizeof rel32);
}

static void note_move(struct writer *w, uint64_t alien)
{
	struct site *s = w->site;

	if (s->move_count == SITE_MOVES)
		w->failed = true;
	else
		s->moves[s->move_count++] = (struct move){ alien, here(w) };
}

static void move_insn(struct writer *w, const struct insn *n)
{
	const uint8_t *bytes = w->d->code.bytes + n->offset;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction z;

	note_move(w, w->d->code.address + n->offset);
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&w->d->full, bytes, n->length, &z, operands)) ||
	    z.length != n->length || (n->flags & INSN_FIXED)) {
		w->failed = true;
		return;
	}
	if (n->flags & INSN_BRANCH) {
		move_branch(w, n);
		return;
	}
	put(w, bytes, n->length);
	adjust_operand(w, n, &z);
}

/* lea resume(%rip), %rcx; jmp *door(%rip).  Returns where resume's displacement is. */
static unsigned put_call(struct writer *w, uint64_t door)
{
	unsigned at;

	PUT(w, 0x48, 0x8d, 0x0d);
	at = w->used;
	put32(w, 0);
	PUT(w, 0xff, 0x25);
	put_relative(w, door);
	return at;
}

/*
 * The host's call in place; only a failure leaves.  The alien's success clears the
 * carry flag, as its kernel does.
 */
static unsigned put_thin_call(struct writer *w, int host_nr, unsigned *resume_jump)
{
	PUT(w, 0xb8);
	put32(w, host_nr);
	w->site->thin = here(w);
	PUT(w, 0x0f, 0x05, 0x48, 0x3d);
	put32(w, -4095);
	PUT(w, 0x73, 0x06, 0xf8, 0xe9);
	*resume_jump = w->used;
	put32(w, 0);
	return put_call(w, stub_doors_near(w->run) + offsetof(struct stub_doors, thin_error));
}

static void set_relative(struct writer *w, unsigned at, uint64_t target)
{
	struct writer there = *w;

	there.used = at;
	put_relative(&there, target);
	w->failed |= there.failed;
}

static void put_rest(struct writer *w, const struct pair *p, const struct shape *shape)
{
	for (unsigned i = 0; i < shape->after; i++)
		move_insn(w, &p->after[i]);
	if (shape->after == 0 || shape->ends)
		return;
	note_move(w, w->d->code.address + shape->resume);
	PUT(w, 0xe9);
	put_relative(w, w->d->code.address + shape->resume);
}

bool build_stub(struct decoder *d, const struct pair *p, const struct shape *shape, int32_t nr,
		uint8_t *out, uint64_t run, struct site *s)
{
	struct writer w = { .out = out, .run = run, .d = d, .site = s };
	int host_nr = nr >= 0 && shape->technique != PATCH_NET ? patch_thin_number(nr) : -1;
	unsigned resume_lea, resume_jump = 0;

	*s = (struct site){ .address = d->code.address + p->offset,
			    .stub = run,
			    .nr = nr,
			    .technique = shape->technique,
			    .patch_length = shape->patch_length,
			    .patch = d->code.address + shape->patch };
	if (shape->patch_length)
		memcpy(s->original, d->code.bytes + shape->patch, shape->patch_length);
	for (unsigned i = shape->before; i-- > 0;)
		move_insn(&w, &p->before[i]);
	s->call = here(&w);
	if (host_nr >= 0)
		resume_lea = put_thin_call(&w, host_nr, &resume_jump);
	else
		resume_lea =
		    put_call(&w, stub_doors_near(run) + offsetof(struct stub_doors, entry));
	s->resume = shape->after ? here(&w) : d->code.address + shape->resume;
	put_rest(&w, p, shape);
	s->stub_end = here(&w);
	if (w.failed)
		return false;
	set_relative(&w, resume_lea, s->resume);
	if (host_nr >= 0)
		set_relative(&w, resume_jump, s->resume);
	return !w.failed;
}
