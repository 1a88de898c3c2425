/*
 * Any bytes as code: searching reads nothing else, patching changes nothing but
 * what it records, and no stub makes a call of its own.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "shim/alien_mem.h"
#include "shim/glibc/code.h"
#include "shim/glibc/patch.h"
#include "shim/glibc/stub.h"

char entry[1], entry_thin_error[1];

int stub_host_number(long nr)
{
	(void)nr;
	return -1;
}

long copy_from_alien(void *host, unsigned long alien, size_t n)
{
	memcpy(host, (void *)alien, n); /* NOLINT */
	return 0;
}

struct search {
	const uint8_t *code;
	size_t size;
	uint64_t last;
	unsigned count;
};

#define ADDRESS 0x400000ul

static void check_found(const struct found_site *found, void *arg)
{
	struct search *s = arg;
	uint64_t offset = found->address - ADDRESS;

	assert(offset + 2 <= s->size && found->address > s->last);
	assert(s->code[offset] == 0x0f && s->code[offset + 1] == 0x05);
	assert(found->technique < PATCH_COUNT && found->nr >= -1);
	s->last = found->address;
	s->count++;
}

static void check_counts(const struct patch_counts *c)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < PATCH_COUNT; i++)
		sum += c->technique[i];
	assert(sum == c->sites && c->known_numbers <= c->sites);
	assert(c->pairs == c->sites + c->not_calls + c->undecided);
}

static void check_stub(const struct site *s)
{
	static struct decoder d;
	struct code code = { (const uint8_t *)s->stub, s->stub_end - s->stub, s->stub };
	size_t at = 0;

	assert(s->stub_end - s->stub <= SITE_STUB_MAX);
	decoder_start(&d, &code);
	while (at < code.size) {
		const struct insn *n = insn_at(&d, at);

		assert(n->length && !(n->flags & INSN_SYSCALL));
		at += n->length;
	}
	assert(at == code.size);
}

/* Put back what each patch says that it took: then all is as it was. */
static void undo(const struct site *s, uint8_t *code, const uint8_t *before)
{
	uint8_t *patch = code + (s->patch - (uint64_t)code);

	if (s->technique == PATCH_HOLE) {
		uint8_t *hole = patch + 2 + (int8_t)patch[1];

		memcpy(hole, before + (hole - code), JUMP_LENGTH);
	}
	memcpy(patch, s->original, s->patch_length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct search s = { .code = data, .size = size };
	struct patch_counts found = { 0 }, patched = { 0 };
	unsigned first = site_count();
	uint8_t *code = malloc(size + 1);

	find_sites(data, size, ADDRESS, check_found, &s, &found);
	check_counts(&found);
	assert(s.count == found.sites);
	memcpy(code, data, size);
	if (patch_range(code, size, &patched) == 0)
		check_counts(&patched);
	assert(patched.pairs == found.pairs);
	for (unsigned i = first; i < site_count(); i++) {
		check_stub(site_nth(i));
		undo(site_nth(i), code, data);
	}
	assert(memcmp(code, data, size) == 0);
	free(code);
	return 0;
}
