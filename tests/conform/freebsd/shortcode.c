/*
 * Code of a file that ends before its mapping does: what is there runs, what is behind
 * is SIGBUS for the program, when it goes there.
 */
#include "signals.h"

#define O_RDWR       2
#define O_CREAT      0x200
#define MAP_PRIVATE_ 0x2
#define MAP_SHARED_  0x1
#define PAGE         4096

typedef long code_fn(void);

static char name[] = "/tmp/abirun-shortcode-xxxxxxxx";
static volatile int faults;
static void *volatile fault_at;

static void on_fault(int sig, struct siginfo *info, struct ucontext *context)
{
	(void)sig;
	faults++;
	fault_at = info->addr;
	context->mcontext.rip = *(long *)context->mcontext.rsp; /* as by ret */
	context->mcontext.rsp += 8;
}

/* mov $getpid, %eax; syscall; ret, at the file's beginning and at its end. */
static long make_file(void)
{
	unsigned char code[PAGE];
	int nr = NR_getpid;
	long fd = call(NR_open, name, O_RDWR | O_CREAT, 0700);

	memset(code, 0x90, sizeof(code));
	for (int i = 0; i < 2; i++) {
		unsigned char *at = code + (i ? PAGE - 8 : 0);

		at[0] = 0xb8;
		memcpy(at + 1, &nr, 4);
		memcpy(at + 5, "\x0f\x05\xc3", 3);
	}
	EXPECT_EQ(call(NR_write, fd, code, sizeof(code)), PAGE);
	return fd;
}

static void expect_code(char *code)
{
	long pid = call(NR_getpid);

	EXPECT(!is_error((long)code));
	if (is_error((long)code))
		return;
	EXPECT_EQ(((code_fn *)code)(), pid);
	EXPECT_EQ(((code_fn *)(code + PAGE - 8))(), pid);
	faults = 0;
	((code_fn *)(code + PAGE))();
	EXPECT_EQ(faults, 1);
	EXPECT_EQ(fault_at, code + PAGE);
	((code_fn *)(code + 3 * PAGE + 5))();
	EXPECT_EQ(faults, 2);
	EXPECT_EQ(fault_at, code + 3 * PAGE + 5);
	EXPECT_EQ(call(NR_munmap, code, 4 * PAGE), 0);
}

int main(int argc, char **argv, char **envp)
{
	static const int ways[] = { MAP_PRIVATE_, MAP_SHARED_ };
	long fd, id = call(NR_getpid);

	(void)argc, (void)argv, (void)envp;
	for (size_t i = strlen(name) - 1; name[i] != '-'; i--, id /= 10)
		name[i] = (char)('0' + id % 10);
	catch (SIGBUS, on_fault, 0, NULL);
	catch (SIGSEGV, on_fault, 0, NULL);
	fd = make_file();
	for (int i = 0; i < 2; i++) {
		char *code;

		expect_code(
		    (char *)call(NR_mmap, 0, 4 * PAGE, PROT_READ | PROT_EXEC, ways[i], fd, 0));
		/* The same in two steps. */
		code = (char *)call(NR_mmap, 0, 4 * PAGE, PROT_READ, ways[i], fd, 0);
		EXPECT_EQ(call(NR_mprotect, code, 4 * PAGE, PROT_READ | PROT_EXEC), 0);
		expect_code(code);
	}
	/* Nothing of the file is there at all. */
	EXPECT(!is_error(call(NR_mmap, 0, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE_, fd, PAGE)));
	call(NR_close, fd);
	call(NR_unlink, name);
	return result();
}
