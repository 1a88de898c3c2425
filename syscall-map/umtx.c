/* _umtx_op: the call itself, timeouts, plain waiting and waking.  See umtx.h. */
#include <linux/futex.h>
#include <time.h>

#include "abi-tables/freebsd/umtx.h"
#include "syscall-map/map.h"
#include "syscall-map/umtx.h"

static umtx_fn *const operations[] = {
#define UMTX(nr, name, function) [nr] = function,
#include "abi-tables/freebsd/umtx.def"
#undef UMTX
};

#define NSEC       1000000000l
#define OPERATIONS (sizeof operations / sizeof operations[0])

/* Object, operation, value, two addresses. */
long map_umtx_op(struct call *c)
{
	uint32_t op = (uint32_t)c->alien[1];

	if (op >= OPERATIONS) { /* also UMTX_OP__32BIT and __I386: objects of another size */
		hole("_umtx_op", op);
		return -EINVAL;
	}
	return operations[op](c);
}

long umtx_none(struct call *c)
{
	hole("_umtx_op: of FreeBSD 10", (uint64_t)c->alien[1]);
	return -EOPNOTSUPP;
}

/* The least that a process sleeps, in ns: UMTX_OP_SET_MIN_TIMEOUT. */
static int64_t min_timeout;

static void at_least(int64_t time[2])
{
	int64_t min = min_timeout;

	if (min && (time[0] < min / NSEC || (time[0] == min / NSEC && time[1] < min % NSEC))) {
		time[0] = min / NSEC;
		time[1] = min % NSEC;
	}
}

/* The clocks that futexes know; a BSD's other clocks of the same kind go the same way. */
static long futex_clock(uint32_t alien, uint32_t *host)
{
	uint64_t clock;
	long error = xlat_to_host(XLAT_clock, alien, &clock);

	if (error)
		return error;
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_COARSE:
		*host = CLOCK_REALTIME;
		return 0;
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_COARSE:
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_BOOTTIME:
		*host = CLOCK_MONOTONIC;
		return 0;
	default:
		return -EINVAL;
	}
}

static long check_time(const int64_t time[2])
{
	return time[0] < 0 || time[1] < 0 || time[1] >= NSEC ? -EINVAL : 0;
}

static long relative_to_now(int64_t time[2])
{
	int64_t now[2];
	long error = host_call(__NR_clock_gettime, CLOCK_MONOTONIC, now);

	if (error)
		return error;
	time[1] += now[1];
	if (__builtin_add_overflow(time[0], now[0] + time[1] / NSEC, &time[0]))
		time[0] = INT64_MAX;
	time[1] %= NSEC;
	return 0;
}

long umtx_deadline_of(struct umtx_deadline *d, const int64_t time[2], uint32_t clock, bool absolute)
{
	long error = check_time(time);

	d->set = true;
	d->relative = !absolute;
	if (!error)
		error = futex_clock(clock, &d->clock);
	if (error)
		return error;
	memcpy(d->at, time, sizeof d->at);
	if (absolute)
		return 0;
	at_least(d->at);
	d->clock = CLOCK_MONOTONIC; /* settable clocks don't move what is relative */
	return relative_to_now(d->at);
}

/* The alien's timeout as it stands: struct timespec, or with a clock and flags. */
static long read_timeout(struct call *c, struct freebsd_umtx_time *t)
{
	memset(t, 0, sizeof *t);
	return copy_from_alien(t, UADDR2(c),
			       UADDR1(c) <= sizeof t->_timeout ? sizeof t->_timeout : sizeof *t);
}

long umtx_deadline(struct call *c, struct umtx_deadline *d)
{
	struct freebsd_umtx_time t;
	long error;

	memset(d, 0, sizeof *d);
	if (!UADDR2(c))
		return 0;
	error = read_timeout(c, &t);
	if (error)
		return error;
	return umtx_deadline_of(d, t._timeout, t._clockid, t._flags & UMTX_ABSTIME);
}

long futex_until(unsigned long word, uint32_t value, uint32_t set, bool shared,
		 const struct umtx_deadline *d)
{
	long op = FUTEX_WAIT_BITSET | (shared ? 0 : FUTEX_PRIVATE_FLAG);
	long ret;

	if (d && d->set && d->clock == CLOCK_REALTIME)
		op |= FUTEX_CLOCK_REALTIME;
	ret = host_sleep(__NR_futex, word, op, value, d && d->set ? d->at : NULL, 0, set);
	return ret == -EAGAIN ? 0 : ret;
}

long futex_wake_set(unsigned long word, long n, uint32_t set, bool shared)
{
	long op = FUTEX_WAKE_BITSET | (shared ? 0 : FUTEX_PRIVATE_FLAG);

	return host_call(__NR_futex, word, op, n, 0, 0, set);
}

