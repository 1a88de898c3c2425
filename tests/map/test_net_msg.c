/* send, recv, and the signal of a broken pipe (syscall-map/net_msg.c). */
#include "tests/map/messages.h"

#include <signal.h>

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
		cmocka_unit_test(no_signal_from_a_socket_that_asks_for_none),
		cmocka_unit_test(a_broken_pipe_of_any_kind_is_signalled),
		cmocka_unit_test(a_stream_that_was_never_connected),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
