/* Sockets and their addresses (syscall-map/net_addr.c, net_socket.c). */
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "tests/map/bsd_net.h"
#include "tests/map/harness.h"

map_fn map_socket, map_socketpair, map_bind, map_connect, map_accept, map_accept4, map_getsockname,
    map_getpeername, map_bindat, map_connectat;

static char dir[] = "/tmp/abirun-net-XXXXXX";

static int bsd_socket(int family, int type)
{
	long fd = call_map(map_socket, family, type, 0);

	assert_true(fd >= 0);
	return (int)fd;
}

/* A listening TCP socket, its address in *at. */
static int listener(struct bsd_in *at, int flags)
{
	int fd = bsd_socket(BSD_AF_INET, 1 | flags);
	uint32_t size = sizeof *at;

	/* sin_len is the kernel's to fill in; a program may leave it 0. */
	*at = (struct bsd_in){ .family = BSD_AF_INET, .addr = LOOPBACK };
	assert_int_equal(call_map(map_bind, fd, at, sizeof *at), 0);
	assert_int_equal(listen(fd, 5), 0);
	memset(at, 0xee, sizeof *at);
	assert_int_equal(call_map(map_getsockname, fd, at, &size), 0);
	assert_int_equal(size, sizeof *at);
	return fd;
}

static void an_address_has_its_length_in_front(void **state)
{
	struct bsd_in at, peer;
	int l = listener(&at, 0), s = bsd_socket(BSD_AF_INET, 1), a;
	uint32_t size = sizeof peer;

	(void)state;
	assert_int_equal(at.len, 16);
	assert_int_equal(at.family, BSD_AF_INET);
	assert_int_equal(at.addr, LOOPBACK);
	assert_int_not_equal(at.port, 0);
	assert_int_equal(call_map(map_connect, s, &at, sizeof at), 0);
	a = (int)call_map(map_accept, l, &peer, &size);
	assert_true(a >= 0);
	assert_int_equal(size, 16);
	assert_int_equal(peer.len, 16);
	assert_int_equal(peer.family, BSD_AF_INET);
	size = sizeof peer;
	assert_int_equal(call_map(map_getpeername, s, &peer, &size), 0);
	assert_int_equal(peer.port, at.port);
	/* A buffer that is too short is filled as far as it goes. */
	memset(&peer, 0xee, sizeof peer);
	size = 4;
	assert_int_equal(call_map(map_getpeername, s, &peer, &size), 0);
	assert_int_equal(size, 4);
	assert_int_equal(peer.port, at.port);
	assert_int_equal(peer.zero[0], 0xee);
	close(l);
	close(s);
	close(a);
}

static void an_address_has_the_length_of_its_family(void **state)
{
	struct bsd_in at = { .family = BSD_AF_INET, .addr = LOOPBACK };
	struct bsd_in6 at6 = { .family = BSD_AF_INET6, .addr = { [15] = 1 } };
	int s = bsd_socket(BSD_AF_INET, 1);
	uint32_t size = -1;

	(void)state;
	assert_int_equal(call_map(map_bind, s, &at, 15), -EINVAL);
	assert_int_equal(call_map(map_bind, s, &at, sizeof at + 12), -EINVAL);
	assert_int_equal(call_map(map_bind, s, &at, 1), -EINVAL);
	assert_int_equal(call_map(map_bind, s, &at, 256), -ENAMETOOLONG);
	at.family = 99;
	assert_int_equal(call_map(map_bind, s, &at, sizeof at), -EAFNOSUPPORT);
	assert_int_equal(call_map(map_getsockname, s, &at, &size), -EINVAL);
	harness_catch_faults();
	assert_int_equal(call_map(map_bind, s, 8, sizeof at), -EFAULT);
	assert_int_equal(call_map(map_getsockname, s, &at, 8), -EFAULT);
	close(s);
	s = bsd_socket(BSD_AF_INET6, 2);
	assert_int_equal(call_map(map_bind, s, &at6, sizeof at6 - 4), -EINVAL);
	assert_int_equal(call_map(map_bind, s, &at6, sizeof at6), 0);
	close(s);
}

static void unknown_families_and_types_have_their_errnos(void **state)
{
	int fds[2];

	(void)state;
	assert_int_equal(call_map(map_socket, 10, 1, 0), -EAFNOSUPPORT);
	assert_int_equal(call_map(map_socket, BSD_AF_INET, 9, 0), -EPROTOTYPE);
	assert_int_equal(call_map(map_socketpair, BSD_AF_INET, 1, 0, fds), -EOPNOTSUPP);
	assert_int_equal(call_map(map_socketpair, BSD_AF_UNIX, 1 | BSD_SOCK_CLOEXEC, 0, fds), 0);
	assert_int_equal(fcntl(fds[0], F_GETFD), FD_CLOEXEC);
	close(fds[0]);
	close(fds[1]);
}

