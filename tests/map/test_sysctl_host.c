/* FreeBSD's sysctl tree: what the host counts, its sockets, devices and processors. */
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "syscall-map/host_facts.h"
#include "tests/map/harness.h"

map_fn map_sysctl, map_sysctlbyname;

static long ask(const char *name, void *old, size_t *size)
{
	return call_map(map_sysctlbyname, name, strlen(name), old, size, 0, 0);
}

/* All of a list, however long; others open sockets meanwhile. */
static char *list(const char *name, size_t *size)
{
	char *all = NULL;
	long ret;

	do {
		*size = 0;
		assert_int_equal(ask(name, NULL, size), 0);
		*size += 65536;
		all = realloc(all, *size);
		ret = ask(name, all, size);
	} while (ret == -ENOMEM);
	assert_int_equal(ret, 0);
	return all;
}

static uint64_t word(const char *at)
{
	uint64_t v;

	memcpy(&v, at, sizeof v);
	return v;
}

static uint64_t inode(int fd)
{
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	return st.st_ino;
}

/* netinet/tcp_var.h: struct xtcpcb, its ports at 8 + 252, its state at 568. */
static void a_listening_socket_is_in_the_list_by_its_port(void **state)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), found = 0;
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t n = sizeof a;
	size_t size;
	char *all, *p;

	(void)state;
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(listen(fd, 1), 0);
	getsockname(fd, (struct sockaddr *)&a, &n);
	all = list("net.inet.tcp.pcblist", &size);
	assert_int_equal(word(all), 64);
	for (p = all + 64; word(p) == 744; p += 744) {
		if (memcmp(p + 8 + 254, &a.sin_port, 2) != 0 || *(int *)(p + 568) != 1)
			continue;
		found++;
		assert_int_equal(word(p + 8 + 8 + 8), inode(fd));
		assert_memory_equal(p + 8 + 248 + 24 + 12, &a.sin_addr, 4);
		assert_int_equal(p[8 + 392], 1); /* INP_IPV4 */
	}
	/* The list ends as it begins, and its counts are true. */
	assert_int_equal(word(p), 64);
	assert_int_equal(p + 64 - all, size);
	assert_int_equal(*(int *)(p + 8), (p - all - 64) / 744);
	assert_int_equal(found, 1);
	free(all);
	close(fd);
}

static void a_datagram_socket_is_in_the_list_of_udp(void **state)
{
	int fd = socket(AF_INET6, SOCK_DGRAM, 0), found = 0;
	struct sockaddr_in6 a = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	socklen_t n = sizeof a;
	size_t size;
	char *all, *p;

	(void)state;
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	getsockname(fd, (struct sockaddr *)&a, &n);
	all = list("net.inet.udp.pcblist", &size);
	for (p = all + 64; word(p) == 400; p += 400)
		if (p[392] == 2 && !memcmp(p + 254, &a.sin6_port, 2)) {
			found++;
			assert_memory_equal(p + 248 + 24, &a.sin6_addr, 16);
		}
	assert_int_equal(found, 1);
	free(all);
	close(fd);
}

static void a_unix_socket_is_in_its_list_by_its_path(void **state)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0), found = 0;
	size_t size;
	char *all;

	(void)state;
	snprintf(a.sun_path, sizeof a.sun_path, "/tmp/abirun-list-%d", getpid());
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	all = list("net.local.seqpacket.pcblist", &size);
	assert_int_equal(word(all), 32);
	for (char *p = all + 32; word(p) == 904; p += 904)
		if (!strcmp(p + 154, a.sun_path)) {
			found++;
			assert_int_equal(p[153], 1); /* AF_UNIX */
			assert_int_equal(word(p + 8), inode(fd));
		}
	assert_int_equal(found, 1);
	free(all);
	unlink(a.sun_path);
	close(fd);
}

