/* What the host says of itself. */
#include <cpuid.h>
#include <fcntl.h>
#include <linux/time.h>

#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

long host_file(const char *path, char *buffer, size_t size)
{
	long fd = host_call(__NR_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	size_t have = 0;
	long n = 0;

	if (fd < 0)
		return fd;
	while (have < size - 1) {
		n = host_call(__NR_read, fd, buffer + have, size - 1 - have);
		if (n <= 0)
			break;
		have += (size_t)n;
	}
	host_call(__NR_close, fd);
	buffer[have] = 0;
	return n < 0 && !have ? n : (long)have;
}

uint64_t host_file_number(const char *path, uint64_t other)
{
	char text[32];
	const char *p = text;

	if (host_file(path, text, sizeof text) <= 0 || *p < '0' || *p > '9')
		return other;
	return parse_number(&p);
}

/* What a buffer holds of a file being read by lines. */
struct lines {
	char text[4096 + 1];
	size_t have;
	bool cut; /* the rest of this line has been said already */
};

/* Says the whole lines, and keeps what is behind them. */
static long say_lines(struct lines *l, host_line_fn *each, void *arg)
{
	char *at = l->text, *end;
	long ret = 0;

	for (end = at; end < l->text + l->have && !ret; end++) {
		if (*end != '\n')
			continue;
		*end = 0;
		ret = l->cut ? 0 : each(at, arg);
		l->cut = false;
		at = end + 1;
	}
	l->have -= (size_t)(at - l->text);
	for (size_t i = 0; i < l->have; i++)
		l->text[i] = at[i];
	if (ret || l->have < sizeof l->text - 1)
		return ret;
	l->text[l->have] = 0;
	ret = l->cut ? 0 : each(l->text, arg);
	l->cut = true;
	l->have = 0;
	return ret;
}

long host_lines(const char *path, host_line_fn *each, void *arg)
{
	struct lines l;
	long fd = host_call(__NR_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	long n, ret = 0;

	if (fd < 0)
		return fd;
	l.have = 0;
	l.cut = false;
	do {
		n = host_call(__NR_read, fd, l.text + l.have, sizeof l.text - 1 - l.have);
		if (n <= 0)
			break;
		l.have += (size_t)n;
		ret = say_lines(&l, each, arg);
	} while (!ret);
	host_call(__NR_close, fd);
	if (n >= 0 && !ret && l.have && !l.cut) {
		l.text[l.have] = 0;
		ret = each(l.text, arg);
	}
	return n < 0 ? n : ret;
}

static unsigned cpus_allowed(void)
{
	uint64_t mask[128];
	long n = host_call(__NR_sched_getaffinity, 0, sizeof mask, mask);
	unsigned count = 0;

	for (long i = 0; i < n / 8; i++)
		for (uint64_t m = mask[i]; m; m &= m - 1)
			count++;
	return count ? count : 1;
}

/* "0-3,8,10-11": nine processors. */
unsigned host_cpus(void)
{
	char text[512];
	const char *p = text;
	unsigned count = 0;

	if (host_file("/sys/devices/system/cpu/online", text, sizeof text) <= 0)
		return cpus_allowed();
	while (*p >= '0' && *p <= '9') {
		uint64_t first = parse_number(&p), last = first;

		if (*p == '-') {
			p++;
			last = parse_number(&p);
		}
		count += (unsigned)(last - first + 1);
		if (*p == ',')
			p++;
	}
	return count ? count : cpus_allowed();
}

static uint64_t kilobytes(const char *text, const char *key)
{
	const char *p = parse_line(text, key);

	return p ? parse_number(&p) * 1024 : 0;
}

void host_memory(struct host_memory *m)
{
	char text[2048];

	if (host_file("/proc/meminfo", text, sizeof text) <= 0)
		text[0] = 0;
	m->total = kilobytes(text, "MemTotal:");
	m->free = kilobytes(text, "MemFree:");
	m->available = kilobytes(text, "MemAvailable:");
	m->active = kilobytes(text, "Active:");
	m->inactive = kilobytes(text, "Inactive:");
	m->cached = kilobytes(text, "Cached:");
	m->dirty = kilobytes(text, "Dirty:");
	m->buffers = kilobytes(text, "Buffers:");
	m->swap = kilobytes(text, "SwapTotal:");
	m->swap_free = kilobytes(text, "SwapFree:");
	m->wired = kilobytes(text, "Unevictable:") + kilobytes(text, "Slab:") +
		   kilobytes(text, "KernelStack:") + kilobytes(text, "PageTables:");
}

void host_boot_time(int64_t *seconds, int64_t *nanoseconds)
{
	/* Two clocks are never read at one time: what was found first stays. */
	static int64_t found[2];
	int64_t now[2] = { 0, 0 }, up[2] = { 0, 0 };

	if (found[0]) {
		*seconds = found[0];
		*nanoseconds = found[1];
		return;
	}
	host_call(__NR_clock_gettime, CLOCK_REALTIME, now);
	host_call(__NR_clock_gettime, CLOCK_BOOTTIME, up);
	*seconds = now[0] - up[0];
	*nanoseconds = now[1] - up[1];
	if (*nanoseconds < 0) {
		*nanoseconds += 1000000000;
		--*seconds;
	}
	found[1] = *nanoseconds;
	__atomic_store_n(&found[0], *seconds, __ATOMIC_RELEASE);
}

void host_cpu_name(char name[49])
{
	unsigned *words = (unsigned *)name;
	unsigned from = 0, to = 0;

	memset(name, 0, 49);
	if ((unsigned)__get_cpuid_max(0x80000000, NULL) < 0x80000004)
		return;
	for (unsigned leaf = 0; leaf < 3; leaf++, words += 4)
		__cpuid(0x80000002 + leaf, words[0], words[1], words[2], words[3]);
	while (name[from] == ' ')
		from++;
	while (from < 48)
		name[to++] = name[from++];
	name[to] = 0;
}

unsigned host_cpu_mhz(void)
{
	char text[2048];
	const char *p;

	if (host_file("/proc/cpuinfo", text, sizeof text) <= 0)
		return 0;
	p = parse_line(text, "cpu MHz");
	while (p && (*p == ' ' || *p == '\t' || *p == ':'))
		p++;
	return p ? (unsigned)parse_number(&p) : 0;
}

/* /proc/stat: user nice system idle iowait irq softirq steal. */
long host_cpu_times(int cpu, uint64_t times[5])
{
	char text[8192], key[16];
	struct word k;
	const char *p;
	uint64_t v[8];
	long ret = host_file("/proc/stat", text, sizeof text);

	if (ret < 0)
		return ret;
	word_begin(&k, key, sizeof key);
	word_add(&k, "cpu");
	if (cpu >= 0)
		word_add_number(&k, (unsigned)cpu);
	word_add(&k, " ");
	p = parse_line(text, key);
	if (!p)
		return -ENOENT;
	for (int i = 0; i < 8; i++)
		v[i] = parse_number(&p);
	times[0] = v[0];
	times[1] = v[1];
	times[2] = v[2] + v[7];
	times[3] = v[5] + v[6];
	times[4] = v[3] + v[4];
	return 0;
}

void host_uname(int field, char text[65])
{
	char names[6][65];

	memset(names, 0, sizeof names);
	host_call(__NR_uname, names);
	memcpy(text, names[field], 65);
}

struct entry { /* getdents64(2) */
	uint64_t inode, next;
	uint16_t length;
	uint8_t type;
	char name[];
};

static long numbers_of(const char *at, const char *end, host_number_fn *each, void *arg)
{
	long ret = 0;

	while (at < end && !ret) {
		const struct entry *e = (const struct entry *)at;
		const char *name = e->name;

		if (*name >= '0' && *name <= '9')
			ret = each((unsigned)parse_number(&name), arg);
		at += e->length;
	}
	return ret;
}

long host_numbers_in(const char *path, host_number_fn *each, void *arg)
{
	char entries[4096] __attribute__((aligned(8)));
	long fd = host_call(__NR_openat, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	long n, ret = 0;

	if (fd < 0)
		return fd;
	do {
		n = host_call(__NR_getdents64, fd, entries, sizeof entries);
		if (n > 0)
			ret = numbers_of(entries, entries + n, each, arg);
	} while (n > 0 && !ret);
	host_call(__NR_close, fd);
	return n < 0 ? n : ret;
}
