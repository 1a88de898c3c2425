/* FreeBSD's kernel values: what the host lets one see and do, and what it runs on. */
#include "abi-tables/freebsd/sysctl.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

/* Linux shows IPv6's addresses in a file that is there where it has IPv6. */
long say_inet6(struct sysctl *s)
{
	char first[2];

	return sysctl_out_int(s, host_file("/proc/net/if_inet6", first, sizeof first) >= 0);
}

/* proc(5): hidepid hides other users' processes, and so the first. */
long say_see_others(struct sysctl *s)
{
	char first[2];

	return sysctl_out_int(s, host_file("/proc/1/stat", first, sizeof first) >= 0);
}

/*
 * Yama's ptrace_scope: from 2 on none but the superuser traces.  1 lets a
 * process trace its children; a host without Yama has no such file.
 */
long say_proc_debug(struct sysctl *s)
{
	return sysctl_out_int(s, host_file_number("/proc/sys/kernel/yama/ptrace_scope", 0) < 2);
}

/* core(5): 2 is a core that only the superuser can read, as all of FreeBSD's such are. */
long say_sugid_coredump(struct sysctl *s)
{
	return sysctl_out_int(s, host_file_number("/proc/sys/fs/suid_dumpable", 0) != 0);
}

/* Both systems' names of the same clocks, timecounters(4); another is said by the host's. */
long say_timecounter(struct sysctl *s)
{
	static const char *const names[][2] = {
		{ "tsc", "TSC" },           { "hpet", "HPET" },
		{ "acpi_pm", "ACPI-fast" }, { "kvm-clock", "kvmclock" },
		{ "xen", "XENTIMER" },      { "hyperv_clocksource_tsc_page", "Hyper-V-TSC" },
	};
	char name[64];
	long n = host_file("/sys/devices/system/clocksource/clocksource0/current_clocksource", name,
			   sizeof name);

	if (n <= 0)
		return -ENOENT;
	if (name[n - 1] == '\n')
		name[n - 1] = 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (string_same(name, names[i][0]))
			return sysctl_out_string(s, names[i][1]);
	return sysctl_out_string(s, name);
}
