/* String functions that the host's library does not have. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "shim/lib/lib.h"

size_t lib_strlcpy(char *to, const char *from, size_t size)
{
	size_t length = strlen(from);

	if (size) {
		size_t n = length < size ? length : size - 1;

		memcpy(to, from, n);
		to[n] = 0;
	}
	return length;
}

size_t lib_strlcat(char *to, const char *from, size_t size)
{
	size_t used = strnlen(to, size);

	return used + (used == size ? strlen(from) : lib_strlcpy(to + used, from, size - used));
}

/* strstr in the first `length` bytes. */
char *lib_strnstr(const char *big, const char *little, size_t length)
{
	return memmem(big, strnlen(big, length), little, strlen(little));
}

int lib_timingsafe_bcmp(const void *a, const void *b, size_t size)
{
	const volatile uint8_t *p = a, *q = b;
	uint8_t differ = 0;

	for (size_t i = 0; i < size; i++)
		differ |= p[i] ^ q[i];
	return differ != 0;
}

int lib_timingsafe_memcmp(const void *a, const void *b, size_t size)
{
	const volatile uint8_t *p = a, *q = b;
	int result = 0, done = 0;

	/* The first difference counts, and all bytes are looked at. */
	for (size_t i = 0; i < size; i++) {
		int d = (int)p[i] - (int)q[i];

		result |= d & ~done;
		done |= -(d != 0);
	}
	return result;
}

/* C11's Annex K: the most a size may be is RSIZE_MAX, SIZE_MAX / 2. */
int lib_memset_s(void *to, size_t size, int byte, size_t n)
{
	if (!to || size > SIZE_MAX / 2)
		return EINVAL;
	memset(to, byte, n < size ? n : size);
	__asm__ volatile("" ::"r"(to) : "memory");
	return n > SIZE_MAX / 2 || n > size ? EINVAL : 0;
}

int lib_fls(int v)
{
	return v ? 32 - __builtin_clz((unsigned)v) : 0;
}

int lib_flsl(long v)
{
	return v ? 64 - __builtin_clzl((unsigned long)v) : 0;
}

/* For no bytes, FreeBSD's allocator gives a few; the host's frees and answers NULL. */
void *lib_realloc(void *p, size_t size)
{
	return realloc(p, size ? size : 1);
}

void *lib_reallocarray(void *p, size_t count, size_t size)
{
	return count && size ? reallocarray(p, count, size) : lib_realloc(p, 0);
}

void *lib_reallocf(void *p, size_t size)
{
	void *bigger = lib_realloc(p, size);

	if (!bigger && p)
		free(p);
	return bigger;
}

long long lib_strtonum(const char *text, long long least, long long most, const char **problem)
{
	const char *error = NULL;
	int before = errno;
	long long value = 0;
	char *end;

	errno = 0;
	if (least > most) {
		error = "invalid";
		before = EINVAL;
	} else {
		value = strtoll(text, &end, 10);
		if (end == text || *end) {
			error = "invalid";
			before = EINVAL;
		} else if (value < least || (errno == ERANGE && value < 0)) {
			error = "too small";
			before = ERANGE;
		} else if (value > most || errno == ERANGE) {
			error = "too large";
			before = ERANGE;
		}
	}
	errno = before;
	if (problem)
		*problem = error;
	return error ? 0 : value;
}
