/* Socket options (syscall-map/net_opt*.c, abi-tables/freebsd/sockopt.def). */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/net.h"
#include "tests/map/bsd_net.h"
#include "tests/map/harness.h"

map_fn map_socket, map_setsockopt, map_getsockopt;

static int bsd_socket(int family, int type)
{
	return (int)call_map(map_socket, family, type, 0);
}

static long set(int fd, int level, int option, int value)
{
	return call_map(map_setsockopt, fd, level, option, &value, sizeof value);
}

static int get(int fd, int level, int option)
{
	int value = -1;
	uint32_t size = sizeof value;

	assert_int_equal(call_map(map_getsockopt, fd, level, option, &value, &size), 0);
	assert_int_equal(size, sizeof value);
	return value;
}

static int host_get(int fd, int level, int option)
{
	int value = -1;
	socklen_t size = sizeof value;

	assert_int_equal(getsockopt(fd, level, option, &value, &size), 0);
	return value;
}

/* getsockopt(2): a flag that is on reads as its own number. */
static void flags_read_as_their_number(void **state)
{
	int s = bsd_socket(BSD_AF_INET, 1);

	(void)state;
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x4), 0);
	assert_int_equal(set(s, BSD_SOL_SOCKET, 0x4, 1), 0);
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x4), 0x4);
	assert_int_equal(host_get(s, SOL_SOCKET, SO_REUSEADDR), 1);
	assert_int_equal(set(s, BSD_SOL_SOCKET, 0x8, 77), 0);
	assert_int_equal(host_get(s, SOL_SOCKET, SO_KEEPALIVE), 1);
	assert_int_equal(set(s, BSD_SOL_SOCKET, 0x200, 1), 0);
	assert_int_equal(host_get(s, SOL_SOCKET, SO_REUSEPORT), 1);
	close(s);
	s = bsd_socket(BSD_AF_UNIX, 1);
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x200), 0);
	assert_int_equal(set(s, BSD_SOL_SOCKET, 0x200, 1), 0);
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x200), 0x200);
	close(s);
}

static void what_a_socket_is_is_said_in_freebsd_numbers(void **state)
{
	int s = bsd_socket(BSD_AF_INET6, 2);

	(void)state;
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x1019), BSD_AF_INET6);
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x1008), 2);
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x1016), IPPROTO_UDP);
	close(s);
}

static void buffers_are_not_doubled(void **state)
{
	int s = bsd_socket(BSD_AF_INET, 2);

	(void)state;
	assert_int_equal(set(s, BSD_SOL_SOCKET, 0x1002, 20000), 0);
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x1002), 20000);
	assert_int_equal(set(s, BSD_SOL_SOCKET, 0x1001, 0), -EINVAL);
	close(s);
}

static void errors_are_freebsd_errors(void **state)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_port = htons(1),
				  .sin_addr.s_addr = LOOPBACK };
	int s = bsd_socket(BSD_AF_INET, 1 | BSD_SOCK_NONBLOCK);

	(void)state;
	connect(s, (struct sockaddr *)&at, sizeof at);
	usleep(10000);
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x1007), 61); /* ECONNREFUSED */
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x1007), 0);
	close(s);
}

static void lengths_follow_freebsd(void **state)
{
	int s = bsd_socket(BSD_AF_INET, 1), value = 1;
	struct {
		int on, seconds;
	} l = { 5, 3 };
	uint32_t size = 2;

	(void)state;
	assert_int_equal(call_map(map_setsockopt, s, BSD_SOL_SOCKET, 0x4, &value, 2), -EINVAL);
	assert_int_equal(call_map(map_setsockopt, s, BSD_SOL_SOCKET, 0x4, &value, -1), -EINVAL);
	assert_int_equal(call_map(map_setsockopt, s, BSD_SOL_SOCKET, 0x4, &l, 8), 0);
	assert_int_equal(call_map(map_getsockopt, s, BSD_SOL_SOCKET, 0x4, &value, &size), 0);
	assert_int_equal(size, 2);
	assert_int_equal(call_map(map_setsockopt, s, BSD_SOL_SOCKET, 0x80, &l, 8), 0);
	size = sizeof l;
	assert_int_equal(call_map(map_getsockopt, s, BSD_SOL_SOCKET, 0x80, &l, &size), 0);
	assert_int_equal(l.on, 0x80);
	assert_int_equal(l.seconds, 3);
	harness_catch_faults();
	assert_int_equal(call_map(map_setsockopt, s, BSD_SOL_SOCKET, 0x4, 8, 4), -EFAULT);
	assert_int_equal(call_map(map_getsockopt, s, BSD_SOL_SOCKET, 0x4, &value, 8), -EFAULT);
	close(s);
}

