/* Giving back what was only looked at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "loader/resident.h"

#define PAGE 4096ul
#define SIZE (4ul << 20)

static unsigned resident_pages(const uint8_t *map)
{
	uint64_t entry;
	unsigned n = 0;
	int fd = open("/proc/self/pagemap", O_RDONLY);

	for (size_t i = 0; i < SIZE / PAGE; i++) {
		assert_int_equal(pread(fd, &entry, 8, (off_t)(((uintptr_t)map / PAGE + i) * 8)), 8);
		n += entry >> 63;
	}
	close(fd);
	return n;
}

static void changes_stay_and_the_rest_goes(void **state)
{
	FILE *f = tmpfile();
	uint8_t *map;
	unsigned sum = 0;

	(void)state;
	assert_int_equal(ftruncate(fileno(f), SIZE), 0);
	assert_int_equal(pwrite(fileno(f), "abc", 3, 5 * PAGE), 3);
	map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fileno(f), 0);
	assert_ptr_not_equal(map, MAP_FAILED);
	for (size_t i = 0; i < SIZE; i += PAGE)
		sum += ((volatile uint8_t *)map)[i];
	assert_int_equal(sum, 'a');
	map[0] = 1;
	map[7 * PAGE + 9] = 2;
	map[SIZE - 1] = 3;
	assert_int_equal(resident_pages(map), SIZE / PAGE);
	forget_unchanged((uint64_t)map, SIZE);
	assert_int_equal(resident_pages(map), 3);
	assert_int_equal(map[0], 1);
	assert_int_equal(map[7 * PAGE + 9], 2);
	assert_int_equal(map[SIZE - 1], 3);
	assert_int_equal(map[5 * PAGE + 2], 'c');
	munmap(map, SIZE);
	fclose(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(changes_stay_and_the_rest_goes) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
