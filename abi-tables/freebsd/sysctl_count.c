/* FreeBSD's kernel values: what the host counts, and swap space. */
#include <fcntl.h>
#include <sys/stat.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/sysctl.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

#define PAGE 4096

struct count {
	const char *key;
	uint64_t value;
};

static long find_count(const char *line, void *arg)
{
	struct count *c = arg;
	const char *p;

	if (!string_starts(line, c->key))
		return 0;
	p = line + string_length(c->key);
	if (*p != ' ')
		return 0;
	c->value = parse_number(&p);
	return 1;
}

/*
 * The row's key in one of the host's tables.  These are 64 bits wide, and 32 for a
 * caller with room for so many only (sys/vmmeter.h, sysctl_handle_vmstat).
 */
long say_count(struct sysctl *s)
{
	static const char *const files[] = {
		[COUNT_STAT] = "/proc/stat",
		[COUNT_VMSTAT] = "/proc/vmstat",
	};
	struct count c = { .key = s->row->text };
	uint32_t small;

	if (host_lines(files[s->row->number], find_count, &c) != 1)
		return -ENOENT; /* the host does not count it */
	small = (uint32_t)c.value;
	return s->old && s->room == sizeof small ? sysctl_out(s, &small, sizeof small)
						 : sysctl_out_long(s, c.value);
}

/* /proc/sys/kernel/sem: SEMMSL, SEMMNS, SEMOPM, SEMMNI; the row's number says which. */
long say_semaphores(struct sysctl *s)
{
	char text[64];
	const char *p = text;
	uint64_t v = 0;

	if (host_file("/proc/sys/kernel/sem", text, sizeof text) <= 0)
		return -ENOENT;
	for (uint64_t i = 0; i <= s->row->number; i++)
		v = parse_number(&p);
	return sysctl_out_int(s, (int64_t)v);
}

/* vm/vm_param.h: struct xswdev */
struct xswdev {
	uint32_t version;
	uint64_t dev;
	int32_t flags, blocks, used;
};
_Static_assert(sizeof(struct xswdev) == 32, "struct xswdev");
enum { XSWDEV_VERSION = 2, SW_IN_USE = 4 };

struct swap {
	uint32_t wanted, seen;
	struct xswdev answer;
};

/* proc(5), swaps: "Filename Type Size Used Priority" in KiB, below a heading. */
static long find_swap(const char *line, void *arg)
{
	struct swap *w = arg;
	struct stat st;
	char path[256];
	const char *p = line;
	size_t n = 0;

	if (line[0] != '/' || w->seen++ != w->wanted)
		return 0;
	for (; line[n] != ' ' && line[n] && n < sizeof path - 1; n++)
		path[n] = line[n];
	path[n] = 0;
	p = parse_skip_words(p, 2);
	w->answer.version = XSWDEV_VERSION;
	w->answer.flags = SW_IN_USE;
	w->answer.blocks = (int32_t)(parse_number(&p) * 1024 / PAGE);
	w->answer.used = (int32_t)(parse_number(&p) * 1024 / PAGE);
	if (!host_call(__NR_newfstatat, AT_FDCWD, path, &st, 0))
		w->answer.dev = freebsd_dev_to_alien(S_ISBLK(st.st_mode) ? st.st_rdev : st.st_dev);
	return 1;
}

static long count_swap(const char *line, void *arg)
{
	*(int *)arg += line[0] == '/';
	return 0;
}

long say_swaps(struct sysctl *s)
{
	int count = 0;

	host_lines("/proc/swaps", count_swap, &count);
	return sysctl_out_int(s, count);
}

/* vm.swap_info.N: the swap device of that number. */
long say_swap(struct sysctl *s)
{
	struct swap w = { 0 };

	if (s->depth != s->row->depth + 1u)
		return -EINVAL;
	w.wanted = s->name[s->row->depth];
	return host_lines("/proc/swaps", find_swap, &w) == 1
		   ? sysctl_out(s, &w.answer, sizeof w.answer)
		   : -ENOENT;
}
