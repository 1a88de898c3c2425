/* FreeBSD's sysctl tree (syscall-map/sysctl.c, abi-tables/freebsd/sysctl*.c). */
#include <net/if.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/release.h"
#include "abi-tables/freebsd/route.h"
#include "abi-tables/freebsd/sysctl.h"
#include "shim/process.h"
#include "tests/map/harness.h"

map_fn map_sysctl, map_sysctlbyname;

static long ask(const char *name, void *old, size_t *size)
{
	return call_map(map_sysctlbyname, name, strlen(name), old, size, 0, 0);
}

static long number(const char *name)
{
	int v = -1;
	size_t n = sizeof v;

	assert_int_equal(ask(name, &v, &n), 0);
	assert_int_equal(n, sizeof v);
	return v;
}

static void the_release_is_said_as_a_string_with_its_nul(void **state)
{
	char text[64];
	size_t n = sizeof text;

	(void)state;
	assert_int_equal(ask("kern.osrelease", text, &n), 0);
	assert_string_equal(text, FREEBSD_RELEASE);
	assert_int_equal(n, sizeof FREEBSD_RELEASE);
	assert_int_equal(number("kern.osreldate"), FREEBSD_OSRELDATE);
}

static void go_finds_its_page_size_and_processors(void **state)
{
	static const char name[] = "kern.smp.maxcpus";
	unsigned page[2] = { 6, 7 }, query[2] = { 0, 3 }, oid[24], value = 0;
	size_t n = sizeof value;

	(void)state;
	assert_int_equal(call_map(map_sysctl, page, 2, &value, &n, 0, 0), 0);
	assert_int_equal(value, 4096);
	n = sizeof oid;
	/* The runtime gives the name without a NUL. */
	assert_int_equal(call_map(map_sysctl, query, 2, oid, &n, name, sizeof name - 1), 0);
	assert_int_equal(n % 4, 0);
	assert_true(n >= 8);
	value = 0;
	page[0] = n / 4;
	n = sizeof value;
	assert_int_equal(call_map(map_sysctl, oid, page[0], &value, &n, 0, 0), 0);
	assert_true(value >= 1);
	assert_int_equal(number("hw.ncpu"), sysconf(_SC_NPROCESSORS_ONLN));
}

static void a_short_buffer_gets_what_fits_and_enomem(void **state)
{
	char text[4] = "....";
	size_t n = 3;

	(void)state;
	assert_int_equal(ask("kern.ostype", text, &n), -ENOMEM);
	assert_memory_equal(text, "Fre.", 4);
	assert_int_equal(n, 3);
	n = 77;
	assert_int_equal(ask("kern.ostype", NULL, &n), 0);
	assert_int_equal(n, sizeof "FreeBSD");
	n = 8;
	harness_catch_faults();
	assert_int_equal(ask("kern.ostype", (void *)8, &n), -EFAULT);
	assert_int_equal(call_map(map_sysctlbyname, (void *)8, 4, 0, &n, 0, 0), -EFAULT);
}

static void what_is_not_there_fails_as_freebsd_fails(void **state)
{
	unsigned node[2] = { 1, 256 }, leaf[3] = { 1, 1, 1 }, none[2] = { 1, 9999 }, v = 1;
	size_t n = 0;

	(void)state;
	assert_int_equal(call_map(map_sysctl, node, 2, 0, &n, 0, 0), -EISDIR);
	assert_int_equal(call_map(map_sysctl, leaf, 3, 0, &n, 0, 0), -ENOTDIR);
	assert_int_equal(call_map(map_sysctl, none, 2, 0, &n, 0, 0), -ENOENT);
	assert_int_equal(call_map(map_sysctl, none, 1, 0, &n, 0, 0), -EINVAL);
	assert_int_equal(call_map(map_sysctl, none, 25, 0, &n, 0, 0), -EINVAL);
	assert_int_equal(ask("no.such.name", NULL, &n), -ENOENT);
	assert_int_equal(call_map(map_sysctlbyname, "hw.ncpu", 7, 0, 0, &v, sizeof v), -EPERM);
}

