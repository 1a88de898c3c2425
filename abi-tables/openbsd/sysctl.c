/*
 * OpenBSD's tree of kernel values: sys/sysctl.h, sysctl(2).  In order of the number, a
 * node before what is below it.
 */
#include <sys/resource.h>

#include "abi-tables/bsd44/sysctl.h"
#include "abi-tables/openbsd/openbsd.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"

/* CTLTYPE_ */
enum { CTL_NODE = 1, CTL_INT, CTL_STRING, CTL_QUAD, CTL_STRUCT };

#define OID(...)                                                                                   \
	.oid = { __VA_ARGS__ }, .depth = sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t)
#define NODE(n, oid)                                                                               \
	{                                                                                          \
		.name = n, oid, .type = CTL_NODE, .is_node = true                                  \
	}
#define INT(n, oid, v)                                                                             \
	{                                                                                          \
		.name = n, oid, .type = CTL_INT, .answer = sysctl_say_int, .number = (uint64_t)(v) \
	}
#define TREE(n, oid, fn)                                                                           \
	{                                                                                          \
		.name = n, oid, .type = CTL_NODE, .is_node = true, .answer = fn                    \
	}
#define STRING(n, oid, v)                                                                          \
	{                                                                                          \
		.name = n, oid, .type = CTL_STRING, .answer = sysctl_say_string, .text = v         \
	}
#define FILE_INT(n, oid, file, other)                                                              \
	{                                                                                          \
		.name = n, oid, .type = CTL_INT, .answer = say_file_int, .text = file,             \
		.number = other                                                                    \
	}
#define ASK(n, oid, t, fn, v)                                                                      \
	{                                                                                          \
		.name = n, oid, .type = CTL_##t, .answer = fn, .number = v                         \
	}
#define SET(n, oid, t, fn)                                                                         \
	{                                                                                          \
		.name = n, oid, .type = CTL_##t, .answer = fn, .writable = true                    \
	}

static long say_processors(struct sysctl *s)
{
	return sysctl_out_int(s, host_cpus());
}

static long say_processor(struct sysctl *s)
{
	char name[49];

	host_cpu_name(name);
	return sysctl_out_string(s, name);
}

static long say_speed(struct sysctl *s)
{
	return sysctl_out_int(s, host_cpu_mhz());
}

/* Bytes, less what is wired where the row's number is 1; in 32 bits where there are no 64. */
static long say_memory_size(struct sysctl *s)
{
	struct host_memory m;
	uint64_t bytes;

	host_memory(&m);
	bytes = s->row->number ? m.total - m.wired : m.total;
	return s->row->type == CTL_QUAD ? sysctl_out_long(s, bytes)
					: sysctl_out_int(s, (int64_t)bytes);
}

/* struct timespec, where the BSDs before have a timeval. */
static long say_boot(struct sysctl *s)
{
	int64_t when[2];

	host_boot_time(&when[0], &when[1]);
	return sysctl_out(s, when, sizeof when);
}

static const struct sysctl_row rows[] = {
	NODE("kern", OID(1)),
	STRING("kern.ostype", OID(1, 1), "OpenBSD"),
	STRING("kern.osrelease", OID(1, 2), OPENBSD_RELEASE),
	INT("kern.osrevision", OID(1, 3), OPENBSD_OSREV),
	STRING("kern.version", OID(1, 4), "OpenBSD " OPENBSD_RELEASE " (GENERIC.MP) #0: abirun\n"),
	FILE_INT("kern.maxvnodes", OID(1, 5), "/proc/sys/fs/file-max", 65536),
	FILE_INT("kern.maxproc", OID(1, 6), "/proc/sys/kernel/pid_max", 32768),
	FILE_INT("kern.maxfiles", OID(1, 7), "/proc/sys/fs/file-max", 65536),
	ASK("kern.argmax", OID(1, 8), INT, say_argmax, 0),
	INT("kern.securelevel", OID(1, 9), 1),
	SET("kern.hostname", OID(1, 10), STRING, say_hostname),
	ASK("kern.hostid", OID(1, 11), INT, say_hostid, 0),
	ASK("kern.clockrate", OID(1, 12), STRUCT, say_clockrate, 0),
	INT("kern.posix1version", OID(1, 17), 200809),
	INT("kern.ngroups", OID(1, 18), 16),
	INT("kern.job_control", OID(1, 19), 1),
	INT("kern.saved_ids", OID(1, 20), 1),
	ASK("kern.boottime", OID(1, 21), STRUCT, say_boot, 0),
	SET("kern.domainname", OID(1, 22), STRING, say_domainname),
	INT("kern.maxpartitions", OID(1, 23), 16),
	INT("kern.rawpartition", OID(1, 24), 2),
	STRING("kern.osversion", OID(1, 27), "GENERIC.MP#0"),
	FILE_INT("kern.somaxconn", OID(1, 28), "/proc/sys/net/core/somaxconn", 128),
	INT("kern.nosuidcoredump", OID(1, 32), 1),
	INT("kern.fsync", OID(1, 33), 1),
	INT("kern.sysvmsg", OID(1, 34), 1),
	INT("kern.sysvsem", OID(1, 35), 1),
	INT("kern.sysvshm", OID(1, 36), 1),
	ASK("kern.arandom", OID(1, 37), STRUCT, say_random, 0),
	ASK("kern.nfiles", OID(1, 56), INT, say_open_files, 0),

	NODE("net", OID(4)),
	TREE("net.route", OID(4, 17), openbsd_say_routes),

	NODE("hw", OID(6)),
	STRING("hw.machine", OID(6, 1), "amd64"),
	ASK("hw.model", OID(6, 2), STRING, say_processor, 0),
	ASK("hw.ncpu", OID(6, 3), INT, say_processors, 0),
	INT("hw.byteorder", OID(6, 4), 1234),
	ASK("hw.physmem", OID(6, 5), INT, say_memory_size, 0),
	ASK("hw.usermem", OID(6, 6), INT, say_memory_size, 1),
	INT("hw.pagesize", OID(6, 7), 4096),
	ASK("hw.cpuspeed", OID(6, 12), INT, say_speed, 0),
	ASK("hw.physmem64", OID(6, 19), QUAD, say_memory_size, 0),
	ASK("hw.usermem64", OID(6, 20), QUAD, say_memory_size, 1),
	ASK("hw.ncpufound", OID(6, 21), INT, say_processors, 0),
	INT("hw.smt", OID(6, 24), 1),
	ASK("hw.ncpuonline", OID(6, 25), INT, say_processors, 0),
};

const struct sysctl_abi openbsd_sysctls = {
	.rows = rows,
	.count = sizeof rows / sizeof *rows,
	.least_depth = 2,
};