static void unknown_options_are_refused(void **state)
{
	int s = bsd_socket(BSD_AF_INET, 1), v = 0;
	char filter[256] = "dataready";
	uint32_t size = sizeof v;

	(void)state;
	assert_int_equal(set(s, BSD_SOL_SOCKET, 0x12345, 1), -ENOPROTOOPT);
	assert_int_equal(set(s, 6, 99999, 1), -ENOPROTOOPT);
	assert_int_equal(set(-1, BSD_SOL_SOCKET, 0x12345, 1), -EBADF);
	assert_int_equal(call_map(map_setsockopt, s, BSD_SOL_SOCKET, 0x1000, filter, sizeof filter),
			 -ENOENT);
	assert_int_equal(set(s, 6, 1025, 1), -EPERM);
	assert_int_equal(call_map(map_getsockopt, s, 6, 1025, &v, &size), -ENOPROTOOPT);
	assert_int_equal(set(s, BSD_SOL_SOCKET, 0x1014, 1), -EINVAL);
	assert_int_equal(set(s, BSD_SOL_SOCKET, 0x1014, 0), 0);
	close(s);
}

static void tcp_options_reach_the_host(void **state)
{
	int s = bsd_socket(BSD_AF_INET, 1);
	char name[16] = "newreno";
	uint32_t size;

	(void)state;
	assert_int_equal(set(s, 6, 1, 1), 0);
	assert_int_equal(host_get(s, IPPROTO_TCP, TCP_NODELAY), 1);
	assert_int_equal(set(s, 6, 256, 100), 0);
	assert_int_equal(host_get(s, IPPROTO_TCP, TCP_KEEPIDLE), 100);
	assert_int_equal(set(s, 6, 512, 7), 0);
	assert_int_equal(host_get(s, IPPROTO_TCP, TCP_KEEPINTVL), 7);
	assert_int_equal(set(s, 6, 1024, 5), 0);
	assert_int_equal(host_get(s, IPPROTO_TCP, TCP_KEEPCNT), 5);
	assert_int_equal(set(s, 6, 4, 1), 0);
	assert_int_equal(host_get(s, IPPROTO_TCP, TCP_CORK), 1);
	assert_int_equal(call_map(map_setsockopt, s, 6, 64, name, 8), 0);
	memset(name, 0, sizeof name);
	size = sizeof name;
	assert_int_equal(call_map(map_getsockopt, s, 6, 64, name, &size), 0);
	assert_string_equal(name, "newreno");
	close(s);
}

static void tcp_info_is_freebsd_s(void **state)
{
	int s = bsd_socket(BSD_AF_INET, 1);
	struct freebsd_tcp_info info;
	uint32_t size = sizeof info;

	(void)state;
	assert_int_equal(listen(s, 7), 0);
	assert_int_equal(call_map(map_getsockopt, s, 6, 32, &info, &size), 0);
	assert_int_equal(size, 240);
	assert_int_equal(info.tcpi_state, 1); /* TCPS_LISTEN */
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x1011), 7);
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x1012), 0);
	assert_int_equal(get(s, BSD_SOL_SOCKET, 0x2), 0x2);
	close(s);
}