/* accept(2) of FreeBSD's: the new socket has the listening one's O_NONBLOCK; accept4 not. */
static void accept_takes_over_nonblocking(void **state)
{
	struct bsd_in at;
	int l = listener(&at, BSD_SOCK_NONBLOCK), s = bsd_socket(BSD_AF_INET, 1), a;
	int s2 = bsd_socket(BSD_AF_INET, 1);

	(void)state;
	assert_int_equal(call_map(map_accept, l, 0, 0), -EAGAIN);
	assert_int_equal(call_map(map_connect, s, &at, sizeof at), 0);
	assert_int_equal(call_map(map_connect, s2, &at, sizeof at), 0);
	a = (int)call_map(map_accept, l, 0, 0);
	assert_true(a >= 0);
	assert_true(fcntl(a, F_GETFL) & O_NONBLOCK);
	close(a);
	a = (int)call_map(map_accept4, l, 0, 0, BSD_SOCK_CLOEXEC);
	assert_true(a >= 0);
	assert_false(fcntl(a, F_GETFL) & O_NONBLOCK);
	assert_int_equal(fcntl(a, F_GETFD), FD_CLOEXEC);
	assert_int_equal(call_map(map_accept4, l, 0, 0, 0x40), -EINVAL);
	assert_int_equal(call_map(map_accept4, l, 0, 0, 1), -EINVAL);
	close(a);
	close(s);
	close(s2);
	close(l);
}

/* A failed answer does not leave a descriptor behind. */
static void accept_gives_no_descriptor_with_a_bad_pointer(void **state)
{
	struct bsd_in at;
	int l = listener(&at, 0), s = bsd_socket(BSD_AF_INET, 1), before, after;
	uint32_t size = sizeof at;

	(void)state;
	assert_int_equal(call_map(map_connect, s, &at, sizeof at), 0);
	before = dup(0);
	close(before);
	harness_catch_faults();
	assert_int_equal(call_map(map_accept, l, 8, &size), -EFAULT);
	after = dup(0);
	close(after);
	assert_int_equal(before, after);
	close(s);
	close(l);
}

static void a_second_connect_says_connected(void **state)
{
	struct bsd_in at;
	int l = listener(&at, 0), s = bsd_socket(BSD_AF_INET, 1 | BSD_SOCK_NONBLOCK);
	long ret = call_map(map_connect, s, &at, sizeof at);

	(void)state;
	assert_true(ret == 0 || ret == -EINPROGRESS);
	usleep(20000);
	assert_int_equal(call_map(map_connect, s, &at, sizeof at), -EISCONN);
	close(s);
	close(l);
}

static void connecting_nowhere_drops_a_datagram_socket_alone(void **state)
{
	struct bsd_in at, none = { .len = 16 };
	int l = listener(&at, 0), s = bsd_socket(BSD_AF_INET, 1), u = bsd_socket(BSD_AF_INET, 2);
	uint32_t size = sizeof none;
	struct bsd_in peer;

	(void)state;
	assert_int_equal(call_map(map_connect, s, &at, sizeof at), 0);
	assert_int_equal(call_map(map_connect, s, &none, sizeof none), -EAFNOSUPPORT);
	assert_int_equal(call_map(map_getpeername, s, &peer, &size), 0);
	assert_int_equal(call_map(map_connect, u, &at, sizeof at), 0);
	assert_int_equal(call_map(map_getpeername, u, &peer, &size), 0);
	assert_int_equal(call_map(map_connect, u, &none, sizeof none), -EAFNOSUPPORT);
	assert_int_equal(call_map(map_getpeername, u, &peer, &size), -ENOTCONN);
	close(l);
	close(s);
	close(u);
}

static void ipv6_sockets_take_no_ipv4(void **state)
{
	int s = bsd_socket(BSD_AF_INET6, 1), on = 0;
	socklen_t size = sizeof on;

	(void)state;
	assert_int_equal(getsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &on, &size), 0);
	assert_int_equal(on, 1);
	close(s);
}

static void datagram_sockets_hear_their_own_groups(void **state)
{
	int s = bsd_socket(BSD_AF_INET, 2), on = 1;
	socklen_t size = sizeof on;

	(void)state;
	assert_int_equal(getsockopt(s, IPPROTO_IP, 49 /* IP_MULTICAST_ALL */, &on, &size), 0);
	assert_int_equal(on, 0);
	close(s);
}

static uint32_t un(struct bsd_un *at, const char *name)
{
	memset(at, 0, sizeof *at);
	at->family = BSD_AF_UNIX;
	snprintf(at->path, sizeof at->path, "%s/%s", dir, name);
	return 2 + strlen(at->path);
}

