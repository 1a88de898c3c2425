/* send, recv and what they carry (syscall-map/net_msg.c, net_cmsg.c). */
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "tests/map/bsd_net.h"
#include "tests/map/harness.h"

map_fn map_socket, map_bind, map_getsockname, map_sendto, map_recvfrom, map_sendmsg, map_recvmsg,
    map_setsockopt, map_getsockopt;

static void pair(int fds[2], int type)
{
	assert_int_equal(socketpair(AF_UNIX, type, 0, fds), 0);
}

static void close_both(int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

/* A UDP socket on the loopback. */
static int udp(struct bsd_in *at)
{
	int fd = (int)call_map(map_socket, BSD_AF_INET, 2, 0);
	uint32_t size = sizeof *at;

	*at = (struct bsd_in){ .len = 16, .family = BSD_AF_INET, .addr = LOOPBACK };
	assert_int_equal(call_map(map_bind, fd, at, sizeof *at), 0);
	assert_int_equal(call_map(map_getsockname, fd, at, &size), 0);
	return fd;
}

static void datagrams_say_where_they_come_from(void **state)
{
	struct bsd_in a_at, b_at, from;
	int a = udp(&a_at), b = udp(&b_at);
	uint32_t size = sizeof from;
	char text[8] = "";

	(void)state;
	assert_int_equal(call_map(map_sendto, a, "hello", 5, 0, &b_at, 16), 5);
	assert_int_equal(call_map(map_recvfrom, b, text, sizeof text, BSD_MSG_PEEK, &from, &size),
			 5);
	assert_int_equal(size, 16);
	assert_int_equal(from.len, 16);
	assert_int_equal(from.family, BSD_AF_INET);
	assert_int_equal(from.port, a_at.port);
	assert_int_equal(call_map(map_recvfrom, b, text, sizeof text, BSD_MSG_DONTWAIT, 0, 0), 5);
	assert_int_equal(call_map(map_recvfrom, b, text, sizeof text, BSD_MSG_DONTWAIT, 0, 0),
			 -EAGAIN);
	assert_int_equal(call_map(map_recvfrom, b, text, sizeof text, 0x40000000, 0, 0), -EINVAL);
	close(a);
	close(b);
}

static void a_nameless_datagram_comes_from_an_address_without_name(void **state)
{
	int fds[2];
	struct bsd_un from = { .path = "x" };
	uint32_t size = sizeof from;
	char c;

	(void)state;
	pair(fds, SOCK_DGRAM);
	assert_int_equal(write(fds[0], "x", 1), 1);
	assert_int_equal(call_map(map_recvfrom, fds[1], &c, 1, 0, &from, &size), 1);
	assert_int_equal(size, 16);
	assert_int_equal(from.family, BSD_AF_UNIX);
	assert_int_equal(from.path[0], 0);
	close_both(fds);
	pair(fds, SOCK_STREAM);
	size = sizeof from;
	assert_int_equal(write(fds[0], "x", 1), 1);
	assert_int_equal(call_map(map_recvfrom, fds[1], &c, 1, 0, &from, &size), 1);
	assert_int_equal(size, 0);
	close_both(fds);
}

static void the_last_data_ends_the_stream(void **state)
{
	int fds[2];
	char text[8];

	(void)state;
	pair(fds, SOCK_STREAM);
	assert_int_equal(call_map(map_sendto, fds[0], "end", 3, BSD_MSG_EOF, 0, 0), 3);
	assert_int_equal(read(fds[1], text, sizeof text), 3);
	assert_int_equal(read(fds[1], text, sizeof text), 0);
	close_both(fds);
}

/* A message of one byte with control data. */
static long send_with(int fd, void *control, uint32_t size)
{
	struct iovec v = { "x", 1 };
	struct bsd_msghdr m = { .iov = &v, .iovlen = 1, .control = control, .controllen = size };

	return call_map(map_sendmsg, fd, &m, 0);
}

static long recv_with(int fd, void *control, struct bsd_msghdr *m, int flags)
{
	static char c;
	static struct iovec v = { &c, 1 };
	uint32_t size = m->controllen;

	*m = (struct bsd_msghdr){ .iov = &v, .iovlen = 1, .control = control, .controllen = size };
	return call_map(map_recvmsg, fd, m, flags);
}

static void descriptors_are_passed(void **state)
{
	struct {
		struct bsd_cmsghdr head;
		int pad, fd[2];
	} out = { .head = { 16 + 8, BSD_SOL_SOCKET, 1 } }, in;
	struct bsd_msghdr m = { .controllen = sizeof in };
	int fds[2], p[2];

	(void)state;
	pair(fds, SOCK_STREAM);
	assert_int_equal(pipe(p), 0);
	memcpy(out.fd, p, sizeof p);
	assert_int_equal(sizeof out, 24);
	assert_int_equal(send_with(fds[0], &out, sizeof out), 1);
	assert_int_equal(recv_with(fds[1], &in, &m, BSD_MSG_CMSG_CLOEXEC), 1);
	assert_int_equal(m.controllen, 24);
	assert_int_equal(m.flags & (BSD_MSG_TRUNC | BSD_MSG_CTRUNC), 0);
	assert_int_equal(in.head.len, 24);
	assert_int_equal(in.head.level, BSD_SOL_SOCKET);
	assert_int_equal(in.head.type, 1);
	assert_int_equal(fcntl(in.fd[0], F_GETFD), FD_CLOEXEC);
	assert_int_equal(write(in.fd[1], "y", 1), 1);
	assert_int_equal(read(p[0], &(char){ 0 }, 1), 1);
	close(in.fd[0]);
	close(in.fd[1]);
	close_both(p);
	close_both(fds);
}

static int lowest(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

static void descriptors_without_room_are_closed(void **state)
{
	struct {
		struct bsd_cmsghdr head;
		int pad, fd[6];
	} out = { .head = { 16 + 24, BSD_SOL_SOCKET, 1 } }, in;
	struct bsd_msghdr m = { .controllen = 20 };
	int fds[2], first;

	(void)state;
	pair(fds, SOCK_STREAM);
	assert_int_equal(send_with(fds[0], &out, sizeof out), 1);
	first = lowest();
	assert_int_equal(recv_with(fds[1], &in, &m, 0), 1);
	assert_int_equal(m.flags & BSD_MSG_CTRUNC, BSD_MSG_CTRUNC);
	assert_int_equal(m.controllen, 20);
	assert_int_equal(in.head.len, 16 + 24); /* what it would have been */
	assert_int_equal(lowest(), first);
	/* Room for no descriptor. */
	assert_int_equal(send_with(fds[0], &out, sizeof out), 1);
	m.controllen = 16;
	assert_int_equal(recv_with(fds[1], &in, &m, 0), 1);
	assert_int_equal(m.flags & BSD_MSG_CTRUNC, BSD_MSG_CTRUNC);
	assert_int_equal(m.controllen, 16);
	assert_int_equal(lowest(), first);
	/* No room for control data at all. */
	assert_int_equal(send_with(fds[0], &out, sizeof out), 1);
	m.controllen = 0;
	assert_int_equal(recv_with(fds[1], NULL, &m, 0), 1);
	assert_int_equal(m.flags & BSD_MSG_CTRUNC, BSD_MSG_CTRUNC);
	assert_int_equal(m.controllen, 0);
	assert_int_equal(lowest(), first);
	close_both(fds);
}

static void control_data_is_checked(void **state)
{
	struct bsd_cmsghdr bad = { 400, BSD_SOL_SOCKET, 1 }, unknown = { 16, BSD_SOL_SOCKET, 99 };
	struct bsd_cmsghdr padded[2] = { { 15, BSD_SOL_SOCKET, 1 } };
	struct iovec v = { "x", 1 };
	struct bsd_msghdr m = { .iov = &v, .iovlen = -1 };
	static char much[4096];
	int fds[2];

	(void)state;
	pair(fds, SOCK_STREAM);
	assert_int_equal(send_with(fds[0], &bad, 16), -EINVAL);
	assert_int_equal(send_with(fds[0], padded, 16), -EINVAL);
	assert_int_equal(send_with(fds[0], &unknown, 16), -EINVAL);
	assert_int_equal(send_with(fds[0], much, sizeof much), -EINVAL);
	assert_int_equal(call_map(map_sendmsg, fds[0], &m, 0), -EMSGSIZE);
	harness_catch_faults();
	assert_int_equal(send_with(fds[0], (void *)8, 16), -EFAULT);
	assert_int_equal(call_map(map_recvmsg, fds[0], 8, 0), -EFAULT);
	close_both(fds);
}

/* ip(4): the destination of a datagram, its interface and its time to live. */
static void ipv4_control_messages_are_told_apart(void **state)
{
	struct bsd_in a_at, b_at;
	int a = udp(&a_at), b = udp(&b_at), on = 1, seen = 0;
	_Alignas(8) unsigned char control[256];
	struct bsd_msghdr m = { .controllen = sizeof control };

	(void)state;
	assert_int_equal(call_map(map_setsockopt, b, 0, 7, &on, sizeof on), 0);
	assert_int_equal(call_map(map_setsockopt, b, 0, 20, &on, sizeof on), 0);
	assert_int_equal(call_map(map_setsockopt, b, 0, 65, &on, sizeof on), 0);
	assert_int_equal(call_map(map_sendto, a, "x", 1, 0, &b_at, 16), 1);
	assert_int_equal(recv_with(b, control, &m, 0), 1);
	for (uint32_t at = 0; at < m.controllen;) {
		struct bsd_cmsghdr *h = (struct bsd_cmsghdr *)(control + at);
		unsigned char *data = BSD_CMSG_DATA(h);

		assert_int_equal(h->level, 0);
		if (h->type == 7) {
			seen |= 1;
			assert_int_equal(h->len, 20);
			assert_memory_equal(data, "\x7f\0\0\1", 4);
		} else if (h->type == 20) {
			seen |= 2;
			assert_int_equal(data[0], 56);
			assert_int_equal(data[1], 18);
			assert_memory_equal(data + 8, "lo", 2);
		} else if (h->type == 65) {
			seen |= 4;
			assert_int_equal(h->len, 17);
			assert_true(data[0] > 0);
		}
		at += (h->len + 7) & ~7u;
	}
	assert_int_equal(seen, 7);
	close(a);
	close(b);
}

static void the_source_of_a_datagram_can_be_chosen(void **state)
{
	struct {
		struct bsd_cmsghdr head;
		int pad;
		uint32_t addr, pad2;
	} out = { .head = { 20, 0, 7 }, .addr = 0x0200007f };
	struct bsd_in to, from;
	int b = udp(&to), a = (int)call_map(map_socket, BSD_AF_INET, 2, 0);
	struct iovec v = { "x", 1 };
	struct bsd_msghdr m = { &to, 16, &v, 1, &out, sizeof out, 0 };
	uint32_t size = sizeof from;
	char c;

	(void)state;
	assert_int_equal(call_map(map_sendmsg, a, &m, 0), 1);
	assert_int_equal(call_map(map_recvfrom, b, &c, 1, 0, &from, &size), 1);
	assert_int_equal(from.addr, 0x0200007f);
	close(a);
	close(b);
}

static void arrival_times_are_said(void **state)
{
	struct bsd_in a_at, b_at;
	int a = udp(&a_at), b = udp(&b_at), on = 1;
	_Alignas(8) unsigned char control[64];
	struct bsd_cmsghdr *h = (struct bsd_cmsghdr *)control;
	struct bsd_msghdr m = { .controllen = sizeof control };

	(void)state;
	assert_int_equal(call_map(map_setsockopt, b, BSD_SOL_SOCKET, 0x2000, &on, sizeof on), 0);
	assert_int_equal(call_map(map_sendto, a, "x", 1, 0, &b_at, 16), 1);
	assert_int_equal(recv_with(b, control, &m, 0), 1);
	assert_int_equal(h->type, 4); /* SCM_BINTIME */
	assert_int_equal(h->len, 32);
	assert_true(labs(*(int64_t *)(control + 16) - time(NULL)) < 5);
	close(a);
	close(b);
}

static void senders_are_known_where_asked_for(void **state)
{
	_Alignas(8) unsigned char control[128], out[16 + 88] = { 0 };
	struct bsd_cmsghdr *h = (struct bsd_cmsghdr *)control;
	struct bsd_msghdr m = { .controllen = sizeof control };
	int fds[2], on = 1;

	(void)state;
	pair(fds, SOCK_STREAM);
	assert_int_equal(call_map(map_setsockopt, fds[1], 0, 3, &on, sizeof on), 0);
	*(struct bsd_cmsghdr *)out = (struct bsd_cmsghdr){ 16 + 84, BSD_SOL_SOCKET, 3 };
	assert_int_equal(send_with(fds[0], out, sizeof out), 1);
	assert_int_equal(recv_with(fds[1], control, &m, 0), 1);
	assert_int_equal(h->type, 8); /* SCM_CREDS2, struct sockcred2 */
	assert_int_equal(h->len, 16 + 32);
	assert_int_equal(((int *)BSD_CMSG_DATA(h))[1], getpid());
	assert_int_equal(((int *)BSD_CMSG_DATA(h))[2], (int)getuid());
	close_both(fds);
}

/* Says what credentials came with the next byte: their type and length, 0 where none did. */
static uint32_t creds_with(int fd, int *pid)
{
	_Alignas(8) unsigned char control[128];
	const struct bsd_cmsghdr *h = (struct bsd_cmsghdr *)control;
	struct bsd_msghdr m = { .controllen = sizeof control };

	assert_int_equal(recv_with(fd, control, &m, 0), 1);
	if (!m.controllen)
		return 0;
	*pid = *(int *)BSD_CMSG_DATA(h);
	return h->type << 16 | h->len;
}

static void send_own(int fd)
{
	_Alignas(8) unsigned char out[16 + 88] = { 0 };

	*(struct bsd_cmsghdr *)out = (struct bsd_cmsghdr){ 16 + 84, BSD_SOL_SOCKET, 3 };
	assert_int_equal(send_with(fd, out, sizeof out), 1);
}

static void senders_may_say_who_they_are(void **state)
{
	int fds[2], pid = 0;

	(void)state;
	pair(fds, SOCK_STREAM);
	send_own(fds[0]);
	assert_int_equal(creds_with(fds[1], &pid), 3 << 16 | (16 + 84)); /* struct cmsgcred */
	assert_int_equal(pid, getpid());
	assert_int_equal(write(fds[0], "x", 1), 1);
	assert_int_equal(creds_with(fds[1], &pid), 0);
	assert_int_equal(fcntl(fds[1], F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(recv_with(fds[1], (unsigned char[128]){ 0 },
				   &(struct bsd_msghdr){ .controllen = 128 }, 0),
			 -EAGAIN);
	close_both(fds);
	pair(fds, SOCK_DGRAM);
	assert_int_equal(setsockopt(fds[1], SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){ 0, 20000 },
				    sizeof(struct timeval)),
			 0);
	assert_int_equal(recv_with(fds[1], (unsigned char[128]){ 0 },
				   &(struct bsd_msghdr){ .controllen = 128 }, 0),
			 -EAGAIN);
	close_both(fds);
}

static int creds_option(int fd, int option)
{
	uint32_t size = sizeof(int);
	int on = 7;

	assert_int_equal(call_map(map_getsockopt, fd, 0, option, &on, &size), 0);
	return on;
}

static void senders_are_known_once(void **state)
{
	int fds[2], on = 1, off = 0, pid = 0;

	(void)state;
	pair(fds, SOCK_STREAM);
	assert_int_equal(call_map(map_setsockopt, fds[1], 0, 2, &on, sizeof on), 0);
	assert_int_equal(creds_option(fds[1], 2), 1);
	assert_int_equal(creds_option(fds[1], 3), 0);
	assert_int_equal(call_map(map_setsockopt, fds[1], 0, 3, &on, sizeof on), -EINVAL);
	assert_int_equal(write(fds[0], "x", 1), 1);
	assert_int_equal(creds_with(fds[1], &pid), 3 << 16 | (16 + 24)); /* struct sockcred */
	assert_int_equal(pid, (int)getuid());                            /* its first member */
	assert_int_equal(creds_option(fds[1], 2), 0);
	assert_int_equal(write(fds[0], "x", 1), 1);
	assert_int_equal(creds_with(fds[1], &pid), 0);
	close_both(fds);
	pair(fds, SOCK_DGRAM);
	assert_int_equal(call_map(map_setsockopt, fds[1], 0, 2, &on, sizeof on), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(write(fds[0], "x", 1), 1);
		assert_int_equal(creds_with(fds[1], &pid), 3 << 16 | (16 + 24));
	}
	assert_int_equal(call_map(map_setsockopt, fds[1], 0, 2, &off, sizeof off), 0);
	assert_int_equal(creds_option(fds[1], 2), 0);
	assert_int_equal(write(fds[0], "x", 1), 1);
	assert_int_equal(creds_with(fds[1], &pid), 0);
	close_both(fds);
}

static void descriptors_that_can_not_be_told_are_closed(void **state)
{
	struct {
		struct bsd_cmsghdr head;
		int pad, fd;
	} out = { .head = { 16 + 4, BSD_SOL_SOCKET, 1 } };
	struct bsd_msghdr m = { .controllen = 24 };
	int fds[2], first;

	(void)state;
	pair(fds, SOCK_STREAM);
	assert_int_equal(send_with(fds[0], &out, sizeof out), 1);
	first = lowest();
	assert_int_equal(recv_with(fds[1], (void *)8, &m, 0), -EFAULT);
	assert_int_equal(lowest(), first);
	close_both(fds);
}

static volatile sig_atomic_t pipes;

static void count(int sig)
{
	(void)sig;
	pipes++;
}

static void no_signal_from_a_socket_that_asks_for_none(void **state)
{
	int fds[2], on = 1;
	uint32_t size = sizeof on;

	(void)state;
	signal(SIGPIPE, count);
	pair(fds, SOCK_STREAM);
	close(fds[1]);
	assert_int_equal(call_map(map_sendto, fds[0], "x", 1, BSD_MSG_NOSIGNAL, 0, 0), -EPIPE);
	assert_int_equal(pipes, 0);
	assert_int_equal(call_map(map_sendto, fds[0], "x", 1, 0, 0, 0), -EPIPE);
	assert_int_equal(pipes, 1);
	assert_int_equal(call_map(map_setsockopt, fds[0], BSD_SOL_SOCKET, 0x800, &on, sizeof on),
			 0);
	assert_int_equal(call_map(map_sendto, fds[0], "x", 1, 0, 0, 0), -EPIPE);
	assert_int_equal(pipes, 1);
	/* It belongs to the socket, not to the number. */
	fds[1] = dup(fds[0]);
	on = 0;
	assert_int_equal(call_map(map_getsockopt, fds[1], BSD_SOL_SOCKET, 0x800, &on, &size), 0);
	assert_int_equal(on, 0x800);
	close_both(fds);
}

static void a_broken_pipe_of_any_kind_is_signalled(void **state)
{
	static const int kinds[] = { SOCK_STREAM, SOCK_SEQPACKET };
	int fds[2];

	(void)state;
	signal(SIGPIPE, count);
	for (int i = 0; i < 2; i++) {
		pair(fds, kinds[i]);
		close(fds[1]);
		pipes = 0;
		assert_int_equal(call_map(map_sendto, fds[0], "x", 1, 0, 0, 0), -EPIPE);
		assert_int_equal(pipes, 1);
		assert_int_equal(send_with(fds[0], NULL, 0), -EPIPE);
		assert_int_equal(pipes, 2);
		assert_int_equal(call_map(map_sendto, fds[0], "x", 1, BSD_MSG_NOSIGNAL, 0, 0),
				 -EPIPE);
		assert_int_equal(pipes, 2);
		close(fds[0]);
	}
}

static void a_stream_that_was_never_connected(void **state)
{
	int s = socket(AF_INET, SOCK_STREAM, 0);

	(void)state;
	signal(SIGPIPE, count);
	pipes = 0;
	assert_int_equal(call_map(map_sendto, s, "x", 1, 0, 0, 0), -ENOTCONN);
	assert_int_equal(listen(s, 1), 0);
	assert_int_equal(call_map(map_sendto, s, "x", 1, 0, 0, 0), -ENOTCONN);
	assert_int_equal(pipes, 0);
	close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(datagrams_say_where_they_come_from),
		cmocka_unit_test(a_nameless_datagram_comes_from_an_address_without_name),
		cmocka_unit_test(the_last_data_ends_the_stream),
		cmocka_unit_test(descriptors_are_passed),
		cmocka_unit_test(descriptors_without_room_are_closed),
		cmocka_unit_test(control_data_is_checked),
		cmocka_unit_test(ipv4_control_messages_are_told_apart),
		cmocka_unit_test(the_source_of_a_datagram_can_be_chosen),
		cmocka_unit_test(arrival_times_are_said),
		cmocka_unit_test(senders_are_known_where_asked_for),
		cmocka_unit_test(no_signal_from_a_socket_that_asks_for_none),
		cmocka_unit_test(senders_may_say_who_they_are),
		cmocka_unit_test(senders_are_known_once),
		cmocka_unit_test(descriptors_that_can_not_be_told_are_closed),
		cmocka_unit_test(a_broken_pipe_of_any_kind_is_signalled),
		cmocka_unit_test(a_stream_that_was_never_connected),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
