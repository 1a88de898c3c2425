/* What messages carry: descriptors, addresses, times (syscall-map/net_cmsg.c). */
#include "tests/map/messages.h"

#include <time.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(descriptors_are_passed),
		cmocka_unit_test(descriptors_without_room_are_closed),
		cmocka_unit_test(descriptors_that_can_not_be_told_are_closed),
		cmocka_unit_test(control_data_is_checked),
		cmocka_unit_test(ipv4_control_messages_are_told_apart),
		cmocka_unit_test(the_source_of_a_datagram_can_be_chosen),
		cmocka_unit_test(arrival_times_are_said),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
