/*
 * Patching code that other threads may be running.  Allowed is one store of an
 * aligned word that replaces one whole instruction: every thread then runs the old
 * one or the new one, and none stands in the middle.
 */
#include <fcntl.h>
#include <linux/membarrier.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "shim/glibc/patch.h"
#include "shim/glibc/patcher.h"

#define AROUND    (64ul << 10) /* code read on each side */
#define PAGE_SIZE 4096ul
#define WORD      8ul

struct region {
	uint64_t from, to;
	int protection;
	bool shared;
};

static bool parse_region(const char *line, struct region *r)
{
	unsigned long from, to;
	char mode[5];

	if (sscanf(line, "%lx-%lx %4s", &from, &to, mode) != 3)
		return false;
	*r = (struct region){ .from = from, .to = to, .shared = mode[3] == 's' };
	if (mode[0] == 'r')
		r->protection |= PROT_READ;
	if (mode[1] == 'w')
		r->protection |= PROT_WRITE;
	if (mode[2] == 'x')
		r->protection |= PROT_EXEC;
	return true;
}

static bool find_region(uint64_t address, struct region *r)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	bool found = false;
	char line[512];

	if (!maps)
		return false;
	while (!found && fgets(line, sizeof line, maps))
		found = parse_region(line, r) && address >= r->from && address < r->to;
	fclose(maps);
	return found;
}

/*
 * Read through the kernel: a mapping may be longer than its file, and a fault there
 * would be ours.
 */
static bool read_around(uint64_t address, const struct region *r, struct code *code)
{
	static uint8_t bytes[2 * AROUND];
	size_t before = address - r->from, after = r->to - address;
	int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	ssize_t n = -1;

	if (fd < 0)
		return false;
	if (before > AROUND)
		before = AROUND;
	if (after > AROUND)
		after = AROUND;
	while (before > 0 && pread(fd, bytes, before, address - before) != (ssize_t)before)
		before /= 2;
	n = pread(fd, bytes + before, after, address);
	close(fd);
	*code = (struct code){ bytes, before + n, address - before };
	return n >= 2 && bytes[before] == 0x0f && bytes[before + 1] == 0x05;
}

static void note_target(void *arg, size_t target)
{
	mark_target(arg, target);
}

static bool in_one_word(uint64_t address, size_t length)
{
	return address % WORD + length <= WORD;
}

static bool is_atomic(const struct code *c, const struct shape *s)
{
	if (s->technique == PATCH_BEFORE)
		return in_one_word(c->address + s->patch, JUMP_LENGTH);
	return s->technique == PATCH_HOLE && s->patch_length == 2 &&
	       in_one_word(c->address + s->patch, 2);
}

static bool choose(struct decoder *d, const struct pair *p, uint8_t *room, struct site *site,
		   struct shape *s)
{
	for (unsigned n = 0; p->verdict == IS_SITE && nth_shape(p, n, s); n++)
		if (is_atomic(&d->code, s) && build_stub(d, p, s, -1, room, (uint64_t)room, site))
			return true;
	*s = net_shape(p);
	build_stub(d, p, s, -1, room, (uint64_t)room, site);
	return false;
}

static void store_in_word(uint64_t address, const uint8_t *bytes, size_t length)
{
	uint64_t *word = (uint64_t *)(address & ~(WORD - 1));
	uint64_t value = *word;

	memcpy((uint8_t *)&value + address % WORD, bytes, length);
	__atomic_store_n(word, value, __ATOMIC_SEQ_CST);
}

/* Other processors may hold the old instruction decoded. */
static void serialise_all(void)
{
	const int now = MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE;

	if (syscall(SYS_membarrier, now, 0, 0) == 0)
		return;
	syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE, 0, 0);
	syscall(SYS_membarrier, now, 0, 0);
}

static void write_live(const struct code *c, const struct shape *s, const struct site *site)
{
	uint64_t hole = c->address + s->hole;
	uint8_t jump[JUMP_LENGTH];

	if (s->technique == PATCH_HOLE) {
		make_jump((uint8_t *)hole, hole, site->stub);
		serialise_all();
		jump[0] = 0xeb;
		jump[1] = (uint8_t)(s->hole - (s->patch + 2));
		store_in_word(site->patch, jump, 2);
	} else {
		make_jump(jump, site->patch, site->stub);
		store_in_word(site->patch, jump, JUMP_LENGTH);
	}
	serialise_all();
}

/* Writable for a moment, and executable all the time: other threads run in it. */
static void patch_live(const struct region *r, const struct code *c, const struct shape *s,
		       const struct site *site)
{
	uint64_t from = site->patch, to = site->patch + WORD;

	if (s->technique == PATCH_HOLE) {
		uint64_t hole = c->address + s->hole;

		from = hole < from ? hole : from;
		to = hole + JUMP_LENGTH > to ? hole + JUMP_LENGTH : to;
	}
	from &= ~(PAGE_SIZE - 1);
	to = (to + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
	if (to > r->to)
		to = r->to;
	if (mprotect((void *)from, to - from, PROT_READ | PROT_WRITE | PROT_EXEC))
		return;
	write_live(c, s, site);
	mprotect((void *)from, to - from, r->protection);
}

/* Without knowledge of the code around, the stub can still be made. */
static bool learn_code(uint64_t address, struct region *r, struct code *code)
{
	if (find_region(address, r) && read_around(address, r, code) && !r->shared)
		return true;
	*code = (struct code){ .address = address };
	return false;
}

static const struct site *make_site(struct decoder *d, uint64_t address)
{
	uint8_t *room = stub_reserve(address);
	struct region region = { 0 };
	struct pair pair = { .verdict = IS_UNDECIDED };
	struct shape shape;
	struct site site;
	struct code code;
	bool patch;

	if (!room)
		return NULL;
	if (learn_code(address, &region, &code)) {
		decoder_start(d, &code);
		prove(d, address - code.address, &pair);
		far_targets(&code, 0, code.size, note_target, &pair);
	} else {
		decoder_start(d, &code);
	}
	patch = choose(d, &pair, room, &site, &shape);
	if (stub_commit(&site) || stub_seal())
		return NULL;
	if (patch)
		patch_live(&region, &code, &shape, &site);
	return site_at(address);
}

const struct site *patch_trapped(uint64_t address)
{
	struct decoder *d = patcher_lock();
	const struct site *s = site_at(address);

	/* Made before, and right for any number and for the code as it is now? */
	if (!s || s->thin || s->resume != address + 2)
		s = make_site(d, address);
	patcher_unlock();
	return s;
}
