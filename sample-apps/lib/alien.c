/* The parts of alien.h that are the same on every system. */
#include <stdarg.h>

#include "alien.h"

void *memcpy(void *to, const void *from, size_t n)
{
	void *ret = to;

	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(n) : : "memory");
	return ret;
}

void *memset(void *to, int byte, size_t n)
{
	void *ret = to;

	__asm__ volatile("rep stosb" : "+D"(to), "+c"(n) : "a"(byte) : "memory");
	return ret;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *p = a, *q = b;

	for (; n; n--, p++, q++)
		if (*p != *q)
			return *p - *q;
	return 0;
}

size_t strlen(const char *s)
{
	const char *p = s;

	while (*p)
		p++;
	return p - s;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (unsigned char)*a - (unsigned char)*b;
}

long to_long(const char *decimal)
{
	long n = 0;

	for (; *decimal >= '0' && *decimal <= '9'; decimal++)
		n = n * 10 + *decimal - '0';
	return n;
}

struct line {
	char text[512];
	size_t used;
};

static void put(struct line *line, char c)
{
	if (line->used < sizeof(line->text))
		line->text[line->used++] = c;
}

static void put_number(struct line *line, unsigned long n, unsigned base)
{
	char digits[20];
	int i = 0;

	do
		digits[i++] = "0123456789abcdef"[n % base];
	while (n /= base);
	while (i)
		put(line, digits[--i]);
}

static void put_signed(struct line *line, long n)
{
	if (n < 0)
		put(line, '-');
	put_number(line, n < 0 ? -(unsigned long)n : (unsigned long)n, 10);
}

static void put_string(struct line *line, const char *s)
{
	for (s = s ? s : "(null)"; *s; s++)
		put(line, *s);
}

void say(const char *format, ...)
{
	struct line line = { .used = 0 };
	va_list args;

	va_start(args, format);
	for (const char *f = format; *f; f++) {
		bool is_long;

		if (*f != '%') {
			put(&line, *f);
			continue;
		}
		is_long = f[1] == 'l';
		f += 1 + is_long;
		if (*f == 's')
			put_string(&line, va_arg(args, const char *));
		else if (*f == 'c')
			put(&line, va_arg(args, int));
		else if (*f == 'd')
			put_signed(&line, is_long ? va_arg(args, long) : va_arg(args, int));
		else if (*f == 'u' || *f == 'x')
			put_number(&line,
				   is_long ? va_arg(args, unsigned long) : va_arg(args, unsigned),
				   *f == 'x' ? 16 : 10);
		else
			put(&line, *f);
	}
	va_end(args);
	call(NR_write, 1, line.text, line.used);
}

void *pages(size_t size)
{
	return (void *)call(NR_mmap, 0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1,
			    0);
}

long now(void)
{
	struct timespec t;

	call(NR_clock_gettime, CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000 + t.tv_nsec;
}

static long held, failed;

void expect(bool ok, const char *what, const char *file, int line)
{
	__atomic_add_fetch(ok ? &held : &failed, 1, __ATOMIC_RELAXED);
	if (!ok)
		say("%s:%d: not so: %s\n", file, line, what);
}

void expect_equal(long got, long wanted, const char *what, const char *file, int line)
{
	expect(got == wanted, what, file, line);
	if (got != wanted)
		say("\tgot %ld (0x%lx), wanted %ld\n", got, got, wanted);
}

int result(void)
{
	say("%ld held, %ld failed\n", held, failed);
	return failed != 0;
}

/* Called by crt0 with the address of argc. */
__attribute__((noreturn)) void alien_start(long *stack)
{
	int argc = stack[0];
	char **argv = (char **)(stack + 1);

	for (int status = main(argc, argv, argv + argc + 1);;)
		call(NR_exit_all, status);
}