/* sys/file.h: struct xfile.  A socket's xf_data is what the lists of sockets have. */
static void every_descriptor_is_in_the_list_of_files(void **state)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), found = 0;
	size_t size;
	char *all;

	(void)state;
	all = list("kern.file", &size);
	assert_int_equal(size % 128, 0);
	for (char *p = all; p < all + size; p += 128)
		if (*(int *)(p + 8) == getpid() && *(int *)(p + 16) == fd) {
			found++;
			assert_int_equal(*(short *)(p + 32), 2); /* DTYPE_SOCKET */
			assert_int_equal(word(p + 56), inode(fd));
			assert_int_equal(*(unsigned *)(p + 12), geteuid());
		}
	assert_int_equal(found, 1);
	free(all);
	close(fd);
}

static void a_device_has_a_name(void **state)
{
	static const char name[] = "kern.devname";
	struct stat st;
	uint64_t dev;
	char text[64];
	size_t n = sizeof text;

	(void)state;
	stat("/dev/null", &st);
	dev = freebsd_dev_to_alien(st.st_rdev);
	assert_int_equal(call_map(map_sysctlbyname, name, sizeof name - 1, text, &n, &dev, 8), 0);
	assert_string_equal(text, "null");
	dev = freebsd_dev_to_alien(makedev(137, 3));
	n = sizeof text;
	assert_int_equal(call_map(map_sysctlbyname, name, sizeof name - 1, text, &n, &dev, 8), 0);
	assert_string_equal(text, "pts/259");
	dev = freebsd_dev_to_alien(makedev(4000, 3));
	assert_int_equal(call_map(map_sysctlbyname, name, sizeof name - 1, text, &n, &dev, 8),
			 -ENOENT);
	assert_int_equal(ask(name, text, &n), -EINVAL);
}

static void counts_go_up_and_fit_their_buffer(void **state)
{
	uint64_t before = 0, after = 0;
	uint32_t small = 0;
	size_t n = sizeof before;

	(void)state;
	assert_int_equal(ask("vm.stats.sys.v_swtch", &before, &n), 0);
	assert_int_equal(n, 8);
	usleep(1000);
	assert_int_equal(ask("vm.stats.sys.v_swtch", &after, &n), 0);
	assert_true(before && after > before);
	n = sizeof small;
	assert_int_equal(ask("vm.stats.sys.v_swtch", &small, &n), 0);
	assert_int_equal(n, 4);
	assert_true(small >= (uint32_t)after);
}

static int ask_int(const char *name)
{
	int v = -1;
	size_t n = sizeof v;

	assert_int_equal(ask(name, &v, &n), 0);
	return v;
}

static int host_number(const char *path)
{
	FILE *f = fopen(path, "r");
	int v = 0;

	if (!f)
		return 0;
	assert_int_equal(fscanf(f, "%d", &v), 1);
	fclose(f);
	return v;
}

static void policies_are_the_hosts(void **state)
{
	(void)state;
	assert_int_equal(ask_int("kern.features.inet6"), access("/proc/net/if_inet6", F_OK) == 0);
	assert_int_equal(ask_int("security.bsd.see_other_uids"), access("/proc/1/stat", R_OK) == 0);
	assert_int_equal(ask_int("security.bsd.see_other_gids"), access("/proc/1/stat", R_OK) == 0);
	assert_int_equal(ask_int("kern.sugid_coredump"),
			 host_number("/proc/sys/fs/suid_dumpable") > 0);
	assert_int_equal(ask_int("security.bsd.unprivileged_proc_debug"),
			 host_number("/proc/sys/kernel/yama/ptrace_scope") < 2);
}

