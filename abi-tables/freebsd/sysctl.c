/* FreeBSD's tree of kernel values: the table. */
#include <sys/resource.h>

#include "abi-tables/freebsd/release.h"
#include "abi-tables/freebsd/sysctl.h"
#include "syscall-map/aio.h"

#define OID(...)                                                                                   \
	.oid = { __VA_ARGS__ }, .depth = sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t)

#define NODE(n, oid, what)                                                                         \
	{ .name = n, oid, .type = CTL_NODE, .is_node = true, .format = "N", .about = what },
#define INT(n, oid, v, what)                                                                       \
	{ .name = n,                                                                               \
	  oid,                                                                                     \
	  .type = CTL_INT,                                                                         \
	  .format = "I",                                                                           \
	  .answer = sysctl_say_int,                                                                \
	  .number = (uint64_t)(int64_t)(v),                                                        \
	  .about = what },
#define STRING(n, oid, v, what)                                                                    \
	{ .name = n,                                                                               \
	  oid,                                                                                     \
	  .type = CTL_STRING,                                                                      \
	  .format = "A",                                                                           \
	  .answer = sysctl_say_string,                                                             \
	  .text = v,                                                                               \
	  .about = what },
#define UINT(n, oid, v, what)                                                                      \
	{ .name = n,                                                                               \
	  oid,                                                                                     \
	  .type = CTL_UINT,                                                                        \
	  .format = "IU",                                                                          \
	  .answer = sysctl_say_int,                                                                \
	  .number = v,                                                                             \
	  .about = what },
#define LONG(n, oid, v, what)                                                                      \
	{ .name = n,                                                                               \
	  oid,                                                                                     \
	  .type = CTL_LONG,                                                                        \
	  .format = "L",                                                                           \
	  .answer = sysctl_say_long,                                                               \
	  .number = v,                                                                             \
	  .about = what },
#define FROM_FILE(t, f, fn, file, other)                                                           \
	.type = CTL_##t, .format = f, .answer = fn, .text = file, .number = other
#define FILE_INT(n, oid, file, other, what)                                                        \
	{ .name = n, oid, FROM_FILE(INT, "I", say_file_int, file, other), .about = what },
#define FILE_LONG(n, oid, file, other, what)                                                       \
	{ .name = n, oid, FROM_FILE(ULONG, "LU", say_file_long, file, other), .about = what },
#define FILE_SECONDS(n, oid, file, other, what)                                                    \
	{ .name = n, oid, FROM_FILE(INT, "I", say_milliseconds, file, other), .about = what },
#define COUNT(n, oid, file, key, what)                                                             \
	{ .name = n, oid, FROM_FILE(U64, "QU", say_count, key, file), .about = what },
#define ASK(n, oid, t, f, fn, v, what)                                                             \
	{ .name = n, oid, .type = CTL_##t, .format = f, .answer = fn, .number = v, .about = what },
#define SET(n, oid, t, f, fn, v, what)                                                             \
	{ .name = n,                                                                               \
	  oid,                                                                                     \
	  .type = CTL_##t,                                                                         \
	  .format = f,                                                                             \
	  .answer = fn,                                                                            \
	  .number = v,                                                                             \
	  .about = what,                                                                           \
	  .writable = true },
#define TREE(n, oid, fn, v, what)                                                                  \
	{ .name = n,                                                                               \
	  oid,                                                                                     \
	  .type = CTL_NODE,                                                                        \
	  .format = "N",                                                                           \
	  .answer = fn,                                                                            \
	  .number = v,                                                                             \
	  .about = what,                                                                           \
	  .is_node = true },
#define TREE_SET(n, oid, fn, v, what)                                                              \
	{ .name = n,                                                                               \
	  oid,                                                                                     \
	  .type = CTL_NODE,                                                                        \
	  .format = "N",                                                                           \
	  .answer = fn,                                                                            \
	  .number = v,                                                                             \
	  .about = what,                                                                           \
	  .is_node = true,                                                                         \
	  .writable = true },

static const struct sysctl_row rows[] = {
#include "abi-tables/freebsd/sysctl.def"
};

const struct sysctl_abi freebsd_sysctls = {
	.rows = rows,
	.count = sizeof rows / sizeof *rows,
	.least_depth = 2,
};
