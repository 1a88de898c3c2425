/* Searching programs in their files, and the cache of what was found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loader/code_cache.h"
#include "shim/glibc/code.h"

#define SIZE   (3ul << 20)
#define OFFSET 4096
#define PIECE  (256ul << 10) /* as shim/glibc/sieve.c reads */

static uint8_t code[SIZE];
static char directory[] = "/tmp/abirun-cache-XXXXXX";
static char program[64], cache[64];

static void plant(size_t at)
{
	static const uint8_t call[] = { 0xb8, 20, 0, 0, 0, 0x0f, 0x05, 0xc3 };

	if (at + sizeof call <= SIZE)
		memcpy(code + at, call, sizeof call);
}

/* Noise, where pairs are both; and calls at and around where pieces begin and end. */
static void fill(void)
{
	static const int around[] = { -4101, -4096, -4090, -9, -7, -6, -5, -2, 4091, 4097 };

	srand(1);
	for (size_t i = 0; i < SIZE; i++)
		code[i] = (uint8_t)(i / 4096 % 3 ? rand() : 0x90);
	for (size_t at = PIECE - 5 * 4096; at < SIZE; at += PIECE - 4096)
		for (size_t i = 0; i < sizeof around / sizeof *around; i++)
			plant(at + 4 * 4096 + (size_t)around[i]);
	for (size_t at = PIECE; at < SIZE; at += PIECE)
		for (size_t i = 0; i < sizeof around / sizeof *around; i++)
			plant(at + (size_t)around[i]);
	/* Among nops, a constant that happens to be the pair. */
	for (size_t at = 2000; at + 5 < SIZE; at += 3 * 4096)
		memcpy(code + at, (const uint8_t[]){ 0xb8, 0x0f, 0x05, 0, 0 }, 5);
	plant(0);
	code[SIZE - 2] = 0x0f;
	code[SIZE - 1] = 0x05;
}