/* sysctl(8) -a: from name to name, each with a format. */
static void the_tree_can_be_walked(void **state)
{
	unsigned query[26] = { 0, 2, 1 }, oid[24];
	char name[128], format[128];
	size_t n, depth = 1, count = 0;

	(void)state;
	for (;; count++) {
		query[1] = 2;
		n = sizeof oid;
		if (call_map(map_sysctl, query, depth + 2, oid, &n, 0, 0))
			break;
		depth = n / 4;
		memcpy(query + 2, oid, n);
		query[1] = 1;
		n = sizeof name;
		assert_int_equal(call_map(map_sysctl, query, depth + 2, name, &n, 0, 0), 0);
		query[1] = 4;
		n = sizeof format;
		assert_int_equal(call_map(map_sysctl, query, depth + 2, format, &n, 0, 0), 0);
		assert_int_equal(n, 5 + strlen(format + 4));
		query[1] = 5;
		n = sizeof format;
		assert_int_equal(call_map(map_sysctl, query, depth + 2, format, &n, 0, 0), 0);
	}
	assert_true(count > 100);
}

static void a_process_knows_its_own_path(void **state)
{
	unsigned mib[4] = { 1, 14, 12, -1u };
	char path[128];
	size_t n = sizeof path;

	(void)state;
	strcpy(alien_path, "/some/where/alien");
	assert_int_equal(call_map(map_sysctl, mib, 4, path, &n, 0, 0), 0);
	assert_string_equal(path, "/some/where/alien");
	assert_int_equal(n, strlen(path) + 1);
	mib[3] = fork();
	if (mib[3] == 0) {
		pause();
		_exit(0);
	}
	n = sizeof path;
	assert_int_equal(call_map(map_sysctl, mib, 4, path, &n, 0, 0), 0);
	assert_int_equal(path[0], '/');
	kill(mib[3], SIGKILL);
	waitpid(mib[3], NULL, 0);
	mib[3] = 0x7ffffff0;
	n = sizeof path;
	assert_int_equal(call_map(map_sysctl, mib, 4, path, &n, 0, 0), -ESRCH);
}

static int at(const char *record, size_t offset)
{
	int v;

	memcpy(&v, record + offset, sizeof v);
	return v;
}

/* sys/user.h: ki_structsize, ki_pid, ki_ppid and ki_uid. */
static void a_process_is_a_kinfo_proc(void **state)
{
	unsigned mib[4] = { 1, 14, 1, getpid() };
	char record[1088 * 2];
	size_t n = sizeof record;

	(void)state;
	assert_int_equal(call_map(map_sysctl, mib, 4, record, &n, 0, 0), 0);
	assert_int_equal(n, 1088);
	assert_int_equal(at(record, 0), 1088);
	assert_int_equal(at(record, 72), getpid());
	assert_int_equal(at(record, 76), getppid());
	assert_int_equal(at(record, 168), geteuid());
	assert_int_equal(at(record, 172), getuid());
	mib[2] = 0;
	n = 0;
	assert_int_equal(call_map(map_sysctl, mib, 3, 0, &n, 0, 0), 0);
	assert_true(n >= 2 * 1088);
}

static void a_title_is_kept(void **state)
{
	unsigned mib[4] = { 1, 14, 7, getpid() };
	char text[64];
	size_t n = sizeof text;

	(void)state;
	assert_int_equal(call_map(map_sysctl, mib, 4, 0, 0, "title\0x", 8), 0);
	assert_int_equal(call_map(map_sysctl, mib, 4, text, &n, 0, 0), 0);
	assert_int_equal(n, 8);
	assert_memory_equal(text, "title\0x", 8);
}

/* Descriptors: one is the pipe that is open. */
static void descriptors_are_listed(void **state)
{
	unsigned mib[4] = { 1, 14, 33, getpid() };
	static char records[65536];
	size_t n = sizeof records, found = 0;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(call_map(map_sysctl, mib, 4, records, &n, 0, 0), 0);
	for (size_t p = 0; p < n; p += at(records, p)) {
		assert_true(at(records, p) >= 368);
		if (at(records, p + 8) == fds[0]) {
			found++;
			assert_int_equal(at(records, p + 4), 3);
			assert_int_equal(at(records, p + 16), 1);
		}
	}
	assert_int_equal(found, 1);
	close(fds[0]);
	close(fds[1]);
}

