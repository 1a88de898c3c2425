/* uuidgen(2): the host's kernel makes random identifiers; these are of time and node. */
#include "syscall-map/map.h"

#define UUID_MOST 2048

/* 15 October 1582 to 1970, in units of 100 ns (RFC 4122, 4.1.4). */
#define GREGORIAN 0x01b21dd213814000ull

struct uuid {
	uint32_t time_low;
	uint16_t time_mid, time_high;
	uint8_t clock_high, clock_low, node[6];
};

static struct lock lock;
static uint64_t last;    /* the time of the last one made */
static uint8_t place[8]; /* clock sequence and node: random, chosen once */
static bool placed;

/* A range of `count` times that nobody else in this process has.  0 or -errno. */
static long take_times(unsigned count, uint64_t *first)
{
	int64_t now[2] = { 0, 0 };
	long error = host_call(__NR_clock_gettime, 0, now);

	if (!error && !placed) {
		error = host_call(__NR_getrandom, place, sizeof place, 0) < 0 ? -EIO : 0;
		placed = !error;
	}
	if (error)
		return error;
	*first = GREGORIAN + (uint64_t)now[0] * 10000000 + (uint64_t)now[1] / 100;
	if (*first <= last)
		*first = last + 1;
	last = *first + count - 1;
	return 0;
}

/* (store, count) */
long map_uuidgen(struct call *c)
{
	int count = (int)c->alien[1];
	unsigned long to = (unsigned long)c->alien[0];
	uint64_t time;
	long error;

	if (count < 1 || count > UUID_MOST)
		return -EINVAL;
	lock_take(&lock);
	error = take_times((unsigned)count, &time);
	lock_drop(&lock);
	for (; !error && count; count--, time++, to += sizeof(struct uuid)) {
		struct uuid u = { .time_low = (uint32_t)time,
				  .time_mid = (uint16_t)(time >> 32),
				  .time_high = (uint16_t)(time >> 48 & 0xfff) | 0x1000,
				  .clock_high = (place[0] & 0x3f) | 0x80,
				  .clock_low = place[1] };

		memcpy(u.node, place + 2, sizeof u.node);
		u.node[0] |= 1; /* multicast: no card's address */
		error = copy_to_alien(to, &u, sizeof u);
	}
	return error;
}
