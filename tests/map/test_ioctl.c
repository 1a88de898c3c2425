/* ioctl (syscall-map/ioctl*.c, abi-tables/freebsd/ioctl.def). */
#include <fcntl.h>
#include <net/if.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <termios.h>

#include <cmocka.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/ioctl.h"
#include "tests/map/harness.h"

map_fn map_ioctl;

static uint32_t number(const char *name)
{
	for (const struct ioctl_row *r = freebsd_ioctls.rows; r->name; r++)
		if (!strcmp(r->name, name))
			return r->alien;
	fail_msg("%s", name);
	return 0;
}

/* sys/ttycom.h and sys/filio.h, put together by sys/ioccom.h's rule. */
static void requests_have_freebsd_s_numbers(void **state)
{
	(void)state;
	assert_int_equal(number("TIOCGETA"), 0x402c7413);
	assert_int_equal(number("TIOCSETA"), 0x802c7414);
	assert_int_equal(number("TIOCGWINSZ"), 0x40087468);
	assert_int_equal(number("TIOCSCTTY"), 0x20007461);
	assert_int_equal(number("TIOCSPGRP"), 0x80047476);
	assert_int_equal(number("TIOCSIG"), 0x2004745f);
	assert_int_equal(number("FIONBIO"), 0x8004667e);
	assert_int_equal(number("FIONREAD"), 0x4004667f);
	assert_int_equal(number("FIODGNAME"), 0x80106678);
	assert_int_equal(number("SIOCGIFCONF"), 0xc0106924);
	assert_int_equal(number("SIOCGIFADDR"), 0xc0206921);
	for (const struct ioctl_row *r = freebsd_ioctls.rows; r->name; r++)
		for (const struct ioctl_row *q = r + 1; q->name; q++)
			assert_int_not_equal(r->alien, q->alien);
}

static long request(int fd, const char *name, void *arg)
{
	return call_map(map_ioctl, fd, number(name), arg);
}

static void descriptors_take_the_common_requests(void **state)
{
	int fds[2], n = 1;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(request(fds[0], "FIOCLEX", 0), 0);
	assert_int_equal(fcntl(fds[0], F_GETFD), FD_CLOEXEC);
	assert_int_equal(request(fds[0], "FIONCLEX", 0), 0);
	assert_int_equal(fcntl(fds[0], F_GETFD), 0);
	assert_int_equal(request(fds[0], "FIONBIO", &n), 0);
	assert_true(fcntl(fds[0], F_GETFL) & O_NONBLOCK);
	assert_int_equal(write(fds[1], "abc", 3), 3);
	assert_int_equal(request(fds[0], "FIONREAD", &n), 0);
	assert_int_equal(n, 3);
	/* The request's upper half is nobody's. */
	assert_int_equal(call_map(map_ioctl, fds[0], 0xffffffff00000000 | number("FIOCLEX"), 0), 0);
	assert_int_equal(call_map(map_ioctl, fds[0], 0x20001234, 0), -ENOTTY);
	assert_int_equal(call_map(map_ioctl, -1, 0x20001234, 0), -EBADF);
	assert_int_equal(request(fds[0], "TIOCGETA", (char[64]){ 0 }), -ENOTTY);
	close(fds[0]);
	close(fds[1]);
}

static void owners_are_processes_and_groups(void **state)
{
	int s[2], owner = -getpgrp(), got = 0;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
	assert_int_equal(request(s[0], "FIOSETOWN", &owner), 0);
	assert_int_equal(request(s[0], "FIOGETOWN", &got), 0);
	assert_int_equal(got, owner);
	owner = getpid();
	assert_int_equal(request(s[0], "SIOCSPGRP", &owner), 0);
	assert_int_equal(request(s[0], "SIOCGPGRP", &got), 0);
	assert_int_equal(got, owner);
	assert_int_equal(request(s[0], "FIONSPACE", &got), 0);
	assert_true(got > 0);
	close(s[0]);
	close(s[1]);
}

static void holes_are_found_without_moving(void **state)
{
	int f = memfd_create("f", 0);
	uint64_t at = 0;

	(void)state;
	assert_int_equal(ftruncate(f, 1 << 20), 0);
	assert_int_equal(pwrite(f, "x", 1, 65536), 1);
	assert_int_equal(lseek(f, 5, SEEK_SET), 5);
	assert_int_equal(request(f, "FIOSEEKDATA", &at), 0);
	assert_int_equal(at, 65536);
	assert_int_equal(lseek(f, 0, SEEK_CUR), 5);
	close(f);
}