/* To requeue a futex's sleepers onto the same futex leaves them where they are, and counts them. */
long futex_waiters(unsigned long word, bool shared)
{
	long op = FUTEX_REQUEUE | (shared ? 0 : FUTEX_PRIVATE_FLAG);

	return host_call(__NR_futex, word, op, 0, ALL_OF_THEM, word, 0);
}

long restart_or_eintr(long ret, const struct umtx_deadline *d)
{
	return ret == -EINTR && !d->set ? RESTART : ret;
}

long change_word(unsigned long word, uint32_t set, uint32_t clear, uint32_t *old)
{
	uint32_t found;
	long error = get_alien_u32(&found, word);

	while (!error) {
		uint32_t expected = found;

		error = cas_alien_u32(word, expected, (expected & ~clear) | set, &found);
		if (!error && found == expected)
			break;
	}
	if (old)
		*old = found;
	return error;
}

/* A word that has another value by now is no error there. */
static long finish_wait(struct call *c, long ret)
{
	(void)c;
	return ret == -EAGAIN ? 0 : ret;
}

/* Nobody sleeps on a word that is not aligned: that is what EINVAL is about. */
static long finish_wake(struct call *c, long ret)
{
	(void)c;
	return ret > 0 || ret == -EINVAL ? 0 : ret;
}

static long ask_futex(struct call *c, long op, uint64_t value, const void *timeout,
		      finish_fn *finish)
{
	c->host_nr = __NR_futex;
	c->host[0] = c->alien[0];
	c->host[1] = op;
	c->host[2] = (long)value;
	c->host[3] = (long)timeout;
	c->host[4] = 0;
	c->host[5] = EVERYBODY;
	c->finish = finish;
	return CALL_HOST;
}

/* One host call: a relative timeout goes to the host as it is. */
static long wait_word(struct call *c, long private)
{
	struct freebsd_umtx_time *t;
	uint32_t clock;
	long error;

	if (!UADDR2(c))
		return ask_futex(c, FUTEX_WAIT | private, VAL(c), NULL, finish_wait);
	t = call_scratch(c, sizeof *t);
	error = read_timeout(c, t);
	if (!error)
		error = check_time(t->_timeout);
	if (!error)
		error = futex_clock(t->_clockid, &clock);
	if (error)
		return error;
	if (!(t->_flags & UMTX_ABSTIME)) {
		at_least(t->_timeout);
		return ask_futex(c, FUTEX_WAIT | private, VAL(c), t, finish_wait);
	}
	if (clock == CLOCK_REALTIME)
	private |= FUTEX_CLOCK_REALTIME;
	return ask_futex(c, FUTEX_WAIT_BITSET | private, VAL(c), t, finish_wait);
}

/*
 * A long is waited on, and the host compares 32 bits: the upper half is compared
 * once before.  Counters and ids change in the lower one.
 */
long umtx_wait(struct call *c)
{
	uint64_t now;
	long error = get_alien_u64(&now, OBJ(c));

	if (error || now != VAL(c))
		return error;
	return wait_word(c, 0);
}

/* The host refuses a word that is not aligned before it looks whether there is one. */
static long wait_uint(struct call *c, long private)
{
	uint32_t now = (uint32_t)VAL(c);
	long error = OBJ(c) % sizeof now ? get_alien_u32(&now, OBJ(c)) : 0;

	if (error || now != (uint32_t)VAL(c))
		return error;
	return wait_word(c, private);
}

long umtx_wait_uint(struct call *c)
{
	return wait_uint(c, 0);
}

long umtx_wait_uint_private(struct call *c)
{
	return wait_uint(c, FUTEX_PRIVATE_FLAG);
}

/* In private memory, sleepers of both kinds are on one queue there. */
long umtx_wake(struct call *c)
{
	long n = (int)VAL(c);
	long woken = host_call(__NR_futex, OBJ(c), FUTEX_WAKE_PRIVATE, n);

	if (woken > 0 && woken >= n)
		return 0;
	if (woken > 0)
		n -= woken;
	return ask_futex(c, FUTEX_WAKE, (uint64_t)n, NULL, finish_wake);
}

long umtx_wake_private(struct call *c)
{
	return ask_futex(c, FUTEX_WAKE_PRIVATE, VAL(c), NULL, finish_wake);
}

/* An array of addresses, all of whose sleepers are woken. */
long umtx_nwake_private(struct call *c)
{
	for (int i = 0; i < (int)VAL(c); i++) {
		uint64_t word;
		long error = get_alien_u64(&word, OBJ(c) + (unsigned)i * sizeof word);

		if (error)
			return error;
		host_call(__NR_futex, word, FUTEX_WAKE_PRIVATE, ALL_OF_THEM);
	}
	return 0;
}

long umtx_get_min_timeout(struct call *c)
{
	return put_alien_u64(UADDR1(c), (uint64_t)min_timeout);
}

long umtx_set_min_timeout(struct call *c)
{
	int64_t ns = (int64_t)VAL(c);

	if (ns < 0)
		return -EINVAL;
	min_timeout = ns;
	return 0;
}
