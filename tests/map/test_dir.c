/* Directory entries: getdirentries and its predecessors. */
#include "tests/map/files.h"

#include <dirent.h>

#define GETDIRENTRIES 554
#define ENTRIES       500

struct entry { /* sys/dirent.h */
	uint64_t ino;
	int64_t off;
	uint16_t reclen;
	uint8_t type, pad0;
	uint16_t namlen, pad1;
	char name[];
};

struct entry11 {
	uint32_t ino;
	uint16_t reclen;
	uint8_t type, namlen;
	char name[];
};

static bool seen[ENTRIES];
static char buf[65536];

static int make_entries(void **state)
{
	if (enter_folder(state))
		return -1;
	mkdir("d", 0700);
	for (int i = 0; i < ENTRIES; i++) {
		char name[300];

		/* names of all lengths up to 255 */
		snprintf(name, sizeof name, "d/%0*d", 3 + i % 253, i);
		make_file(name, "");
	}
	return 0;
}

static void check_entry(const struct entry *e)
{
	assert_int_equal(e->reclen % 8, 0);
	assert_true(e->reclen >= 24 + e->namlen + 1);
	assert_int_equal(strlen(e->name), e->namlen);
	assert_int_equal(e->pad0 | e->pad1, 0);
	assert_true(e->ino);
	if (e->name[0] == '.') {
		assert_int_equal(e->type, DT_DIR);
		return;
	}
	assert_int_equal(e->type, DT_REG);
	assert_false(seen[atoi(e->name)]);
	seen[atoi(e->name)] = true;
}

static int read_all(int fd, unsigned long size)
{
	int count = 0;
	long n;

	memset(seen, 0, sizeof seen);
	while ((n = call_nr(GETDIRENTRIES, fd, buf, size, NULL)) > 0) {
		assert_true((unsigned long)n <= size);
		for (long at = 0; at < n; count++) {
			const struct entry *e = (void *)(buf + at);

			check_entry(e);
			at += e->reclen;
			assert_true(at <= n);
		}
	}
	assert_int_equal(n, 0);
	return count;
}

static void everything_once_whatever_the_room(void **state)
{
	static const unsigned long sizes[] = { 280, 300, 400, 512, 1024, 4096, 8192, 65536 };
	int fd = open("d", O_RDONLY | O_DIRECTORY);

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		lseek(fd, 0, SEEK_SET);
		assert_int_equal(read_all(fd, sizes[i]), ENTRIES + 2);
	}
	close(fd);
}

static void an_entry_says_where_the_next_is(void **state)
{
	int fd = open("d", O_RDONLY | O_DIRECTORY);
	long n = call_nr(GETDIRENTRIES, fd, buf, 4096, NULL);
	const struct entry *first = (void *)buf, *second = (void *)(buf + first->reclen);
	char name[300];

	(void)state;
	assert_true(n > 100);
	strcpy(name, second->name);
	assert_int_equal(call_nr(478, fd, first->off, 0), first->off);
	assert_true(call_nr(GETDIRENTRIES, fd, buf, 4096, NULL) > 0);
	assert_string_equal(first->name, name);
	close(fd);
}

static void base_is_where_the_read_began(void **state)
{
	int fd = open("d", O_RDONLY | O_DIRECTORY);
	int64_t base = 77, last;
	long n = call_nr(GETDIRENTRIES, fd, buf, 1024, &base);

	(void)state;
	assert_int_equal(base, 0);
	for (long at = 0; at < n; at += ((struct entry *)(buf + at))->reclen)
		last = ((struct entry *)(buf + at))->off;
	assert_true(call_nr(GETDIRENTRIES, fd, buf, 1024, &base) > 0);
	assert_int_equal(base, last);
	assert_int_equal(call_nr(GETDIRENTRIES, fd, buf, 1024, BAD), -EFAULT);
	close(fd);
}

static void refusals(void **state)
{
	int fd = open("d", O_RDONLY | O_DIRECTORY), file = open("/dev/null", O_RDONLY);

	(void)state;
	assert_int_equal(call_nr(GETDIRENTRIES, fd, buf, 8, NULL), -EINVAL);
	assert_int_equal(call_nr(GETDIRENTRIES, fd, BAD, 4096, NULL), -EFAULT);
	assert_int_equal(call_nr(GETDIRENTRIES, file, buf, 4096, NULL), -EINVAL);
	assert_int_equal(call_nr(GETDIRENTRIES, -1, buf, 4096, NULL), -EBADF);
	assert_int_equal(read_all(fd, 4096), ENTRIES + 2); /* nothing was lost */
	close(fd);
	close(file);
}

static void a_removed_directory_is_empty(void **state)
{
	int fd;

	(void)state;
	mkdir("gone", 0700);
	fd = open("gone", O_RDONLY | O_DIRECTORY);
	rmdir("gone");
	assert_int_equal(call_nr(GETDIRENTRIES, fd, buf, 4096, NULL), 0);
	close(fd);
}

static void old_entries(void **state)
{
	int fd = open("d", O_RDONLY | O_DIRECTORY), count = 0;
	int64_t base = 7;
	long n;

	(void)state;
	while ((n = call_nr(196, fd, buf, 2048, &base)) > 0)
		for (long at = 0; at < n; count++) {
			const struct entry11 *e = (void *)(buf + at);

			assert_int_equal(e->reclen, (8 + e->namlen + 4) & ~3);
			assert_int_equal(strlen(e->name), e->namlen);
			at += e->reclen;
		}
	assert_int_equal(count, ENTRIES + 2);
	lseek(fd, 0, SEEK_SET);
	assert_true(call_nr(272, fd, buf, 2048) > 0);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_once_whatever_the_room),
		cmocka_unit_test(an_entry_says_where_the_next_is),
		cmocka_unit_test(base_is_where_the_read_began),
		cmocka_unit_test(refusals),
		cmocka_unit_test(a_removed_directory_is_empty),
		cmocka_unit_test(old_entries),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, make_entries, leave_folder);
}
