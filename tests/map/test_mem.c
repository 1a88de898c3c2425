/* Memory: FreeBSD's rows. */
#include "tests/map/files.h"

#include <sys/mman.h>
#include <sys/wait.h>

#include "shim/process.h"
#include "shim/ranges.h"

#define MMAP 477

/* sys/mman.h */
enum {
	BSD_SHARED = 0x1,
	BSD_PRIVATE = 0x2,
	BSD_FIXED = 0x10,
	BSD_STACK = 0x400,
	BSD_ANON = 0x1000,
	BSD_GUARD = 0x2000,
	BSD_NOTAKEN = 0x4000,
	BSD_32BIT = 0x80000,
	RW = PROT_READ | PROT_WRITE
};
#define BSD_ALIGNED(n) ((unsigned long)(n) << 24)

static long anon(unsigned long addr, unsigned long len, unsigned long flags)
{
	return call_nr(MMAP, addr, len, RW, BSD_ANON | BSD_PRIVATE | flags, -1, 0);
}

static void anonymous_memory(void **state)
{
	long p = anon(0, 8192, 0);

	(void)state;
	assert_true(p > 0);
	memset((void *)p, 1, 8192);
	assert_int_equal(call_nr(73, p, 8192), 0);
	assert_int_equal(anon(0, 0, 0), -EINVAL);
	assert_int_equal(call_nr(MMAP, 0, 4096, RW, BSD_ANON | BSD_PRIVATE, 3, 0), -EINVAL);
	assert_int_equal(call_nr(MMAP, 0, 4096, RW, BSD_ANON | BSD_PRIVATE, -1, 4096), -EINVAL);
	assert_int_equal(call_nr(MMAP, 0, 4096, RW, BSD_ANON | BSD_PRIVATE | BSD_SHARED, -1, 0),
			 -EINVAL);
	assert_int_equal(call_nr(MMAP, 0, 4096, 8, BSD_ANON, -1, 0), -EINVAL);
	assert_int_equal(call_nr(MMAP, 0, 4096, RW, BSD_ANON | 0x40, -1, 0), -EINVAL);
	assert_int_equal(anon(0, 1ul << 60, 0), -ENOMEM);
	p = call_nr(MMAP, 0, 4096, RW, BSD_ANON, -1, 0); /* neither shared nor private */
	assert_true(p > 0);
	*(char *)p = 1;
	munmap((void *)p, 4096);
}

static void fixed_places(void **state)
{
	long p = anon(0, 3 * 4096, 0);

	(void)state;
	*(char *)p = 1;
	assert_int_equal(anon(p, 4096, BSD_FIXED | BSD_NOTAKEN), -ENOMEM);
	assert_int_equal(*(char *)p, 1);
	assert_int_equal(anon(p, 4096, BSD_FIXED), p);
	assert_int_equal(*(char *)p, 0);
	assert_int_equal(anon(p + 1, 4096, BSD_FIXED), -EINVAL);
	assert_int_equal(anon(p, 4096, BSD_NOTAKEN), -EINVAL);
	assert_int_equal(anon(0x7ffffffff000, 8192, BSD_FIXED), -EINVAL);
	assert_int_equal(call_nr(73, p + 4096, 1), 0);
	assert_int_equal(anon(p + 4096, 4096, BSD_FIXED | BSD_NOTAKEN), p + 4096);
	assert_int_equal(call_nr(73, p, 3 * 4096), 0);
	assert_int_equal(call_nr(73, p, 0), -EINVAL);
}

static void the_hosts_memory_is_not_the_aliens(void **state)
{
	long p = anon(0, 4096, 0);

	(void)state;
	host_range_add((uint64_t)p, (uint64_t)p + 4096, false);
	*(char *)p = 1;
	assert_int_equal(anon(p, 4096, BSD_FIXED), -ENOMEM);
	assert_int_equal(call_nr(73, p, 4096), -EINVAL);
	assert_int_equal(call_nr(74, p, 4096, 0), -EINVAL);
	assert_int_equal(call_nr(75, p, 4096, 5), -EINVAL);
	assert_int_equal(*(char *)p, 1);
}

static void aligned_places(void **state)
{
	(void)state;
	for (int log = 12; log < 26; log++) {
		long p = anon(0, 8192, BSD_ALIGNED(log));

		assert_true(p > 0);
		assert_int_equal(p & ((1l << log) - 1), 0);
		*(char *)p = 1;
		munmap((void *)p, 8192);
	}
	assert_int_equal(anon(0, 4096, BSD_ALIGNED(5)), -EINVAL);
	assert_int_equal(anon(0, 4096, BSD_ALIGNED(200)), -EINVAL);
	assert_int_equal(anon(0, 4 << 20, BSD_ALIGNED(1)) & ((2 << 20) - 1), 0);
}