/* A host's clock by the name that the alien knows it by. */
static void the_source_of_time_is_the_hosts(void **state)
{
	static const char path[] = "/sys/devices/system/clocksource/clocksource0/"
				   "current_clocksource";
	static const char name[] = "kern.timecounter.hardware";
	FILE *f = fopen(path, "r");
	char host[64] = "", text[64];
	size_t n = sizeof text;

	(void)state;
	if (!f) {
		assert_int_equal(ask(name, text, &n), -ENOENT);
		return;
	}
	assert_int_equal(fscanf(f, "%63s", host), 1);
	fclose(f);
	assert_int_equal(ask(name, text, &n), 0);
	assert_int_equal(n, strlen(text) + 1);
	if (!strcmp(host, "tsc") || !strcmp(host, "hpet"))
		assert_int_equal(strcasecmp(text, host), 0);
	else if (!strcmp(host, "kvm-clock"))
		assert_string_equal(text, "kvmclock");
	else if (!strcmp(host, "acpi_pm"))
		assert_string_equal(text, "ACPI-fast");
	else
		assert_true(n > 1);
}

static void processors_stand_in_groups(void **state)
{
	char text[65536], wanted[64];
	int cores = 0, threads = 0;
	size_t n = sizeof text;

	(void)state;
	assert_int_equal(ask("kern.sched.topology_spec", text, &n), 0);
	assert_int_equal(n, strlen(text) + 1);
	snprintf(wanted, sizeof wanted, "<cpu count=\"%ld\"", sysconf(_SC_NPROCESSORS_ONLN));
	assert_non_null(strstr(text, wanted));
	n = sizeof cores;
	assert_int_equal(ask("kern.smp.cores", &cores, &n), 0);
	assert_int_equal(ask("kern.smp.threads_per_core", &threads, &n), 0);
	assert_in_range(cores * threads, 1, sysconf(_SC_NPROCESSORS_ONLN));
}

static void a_swap_device_that_is_not_there_is_enoent(void **state)
{
	unsigned mib[24], query[2] = { 0, 3 };
	static const char name[] = "vm.swap_info";
	char device[32];
	size_t n = sizeof mib, depth;
	int count = -1;

	(void)state;
	assert_int_equal(call_map(map_sysctl, query, 2, mib, &n, name, sizeof name - 1), 0);
	depth = n / 4;
	n = sizeof device;
	mib[depth] = 9999;
	assert_int_equal(call_map(map_sysctl, mib, depth + 1, device, &n, 0, 0), -ENOENT);
	n = sizeof count;
	assert_int_equal(ask("vm.nswapdev", &count, &n), 0);
	n = sizeof device;
	mib[depth] = count - 1;
	assert_int_equal(call_map(map_sysctl, mib, depth + 1, device, &n, 0, 0),
			 count ? 0 : -ENOENT);
}

static long count_line(const char *line, void *arg)
{
	size_t *counts = arg;

	counts[0]++;
	counts[1] += strlen(line);
	return 0;
}

/* A line longer than the buffer is said once, cut off; the next is whole. */
static void long_lines_are_cut(void **state)
{
	char path[] = "/tmp/abirun-lines-XXXXXX";
	int fd = mkstemp(path);
	size_t counts[2] = { 0, 0 };
	FILE *f = fdopen(fd, "w");

	(void)state;
	fprintf(f, "one\n%*s\nthree\nno end", 20000, "x");
	fclose(f);
	assert_int_equal(host_lines(path, count_line, counts), 0);
	assert_int_equal(counts[0], 4);
	assert_in_range(counts[1], 3 + 5 + 6 + 4000, 3 + 5 + 6 + 4096);
	unlink(path);
	assert_int_equal(host_lines(path, count_line, counts), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_listening_socket_is_in_the_list_by_its_port),
		cmocka_unit_test(a_datagram_socket_is_in_the_list_of_udp),
		cmocka_unit_test(a_unix_socket_is_in_its_list_by_its_path),
		cmocka_unit_test(every_descriptor_is_in_the_list_of_files),
		cmocka_unit_test(a_device_has_a_name),
		cmocka_unit_test(counts_go_up_and_fit_their_buffer),
		cmocka_unit_test(policies_are_the_hosts),
		cmocka_unit_test(the_source_of_time_is_the_hosts),
		cmocka_unit_test(processors_stand_in_groups),
		cmocka_unit_test(a_swap_device_that_is_not_there_is_enoent),
		cmocka_unit_test(long_lines_are_cut),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