static void a_terminal_s_modes_go_both_ways(void **state)
{
	struct bsd44_termios t;
	struct termios host;
	struct winsize w = { 24, 80, 0, 0 }, v;
	int master, tty, n;

	(void)state;
	assert_int_equal(openpty(&master, &tty, NULL, NULL, &w), 0);
	assert_int_equal(request(tty, "TIOCGETA", &t), 0);
	assert_int_equal(t.c_iflag & 0x100, 0x100); /* ICRNL */
	assert_int_equal(t.c_oflag & 3, 3);         /* OPOST, ONLCR */
	assert_int_equal(t.c_cflag & 0x300, 0x300); /* CS8 */
	assert_int_equal(t.c_lflag & 0x188, 0x188); /* ECHO, ISIG, ICANON */
	assert_int_equal(t.c_cc[8], 3);             /* VINTR: ^C */
	assert_int_equal(t.c_cc[0], 4);             /* VEOF: ^D */
	assert_int_equal(t.c_cc[16], 1);            /* VMIN */
	assert_int_equal(t.c_cc[11], 0xff);         /* VDSUSP: none */
	assert_int_equal(t.c_ospeed, 38400);
	t.c_lflag &= ~(0x100u | 8);
	t.c_cc[8] = 0xff;
	t.c_cc[16] = 7;
	t.c_ispeed = t.c_ospeed = 115200;
	assert_int_equal(request(tty, "TIOCSETA", &t), 0);
	assert_int_equal(tcgetattr(tty, &host), 0);
	assert_int_equal(host.c_lflag & (ICANON | ECHO), 0);
	assert_int_equal(host.c_lflag & ISIG, ISIG);
	assert_int_equal(host.c_cc[VINTR], 0);
	assert_int_equal(host.c_cc[VMIN], 7);
	assert_int_equal(cfgetospeed(&host), B115200);
	memset(&t, 0, sizeof t);
	assert_int_equal(request(tty, "TIOCGETA", &t), 0);
	assert_int_equal(t.c_ospeed, 115200);
	assert_int_equal(t.c_cc[8], 0xff);
	t.c_lflag |= 0x200; /* ALTWERASE: the host has none */
	assert_int_equal(request(tty, "TIOCSETAF", &t), -EINVAL);
	assert_int_equal(request(tty, "TIOCGWINSZ", &v), 0);
	assert_int_equal(v.ws_col, 80);
	n = 0;
	assert_int_equal(request(tty, "TIOCFLUSH", &n), 0);
	assert_int_equal(request(tty, "TIOCDRAIN", 0), 0);
	assert_int_equal(request(master, "TIOCPTMASTER", 0), 0);
	assert_int_not_equal(request(tty, "TIOCPTMASTER", 0), 0);
	assert_int_equal(request(tty, "FIODTYPE", &n), 0);
	assert_int_equal(n, 2);
	close(master);
	close(tty);
}

static void a_terminal_has_a_name(void **state)
{
	int master, tty;
	char name[64] = "";
	struct {
		int size;
		void *name;
	} a = { sizeof name, name };

	(void)state;
	assert_int_equal(openpty(&master, &tty, NULL, NULL, NULL), 0);
	assert_int_equal(request(tty, "FIODGNAME", &a), 0);
	assert_string_equal(name, ttyname(tty) + 5);
	a.size = 3;
	assert_int_equal(request(tty, "FIODGNAME", &a), -EINVAL);
	/* ptsname(3) asks the master. */
	a.size = sizeof name;
	memset(name, 0, sizeof name);
	assert_int_equal(request(master, "FIODGNAME", &a), 0);
	assert_string_equal(name, ttyname(tty) + 5);
	close(master);
	close(tty);
}

/* struct ifreq: 16 bytes of name, then a sockaddr, flags in two halves, an int. */
static void interfaces_are_described(void **state)
{
	struct {
		char name[16];
		uint8_t value[16];
	} r = { "lo", { 0 } }, list[64];
	struct {
		int size;
		void *list;
	} all = { sizeof list, list };
	int s = socket(AF_INET, SOCK_DGRAM, 0), mtu;

	(void)state;
	assert_int_equal(request(s, "SIOCGIFADDR", &r), 0);
	assert_int_equal(r.value[0], 16);
	assert_int_equal(r.value[1], 2);
	assert_memory_equal(r.value + 4, "\x7f\0\0\1", 4);
	assert_int_equal(request(s, "SIOCGIFFLAGS", &r), 0);
	assert_int_equal(r.value[0] & 9, 9); /* IFF_UP, IFF_LOOPBACK */
	assert_int_equal(request(s, "SIOCGIFINDEX", &r), 0);
	assert_int_equal(r.value[0], if_nametoindex("lo"));
	assert_int_equal(request(s, "SIOCGIFMTU", &r), 0);
	memcpy(&mtu, r.value, sizeof mtu);
	assert_true(mtu > 1000);
	assert_int_equal(request(s, "SIOCGIFCONF", &all), 0);
	assert_int_equal(all.size % 32, 0);
	assert_string_equal(list[0].name, "lo");
	assert_int_equal(list[0].value[1], 2);
	strcpy(r.name, "none0");
	assert_int_equal(request(s, "SIOCGIFADDR", &r), -ENXIO);
	close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_have_freebsd_s_numbers),
		cmocka_unit_test(descriptors_take_the_common_requests),
		cmocka_unit_test(owners_are_processes_and_groups),
		cmocka_unit_test(holes_are_found_without_moving),
		cmocka_unit_test(a_terminal_s_modes_go_both_ways),
		cmocka_unit_test(a_terminal_has_a_name),
		cmocka_unit_test(interfaces_are_described),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