static void low_places(void **state)
{
	long p = anon(0, 4096, BSD_32BIT);

	(void)state;
	assert_true(p > 0 && p < 1l << 31);
	munmap((void *)p, 4096);
	assert_int_equal(anon(1l << 32, 4096, BSD_32BIT | BSD_FIXED), -EINVAL);
}

static void guards_and_stacks(void **state)
{
	long p = call_nr(MMAP, 0, 4096, 0, BSD_GUARD, -1, 0);

	(void)state;
	assert_true(p > 0);
	assert_int_equal(write(2, (void *)p, 1), -1);
	munmap((void *)p, 4096);
	assert_int_equal(call_nr(MMAP, 0, 4096, RW, BSD_GUARD, -1, 0), -EINVAL);
	assert_int_equal(call_nr(MMAP, 0, 4096, 0, BSD_GUARD | BSD_ANON, -1, 0), -EINVAL);
	p = call_nr(MMAP, 0, 65536, RW, BSD_STACK, -1, 0);
	assert_true(p > 0);
	*(char *)p = 1;
	munmap((void *)p, 65536);
	assert_int_equal(call_nr(MMAP, 0, 65536, PROT_READ, BSD_STACK, -1, 0), -EINVAL);
}

static void files_at_any_offset(void **state)
{
	int fd;
	long p;

	(void)state;
	make_file("f", "0123456789");
	fd = open("f", O_RDWR);
	p = call_nr(MMAP, 0, 4, PROT_READ, BSD_SHARED, fd, 3);
	assert_true(p > 0);
	assert_memory_equal((char *)p, "3456", 4);
	assert_int_equal(call_nr(73, p, 4), 0);
	p = call_nr(197, 0, 4, PROT_READ, BSD_PRIVATE, fd, 0, 0); /* with a pad */
	assert_memory_equal((char *)p, "0123", 4);
	assert_int_equal(call_nr(65, p, 0, 0), 0);
	assert_int_equal(call_nr(65, p, 4096, 3), -EINVAL);
	munmap((void *)p, 4096);
	assert_int_equal(call_nr(MMAP, 0, 4096, PROT_READ, BSD_SHARED, 99, 0), -EBADF);
	close(fd);
}

static void protection(void **state)
{
	long p = anon(0, 8192, 0);
	int fd = open("/dev/zero", O_RDONLY);

	(void)state;
	assert_int_equal(call_nr(74, p + 10, 100, PROT_READ), 0);
	assert_int_equal(read(fd, (void *)p, 1), -1);
	assert_int_equal(read(fd, (void *)(p + 4096), 1), 1);
	assert_int_equal(call_nr(74, p, 4096, RW | 0x30000), 0);
	assert_int_equal(read(fd, (void *)p, 1), 1);
	assert_int_equal(call_nr(74, p, 4096, RW | 0x10000), -EOPNOTSUPP);
	assert_int_equal(call_nr(74, p, 4096, 8), -EINVAL);
	assert_int_equal(call_nr(MMAP, 0, 4096, RW | 0x10000, BSD_ANON, -1, 0), -EOPNOTSUPP);
	munmap((void *)p, 8192);
	close(fd);
}

static void advice(void **state)
{
	long p = anon(0, 8192, 0);
	char in[2];

	(void)state;
	*(char *)p = 1;
	assert_int_equal(call_nr(75, p, 8192, 4), 0); /* MADV_DONTNEED keeps */
	assert_int_equal(*(char *)p, 1);
	for (int hint = 0; hint < 10; hint++)
		assert_int_equal(call_nr(75, p + 1, 100, hint), 0);
	assert_int_equal(call_nr(75, p, 8192, 10), -EPERM);
	assert_int_equal(call_nr(75, p, 8192, 14), -EINVAL);
	munmap((void *)(p + 4096), 4096);
	assert_int_equal(call_nr(75, p, 8192, 3), 0); /* over a gap */
	*(char *)p = 1;
	assert_int_equal(call_nr(78, p + 7, 1, in), 0);
	assert_int_equal(in[0] & 1, 1);
	assert_int_equal(call_nr(78, p, 8192, in), -ENOMEM);
	assert_int_equal(call_nr(78, p, 4096, BAD), -EFAULT);
	munmap((void *)p, 4096);
}

