/*
 * drand48(3).  The same generator on both; but FreeBSD's starts with a seed where the
 * program gives none, and the host's with zero.
 */
#include <stdint.h>
#include <string.h>

#include "shim/lib/lib.h"

/* X, the multiplier and the addend, 16 bits a word, the lowest first. */
static unsigned short state[3] = { 0x330e, 0xabcd, 0x1234 };
static unsigned short multiplier[3] = { 0xe66d, 0xdeec, 0x0005 };
static unsigned short addend = 0x000b;

static uint64_t join(const unsigned short w[3])
{
	return w[0] | (uint64_t)w[1] << 16 | (uint64_t)w[2] << 32;
}

static void split(unsigned short w[3], uint64_t x)
{
	for (int i = 0; i < 3; i++)
		w[i] = (unsigned short)(x >> 16 * i);
}

/* 48 bits */
static uint64_t step(unsigned short w[3])
{
	split(w, join(w) * join(multiplier) + addend);
	return join(w);
}

double lib_erand48(unsigned short w[3])
{
	return (double)step(w) / (double)(1ull << 48);
}

double lib_drand48(void)
{
	return lib_erand48(state);
}

long lib_nrand48(unsigned short w[3])
{
	return (long)(step(w) >> 17);
}

long lib_lrand48(void)
{
	return lib_nrand48(state);
}

long lib_jrand48(unsigned short w[3])
{
	return (int32_t)(step(w) >> 16);
}

long lib_mrand48(void)
{
	return lib_jrand48(state);
}

static void set_constants(uint64_t a, unsigned short c)
{
	split(multiplier, a);
	addend = c;
}

void lib_srand48(long seed)
{
	split(state, (uint64_t)(uint32_t)seed << 16 | 0x330e);
	set_constants(0x5deece66d, 0xb);
}

unsigned short *lib_seed48(const unsigned short seed[3])
{
	static unsigned short before[3];

	memcpy(before, state, sizeof before);
	memcpy(state, seed, sizeof state);
	set_constants(0x5deece66d, 0xb);
	return before;
}

/* X, the multiplier, the addend. */
void lib_lcong48(const unsigned short words[7])
{
	memcpy(state, words, sizeof state);
	memcpy(multiplier, words + 3, sizeof multiplier);
	addend = words[6];
}
