/* The BSDs' kernel values: the system as a whole.  Layouts: sys/time.h, sys/sysctl.h. */
#include <sys/resource.h>

#include "abi-tables/bsd44/sysctl.h"
#include "shim/process.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

/* The number in the file that the row names, or the row's where the host does not show it. */
static uint64_t number_of(const struct sysctl *s)
{
	return host_file_number(s->row->text, s->row->number);
}

static int64_t as_int(uint64_t v)
{
	return v > INT32_MAX ? INT32_MAX : (int64_t)v;
}

long say_file_int(struct sysctl *s)
{
	return sysctl_out_int(s, as_int(number_of(s)));
}

long say_file_long(struct sysctl *s)
{
	return sysctl_out_long(s, number_of(s));
}

/* The host counts these in seconds. */
long say_milliseconds(struct sysctl *s)
{
	return sysctl_out_int(s, as_int(number_of(s) * 1000));
}

static uint64_t limit_of(int which, int hard)
{
	uint64_t limit[2] = { 0, 0 };

	host_call(__NR_prlimit64, 0, which, NULL, limit);
	return limit[hard];
}

/* The host's limit hangs on the stack's: a quarter of it, 128 KiB at least; FreeBSD's is 512 KiB.
 */
long say_argmax(struct sysctl *s)
{
	uint64_t quarter = limit_of(RLIMIT_STACK, 0) / 4;

	if (quarter < 128 * 1024)
		quarter = 128 * 1024;
	return sysctl_out_int(s, quarter < 512 * 1024 ? (int64_t)quarter : 512 * 1024);
}

/* A system-wide limit there; here the highest that the process may set for itself. */
long say_limit(struct sysctl *s)
{
	return sysctl_out_int(s, as_int(limit_of((int)s->row->number, 1)));
}

long say_long_limit(struct sysctl *s)
{
	return sysctl_out_long(s, limit_of((int)s->row->number, 1));
}

static long set_name(struct sysctl *s, long nr)
{
	char name[64];

	if (s->new_size > sizeof name)
		return -EINVAL;
	if (copy_from_alien(name, s->new, s->new_size))
		return -EFAULT;
	return host_call(nr, name, s->new_size);
}

long say_hostname(struct sysctl *s)
{
	char name[65];
	long ret;

	host_uname(HOST_UNAME_NODE, name);
	ret = sysctl_out_string(s, name);
	return ret || !sysctl_writes(s) ? ret : set_name(s, __NR_sethostname);
}

/* The host says "(none)" where there is none. */
long say_domainname(struct sysctl *s)
{
	char name[65];
	long ret;

	host_uname(HOST_UNAME_DOMAIN, name);
	ret = sysctl_out_string(s, name[0] == '(' ? "" : name);
	return ret || !sysctl_writes(s) ? ret : set_name(s, __NR_setdomainname);
}

long say_hostid(struct sysctl *s)
{
	uint32_t id[2] = { 0, 0 };

	if (host_file("/etc/hostid", (char *)id, 5) != 4)
		id[0] = 0;
	return sysctl_out_long(s, id[0]);
}

/* machine-id(5) is the same 32 digits without dashes. */
long say_hostuuid(struct sysctl *s)
{
	char id[40], uuid[40];
	unsigned from = 0, to = 0;

	if (host_file("/etc/machine-id", id, sizeof id) < 32)
		return sysctl_out_string(s, "00000000-0000-0000-0000-000000000000");
	while (from < 32) {
		if (to == 8 || to == 13 || to == 18 || to == 23)
			uuid[to++] = '-';
		uuid[to++] = id[from++];
	}
	uuid[to] = 0;
	return sysctl_out_string(s, uuid);
}

/* struct clockinfo; FreeBSD's own kern.hz, and the ticks that times(3) counts in. */
long say_clockrate(struct sysctl *s)
{
	static const int32_t clock[5] = { 1000, 1000, 0, 127, 8126 };

	return sysctl_out(s, clock, sizeof clock);
}

long say_boottime(struct sysctl *s)
{
	int64_t when[2];

	host_boot_time(&when[0], &when[1]);
	when[1] /= 1000;
	return sysctl_out(s, when, sizeof when);
}

long say_ps_strings(struct sysctl *s)
{
	return sysctl_out_long(s, alien_ps_strings);
}

long say_usrstack(struct sysctl *s)
{
	return sysctl_out_long(s, alien_stack_high);
}

/* As many as there is room for, 256 at most. */
long say_random(struct sysctl *s)
{
	uint8_t bytes[256];
	size_t n = !s->old ? 8 : s->room < sizeof bytes ? s->room : sizeof bytes;
	long ret = host_call(__NR_getrandom, bytes, n, 0);

	return ret < 0 ? ret : sysctl_out(s, bytes, n);
}

long say_open_files(struct sysctl *s)
{
	return sysctl_out_int(s, as_int(host_file_number("/proc/sys/fs/file-nr", 0)));
}

/* The range's first or last port. */
long say_port(struct sysctl *s)
{
	char range[64];
	const char *p = range;
	uint64_t port[2] = { 32768, 60999 };

	if (host_file("/proc/sys/net/ipv4/ip_local_port_range", range, sizeof range) > 0) {
		port[0] = parse_number(&p);
		port[1] = parse_number(&p);
	}
	return sysctl_out_int(s, (int64_t)port[s->row->number]);
}

/* The row's number is how much less. */
long say_cpus(struct sysctl *s)
{
	return sysctl_out_int(s, (int64_t)host_cpus() - (int64_t)s->row->number);
}

/* "0.10 0.20 0.30 2/345 6789": averages, and how many of all threads run. */
uint64_t sysctl_load_text(const char *p, uint64_t load[3])
{
	for (int i = 0; i < 3; i++) {
		uint64_t whole = parse_number(&p);

		if (*p == '.')
			p++;
		load[i] = whole * 100 + parse_number(&p);
	}
	return parse_number(&p);
}

/* struct loadavg: three averages in fixed point, and what one is there. */
long say_loadavg(struct sysctl *s)
{
	struct {
		uint32_t average[3];
		int64_t one;
	} l = { .one = 2048 };
	char text[64] = "";
	uint64_t load[3];

	host_file("/proc/loadavg", text, sizeof text);
	sysctl_load_text(text, load);
	for (int i = 0; i < 3; i++)
		l.average[i] = (uint32_t)(load[i] * 2048 / 100);
	return sysctl_out(s, &l, sizeof l);
}

long say_model(struct sysctl *s)
{
	char name[49];

	host_cpu_name(name);
	return sysctl_out_string(s, name);
}
