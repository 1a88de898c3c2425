/*
 * rand(3), random(3), drand48(3).  OpenBSD's are arc4random(3) whatever seed they are given,
 * until the program asks for numbers that its seed says: the functions named
 * _deterministic, initstate(3) and setstate(3), lcong48(3).
 */
#include <stdint.h>
#include <stdlib.h>

#include "shim/lib/lib.h"

static bool rand_said, random_said, rand48_said;
static unsigned rand_state = 1;

/* A linear congruence; RAND_MAX is 2^31 - 1. */
int openbsd_rand_r(unsigned *state)
{
	return (int)((*state = *state * 1103515245u + 12345u) & 0x7fffffff);
}

int openbsd_rand(void)
{
	return rand_said ? openbsd_rand_r(&rand_state) : (int)(arc4random() & 0x7fffffff);
}

void openbsd_srand(unsigned seed)
{
	(void)seed;
	rand_said = false;
}

void openbsd_srand_deterministic(unsigned seed)
{
	rand_said = true;
	rand_state = seed;
}

/* The generator behind a seed is the one that 4.3BSD had, as the host's is. */
long openbsd_random(void)
{
	return random_said ? random() : (long)(arc4random() & 0x7fffffff);
}

void openbsd_srandom(unsigned seed)
{
	(void)seed;
	random_said = false;
}

void openbsd_srandom_deterministic(unsigned seed)
{
	random_said = true;
	srandom(seed);
}

char *openbsd_initstate(unsigned seed, char *state, size_t size)
{
	random_said = true;
	return initstate(seed, state, size);
}

char *openbsd_setstate(char *state)
{
	random_said = true;
	return setstate(state);
}

double lib_drand48(void);
long lib_lrand48(void), lib_mrand48(void);
void lib_srand48(long seed), lib_lcong48(const unsigned short words[7]);
unsigned short *lib_seed48(const unsigned short seed[3]);

static uint64_t random64(void)
{
	return (uint64_t)arc4random() << 32 | arc4random();
}

double openbsd_drand48(void)
{
	return rand48_said ? lib_drand48() : (double)(random64() >> 16) / (double)(1ull << 48);
}

long openbsd_lrand48(void)
{
	return rand48_said ? lib_lrand48() : (long)(arc4random() & 0x7fffffff);
}

long openbsd_mrand48(void)
{
	return rand48_said ? lib_mrand48() : (int32_t)arc4random();
}

void openbsd_srand48(long seed)
{
	(void)seed;
	rand48_said = false;
}

void openbsd_srand48_deterministic(long seed)
{
	rand48_said = true;
	lib_srand48(seed);
}

unsigned short *openbsd_seed48(const unsigned short seed[3])
{
	rand48_said = false;
	return lib_seed48(seed);
}

unsigned short *openbsd_seed48_deterministic(const unsigned short seed[3])
{
	rand48_said = true;
	return lib_seed48(seed);
}

void openbsd_lcong48(const unsigned short words[7])
{
	rand48_said = false;
	lib_lcong48(words);
}

void openbsd_lcong48_deterministic(const unsigned short words[7])
{
	rand48_said = true;
	lib_lcong48(words);
}
