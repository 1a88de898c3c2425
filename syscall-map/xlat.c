/* Values, signals, errnos and structures through the tables of the alien's abi. */
#include <signal.h>
#include "syscall-map/map.h"
#include "abi-tables/table.h"

/* Whether the table is of whole values, not of bits. */
static bool is_enum(const struct xlat_table *t)
{
	return t->count && t->rows[0].mask == UINT32_MAX;
}

/*
 * A question and its answer in one word, that it is read and written at once: the
 * question above, the answer below, and a bit that says that there is one.  What does
 * not fit is not kept, nor is what failed, which is traced each time.
 */
#define KEPT (1ull << 31)

/*
 * Calls in turn that ask one table (recv's flags, send's flags) shall not drive each other
 * out: questions that differ in one bit have different places.
 */
static unsigned place_of(uint64_t question)
{
	uint32_t q = (uint32_t)question;

	q ^= q >> 16;
	q ^= q >> 8;
	q ^= q >> 4;
	return (q ^ q >> 2) % XLAT_KEPT;
}
_Static_assert(XLAT_KEPT == 4, "place_of makes two bits");

static bool recall(const uint64_t *memory, uint64_t question, uint64_t *answer)
{
	uint64_t kept = __atomic_load_n(&memory[place_of(question)], __ATOMIC_RELAXED);

	if (kept >> 32 != question || !(kept & KEPT))
		return false;
	*answer = kept & (KEPT - 1);
	return true;
}

static void remember(uint64_t *memory, uint64_t question, uint64_t answer)
{
	if (question <= UINT32_MAX && answer < KEPT)
		__atomic_store_n(&memory[place_of(question)], question << 32 | KEPT | answer,
				 __ATOMIC_RELAXED);
}

static long look_up_host(const struct xlat_table *t, uint64_t alien, uint64_t *host)
{
	uint64_t left = (uint32_t)alien, known = 0, value = 0;

	for (size_t i = 0; i < t->count; i++) {
		const struct xlat *x = &t->rows[i];

		if ((left & x->mask) != x->alien || (known & x->mask))
			continue;
		if (x->host == NO_HOST) {
			hole(x->name, alien);
			return -EINVAL;
		}
		known |= x->mask;
		value |= x->host;
		if (x->mask == UINT32_MAX)
			break;
	}
	if (left & ~known || (is_enum(t) && !known)) {
		hole("flag or value", alien);
		return -EINVAL;
	}
	*host = value;
	return 0;
}

/*
 * An alien's argument is an int: what stands in the register's upper half is
 * nobody's.
 */
long xlat_to_host(enum xlat_id id, uint64_t alien, uint64_t *host)
{
	const struct xlat_table *t = &abi->xlats[id];
	long ret;

	if (t->memory && recall(t->memory->to_host, (uint32_t)alien, host))
		return 0;
	ret = look_up_host(t, alien, host);
	if (ret == 0 && t->memory)
		remember(t->memory->to_host, (uint32_t)alien, *host);
	return ret;
}

/* The host's bits that say what these bits of the alien's say. */
static uint64_t host_mask(const struct xlat_table *t, uint64_t mask)
{
	uint64_t m = 0;

	if (mask == UINT32_MAX)
		return mask;
	for (size_t i = 0; i < t->count; i++)
		if (t->rows[i].mask == mask && t->rows[i].host != NO_HOST)
			m |= t->rows[i].host;
	return m;
}

static long look_up_alien(const struct xlat_table *t, uint64_t host, uint64_t *alien)
{
	uint64_t left = is_enum(t) ? (uint32_t)host : host, known = 0, value = 0, mask;

	for (size_t i = 0; i < t->count; i++) {
		const struct xlat *x = &t->rows[i];

		if (x->host == NO_HOST || known & x->mask || x->host & ~left)
			continue;
		mask = host_mask(t, x->mask);
		if (!mask || (left & mask) != x->host)
			continue;
		known |= x->mask;
		value |= x->alien;
		/* Whole values keep nothing for another row; O_SYNC takes O_DSYNC's bit with it. */
		left &= ~mask;
	}
	if (is_enum(t) && !known) {
		hole("host value", host);
		return -EINVAL;
	}
	*alien = value;
	return 0;
}

long xlat_to_alien(enum xlat_id id, uint64_t host, uint64_t *alien)
{
	const struct xlat_table *t = &abi->xlats[id];
	long ret;

	if (t->memory && recall(t->memory->to_alien, host, alien))
		return 0;
	ret = look_up_alien(t, host, alien);
	if (ret == 0 && t->memory)
		remember(t->memory->to_alien, host, *alien);
	return ret;
}

enum xlat_id code_table(int host_signal)
{
	static const unsigned char tables[HOST_SIGNAL_COUNT] = {
		[SIGILL] = XLAT_code_ill, [SIGFPE] = XLAT_code_fpe,   [SIGSEGV] = XLAT_code_segv,
		[SIGBUS] = XLAT_code_bus, [SIGTRAP] = XLAT_code_trap, [SIGCHLD] = XLAT_code_child,
	};

	return host_signal > 0 && host_signal < HOST_SIGNAL_COUNT ? tables[host_signal] : XLAT_none;
}

bool valid_signal(long sig)
{
	return sig > 0 && sig < abi->signal_limit;
}

int signal_to_host(long alien)
{
	return valid_signal(alien) ? abi->signal_to_host[alien] : 0;
}

int signal_to_alien(long host)
{
	return host > 0 && host < HOST_SIGNAL_COUNT ? abi->signal_to_alien[host] : 0;
}

uint64_t sigset_to_host(const struct sigset *s)
{
	uint64_t host = 0;

	for (int sig = 1; sig < abi->signal_limit; sig++)
		if (sigset_has(s, sig) && abi->signal_to_host[sig])
			host |= 1ull << (abi->signal_to_host[sig] - 1);
	return host;
}

void sigset_to_alien(struct sigset *s, uint64_t host)
{
	*s = (struct sigset){ 0 };
	for (int sig = 1; sig < HOST_SIGNAL_COUNT; sig++)
		if (host >> (sig - 1) & 1 && abi->signal_to_alien[sig])
			sigset_add(s, abi->signal_to_alien[sig]);
}

long sigset_from_alien(struct sigset *s, unsigned long alien)
{
	*s = (struct sigset){ 0 };
	return copy_from_alien(s, alien, abi->sigset_size);
}

long sigset_put_alien(unsigned long alien, const struct sigset *s)
{
	return copy_to_alien(alien, s, abi->sigset_size);
}

int errno_to_alien(int host)
{
	if (host > 0 && host < HOST_ERRNO_COUNT && abi->errno_to_alien[host])
		return abi->errno_to_alien[host];
	if (host >= ALIEN_ERRNO_MIN && host < ALIEN_ERRNO_LIMIT)
		return host - ALIEN_ERRNO_MIN;
	hole("host errno", host);
	return abi->errno_to_alien[EIO];
}

long layout_to_alien(enum layout_id id, unsigned long alien, const void *host)
{
	const struct layout *l = &abi->layouts[id];
	unsigned char buffer[LAYOUT_MAX] __attribute__((aligned(16)));

	l->to_alien(buffer, host);
	return copy_to_alien(alien, buffer, l->alien_size);
}

long layout_from_alien(enum layout_id id, void *host, unsigned long alien)
{
	const struct layout *l = &abi->layouts[id];
	unsigned char buffer[LAYOUT_MAX] __attribute__((aligned(16)));
	long ret = copy_from_alien(buffer, alien, l->alien_size);

	return ret ? ret : l->to_host(host, buffer);
}