static int opened(int flags)
{
	int fd = open(program, flags | O_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

/* The whole search, and the same in memory. */
static void file_like_memory(void **state)
{
	static struct decoder d;
	struct candidates c;
	size_t n = 0, at = 0;
	uint32_t harmless = 0;
	int fd = opened(O_RDONLY);

	(void)state;
	assert_int_equal(candidates_find(fd, OFFSET, SIZE, &c), 0);
	decoder_start(&d, &(struct code){ code, SIZE, 0 });
	for (; (at = find_pair(code, at, SIZE)) < SIZE; at += 2) {
		struct pair p;

		prove(&d, at, &p);
		if (p.verdict == IS_NOT_A_CALL) {
			harmless++;
			continue;
		}
		assert_true(n < c.count);
		assert_int_equal(c.at[n++], at);
	}
	assert_int_equal(n, c.count);
	assert_int_equal(harmless, c.harmless);
	assert_true(n > 50 && harmless > 50);
	candidates_free(&c);
	/* Longer than the file is. */
	assert_int_equal(candidates_find(fd, OFFSET + 1, SIZE, &c), -EIO);
	candidates_free(&c);
	close(fd);
}

/* Only the cache can answer for a descriptor that cannot be read. */
static long from_cache(struct candidates *c)
{
	int fd = opened(O_PATH);
	long ret = code_candidates(fd, OFFSET, SIZE, c);

	close(fd);
	return ret;
}

static void assert_not_cached(void)
{
	struct candidates c;

	assert_int_equal(from_cache(&c), -EIO);
	candidates_free(&c);
}

static void search(void)
{
	struct candidates c;
	int fd = opened(O_RDONLY);

	assert_int_equal(code_candidates(fd, OFFSET, SIZE, &c), 0);
	assert_true(c.count > 50);
	candidates_free(&c);
	close(fd);
}

/* The one file of the cache; "" where there is none, or not just one. */
static const char *kept(void)
{
	static char path[400];
	struct dirent *e;
	DIR *d = opendir(cache);
	int n = 0;

	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.' && ++n)
			snprintf(path, sizeof path, "%s/%s", cache, e->d_name);
	if (d)
		closedir(d);
	return n == 1 ? path : "";
}

static void kept_and_found(void **state)
{
	struct candidates c, again;
	int fd = opened(O_RDONLY);

	(void)state;
	assert_int_equal(candidates_find(fd, OFFSET, SIZE, &c), 0);
	assert_not_cached();
	search();
	assert_int_equal(from_cache(&again), 0);
	assert_int_equal(again.count, c.count);
	assert_int_equal(again.harmless, c.harmless);
	assert_memory_equal(again.at, c.at, c.count * sizeof *c.at);
	/* Another range is another entry. */
	candidates_free(&again);
	close(fd);
	fd = opened(O_PATH);
	assert_int_equal(code_candidates(fd, OFFSET, SIZE - 1, &again), -EIO);
	candidates_free(&again);
	candidates_free(&c);
	close(fd);
}

static void changed_program(void **state)
{
	int fd;

	(void)state;
	search();
	assert_int_equal(chmod(program, 0600), 0); /* its ctime changes */
	assert_not_cached();
	search();
	fd = opened(O_WRONLY);
	assert_int_equal(pwrite(fd, "x", 1, 0), 1);
	close(fd);
	assert_not_cached();
}

static void put_byte(const char *path, off_t at, char flip)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	char byte;

	assert_int_equal(pread(fd, &byte, 1, at), 1);
	byte ^= flip;
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

static void damaged_entries(void **state)
{
	struct candidates c;
	struct stat st;

	(void)state;
	search();
	assert_int_equal(stat(kept(), &st), 0);
	for (off_t at = 0; at < st.st_size; at += at < 240 ? 1 : 97) {
		put_byte(kept(), at, 1);
		assert_not_cached();
		put_byte(kept(), at, 1);
	}
	assert_int_equal(from_cache(&c), 0);
	candidates_free(&c);
	assert_int_equal(truncate(kept(), st.st_size - 1), 0);
	assert_not_cached();
	assert_int_equal(truncate(kept(), 3), 0);
	assert_not_cached();
	search(); /* and is made anew */
	assert_int_equal(from_cache(&c), 0);
	candidates_free(&c);
}

static void entries_of_others(void **state)
{
	(void)state;
	search();
	assert_int_equal(chmod(kept(), 0620), 0);
	assert_not_cached();
	assert_int_equal(chmod(kept(), 0600) | chmod(cache, 0777), 0);
	assert_not_cached();
	assert_int_equal(chmod(cache, 0700), 0);
	if (geteuid() == 0) {
		assert_int_equal(chown(kept(), 1, 1), 0);
		assert_not_cached();
		assert_int_equal(chown(kept(), 0, 0) | chown(cache, 1, 1), 0);
		assert_not_cached();
		assert_int_equal(chown(cache, 0, 0) | chown(directory, 1, 1), 0);
		assert_not_cached();
		assert_int_equal(chown(directory, 0, 0), 0);
	}
	/* Nor is a link followed to where somebody else's may be. */
	assert_int_equal(unlink(kept()), 0);
	search();
	assert_string_not_equal(kept(), "");
	char moved[96];

	snprintf(moved, sizeof moved, "%s/moved", directory);
	assert_int_equal(rename(cache, moved) | symlink(moved, cache), 0);
	assert_not_cached();
	assert_int_equal(unlink(cache) | rename(moved, cache), 0);
}

static void not_kept(void **state)
{
	(void)state;
	code_cache_settled = 60;
	search();
	assert_string_equal(kept(), "");
	code_cache_settled = 0;
	setenv("ABIRUN_CACHE", "off", 1);
	search();
	assert_string_equal(kept(), "");
	unsetenv("ABIRUN_CACHE");
	search();
	assert_string_not_equal(kept(), "");
	setenv("ABIRUN_CACHE", "off", 1);
	assert_not_cached();
	unsetenv("ABIRUN_CACHE");
	unsetenv("XDG_CACHE_HOME");
	setenv("HOME", "here", 1);
	search();
	assert_not_cached();
}

/* Candidates that are no byte pairs of the code, or out of order: nothing is done. */
static void wrong_candidates(void **state)
{
	static uint8_t before[SIZE];
	uint32_t lists[][2] = { { 5, 6 }, { 5, 5 }, { 1, 5 }, { 5, SIZE }, { SIZE - 1, 5 } };
	struct patch_counts counts = { 0 };

	(void)state;
	memcpy(before, code, SIZE);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct candidates c = { lists[i], 2, 2, 0 };

		assert_int_equal(patch_candidates(code, SIZE, &c, &counts), -EINVAL);
	}
	assert_memory_equal(before, code, SIZE);
	assert_int_equal(counts.pairs, 0);
}

static int make_program(void **state)
{
	FILE *f;

	(void)state;
	snprintf(program, sizeof program, "%s/program", directory);
	snprintf(cache, sizeof cache, "%s/abirun", directory);
	setenv("XDG_CACHE_HOME", directory, 1);
	f = fopen(program, "w");
	if (!f || fseek(f, OFFSET, SEEK_SET) || fwrite(code, 1, SIZE, f) != SIZE || fclose(f))
		return -1;
	code_cache_settled = 0;
	return 0;
}

static int clean(void **state)
{
	(void)state;
	for (int i = 0; i < 9 && *kept(); i++)
		unlink(kept());
	rmdir(cache);
	unlink(program);
	return 0;
}

#define ON_PROGRAM(test) cmocka_unit_test_setup_teardown(test, make_program, clean)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_PROGRAM(file_like_memory),  ON_PROGRAM(kept_and_found),
		ON_PROGRAM(changed_program),   ON_PROGRAM(damaged_entries),
		ON_PROGRAM(entries_of_others), ON_PROGRAM(not_kept),
		ON_PROGRAM(wrong_candidates),
	};
	int ret;

	fill();
	unsetenv("ABIRUN_CACHE");
	if (!mkdtemp(directory))
		return 1;
	ret = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(directory);
	return ret;
}