static int child_sees(volatile char *p)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(*p);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void inheritance(void **state)
{
	long p = anon(0, 4096, 0);

	(void)state;
	*(char *)p = 7;
	assert_int_equal(child_sees((char *)p), 7);
	assert_int_equal(call_nr(250, p, 4096, 3), 0); /* INHERIT_ZERO */
	assert_int_equal(child_sees((char *)p), 0);
	assert_int_equal(call_nr(250, p, 4096, 1), 0); /* INHERIT_COPY */
	assert_int_equal(child_sees((char *)p), 7);
	assert_int_equal(call_nr(250, p, 4096, 2), 0); /* INHERIT_NONE */
	assert_int_equal(child_sees((char *)p), -1);
	assert_int_equal(call_nr(250, p, 4096, 9), -EINVAL);
	munmap((void *)p, 4096);
}

static void the_break(void **state)
{
	unsigned long end = (unsigned long)anon(0, 1 << 20, 0);

	(void)state;
	assert_int_equal(call_nr(17, end), -EINVAL); /* not known yet */
	munmap((void *)end, 1 << 20);
	alien_brk = end - 1;
	assert_int_equal(call_nr(17, end + 100), end + 100);
	*(char *)(end + 99) = 1;
	assert_int_equal(call_nr(17, end + 3 * 4096), end + 3 * 4096);
	assert_int_equal(*(char *)(end + 99), 1);
	*(char *)(end + 3 * 4096 - 1) = 1;
	assert_int_equal(call_nr(17, end), end);
	assert_int_equal(write(2, (void *)end, 1), -1);
	assert_int_equal(call_nr(17, end - 4096), -EINVAL);
	assert_int_equal(anon(end + 4096, 4096, BSD_FIXED), end + 4096);
	assert_int_equal(call_nr(17, end + 8192), -ENOMEM); /* never over anything */
}

static void shared_objects(void **state)
{
	char name[64];
	struct stat st;
	long fd, other;

	(void)state;
	snprintf(name, sizeof name, "/abirun-test-%d/part", getpid());
	fd = call_nr(482, name, BSD_RDWR | BSD_CREAT | BSD_EXCL, 0600);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(ftruncate(fd, 4096), 0);
	other = call_nr(571, name, BSD_RDONLY, 0, 0, NULL);
	assert_true(other >= 0);
	assert_int_equal(fcntl(other, F_GETFD), 0);
	fstat(other, &st);
	assert_int_equal(st.st_size, 4096);
	assert_int_equal(call_nr(482, name, BSD_RDWR | BSD_CREAT | BSD_EXCL, 0600), -EEXIST);
	assert_int_equal(call_nr(572, name, "/abirun-test-renamed", 0), 0);
	assert_int_equal(call_nr(483, name), -ENOENT);
	assert_int_equal(call_nr(483, "/abirun-test-renamed"), 0);
	assert_int_equal(call_nr(482, "no-slash", BSD_RDWR | BSD_CREAT, 0600), -EINVAL);
	assert_int_equal(call_nr(482, name, BSD_WRONLY, 0), -EINVAL);
	assert_int_equal(call_nr(482, name, BSD_RDWR | BSD_APPEND, 0), -EINVAL);
	assert_int_equal(call_nr(482, BAD, BSD_RDWR, 0), -EFAULT);
	close(fd);
	close(other);
}

static void anonymous_objects(void **state)
{
	long fd = call_nr(571, 1, BSD_RDWR, 0, 1, "label"); /* SHM_ANON, SHM_ALLOW_SEALING */

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(call_nr(92, fd, 20), 0);
	close(fd);
	fd = call_nr(571, 1, BSD_RDWR | BSD_CLOEXEC, 0, 0, NULL);
	assert_int_equal(call_nr(92, fd, 20), 1); /* F_SEAL_SEAL */
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
	assert_int_equal(call_nr(571, 1, BSD_RDWR, 0, 4, NULL), -EOPNOTSUPP);
	assert_int_equal(call_nr(571, 1, BSD_RDWR, 0, 8, NULL), -EINVAL);
	assert_int_equal(call_nr(482, 1, BSD_RDONLY, 0), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anonymous_memory),
		cmocka_unit_test(fixed_places),
		cmocka_unit_test(aligned_places),
		cmocka_unit_test(low_places),
		cmocka_unit_test(guards_and_stacks),
		cmocka_unit_test(files_at_any_offset),
		cmocka_unit_test(protection),
		cmocka_unit_test(advice),
		cmocka_unit_test(inheritance),
		cmocka_unit_test(the_break),
		cmocka_unit_test(shared_objects),
		cmocka_unit_test(anonymous_objects),
		cmocka_unit_test(the_hosts_memory_is_not_the_aliens),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
