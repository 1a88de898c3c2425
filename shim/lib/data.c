/* Variables of FreeBSD's library that programs read, or set for it to read. */
#include <math.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>

#include "shim/lib/lib.h"

#define VARIABLE(name, type, ...)                                                                  \
	static type name##_own = __VA_ARGS__;                                                      \
	struct library_data lib_##name = { &name##_own, &name##_own, NULL }

/* netinet6/in6.h: ::, ::1, ff01::1, ff02::1 */
VARIABLE(in6addr_any, struct in6_addr, IN6ADDR_ANY_INIT);
VARIABLE(in6addr_loopback, struct in6_addr, IN6ADDR_LOOPBACK_INIT);
VARIABLE(in6addr_node, struct in6_addr, { { { 0xff, 1, [15] = 1 } } });
VARIABLE(in6addr_link, struct in6_addr, { { { 0xff, 2, [15] = 1 } } });
VARIABLE(in6addr_routers, struct in6_addr, { { { 0xff, 2, [15] = 2 } } }); /* ff02::2 */

/* math.h */
VARIABLE(infinity, double, HUGE_VAL);
static union {
	uint32_t bits;
	float nan;
} nan_own = { 0x7fc00000 };
struct library_data lib_nan = { &nan_own, &nan_own, NULL };

/*
 * malloc(3): how jemalloc is to do its work, and who says what it has to say.  The host's
 * allocator is not told by programs, and says nothing.
 */
VARIABLE(malloc_conf, const char *, NULL);
VARIABLE(malloc_options, const char *, NULL);
VARIABLE(malloc_message, void *, NULL);
VARIABLE(malloc_message_old, void *, NULL);

/* iconv.h: of libiconv, whose functions' names these are */
VARIABLE(iconv_version, int, 0x0108);

/* netdb.h: texts of h_errno's values */
static const char *const herrors_own[] = { "Resolver Error 0 (no error)", "Unknown host",
					   "Host name lookup failure", "Unknown server error",
					   "No address associated with name" };
struct library_data lib_h_errlist = { (void *)herrors_own, (void *)herrors_own, NULL };

/* fenv.h: FE_DFL_ENV is its address; the host's fesetenv takes it as any environment. */
static const struct {
	uint32_t x87[7], mxcsr;
} environment_own = { { 0xffff037f, 0xffff0000, 0xffffffff, 0, 0, 0, 0xffff0000 }, 0x1f80 };
struct library_data lib_fe_dfl_env = { (void *)&environment_own, (void *)&environment_own, NULL };