/* The messages are as long as they say, and the loopback is among them with 127.0.0.1. */
static void interfaces_are_routing_messages(void **state)
{
	unsigned mib[6] = { 4, 17, 0, 0, ASK_IFLIST, 0 };
	static _Alignas(8) char text[262144];
	size_t n = 0, links = 0, locals = 0;
	unsigned lo = if_nametoindex("lo");

	(void)state;
	assert_int_equal(call_map(map_sysctl, mib, 6, 0, &n, 0, 0), 0);
	assert_true(n > 0 && n <= sizeof text);
	assert_int_equal(call_map(map_sysctl, mib, 6, text, &n, 0, 0), 0);
	for (char *p = text; p < text + n; p += ((struct message_head *)p)->length) {
		struct if_msghdr *m = (struct if_msghdr *)p;

		assert_true(m->head.length >= sizeof *m || m->head.type != MESSAGE_IFINFO);
		assert_int_equal(m->head.length % 8, 0);
		assert_int_equal(m->head.version, 5);
		if (m->index != lo)
			continue;
		if (m->head.type == MESSAGE_IFINFO) {
			links++;
			assert_int_equal(m->data.type, 0x18);
			assert_true(m->flags & 0x8);
			assert_memory_equal(p + sizeof *m + 8, "lo", 2);
		} else if (m->head.type == MESSAGE_NEWADDR) {
			/* mask, then address */
			char *addr = p + sizeof(struct ifa_msghdr);

			assert_int_equal(m->addrs & (1 << AT_IFA), 1 << AT_IFA);
			addr += (addr[0] + 7) & ~7;
			if (addr[1] == BSD_INET && !memcmp(addr + 4, "\x7f\0\0\1", 4))
				locals++;
		}
	}
	assert_int_equal(links, 1);
	assert_int_equal(locals, 1);
}

static void routes_and_groups_are_routing_messages(void **state)
{
	unsigned mib[6] = { 4, 17, 0, 0, ASK_DUMP, 0 };
	static char text[262144];
	size_t n = sizeof text;

	(void)state;
	assert_int_equal(call_map(map_sysctl, mib, 6, text, &n, 0, 0), 0);
	for (char *p = text; p < text + n; p += ((struct message_head *)p)->length)
		assert_int_equal(((struct message_head *)p)->type, MESSAGE_GET);
	mib[4] = ASK_IFMALIST;
	n = sizeof text;
	assert_int_equal(call_map(map_sysctl, mib, 6, text, &n, 0, 0), 0);
	for (char *p = text; p < text + n; p += ((struct message_head *)p)->length)
		assert_int_equal(((struct message_head *)p)->type, MESSAGE_NEWMADDR);
	mib[4] = 99;
	assert_int_equal(call_map(map_sysctl, mib, 6, text, &n, 0, 0), -EINVAL);
}

/* Every row answers something, and the table keeps its own rules. */
static void every_value_can_be_asked_for(void **state)
{
	static char text[1 << 20];

	(void)state;
	for (size_t i = 0; i < freebsd_sysctls.count; i++) {
		const struct sysctl_row *row = &freebsd_sysctls.rows[i];
		size_t n = sizeof text;
		long ret;

		assert_ptr_equal(sysctl_find(row->oid, row->depth), row);
		assert_ptr_equal(sysctl_find_name(row->name, strlen(row->name)), row);
		if (row->is_node || !row->answer || row->oid[0] == 0)
			continue;
		ret = ask(row->name, text, &n);
		if (!strcmp(row->name, "kern.devname")) /* answers a question only */
			assert_int_equal(ret, -EINVAL);
		else if (ret && strcmp(row->name, "machdep.tsc_freq"))
			fail_msg("%s: %ld", row->name, ret);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_release_is_said_as_a_string_with_its_nul),
		cmocka_unit_test(go_finds_its_page_size_and_processors),
		cmocka_unit_test(a_short_buffer_gets_what_fits_and_enomem),
		cmocka_unit_test(what_is_not_there_fails_as_freebsd_fails),
		cmocka_unit_test(the_tree_can_be_walked),
		cmocka_unit_test(a_process_knows_its_own_path),
		cmocka_unit_test(a_process_is_a_kinfo_proc),
		cmocka_unit_test(a_title_is_kept),
		cmocka_unit_test(descriptors_are_listed),
		cmocka_unit_test(interfaces_are_routing_messages),
		cmocka_unit_test(routes_and_groups_are_routing_messages),
		cmocka_unit_test(every_value_can_be_asked_for),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
