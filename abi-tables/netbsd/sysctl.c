/*
 * NetBSD's tree of kernel values: the table, and the questions about the tree itself.
 * CTL_QUERY at the end of a name lists what is below a node, as struct sysctlnode: so
 * sysctlbyname(3) finds its way, level by level.
 */
#include <limits.h>
#include <sys/resource.h>

#include "abi-tables/bsd44/sysctl.h"
#include "abi-tables/members.h"
#include "abi-tables/netbsd/netbsd.h"
#include "abi-tables/netbsd/release.h"
#include "shim/process.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

/* sys/sysctl.h: CTLTYPE_ and CTLFLAG_ */
enum ctl_type { CTL_NODE = 1, CTL_INT = 2, CTL_STRING = 3, CTL_QUAD = 4, CTL_STRUCT = 5 };
#define CTL_READWRITE   0x70u
#define CTL_PERMANENT   0x200u
#define CTL_IMMEDIATE   0x800u
#define CTL_VERSION     0x01000000u
#define CTL_QUERY       (-2)
#define CTL_DESCRIBE    (-7)
#define CTL_PROC_LIMITS 2 /* PROC_PID_LIMIT of sys/sysctl.h */

sysctl_fn say_clockinfo, say_random_int, say_boottime_spec, say_proc_args_netbsd, say_memory_netbsd,
    say_memory_int_netbsd, say_routes_netbsd, say_own_process, say_query;
#define say_proc_args  say_proc_args_netbsd
#define say_memory     say_memory_netbsd
#define say_memory_int say_memory_int_netbsd
#define say_routes     say_routes_netbsd

#define OID(...)                                                                                   \
	.oid = { __VA_ARGS__ }, .depth = sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t)
#define NODE(n, oid, what) { .name = n, oid, .type = CTL_NODE, .is_node = true, .about = what },
#define INT(n, oid, v, what)                                                                       \
	{ .name = n,                                                                               \
	  oid,                                                                                     \
	  .type = CTL_INT,                                                                         \
	  .answer = sysctl_say_int,                                                                \
	  .number = (uint64_t)(int64_t)(v),                                                        \
	  .about = what },
#define STRING(n, oid, v, what)                                                                    \
	{ .name = n,                                                                               \
	  oid,                                                                                     \
	  .type = CTL_STRING,                                                                      \
	  .answer = sysctl_say_string,                                                             \
	  .text = v,                                                                               \
	  .about = what },
