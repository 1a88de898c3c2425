/* FreeBSD's kernel values: processors and memory.  Layouts: sys/vmmeter.h, sys/resource.h. */
#include <cpuid.h>

#include "abi-tables/freebsd/sysctl.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

#define PAGE 4096

long say_cpu_times(struct sysctl *s)
{
	unsigned cpus = s->row->number ? host_cpus() : 1;
	uint64_t times[5];
	long ret = 0;

	for (unsigned cpu = 0; cpu < cpus && !ret; cpu++) {
		if (host_cpu_times(s->row->number ? (int)cpu : -1, times))
			memset(times, 0, sizeof times);
		/* Counted in the ticks of kern.clockrate, 127 a second; the host's are 100. */
		for (int i = 0; i < 5; i++)
			times[i] = times[i] * 127 / 100;
		ret = sysctl_out(s, times, sizeof times);
	}
	return ret;
}

static uint64_t memory_value(uint64_t which)
{
	struct host_memory m;

	host_memory(&m);
	switch ((enum memory_value)which) {
	case MEMORY_TOTAL:
		return m.total;
	case MEMORY_FREE:
		return m.free;
	case MEMORY_WIRED:
		return m.wired;
	case MEMORY_ACTIVE:
		return m.active;
	case MEMORY_INACTIVE:
		return m.inactive;
	case MEMORY_SWAP:
		return m.swap;
	case MEMORY_USER:
		return m.total - m.wired;
	case MEMORY_TOTAL_PAGES:
		return m.total / PAGE;
	case MEMORY_DIRTY:
		return m.dirty;
	case MEMORY_BUFFERS:
		return m.buffers;
	}
	return 0;
}

long say_memory(struct sysctl *s)
{
	return sysctl_out_long(s, memory_value(s->row->number));
}

long say_pages(struct sysctl *s)
{
	uint32_t pages = (uint32_t)(memory_value(s->row->number) / PAGE);

	return sysctl_out(s, &pages, sizeof pages);
}

struct vmtotal {
	uint64_t vm, avm, rm, arm, vmshr, avmshr, rmshr, armshr, free;
	int16_t rq, dw, pw, sl, sw;
	uint16_t pad[3];
};
_Static_assert(sizeof(struct vmtotal) == 88, "struct vmtotal");

long say_vmtotal(struct sysctl *s)
{
	struct host_memory m;
	struct vmtotal t = { 0 };
	char text[64] = "";
	uint64_t load[3];

	host_memory(&m);
	t.vm = (m.total + m.swap) / PAGE;
	t.avm = m.active / PAGE;
	t.rm = (m.total - m.free) / PAGE;
	t.arm = m.active / PAGE;
	t.free = m.free / PAGE;
	host_file("/proc/loadavg", text, sizeof text);
	t.rq = (int16_t)sysctl_load_text(text, load);
	return sysctl_out(s, &t, sizeof t);
}

/* The kernel's array has three places; 1 GiB pages where cpuid says so. */
long say_page_sizes(struct sysctl *s)
{
	uint64_t sizes[3] = { PAGE, 2 << 20, 0 };
	unsigned a, b, c, d;

	if (__get_cpuid(0x80000001, &a, &b, &c, &d) && d & 1u << 26)
		sizes[2] = 1 << 30;
	return sysctl_out(s, sizes, sizeof sizes);
}

long say_mhz(struct sysctl *s)
{
	return sysctl_out_int(s, host_cpu_mhz());
}

/* cpuid leaf 0x15 where it is filled, else what the host found out. */
long say_tsc(struct sysctl *s)
{
	unsigned a = 0, b = 0, c = 0, d = 0;
	uint64_t hz;

	if (__get_cpuid_max(0, NULL) >= 0x15)
		__cpuid_count(0x15, 0, a, b, c, d);
	hz = a && b && c ? (uint64_t)c * b / a : host_cpu_mhz() * (uint64_t)1000000;
	return hz ? sysctl_out_long(s, hz) : -ENOENT;
}
