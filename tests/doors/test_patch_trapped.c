/*
 * Code that is patched while it runs, and what is remembered of sites and stubs.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim/glibc/code.h"
#include "shim/ranges.h"
#include "tests/doors/patch_lab.h"

/* 110 is the host's own getppid: unpatched, this works natively. */
SNIPPET(parent, "mov $110, %eax; syscall; ret");
SNIPPET(libc, "mov $477, %eax; mov %rcx, %r10; syscall; jb 1f; ret; 1: mov $-1, %rax; ret");
SNIPPET(hole, "call 2f; syscall; call 2f; ret; 2: mov %edi, %eax; ret");

/* A snippet in executable code at a given place in its word. */
static uint64_t live_code(const uint8_t *from, const uint8_t *to, unsigned place, int flags)
{
	uint8_t *code = mmap(NULL, LAB_CODE, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);

	memset(code, 0xcc, LAB_CODE);
	memcpy(code + 512 + place, from, to - from);
	assert_int_equal(mprotect(code, LAB_CODE, PROT_READ | PROT_EXEC), 0);
	return (uint64_t)code + 512 + place;
}

#define LIVE(name, place) live_code(snippet_##name, snippet_##name##_end, place, MAP_PRIVATE)

/* The protection as the kernel prints it. */
static void check_protection(uint64_t address, const char *expected)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long from, to;
	char line[512], mode[8];

	while (fgets(line, sizeof line, maps)) {
		assert_int_equal(sscanf(line, "%lx-%lx %7s", &from, &to, mode), 3);
		if (address >= from && address < to)
			break;
	}
	fclose(maps);
	assert_string_equal(mode, expected);
}

static void test_patched_live(void **state)
{
	(void)state;
	for (unsigned place = 0; place < 8; place++) {
		uint64_t code = LIVE(parent, place);
		const struct site *s = patch_trapped(code + 5);

		assert_non_null(s);
		assert_int_equal(s->thin, 0);
		/* A mov that is not within one word stays; two bytes may be. */
		assert_int_equal(s->technique, place <= 3 ? PATCH_BEFORE : PATCH_HOLE);
		check_protection(code, "r-xp");
		check_protection(s->stub, "r-xp");
		assert_ptr_equal(patch_trapped(code + 5), s);
		lab_run(code, 77, 0);
		assert_int_equal(lab_calls, 1);
		assert_int_equal(lab_seen[RCX], code + 7);
		assert_int_equal(lab_out[RAX], 77);
	}
}

static void test_hole_live(void **state)
{
	uint64_t code = LIVE(hole, 0);
	const struct site *s = patch_trapped(code + 5);

	(void)state;
	assert_int_equal(s->technique, PATCH_HOLE);
	check_protection(code, "r-xp");
	lab_depth = 1;
	lab_run(code, 77, 0);
	lab_depth = 0;
	assert_int_equal(lab_calls, 1);
}

static void test_not_patched_live(void **state)
{
	uint64_t shared = live_code(snippet_parent, snippet_parent_end, 0, MAP_SHARED);
	uint8_t *bare = lab_map();
	const struct site *s = patch_trapped(shared + 5);
	uint64_t code;

	(void)state;
	assert_int_equal(s->technique, PATCH_NET);
	assert_memory_equal((void *)shared, snippet_parent, snippet_parent_end - snippet_parent);
	/* Neither the mov nor the pair lies within a word; but the stub is there. */
	code = LIVE(libc, 7);
	s = patch_trapped(code + 8);
	assert_int_equal(s->technique, PATCH_NET);
	assert_memory_equal((void *)code, snippet_libc, snippet_libc_end - snippet_libc);
	lab_run(s->call, 77, 0);
	assert_int_equal(lab_calls, 1);
	assert_int_equal(lab_out[RAX], 77);
	/* No evidence: the first bytes of a mapping. */
	memcpy(bare, "\x0f\x05\xc3", 3);
	s = patch_trapped((uint64_t)bare);
	assert_int_equal(s->technique, PATCH_NET);
	assert_int_equal(s->resume, (uint64_t)bare + 2);
	assert_memory_equal(bare, "\x0f\x05\xc3", 3);
}

static int thin_parent(long nr)
{
	return nr == 110 ? 110 : -1;
}

/* Whoever comes to a patched site another way may bring any number. */
static void test_stray(void **state)
{
	uint64_t code = LIVE(parent, 0);
	struct patch_counts counts = { 0 };
	const struct site *thin, *s;

	(void)state;
	lab_thin = thin_parent;
	mprotect((void *)(code & ~4095ul), LAB_CODE, PROT_READ | PROT_WRITE);
	assert_int_equal(patch_range((uint8_t *)code - 100, 200, &counts), 0);
	mprotect((void *)(code & ~4095ul), LAB_CODE, PROT_READ | PROT_EXEC);
	lab_thin = NULL;
	thin = site_at(code + 5);
	assert_true(thin->thin);
	s = patch_trapped(code + 5);
	assert_ptr_not_equal(s, thin);
	assert_int_equal(s->thin, 0);
	assert_ptr_equal(site_of_stub(thin->stub), thin);
	lab_run(s->call, 5, 0);
	assert_int_equal(lab_calls, 1);
}

#define COPIES  64
#define THREADS 3

