/* Random numbers that a seed repeats: splitmix64. */
#include "fuzz.h"

uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

uint64_t random_of(struct fuzzer *f, uint64_t limit)
{
	return random_next(&f->random) % limit;
}

bool chance(struct fuzzer *f, int percent)
{
	return (int)random_of(f, 100) < percent;
}