static void ip_options_reach_the_host(void **state)
{
	int s = bsd_socket(BSD_AF_INET, 2);
	uint8_t ttl = 9;
	struct {
		uint32_t group, source, interface;
	} m = { 0x010000e8, 0x0a00007f, LOOPBACK };
	struct {
		uint32_t index, pad;
		struct bsd_in at;
		char rest[112];
	} g = { 1, 0, { 16, BSD_AF_INET, 0, 0x050000ef, { 0 } }, { 0 } };

	(void)state;
	assert_int_equal(set(s, 0, 4, 33), 0);
	assert_int_equal(host_get(s, IPPROTO_IP, IP_TTL), 33);
	assert_int_equal(call_map(map_setsockopt, s, 0, 10, &ttl, 1), 0);
	assert_int_equal(host_get(s, IPPROTO_IP, IP_MULTICAST_TTL), 9);
	assert_int_equal(set(s, 0, 67, 1), 0);
	assert_int_equal(host_get(s, IPPROTO_IP, IP_MTU_DISCOVER), IP_PMTUDISC_DO);
	assert_int_equal(get(s, 0, 67), 1);
	/* Source and interface change places; wrongly placed, there is no such interface. */
	assert_int_equal(call_map(map_setsockopt, s, 0, 70, &m, sizeof m), 0);
	assert_int_equal(call_map(map_setsockopt, s, 0, 71, &m, sizeof m), 0);
	assert_int_equal(call_map(map_setsockopt, s, 0, 80, &g, sizeof g), 0);
	assert_int_equal(call_map(map_setsockopt, s, 0, 81, &g, sizeof g), 0);
	close(s);
}

static void ipv6_options_reach_the_host(void **state)
{
	int s = bsd_socket(BSD_AF_INET6, 2);
	struct {
		uint8_t group[16];
		uint32_t index;
	} m = { { 0xff, 0x02, [15] = 0x77 }, 1 };

	(void)state;
	assert_int_equal(set(s, 41, 27, 0), 0);
	assert_int_equal(host_get(s, IPPROTO_IPV6, IPV6_V6ONLY), 0);
	assert_int_equal(set(s, 41, 4, 12), 0);
	assert_int_equal(host_get(s, IPPROTO_IPV6, IPV6_UNICAST_HOPS), 12);
	assert_int_equal(set(s, 41, 61, 0x20), 0);
	assert_int_equal(get(s, 41, 61), 0x20);
	assert_int_equal(set(s, 41, 36, 1), 0);
	assert_int_equal(host_get(s, IPPROTO_IPV6, IPV6_RECVPKTINFO), 1);
	assert_int_equal(call_map(map_setsockopt, s, 41, 12, &m, sizeof m), 0);
	assert_int_equal(call_map(map_setsockopt, s, 41, 13, &m, sizeof m), 0);
	close(s);
}

/* The level of unix sockets has IP's number: what it means hangs on the socket. */
static void a_peer_is_known(void **state)
{
	int fds[2], s = bsd_socket(BSD_AF_UNIX, 1);
	struct freebsd_xucred who;
	uint32_t size = sizeof who;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	assert_int_equal(call_map(map_getsockopt, fds[0], 0, 1, &who, &size), 0);
	assert_int_equal(size, 88);
	assert_int_equal(who.cr_version, 0);
	assert_int_equal(who.cr_uid, geteuid());
	assert_int_equal(who.cr_pid, getpid());
	assert_true(who.cr_ngroups >= 1);
	assert_int_equal(who.cr_groups[0], getegid());
	size = sizeof who;
	assert_int_equal(call_map(map_getsockopt, s, 0, 1, &who, &size), -ENOTCONN);
	close(s);
	close(fds[0]);
	close(fds[1]);
	s = bsd_socket(BSD_AF_INET, 2);
	assert_int_equal(set(s, 0, 3, 0x10), 0);
	assert_int_equal(host_get(s, IPPROTO_IP, IP_TOS), 0x10);
	close(s);
}

static void every_option_has_one_row(void **state)
{
	(void)state;
	for (const struct sockopt_row *r = freebsd_net.options; r->name; r++) {
		assert_true(r->kind < OPT_KIND_COUNT);
		for (const struct sockopt_row *q = r + 1; q->name; q++)
			if (r->level == q->level && r->option == q->option &&
			    r->family == q->family)
				fail_msg("%s and %s", r->name, q->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_read_as_their_number),
		cmocka_unit_test(what_a_socket_is_is_said_in_freebsd_numbers),
		cmocka_unit_test(buffers_are_not_doubled),
		cmocka_unit_test(errors_are_freebsd_errors),
		cmocka_unit_test(lengths_follow_freebsd),
		cmocka_unit_test(unknown_options_are_refused),
		cmocka_unit_test(tcp_options_reach_the_host),
		cmocka_unit_test(tcp_info_is_freebsd_s),
		cmocka_unit_test(ip_options_reach_the_host),
		cmocka_unit_test(ipv6_options_reach_the_host),
		cmocka_unit_test(a_peer_is_known),
		cmocka_unit_test(every_option_has_one_row),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
