/*
 * Files, descriptors, directories and memory as FreeBSD has them where Linux
 * differs: second results, errnos as results, locks, cookies, advice.
 */
#include "alien.h"

/* sys/fcntl.h */
#define O_NOFOLLOW 0x100
#define F_GETFL    3
#define F_DUP2FD   10
#define EMLINK     31

static char folder[64], name[128];

static const char *in_folder(const char *file)
{
	size_t n = strlen(folder);

	memcpy(name, folder, n);
	name[n] = '/';
	memcpy(name + n + 1, file, strlen(file) + 1);
	return name;
}

static void make_folder(void)
{
	static const char prefix[] = "/tmp/abirun-files-";
	size_t n = sizeof prefix - 1;

	memcpy(folder, prefix, n);
	for (long id = call(NR_getpid); id; id /= 10)
		folder[n++] = (char)('0' + id % 10);
	EXPECT_EQ(call(NR_mkdir, folder, 0700), 0);
}

static void test_open(void)
{
	long a = call(NR_open, in_folder("a"), O_RDWR | O_CREAT | O_EXCL | O_EXLOCK, 0600);

	EXPECT(a >= 0);
	EXPECT_EQ(call(NR_open, name, O_RDWR | O_EXLOCK | O_NONBLOCK, 0), -EAGAIN);
	EXPECT_EQ(call(NR_fcntl, a, F_GETFL), O_RDWR);
	EXPECT_EQ(call(NR_fcntl, a, F_DUP2FD, 50), 50);
	EXPECT_EQ(call(NR_close, 50), 0);
	EXPECT_EQ(call(NR_close, 50), -EBADF);
	EXPECT_EQ(call(NR_close, a), 0);
	EXPECT_EQ(call(NR_symlink, "a", in_folder("link")), 0);
	EXPECT_EQ(call(NR_open, name, O_NOFOLLOW, 0), -EMLINK);
	EXPECT_EQ(call(NR_unlink, folder), -EPERM);
}

/* pipe(2) as it was until FreeBSD 10: the second end is in rdx. */
static void test_two_results(void)
{
	long first, second = 77;
	char byte = 0;

	__asm__ volatile("syscall"
			 : "=a"(first), "+d"(second)
			 : "0"((long)NR_compat10_pipe)
			 : "rcx", "r8", "r9", "r10", "r11", "rdi", "rsi", "memory", "cc");
	EXPECT_EQ(call(NR_write, second, "x", 1), 1);
	EXPECT_EQ(call(NR_read, first, &byte, 1), 1);
	EXPECT_EQ(byte, 'x');
	call(NR_close, first);
	call(NR_close, second);
}

/* These say their errno as the result, and don't fail. */
static void test_errno_results(void)
{
	long carry, ret = NR_posix_fallocate;

	__asm__ volatile("syscall\n\tsbb %1, %1"
			 : "+a"(ret), "=r"(carry)
			 : "D"(-1l), "S"(0l), "d"(1l)
			 : "rcx", "r8", "r9", "r10", "r11", "memory", "cc");
	EXPECT_EQ(ret, EBADF);
	EXPECT_EQ(carry, 0);
	EXPECT_EQ(call(NR_posix_fadvise, -1, 0, 0, 0), EBADF);
}

struct dirent { /* sys/dirent.h */
	uint64_t ino;
	int64_t off;
	uint16_t reclen;
	uint8_t type, pad0;
	uint16_t namlen, pad1;
	char name[];
};

static long count_entries(long fd)
{
	static char buf[400] __attribute__((aligned(8)));
	long n, entries = 0;

	while ((n = call(NR_getdirentries, fd, buf, sizeof buf, 0)) > 0)
		for (long at = 0; at < n; entries++) {
			const struct dirent *d = (const void *)(buf + at);

			EXPECT_EQ(strlen(d->name), d->namlen);
			at += d->reclen;
		}
	EXPECT_EQ(n, 0);
	return entries;
}

static void test_directory(void)
{
	char file[] = "file-0";
	long fd;

	for (int i = 0; i < 60; i++) {
		file[5] = (char)('0' + i);
		EXPECT_EQ(call(NR_close, call(NR_open, in_folder(file), O_CREAT, 0600)), 0);
		call(NR_rename, name, name);
	}
	fd = call(NR_open, folder, O_DIRECTORY, 0);
	EXPECT_EQ(count_entries(fd), 64); /* with a, link, . and .. */
	EXPECT_EQ(call(NR_lseek, fd, 0, 0), 0);
	EXPECT_EQ(count_entries(fd), 64);
	for (int i = 0; i < 60; i++) {
		file[5] = (char)('0' + i);
		call(NR_unlink, in_folder(file));
	}
	call(NR_close, fd);
}

/* Code that the program writes itself: found and served when it may run. */
static void test_code(void)
{
	static const unsigned char getpid[] = { 0xb8, NR_getpid, 0, 0, 0, 0x0f, 0x05, 0xc3 };
	unsigned char *code = pages(4096);
	long (*function)(void) = (long (*)(void))code;

	for (int round = 0; round < 3; round++) {
		EXPECT_EQ(call(NR_mprotect, code, 4096, PROT_READ | PROT_WRITE), 0);
		memcpy(code + 64 * round, getpid, sizeof getpid);
		EXPECT_EQ(call(NR_mprotect, code, 4096, PROT_READ | PROT_EXEC), 0);
		EXPECT_EQ(function(), call(NR_getpid));
		function = (long (*)(void))(code + 64 * (round + 1));
	}
	EXPECT_EQ(call(NR_munmap, code, 4096), 0);
}

static void test_memory(void)
{
	unsigned char *p = pages(8192);

	p[0] = 1;
	EXPECT_EQ(call(NR_madvise, p, 8192, 4), 0); /* MADV_DONTNEED keeps what is there */
	EXPECT_EQ(p[0], 1);
	EXPECT_EQ(call(NR_madvise, p, 8192, 5), 0); /* MADV_FREE need not */
	EXPECT(p[0] <= 1);
	EXPECT_EQ(call(NR_munmap, p + 1, 8191), 0);
	EXPECT_EQ(call(NR___getcwd, p, 100), -EFAULT);
}

extern char _end[];

static void test_break(void)
{
	long start = ((long)_end + 4095) & -4096;
	char *memory = (char *)start;

	EXPECT_EQ(call(NR_break, 1l << 47), -12); /* ENOMEM */
	EXPECT_EQ(call(NR_break, 4096), -22);     /* EINVAL: below its start */
	EXPECT_EQ(call(NR_break, start + 100000), start + 100000);
	memory[99999] = 1;
	EXPECT_EQ(call(NR_break, start + 1000), start + 1000);
	EXPECT_EQ(memory[0], 0);
	EXPECT_EQ(call(NR_break, start + 200000), start + 200000);
	EXPECT_EQ(memory[99999], 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	make_folder();
	test_open();
	test_two_results();
	test_errno_results();
	test_directory();
	test_code();
	test_memory();
	test_break();
	call(NR_unlink, in_folder("a"));
	call(NR_unlink, in_folder("link"));
	EXPECT_EQ(call(NR_rmdir, folder), 0);
	return result();
}
