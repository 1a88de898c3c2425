/*
 * The host's kernel, called without glibc.  All of syscall-map/ and shim/ uses
 * these: no TLS, no errno, values or -errno.
 */
#ifndef SHIM_HOST_H
#define SHIM_HOST_H

#include <stddef.h>
#include <stdint.h>
#include <asm/unistd.h>

/*
 * Make a host call that does not sleep for long.  A signal that comes meanwhile
 * is delivered on the way out of the alien's call.
 */
static inline long host_call6(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "0"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return ret;
}

/*
 * Make a host call that may sleep until a signal comes (entry.S).  -EINTR if one
 * is waiting to be delivered already, or comes.
 */
long host_sleep6(long nr, long a, long b, long c, long d, long e, long f);

#define HOST_ARG_(nr, a, b, c, d, e, f, ...)                                                       \
	(long)(nr), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f)

/* host_call(__NR_close, fd): up to six arguments, each cast to long. */
#define host_call(...)  host_call6(HOST_ARG_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0))
#define host_sleep(...) host_sleep6(HOST_ARG_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0))

#define HOST_ERROR_MAX  4095

static inline int is_error(long ret)
{
	return (unsigned long)ret >= (unsigned long)-HOST_ERROR_MAX;
}

#endif
