/* What the programs of tests/library/openbsd and illumos share: where they start, and how they
 * fail. */
#ifndef TESTS_LIBRARY_NAMED_H
#define TESTS_LIBRARY_NAMED_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;

/* argc, argv and envp as System V has them; what is to be called at the end in rdx. */
__asm__(".globl _start\n"
	"_start:\n"
	"	mov %rdx, %rcx\n"
	"	mov (%rsp), %rdi\n"
	"	lea 8(%rsp), %rsi\n"
	"	lea 16(%rsp,%rdi,8), %rdx\n"
	"	and $-16, %rsp\n"
	"	call start\n"
	"	ud2\n");

void exit(int status) __attribute__((noreturn));
long write(int fd, const void *bytes, u64 size);
u64 strlen(const char *s);
int strcmp(const char *a, const char *b);
void *memset(void *to, int byte, u64 size);
int memcmp(const void *a, const void *b, u64 size);

static inline void fail(const char *what, int line)
{
	char digits[8];
	int at = sizeof digits;

	digits[--at] = '\n';
	for (; line && at; line /= 10)
		digits[--at] = (char)('0' + line % 10);
	write(2, what, strlen(what));
	write(2, " at line ", 9);
	write(2, digits + at, sizeof digits - (u64)at);
	exit(1);
}

#define CHECK(what)                                                                                \
	do {                                                                                       \
		if (!(what))                                                                       \
			fail(#what, __LINE__);                                                     \
	} while (0)

#endif