static uint64_t copies[COPIES];
static int stop, wrong;

static void *call_copies(void *arg)
{
	long parent = getppid();

	(void)arg;
	for (unsigned i = 0; !__atomic_load_n(&stop, __ATOMIC_ACQUIRE); i++)
		if (((long (*)(void))copies[i % COPIES])() != parent)
			__atomic_fetch_add(&wrong, 1, __ATOMIC_RELAXED);
	return NULL;
}

static void test_threads(void **state)
{
	uint8_t *code = lab_map();
	pthread_t threads[THREADS];

	(void)state;
	lab_answer = getppid();
	lab_carry = 0;
	for (unsigned i = 0; i < COPIES; i++) {
		copies[i] = (uint64_t)code + 256 + 32 * i;
		memcpy((void *)copies[i], snippet_parent, snippet_parent_end - snippet_parent);
	}
	mprotect(code, LAB_CODE, PROT_READ | PROT_EXEC);
	for (unsigned i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, call_copies, NULL);
	for (unsigned i = 0; i < COPIES; i++) {
		usleep(500);
		assert_int_equal(patch_trapped(copies[i] + 5)->technique, PATCH_BEFORE);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELEASE);
	for (unsigned i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(wrong, 0);
	assert_true(lab_calls > 0);
}

static void test_lookup(void **state)
{
	uint8_t *code = lab_map();
	uint64_t at = (uint64_t)code + 600;
	struct patch_counts counts = { 0 };
	const struct site *s;

	(void)state;
	memcpy(code + 600, snippet_libc, snippet_libc_end - snippet_libc);
	assert_int_equal(patch_range(code, LAB_CODE, &counts), 0);
	s = site_at(at + 8);
	assert_non_null(s);
	assert_ptr_equal(site_of_resume(at + 10), s);
	assert_ptr_equal(site_nth(site_count() - 1), s);
	assert_null(site_nth(site_count()));
	assert_null(site_at(at + 9));
	assert_null(site_of_resume(at));
	assert_null(site_of_stub(at));
	assert_false(is_stub(at));
	assert_true(is_host_range(s->stub + 4096, 1));
	assert_false(is_host_range(at, 8));
	assert_null(site_of_stub(s->stub + SITE_STUB_MAX));
	/* Where a thread goes on that is sent to the alien's addresses. */
	assert_int_equal(site_runnable(at), s->stub);
	assert_int_equal(site_runnable(at + 5), s->moves[1].stub);
	assert_int_equal(site_runnable(at + 8), s->call);
	assert_int_equal(site_runnable(at + 10), at + 10);
	/* Other code at the same place is not misled. */
	memcpy(code + 600, snippet_libc, 8);
	assert_int_equal(site_runnable(at + 5), at + 5);
}

static void test_reach(void **state)
{
	static const uint64_t places[] = { 0x20000000, 0x7f000000, 0x200000000000, 0x500000000000 };

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		uint8_t *code = mmap((void *)places[i], LAB_CODE, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
		struct patch_counts counts = { 0 };
		const struct site *s;

		assert_int_equal(code, places[i]);
		memset(code, 0xcc, LAB_CODE);
		memcpy(code + 600, snippet_libc, snippet_libc_end - snippet_libc);
		assert_int_equal(patch_range(code, LAB_CODE, &counts), 0);
		s = site_at(places[i] + 608);
		assert_int_equal(s->technique, PATCH_BEFORE);
		assert_in_range(s->stub - places[i] + (1ul << 31), 0, 1ul << 32);
		mprotect(code, LAB_CODE, PROT_READ | PROT_EXEC);
		lab_run(places[i] + 600, 42, 0);
		assert_int_equal(lab_out[RAX], 42);
	}
}

/* More stubs than an arena holds, each in its own range. */
static void test_many(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 40; i++) {
		uint8_t *code = lab_map();
		struct patch_counts counts = { 0 };

		for (unsigned k = 0; k < 64; k++)
			memcpy(code + 200 + k * 40, snippet_libc, snippet_libc_end - snippet_libc);
		assert_int_equal(patch_range(code, LAB_CODE, &counts), 0);
		assert_int_equal(counts.technique[PATCH_BEFORE], 64);
		mprotect(code, LAB_CODE, PROT_READ | PROT_EXEC);
		lab_run((uint64_t)code + 200 + 63 * 40, 42, 0);
		assert_int_equal(lab_out[RAX], 42);
	}
}

/* Parent and child go on patching, each for itself. */
static void test_fork(void **state)
{
	uint64_t parent, child = LIVE(parent, 0);
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		const struct site *s = patch_trapped(child + 5);

		_exit(s && s->technique == PATCH_BEFORE && site_of_stub(s->stub) == s ? 7 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 7);
	assert_null(site_at(child + 5));
	parent = LIVE(parent, 1);
	assert_int_equal(patch_trapped(parent + 5)->technique, PATCH_BEFORE);
	lab_run(parent, 42, 0);
	assert_int_equal(lab_out[RAX], 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patched_live),
		cmocka_unit_test(test_hole_live),
		cmocka_unit_test(test_not_patched_live),
		cmocka_unit_test(test_stray),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_lookup),
		cmocka_unit_test(test_reach),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_fork),
	};

	lab_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
