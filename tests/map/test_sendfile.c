/* sendfile (syscall-map/sendfile.c). */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "tests/map/harness.h"

map_fn map_sendfile;

/* struct sf_hdtr */
struct headers {
	struct iovec *before;
	int before_count;
	struct iovec *behind;
	int behind_count;
};

static int file_of(const char *text, size_t size)
{
	int fd = memfd_create("file", 0);

	assert_int_equal(ftruncate(fd, (off_t)size), 0);
	if (text)
		assert_int_equal(pwrite(fd, text, strlen(text), 0), (int)strlen(text));
	return fd;
}

/* FreeBSD 4's: the size is that of the headers too, and nothing left of it means all. */
static void headers_counted_once(void **state)
{
	struct iovec before = { "head>", 5 };
	struct headers h = { &before, 1, NULL, 0 };
	int f = file_of("0123456789", 10), s[2];
	uint64_t sent = 99;
	char text[64] = "";

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
	assert_int_equal(call_nr(336, f, s[0], 0, 7, &h, &sent, 0), 0);
	assert_int_equal(sent, 7);
	assert_int_equal(recv(s[1], text, sizeof text, 0), 7);
	assert_memory_equal(text, "head>01", 7);
	assert_int_equal(call_nr(336, f, s[0], 7, 4, &h, &sent, 0), 0);
	assert_int_equal(recv(s[1], text, sizeof text, 0), 8);
	assert_memory_equal(text, "head>789", 8);
	assert_int_equal(call_nr(336, f, s[0], 0, 3, NULL, &sent, 0), 0);
	assert_int_equal(sent, 3);
	close(f);
	close(s[0]);
	close(s[1]);
}

static void a_file_goes_out_with_headers_and_trailers(void **state)
{
	struct iovec before[2] = { { "<", 1 }, { "head>", 5 } }, behind = { "<tail>", 6 };
	struct headers h = { before, 2, &behind, 1 };
	int f = file_of("0123456789", 10), s[2];
	uint64_t sent = 99;
	char text[64] = "";

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
	assert_int_equal(call_map(map_sendfile, f, s[0], 2, 5, 0, &sent, 0), 0);
	assert_int_equal(sent, 5);
	assert_int_equal(read(s[1], text, sizeof text), 5);
	assert_memory_equal(text, "23456", 5);
	/* All of it, from 2 on; headers count in *sbytes, not in the size asked for. */
	assert_int_equal(call_map(map_sendfile, f, s[0], 2, 0, &h, &sent, 0), 0);
	assert_int_equal(sent, 6 + 8 + 6);
	assert_int_equal(recv(s[1], text, 20, MSG_WAITALL), 20);
	assert_memory_equal(text, "<head>23456789<tail>", 20);
	assert_int_equal(call_map(map_sendfile, f, s[0], 10, 5, 0, &sent, 0), 0);
	assert_int_equal(sent, 0);
	assert_int_equal(call_map(map_sendfile, f, s[0], 8, 5, 0, 0, 0), 0);
	close(f);
	close(s[0]);
	close(s[1]);
}

static void what_went_out_is_said_with_the_error(void **state)
{
	int f = file_of(NULL, 8 << 20), s[2];
	uint64_t sent = 0;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s), 0);
	assert_int_equal(call_map(map_sendfile, f, s[0], 0, 0, 0, &sent, 0), -EAGAIN);
	assert_true(sent > 0 && sent < 8 << 20);
	assert_int_equal(call_map(map_sendfile, f, s[0], 0, 0, 0, &sent, 0), -EAGAIN);
	assert_int_equal(sent, 0);
	close(f);
	close(s[0]);
	close(s[1]);
}

static void only_files_to_connected_streams(void **state)
{
	int f = file_of("x", 1), s[2], d[2], lone = socket(AF_INET, SOCK_STREAM, 0), p[2];
	uint64_t sent = 5;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM, 0, d), 0);
	assert_int_equal(pipe(p), 0);
	assert_int_equal(call_map(map_sendfile, f, f, 0, 0, 0, &sent, 0), -ENOTSOCK);
	assert_int_equal(call_map(map_sendfile, f, d[0], 0, 0, 0, &sent, 0), -EINVAL);
	assert_int_equal(call_map(map_sendfile, f, lone, 0, 0, 0, &sent, 0), -ENOTCONN);
	assert_int_equal(call_map(map_sendfile, p[0], s[0], 0, 0, 0, &sent, 0), -EINVAL);
	assert_int_equal(call_map(map_sendfile, -1, s[0], 0, 0, 0, &sent, 0), -EBADF);
	assert_int_equal(call_map(map_sendfile, f, s[0], -1, 0, 0, &sent, 0), -EINVAL);
	assert_int_equal(call_map(map_sendfile, f, s[0], 0, 0, 0, &sent, 4), -EINVAL);
	assert_int_equal(call_map(map_sendfile, f, s[0], 0, 0, 0, &sent, 16 << 16 | 0x10), 0);
	assert_int_equal(sent, 1);
	harness_catch_faults();
	assert_int_equal(call_map(map_sendfile, f, s[0], 0, 0, 8, &sent, 0), -EFAULT);
	assert_int_equal(call_map(map_sendfile, f, s[0], 0, 0, 0, 8, 0),
			 0); /* a count that can't be told */
	close(f);
	close(lone);
	for (int i = 0; i < 2; i++) {
		close(s[i]);
		close(d[i]);
		close(p[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_goes_out_with_headers_and_trailers),
		cmocka_unit_test(headers_counted_once),
		cmocka_unit_test(what_went_out_is_said_with_the_error),
		cmocka_unit_test(only_files_to_connected_streams),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