static void unix_names_are_paths(void **state)
{
	struct bsd_un at, peer;
	uint32_t size = un(&at, "s"), room = sizeof peer;
	int l = bsd_socket(BSD_AF_UNIX, 1), s = bsd_socket(BSD_AF_UNIX, 1), a;
	struct stat st;

	(void)state;
	assert_int_equal(call_map(map_bind, l, &at, size), 0);
	assert_int_equal(stat(at.path, &st), 0);
	assert_true(S_ISSOCK(st.st_mode));
	assert_int_equal(call_map(map_bind, s, &at, size), -EADDRINUSE);
	assert_int_equal(listen(l, 1), 0);
	assert_int_equal(call_map(map_getsockname, l, &peer, &room), 0);
	assert_int_equal(peer.family, BSD_AF_UNIX);
	assert_int_equal(peer.len, room);
	assert_string_equal(peer.path, at.path);
	/* The other end has no name: sockaddr's 16 bytes. */
	assert_int_equal(call_map(map_connect, s, &at, size), 0);
	room = sizeof peer;
	memset(&peer, 0xee, sizeof peer);
	a = (int)call_map(map_accept, l, &peer, &room);
	assert_true(a >= 0);
	assert_int_equal(room, 16);
	assert_int_equal(peer.len, 16);
	assert_int_equal(peer.family, BSD_AF_UNIX);
	assert_int_equal(peer.path[0], 0);
	close(a);
	close(s);
	close(l);
	unlink(at.path);
	/* What stands there is no socket. */
	s = bsd_socket(BSD_AF_UNIX, 1);
	close(open(at.path, O_CREAT | O_RDWR, 0600));
	assert_int_equal(call_map(map_connect, s, &at, size), -ENOTSOCK);
	unlink(at.path);
	assert_int_equal(call_map(map_connect, s, &at, size), -ENOENT);
	close(s);
}

static void there_are_no_abstract_names(void **state)
{
	struct bsd_un at = { .family = BSD_AF_UNIX, .path = "\0abstract" };
	int s = bsd_socket(BSD_AF_UNIX, 1);

	(void)state;
	assert_int_equal(call_map(map_bind, s, &at, 11), -ENOENT);
	assert_int_equal(call_map(map_connect, s, &at, 11), -ENOENT);
	assert_int_equal(call_map(map_bind, s, &at, 2), -EINVAL);
	close(s);
}

/* A name may be longer than sun_path, and the address longer than the name. */
static void unix_names_end_anywhere(void **state)
{
	struct bsd_un at;
	uint8_t bytes[256] = { 0 };
	uint32_t size = un(&at, "longer"), room = sizeof bytes;
	int s = bsd_socket(BSD_AF_UNIX, 1), t = bsd_socket(BSD_AF_UNIX, 1);

	(void)state;
	memcpy(bytes, &at, size);
	assert_int_equal(call_map(map_bind, s, bytes, 255), 0);
	assert_int_equal(unlink(at.path), 0);
	for (size_t n = strlen(at.path); n < 107; n++)
		bytes[2 + n] = 'x';
	assert_int_equal(call_map(map_bind, t, bytes, 255), 0);
	bytes[2 + 107] = 'x';
	assert_int_equal(call_map(map_connect, t, bytes, 255), -ENAMETOOLONG);
	assert_int_equal(call_map(map_connect, t, bytes, 256), -ENAMETOOLONG);
	memset(bytes, 0, sizeof bytes);
	assert_int_equal(call_map(map_getsockname, t, bytes, &room), 0);
	assert_int_equal(room, 2 + 107 + 1);
	assert_int_equal(strlen((char *)bytes + 2), 107);
	assert_int_equal(unlink((char *)bytes + 2), 0);
	close(s);
	close(t);
}

static void unix_names_can_stand_below_a_directory(void **state)
{
	struct bsd_un at = { .family = BSD_AF_UNIX, .path = "below" };
	int d = open(dir, O_RDONLY | O_DIRECTORY), l = bsd_socket(BSD_AF_UNIX, 1);
	int s = bsd_socket(BSD_AF_UNIX, 1);
	char path[128];

	(void)state;
	assert_int_equal(call_map(map_bindat, d, l, &at, sizeof at), 0);
	assert_int_equal(listen(l, 1), 0);
	snprintf(path, sizeof path, "%s/below", dir);
	assert_int_equal(access(path, F_OK), 0);
	assert_int_equal(call_map(map_connectat, d, s, &at, sizeof at), 0);
	unlink(path);
	close(l);
	close(s);
	close(d);
}

static void an_address_of_another_family(void **state)
{
	struct {
		uint8_t length, family;
		char data[14];
	} none = { 16, 0, "" };
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(call_nr(104, s, &none, sizeof none), -EAFNOSUPPORT);
	close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_of_another_family),
		cmocka_unit_test(an_address_has_its_length_in_front),
		cmocka_unit_test(an_address_has_the_length_of_its_family),
		cmocka_unit_test(unknown_families_and_types_have_their_errnos),
		cmocka_unit_test(accept_takes_over_nonblocking),
		cmocka_unit_test(accept_gives_no_descriptor_with_a_bad_pointer),
		cmocka_unit_test(a_second_connect_says_connected),
		cmocka_unit_test(connecting_nowhere_drops_a_datagram_socket_alone),
		cmocka_unit_test(ipv6_sockets_take_no_ipv4),
		cmocka_unit_test(datagram_sockets_hear_their_own_groups),
		cmocka_unit_test(unix_names_are_paths),
		cmocka_unit_test(there_are_no_abstract_names),
		cmocka_unit_test(unix_names_end_anywhere),
		cmocka_unit_test(unix_names_can_stand_below_a_directory),
	};
	int failed;

	if (!mkdtemp(dir))
		return 1;
	harness_start(&freebsd_abi);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(dir);
	return failed;
}