#define ASK(n, oid, t, fn, v, file, what)                                                          \
	{ .name = n, oid, .type = CTL_##t, .answer = fn, .number = v, .text = file, .about = what },
#define SET(n, oid, t, fn, v, file, what)                                                          \
	{ .name = n,                                                                               \
	  oid,                                                                                     \
	  .type = CTL_##t,                                                                         \
	  .answer = fn,                                                                            \
	  .number = v,                                                                             \
	  .text = file,                                                                            \
	  .about = what,                                                                           \
	  .writable = true },
#define TREE(n, oid, fn, v, what)                                                                  \
	{ .name = n,                                                                               \
	  oid,                                                                                     \
	  .type = CTL_NODE,                                                                        \
	  .answer = fn,                                                                            \
	  .number = v,                                                                             \
	  .about = what,                                                                           \
	  .is_node = true,                                                                         \
	  .writable = true },

static const struct sysctl_row rows[] = {
#include "abi-tables/netbsd/sysctl.def"
};

const struct sysctl_abi netbsd_sysctls = {
	.rows = rows,
	.count = sizeof rows / sizeof *rows,
	.least_depth = 1,
	.query = say_query,
};

/* struct clockinfo: hz, tick, tickadj, stathz, profhz. */
long say_clockinfo(struct sysctl *s)
{
	static const int32_t clock[5] = { 100, 10000, 0, 100, 1024 };

	return sysctl_out(s, clock, sizeof clock);
}

long say_random_int(struct sysctl *s)
{
	uint32_t word;
	long ret = host_call(__NR_getrandom, &word, sizeof word, 0);

	return ret < 0 ? ret : sysctl_out(s, &word, sizeof word);
}

long say_boottime_spec(struct sysctl *s)
{
	int64_t when[2];

	host_boot_time(&when[0], &when[1]);
	return sysctl_out(s, when, sizeof when);
}

static uint64_t memory(const struct sysctl *s)
{
	struct host_memory m;

	host_memory(&m);
	return s->row->number ? m.total - m.wired : m.total;
}

long say_memory(struct sysctl *s)
{
	return sysctl_out_long(s, memory(s));
}

/* More than an int can say is said as the highest. */
long say_memory_int(struct sysctl *s)
{
	return sysctl_out_int(s, (int64_t)memory(s));
}

/* { pid, KERN_PROC_ARGV 1, NARGV 2, ENV 3, NENV 4, PATHNAME 5, CWD 6 } */
static bool path_of_process(char *path, size_t size, uint32_t pid, const char *what)
{
	struct word w;

	word_begin(&w, path, size);
	word_add(&w, "/proc/");
	if ((int32_t)pid < 0)
		word_add(&w, "self");
	else
		word_add_number(&w, pid);
	word_add(&w, what);
	return true;
}

static long say_link(struct sysctl *s, const char *what)
{
	char path[48], target[PATH_MAX];
	long n;

	path_of_process(path, sizeof path, s->name[2], what);
	n = host_call(__NR_readlink, path, target, sizeof target - 1);
	if (n < 0)
		return n == -ENOENT ? -ESRCH : n;
	target[n] = 0;
	return sysctl_out_string(s, target);
}

/* The strings as the host shows them, or how many there are. */
static long say_strings(struct sysctl *s, const char *what, bool count)
{
	char path[48], part[1024];
	int32_t strings = 0;
	long fd, n, ret = 0;

	path_of_process(path, sizeof path, s->name[2], what);
	fd = host_call(__NR_open, path, 0);
	if (fd < 0)
		return fd == -ENOENT ? -ESRCH : fd;
	while ((n = host_call(__NR_read, fd, part, sizeof part)) > 0 && !ret) {
		for (long i = 0; i < n; i++)
			strings += !part[i];
		if (!count)
			ret = sysctl_out_more(s, part, (size_t)n);
	}
	host_call(__NR_close, fd);
	if (count)
		return sysctl_out(s, &strings, sizeof strings);
	return ret ? ret : sysctl_out_done(s);
}

long say_proc_args(struct sysctl *s)
{
	bool own = (int32_t)s->name[2] == -1 || (int)s->name[2] == this_thread()->pid;

	if (s->depth != 4)
		return -EINVAL;
	switch (s->name[3]) {
	case 1:
		return say_strings(s, "/cmdline", false);
	case 2:
		return say_strings(s, "/cmdline", true);
	case 3:
		return say_strings(s, "/environ", false);
	case 4:
		return say_strings(s, "/environ", true);
	case 5: /* the program's own file is not the host's */
		return own ? sysctl_out_string(s, alien_path) : say_link(s, "/exe");
	case 6:
		return say_link(s, "/cwd");
	}
	return -EINVAL;
}

/* { pid, PROC_PID_LIMIT, limit, SOFT 1 or HARD 2 } */
long say_own_process(struct sysctl *s)
{
	uint64_t limit[2], which;
	int pid = (int)s->name[1] == -1 ? 0 : (int)s->name[1];
	long ret;

	if (s->depth != 5 || s->name[2] != CTL_PROC_LIMITS || s->name[4] - 1 > 1 ||
	    xlat_to_host(XLAT_rlimit, s->name[3] - 1, &which))
		return -ENOENT;
	ret = host_call(__NR_prlimit64, pid, which, NULL, limit);
	if (ret)
		return ret;
	if (limit[s->name[4] - 1] > INT64_MAX)
		limit[s->name[4] - 1] = INT64_MAX;
	ret = sysctl_out_long(s, limit[s->name[4] - 1]);
	if (ret || !sysctl_writes(s))
		return ret;
	ret = sysctl_in(s, &limit[s->name[4] - 1], sizeof limit[0]);
	return ret ? ret : host_call(__NR_prlimit64, pid, which, limit, NULL);
}

struct netbsd_sysctlnode {
	uint32_t sysctl_flags;
	int32_t sysctl_num;
	char sysctl_name[32];
	uint32_t sysctl_ver, rsvd;
	uint64_t un[2], sysctl_size, sysctl_func, sysctl_parent, sysctl_desc;
};
SIZE_IS(struct netbsd_sysctlnode, 96);

static uint64_t size_of(const struct sysctl_row *row)
{
	switch (row->type) {
	case CTL_INT:
		return 4;
	case CTL_QUAD:
		return 8;
	case CTL_STRING:
		return row->answer == sysctl_say_string ? string_length(row->text) + 1 : 256;
	}
	return 0;
}

static void describe(struct netbsd_sysctlnode *n, const struct sysctl_row *row)
{
	const char *name = row->name;

	for (const char *p = name; *p; p++)
		if (*p == '.')
			name = p + 1;
	*n = (struct netbsd_sysctlnode){
		.sysctl_flags =
		    CTL_VERSION | CTL_PERMANENT | (row->writable ? CTL_READWRITE : 0) | row->type,
		.sysctl_num = (int32_t)row->oid[row->depth - 1],
		.sysctl_ver = 1,
		.sysctl_size = size_of(row),
	};
	if (row->type == CTL_INT && row->answer == sysctl_say_int) {
		n->sysctl_flags |= CTL_IMMEDIATE;
		n->un[0] = (uint32_t)row->number;
	}
	for (unsigned i = 0; name[i] && i < sizeof n->sysctl_name - 1; i++)
		n->sysctl_name[i] = name[i];
}

/* A row that stands right below the node that is asked about. */
static bool is_child(const struct sysctl *s, const struct sysctl_row *row)
{
	if (row->depth != s->depth)
		return false;
	for (unsigned i = 0; i < s->depth - 1; i++)
		if (row->oid[i] != s->name[i])
			return false;
	return true;
}

long say_query(struct sysctl *s)
{
	const struct sysctl_row *node = s->depth > 1 ? sysctl_find(s->name, s->depth - 1) : NULL;
	struct netbsd_sysctlnode n;
	long ret = 0;

	if ((int32_t)s->name[s->depth - 1] != CTL_QUERY) /* the tree can't be changed */
		return (int32_t)s->name[s->depth - 1] == CTL_DESCRIBE ? -EOPNOTSUPP : -EPERM;
	if (s->depth > 1 && (!node || node->depth != s->depth - 1))
		return -ENOENT;
	if (node && !node->is_node)
		return -ENOTDIR;
	for (size_t i = 0; i < netbsd_sysctls.count && !ret; i++) {
		if (!is_child(s, &rows[i]))
			continue;
		describe(&n, &rows[i]);
		ret = sysctl_out_more(s, &n, sizeof n);
	}
	return ret ? ret : sysctl_out_done(s);
}
