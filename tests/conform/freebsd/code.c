/*
 * Code that a program makes while it runs: its system calls are the alien's,
 * however it became executable.
 */
#include "alien.h"

#define MAP_SHARED   1
#define NR_getpid_nr 20 /* sys/syscall.h: what the host calls writev */

static const unsigned char asks_pid[] = {
	0xb8, NR_getpid_nr, 0, 0, 0, /* mov $20, %eax */
	0x0f, 0x05,                  /* syscall */
	0xc3                         /* ret */
};
/* The number comes in rdi, and nothing is long enough to be overwritten. */
static const unsigned char asks[] = { 0x89, 0xf8, 0x0f, 0x05, 0xc3 };

/*
 * A site that is entered past the instruction before it, through a pointer: jmp
 * *%rdx to `syscall`, whose number is then another one.
 */
static const unsigned char goes_past[] = {
	0x89, 0xf8,                   /* mov %edi, %eax */
	0x48, 0x8d, 0x15, 7, 0, 0, 0, /* lea 7(%rip), %rdx */
	0xff, 0xe2,                   /* jmp *%rdx */
	0xb8, 1,    0,    0, 0,       /* mov $1, %eax: not this one, which ends the process */
	0x0f, 0x05,                   /* syscall */
	0xc3                          /* ret */
};

typedef long pid_code(void);
typedef long any_code(long nr);

static unsigned char *map(int prot, int flags, int fd)
{
	return (unsigned char *)call(NR_mmap, 0, 8192, prot, flags, fd, 0);
}

static void fill(unsigned char *p)
{
	memset(p, 0x90, 8192);
	memcpy(p + 512, asks_pid, sizeof asks_pid);
	memcpy(p + 1024, asks, sizeof asks);
	memcpy(p + 1536, goes_past, sizeof goes_past);
}

static void run(unsigned char *p)
{
	long pid = call(NR_getpid);

	for (int i = 0; i < 3; i++) {
		EXPECT_EQ(((pid_code *)(p + 512))(), pid);
		EXPECT_EQ(((any_code *)(p + 1024))(NR_getpid_nr), pid);
		EXPECT_EQ(((any_code *)(p + 1536))(NR_getpid_nr), pid);
	}
}

static void test_made_executable_later(void)
{
	unsigned char *p = map(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1);

	fill(p);
	EXPECT_EQ(call(NR_mprotect, p, 8192, PROT_READ | PROT_EXEC), 0);
	run(p);
	/* Back and again, with the bytes moved. */
	EXPECT_EQ(call(NR_mprotect, p, 8192, PROT_READ | PROT_WRITE), 0);
	fill(p);
	memcpy(p + 2048, asks_pid, sizeof asks_pid);
	EXPECT_EQ(call(NR_mprotect, p, 8192, PROT_READ | PROT_EXEC), 0);
	run(p);
	EXPECT_EQ(((pid_code *)(p + 2048))(), call(NR_getpid));
	EXPECT_EQ(call(NR_munmap, p, 8192), 0);
}

static void test_mapped_executable(void)
{
	static const char name[] = "code.mapped";
	unsigned char *p = map(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1);
	long fd = call(NR_open, name, 0x602, 0700); /* O_RDWR | O_CREAT | O_TRUNC */

	EXPECT(fd >= 0);
	fill(p);
	EXPECT_EQ(call(NR_write, fd, p, 8192), 8192);
	for (int shared = 0; shared < 2; shared++) {
		unsigned char *code =
		    map(PROT_READ | PROT_EXEC, shared ? MAP_SHARED : MAP_PRIVATE, (int)fd);

		EXPECT(!is_error((long)code));
		run(code);
		EXPECT_EQ(call(NR_munmap, code, 8192), 0);
	}
	EXPECT_EQ(call(NR_close, fd), 0);
	EXPECT_EQ(call(NR_unlink, name), 0);
	EXPECT_EQ(call(NR_munmap, p, 8192), 0);
}

static void sleep_a_little(void *arg)
{
	long *calls = arg;

	for (int i = 0; i < 1000; i++)
		*calls += call(NR_getpid) > 0;
}

/* Writable and executable at once, written while other threads run. */
static void test_writable_code(void)
{
	static char stack[32768];
	static struct thread other;
	static long calls;
	unsigned char *p = map(PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANON, -1);

	EXPECT(!is_error((long)p));
	EXPECT_EQ(thread_start(&other, sleep_a_little, &calls, stack, sizeof stack), 0);
	for (int i = 0; i < 100; i++) {
		fill(p);
		run(p);
	}
	thread_join(&other);
	EXPECT_EQ(calls, 1000);
	EXPECT_EQ(call(NR_munmap, p, 8192), 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_made_executable_later();
	test_mapped_executable();
	test_writable_code();
	return result();
}
