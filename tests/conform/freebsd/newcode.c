/*
 * Code that a program makes while it runs: written first and made executable
 * then, written where it is executable already, written over.  Its system calls
 * are served whenever they run.
 */
#include "signals.h"
#include "written_code.h"

#define PROT_ALL (PROT_READ | PROT_WRITE | PROT_EXEC)

static unsigned char *map(int prot)
{
	long page = call(NR_mmap, 0, 8192, prot, MAP_PRIVATE | MAP_ANON, -1, 0);

	EXPECT(!is_error(page));
	return (unsigned char *)page;
}

static void test_written_first(void)
{
	unsigned char *code = map(PROT_READ | PROT_WRITE);

	for (int i = 0; i < 16; i++)
		put_call(code + 64 * i, i, i % 2 ? NR_getpid : NR_getppid);
	EXPECT_EQ(call(NR_mprotect, code, 8192, PROT_READ | PROT_EXEC), 0);
	for (int i = 0; i < 16; i++)
		EXPECT_EQ(run(code + 64 * i), call(i % 2 ? NR_getpid : NR_getppid));
	/* Writable again, another call in the same place, executable again. */
	EXPECT_EQ(call(NR_mprotect, code, 8192, PROT_READ | PROT_WRITE), 0);
	put_call(code, 0, NR_getpid);
	EXPECT_EQ(call(NR_mprotect, code, 8192, PROT_READ | PROT_EXEC), 0);
	EXPECT_EQ(run(code), call(NR_getpid));
	EXPECT_EQ(call(NR_munmap, code, 8192), 0);
}

static void test_both_at_once(void)
{
	unsigned char *code = map(PROT_ALL);

	for (int round = 0; round < 4; round++)
		for (int i = 0; i < 8; i++) {
			put_call(code + 32 * i, round, i % 2 ? NR_getpid : NR_getppid);
			EXPECT_EQ(run(code + 32 * i), call(i % 2 ? NR_getpid : NR_getppid));
		}
	for (int i = 0; i < 1000; i++)
		if (run(code) != call(NR_getppid))
			EXPECT(false);
	EXPECT_EQ(call(NR_munmap, code, 8192), 0);
}

/* Gone, and other code at the same address. */
static void test_replaced(void)
{
	unsigned char *code = map(PROT_READ | PROT_WRITE), *again;

	put_call(code, 0, NR_getpid);
	EXPECT_EQ(call(NR_mprotect, code, 8192, PROT_READ | PROT_EXEC), 0);
	EXPECT_EQ(run(code), call(NR_getpid));
	again = (unsigned char *)call(NR_mmap, code, 8192, PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0);
	EXPECT_EQ(again, code);
	put_call(code, 3, NR_getppid);
	EXPECT_EQ(call(NR_mprotect, code, 8192, PROT_READ | PROT_EXEC), 0);
	EXPECT_EQ(run(code), call(NR_getppid));
	EXPECT_EQ(call(NR_munmap, code, 8192), 0);
}

/* Bytes that look like a call and are none must stay as they are. */
static void test_data(void)
{
	static const unsigned char bytes[] = {
		0xb8, 0x0f, 0x05, 0x00, 0x00,       /* mov $0x50f, %eax */
		0x48, 0x05, 0x0f, 0x05, 0x01, 0x00, /* add $0x1050f, %rax */
		0xc3,
	};
	unsigned char *code = map(PROT_READ | PROT_WRITE);

	memcpy(code + 128, bytes, sizeof(bytes));
	EXPECT_EQ(call(NR_mprotect, code, 8192, PROT_READ | PROT_EXEC), 0);
	EXPECT_EQ(run(code + 128), 0x50f + 0x1050f);
	EXPECT(!memcmp(code + 128, bytes, sizeof(bytes)));
	EXPECT_EQ(call(NR_munmap, code, 8192), 0);
}

static unsigned char *shared;
static volatile int stop;

static void run_on(void *arg)
{
	long *wrong = arg;

	while (!stop)
		*wrong += run(shared) != call(NR_getpid);
}

/* Threads run a site while it is found and patched for the first time. */
static void test_threads(void)
{
	struct thread threads[3];
	long wrong[3] = { 0 };

	shared = map(PROT_ALL);
	put_call(shared, 1, NR_getpid);
	for (int i = 0; i < 3; i++)
		EXPECT_EQ(thread_start(&threads[i], run_on, &wrong[i], pages(65536), 65536), 0);
	for (int i = 0; i < 2000; i++)
		if (run(shared) != call(NR_getpid))
			EXPECT(false);
	stop = 1;
	for (int i = 0; i < 3; i++) {
		thread_join(&threads[i]);
		EXPECT_EQ(wrong[i], 0);
	}
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_written_first();
	test_both_at_once();
	test_replaced();
	test_data();
	test_threads();
	return result();
}
