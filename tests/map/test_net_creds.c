/* Who sent a message (syscall-map/net_creds.c). */
#include "tests/map/messages.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(senders_are_known_where_asked_for),
		cmocka_unit_test(senders_may_say_who_they_are),
		cmocka_unit_test(senders_are_known_once),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
