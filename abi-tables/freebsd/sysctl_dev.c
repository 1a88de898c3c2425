/* FreeBSD's kernel values: names of devices, and how processors belong together. */
#include <fcntl.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/sysctl.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

/* Linux's Documentation/admin-guide/devices.txt: pts/0 to pts/255 of each. */
enum { PTS_MAJOR = 136, PTS_MAJORS = 8, PTS_EACH = 256 };

/* "DEVNAME=..." in a device's uevent file; false: there is no such device. */
static bool device_name(const char *kind, uint64_t major, uint64_t minor, char *name, size_t size)
{
	char path[64], text[512];
	const char *p;
	struct word w;

	word_begin(&w, path, sizeof path);
	word_add(&w, kind);
	word_add_number(&w, major);
	word_add(&w, ":");
	word_add_number(&w, minor);
	word_add(&w, "/uevent");
	if (host_file(path, text, sizeof text) <= 0)
		return false;
	p = parse_line(text, "DEVNAME=");
	if (!p)
		return false;
	word_begin(&w, name, size);
	for (size_t n = 0; p[n] && p[n] != '\n'; n++)
		word_add(&w, (char[]){ p[n], 0 });
	return true;
}

/* devname(3): the name below /dev of the dev_t that is given as the new value. */
long say_device(struct sysctl *s)
{
	uint64_t dev, host;
	unsigned major, minor;
	char name[256];
	struct word w;
	long error;

	if (!sysctl_writes(s))
		return -EINVAL;
	error = sysctl_in(s, &dev, sizeof dev);
	if (error)
		return error;
	host = freebsd_dev_to_host(dev);
	/* makedev(3) of the host */
	major = (unsigned)((host >> 8 & 0xfff) | (host >> 32 & ~0xfffull));
	minor = (unsigned)((host & 0xff) | (host >> 12 & ~0xffull));
	if (major >= PTS_MAJOR && major < PTS_MAJOR + PTS_MAJORS) {
		word_begin(&w, name, sizeof name);
		word_add(&w, "pts/");
		word_add_number(&w, (major - PTS_MAJOR) * PTS_EACH + minor);
	} else if (!device_name("/sys/dev/char/", major, minor, name, sizeof name) &&
		   !device_name("/sys/dev/block/", major, minor, name, sizeof name)) {
		return -ENOENT;
	}
	return sysctl_out_string(s, name);
}

/* The first processor of the core that a processor is part of. */
static unsigned core_of(unsigned cpu)
{
	char path[96], text[64];
	const char *p = text;
	struct word w;

	word_begin(&w, path, sizeof path);
	word_add(&w, "/sys/devices/system/cpu/cpu");
	word_add_number(&w, cpu);
	word_add(&w, "/topology/thread_siblings_list");
	return host_file(path, text, sizeof text) > 0 ? (unsigned)parse_number(&p) : cpu;
}

static unsigned cores(void)
{
	unsigned count = 0;

	for (unsigned cpu = 0; cpu < host_cpus(); cpu++)
		count += core_of(cpu) == cpu;
	return count ? count : 1;
}

long say_cores(struct sysctl *s)
{
	return sysctl_out_int(s, cores());
}

long say_core_threads(struct sysctl *s)
{
	return sysctl_out_int(s, host_cpus() / cores());
}

/* A text that may be longer than a buffer is said piece by piece, its NUL at last. */
static void say(struct sysctl *s, long *ret, const char *text)
{
	if (!*ret)
		*ret = sysctl_out_more(s, text, string_length(text));
}

/* The processors of one core, or with core -1 all: "0, 1", with their number and mask before it. */
static void say_cpu(struct sysctl *s, long *ret, int core)
{
	static const char digits[] = "0123456789abcdef";
	uint64_t mask[4] = { 0 };
	char numbers[2048], head[256];
	unsigned count = 0;
	struct word w, h;

	word_begin(&w, numbers, sizeof numbers);
	for (unsigned cpu = 0; cpu < host_cpus() && cpu < 256; cpu++) {
		if (core >= 0 && core_of(cpu) != (unsigned)core)
			continue;
		if (count++)
			word_add(&w, ", ");
		word_add_number(&w, cpu);
		mask[cpu / 64] |= 1ull << cpu % 64;
	}
	word_begin(&h, head, sizeof head);
	word_add(&h, "<cpu count=\"");
	word_add_number(&h, count);
	word_add(&h, "\" mask=\"");
	for (int i = 0; i < 4; i++) {
		int shift = 60;

		if (i)
			word_add(&h, ",");
		while (shift && !(mask[i] >> shift & 15))
			shift -= 4;
		for (; shift >= 0; shift -= 4)
			word_add(&h, (char[]){ digits[mask[i] >> shift & 15], 0 });
	}
	word_add(&h, "\">");
	say(s, ret, head);
	say(s, ret, numbers);
	say(s, ret, "</cpu>\n");
}

/* kern.sched.topology_spec of sched_ule(4): all processors, below them the cores. */
long say_topology(struct sysctl *s)
{
	unsigned cpus = host_cpus(), all = cores();
	long ret = 0;

	say(s, &ret, "<groups>\n <group level=\"1\" cache-level=\"0\">\n  ");
	say_cpu(s, &ret, -1);
	if (all > 1 || cpus > all) {
		say(s, &ret, "  <children>\n");
		for (unsigned cpu = 0; cpu < cpus; cpu++) {
			if (core_of(cpu) != cpu)
				continue;
			say(s, &ret, "   <group level=\"2\" cache-level=\"2\">\n    ");
			say_cpu(s, &ret, (int)cpu);
			if (cpus > all)
				say(s, &ret,
				    "    <flags><flag name=\"THREAD\">THREAD group</flag>"
				    "<flag name=\"SMT\">SMT group</flag></flags>\n");
			say(s, &ret, "   </group>\n");
		}
		say(s, &ret, "  </children>\n");
	}
	say(s, &ret, " </group>\n</groups>\n");
	if (!ret)
		ret = sysctl_out_more(s, "", 1);
	return ret ? ret : sysctl_out_done(s);
}
