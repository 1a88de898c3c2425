/*
 * FreeBSD's generators.  A seed gives the same numbers there everywhere, so they are
 * not the host's: random(3), rand(3), drand48(3).
 */
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

#define KINDS       5
#define LARGEST     63
#define DEFAULT_DEG 31

/* Additive feedback: x[n] = x[n - degree] + x[n - distance]; random(3), "size of state". */
static const struct {
	size_t least; /* bytes of state */
	int degree, distance;
} kinds[KINDS] = { { 8, 0, 0 }, { 32, 7, 3 }, { 64, 15, 1 }, { 128, 31, 3 }, { 256, 63, 1 } };

/* Where in its state a generator is; the state is in the program's memory, its first word
 * says the kind and the place of the rear: kind + KINDS * rear. */
struct generator {
	uint32_t *head; /* the first word */
	int kind, front, rear;
};

static uint32_t own_state[1 + DEFAULT_DEG];
static struct generator current;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The minimal standard generator of Park and Miller, on 0 to 2^31 - 3. */
static uint32_t minimal(uint32_t x)
{
	return (uint32_t)((x % 0x7ffffffe + 1ul) * 16807 % 0x7fffffff) - 1;
}

static uint32_t next(struct generator *g)
{
	uint32_t *x = g->head + 1;
	int degree = kinds[g->kind].degree;
	uint32_t value;

	if (!g->kind)
		return x[0] = minimal(x[0]);
	value = x[g->front] += x[g->rear];
	g->front = (g->front + 1) % degree;
	g->rear = (g->rear + 1) % degree;
	return value >> 1;
}

static void rewind_generator(struct generator *g, int rear)
{
	g->rear = rear;
	g->front = g->kind ? (rear + kinds[g->kind].distance) % kinds[g->kind].degree : 0;
}

static void seed(struct generator *g, uint32_t value)
{
	uint32_t *x = g->head + 1;
	int warm = g->kind ? 10 * kinds[g->kind].degree : 50;

	x[0] = value;
	for (int i = 1; i < kinds[g->kind].degree; i++)
		x[i] = minimal(x[i - 1]);
	rewind_generator(g, 0);
	while (warm--)
		next(g);
}

/* Before the first use: as after srandom(1). */
static struct generator *locked(void)
{
	pthread_mutex_lock(&lock);
	if (!current.head) {
		current = (struct generator){ .head = own_state, .kind = 3 };
		seed(&current, 1);
	}
	return &current;
}

static void note_place(struct generator *g)
{
	g->head[0] = (uint32_t)(g->kind + KINDS * g->rear);
}

long lib_random(void)
{
	long value = next(locked());

	pthread_mutex_unlock(&lock);
	return value;
}

void lib_srandom(unsigned value)
{
	seed(locked(), value);
	pthread_mutex_unlock(&lock);
}

/* NULL: the state is too small. */
char *lib_initstate(unsigned value, char *state, size_t size)
{
	struct generator *g;
	char *before;
	int kind = KINDS - 1;

	if (size < kinds[0].least)
		return NULL;
	while (size < kinds[kind].least)
		kind--;
	g = locked();
	note_place(g);
	before = (char *)g->head;
	g->head = (uint32_t *)(void *)state;
	g->kind = kind;
	seed(g, value);
	note_place(g);
	pthread_mutex_unlock(&lock);
	return before;
}

char *lib_setstate(char *state)
{
	uint32_t head;
	struct generator *g;
	char *before;

	memcpy(&head, state, sizeof head);
	g = locked();
	note_place(g);
	before = (char *)g->head;
	g->head = (uint32_t *)(void *)state;
	g->kind = (int)(head % KINDS);
	rewind_generator(g, g->kind ? (int)(head / KINDS) % kinds[g->kind].degree : 0);
	pthread_mutex_unlock(&lock);
	return before;
}

/* From the system's random numbers: srandomdev(3), sranddev(3). */
void lib_srandomdev(void)
{
	uint32_t value = 0;

	if (getrandom(&value, sizeof value, 0) == sizeof value)
		lib_srandom(value);
}

/* rand(3) is the generator of random(3), with a state of its own. */
static uint32_t rand_words[1 + DEFAULT_DEG];
static struct generator rand_state;

static struct generator *rand_locked(void)
{
	pthread_mutex_lock(&lock);
	if (!rand_state.head) {
		rand_state = (struct generator){ .head = rand_words, .kind = 3 };
		seed(&rand_state, 1);
	}
	return &rand_state;
}

int lib_rand(void)
{
	int value = (int)next(rand_locked());

	pthread_mutex_unlock(&lock);
	return value;
}

void lib_srand(unsigned value)
{
	seed(rand_locked(), value);
	pthread_mutex_unlock(&lock);
}

void lib_sranddev(void)
{
	uint32_t value = 0;

	if (getrandom(&value, sizeof value, 0) == sizeof value)
		lib_srand(value);
}

int lib_rand_r(unsigned *state)
{
	return (int)(*state = minimal(*state));
}

/* rand(3) of programs built before FreeBSD 13. */
static unsigned old_rand = 1;

int lib_rand_old(void)
{
	return lib_rand_r(&old_rand);
}

void lib_srand_old(unsigned value)
{
	old_rand = value;
}
