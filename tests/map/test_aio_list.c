/* lio_listio, aio_suspend, aio_waitcomplete, and how ends are told: signals, kqueue. */
#include "tests/map/aio.h"

#define COUNT 5

static struct freebsd_aiocb cb[COUNT], *list[COUNT + 1];
static char text[COUNT][16];
static int fd, s[2];

static int setup(void **state)
{
	(void)state;
	fd = temporary_file();
	make_sockets(s);
	assert_int_equal(write(fd, "0123456789abcdef", 16), 16);
	for (int i = 0; i < COUNT; i++) {
		cb[i] = request(fd, text[i], 4);
		cb[i].aio_offset = i;
		cb[i].aio_lio_opcode = OP_READ;
		list[i] = &cb[i];
	}
	return 0;
}

static int teardown(void **state)
{
	close(fd);
	close_both(s);
	return all_is_forgotten(state);
}

static void return_all(void)
{
	for (int i = 0; i < COUNT; i++) {
		assert_int_equal(outcome(&cb[i]), 4);
		assert_int_equal(text[i][0], "0123456789abcdef"[i]);
		text[i][0] = 0;
	}
}

static void a_list_is_waited_for(void **state)
{
	struct freebsd_aiocb *all[COUNT + 2] = { NULL };

	(void)state;
	memcpy(all + 1, list, COUNT * sizeof *list);
	assert_int_equal(call_nr(LIO_LISTIO, WAIT, all, COUNT + 2, BAD), 0);
	for (int i = 0; i < COUNT; i++)
		assert_int_equal(call_nr(AIO_ERROR, list[i]), 0);
	return_all();
	assert_int_equal(call_nr(LIO_LISTIO, WAIT, list, 0, NULL), 0);
	/* A list may be given back before it is told. */
	cb[0].aio_fildes = s[0];
	assert_int_equal(call_nr(LIO_LISTIO, NOWAIT, list, 1, NULL), 0);
	assert_int_equal(call_nr(AIO_CANCEL, s[0], NULL), CANCELED);
	assert_int_equal(call_nr(AIO_RETURN, &cb[0]), -ECANCELED);
}

static void bad_lists(void **state)
{
	struct freebsd_sigevent event = { .sigev_notify = TELL_SIGNAL };

	(void)state;
	assert_int_equal(call_nr(LIO_LISTIO, 2, list, COUNT, NULL), -EINVAL);
	assert_int_equal(call_nr(LIO_LISTIO, WAIT, list, -1, NULL), -EINVAL);
	assert_int_equal(call_nr(LIO_LISTIO, WAIT, list, AIO_REQUESTS + 1, NULL), -EINVAL);
	assert_int_equal(call_nr(LIO_LISTIO, WAIT, BAD, 1, NULL), -EFAULT);
	assert_int_equal(call_nr(LIO_LISTIO, NOWAIT, list, 1, BAD), -EFAULT);
	assert_int_equal(call_nr(LIO_LISTIO, NOWAIT, list, 1, &event), -EINVAL);
	event.sigev_notify = TELL_KEVENT;
	assert_int_equal(call_nr(LIO_LISTIO, NOWAIT, list, 1, &event), -EBADF);
	/* Those that can be done are. */
	cb[0].aio_lio_opcode = 99;
	cb[1].aio_fildes = -1;
	cb[2].aio_lio_opcode = OP_NOP;
	assert_int_equal(call_nr(LIO_LISTIO, WAIT, list, COUNT, NULL), -EIO);
	assert_int_equal(call_nr(AIO_ERROR, list[0]), BSD_EINVAL);
	assert_int_equal(call_nr(AIO_ERROR, list[1]), BSD_EBADF);
	assert_int_equal(call_nr(AIO_RETURN, list[2]), -EINVAL);
	for (int i = 3; i < COUNT; i++)
		assert_int_equal(call_nr(AIO_RETURN, list[i]), 4);
}

static void suspend_waits_for_one(void **state)
{
	struct timespec none = { 0 }, soon = { 0, 20000000 }, odd = { 0, -1 }, past = { -1, 0 };
	struct freebsd_aiocb other;

	(void)state;
	assert_int_equal(call_nr(AIO_SUSPEND, list, -1, NULL), -EINVAL);
	assert_int_equal(call_nr(AIO_SUSPEND, list, AIO_REQUESTS + 1, NULL), -EINVAL);
	assert_int_equal(call_nr(AIO_SUSPEND, BAD, 1, NULL), -EFAULT);
	assert_int_equal(call_nr(AIO_SUSPEND, list, 1, BAD), -EFAULT);
	assert_int_equal(call_nr(AIO_SUSPEND, list, 1, &odd), -EINVAL);
	assert_int_equal(call_nr(AIO_SUSPEND, list, 1, &past), -EINVAL);
	/* What was never asked for is over. */
	assert_int_equal(call_nr(AIO_SUSPEND, list, COUNT, NULL), 0);
	assert_int_equal(call_nr(AIO_SUSPEND, list, 0, NULL), 0);
	cb[0].aio_fildes = s[0];
	assert_int_equal(call_nr(AIO_READ, &cb[0]), 0);
	assert_int_equal(call_nr(AIO_SUSPEND, list, COUNT, &none), -EAGAIN);
	assert_int_equal(call_nr(AIO_SUSPEND, list, COUNT, &soon), -EAGAIN);
	/* Another's end does not end it... */
	other = request(fd, text[1], 4);
	assert_int_equal(call_nr(AIO_READ, &other), 0);
	assert_int_equal(outcome(&other), 4);
	assert_int_equal(call_nr(AIO_SUSPEND, list, 1, &soon), -EAGAIN);
	/* ...and one of the list's does. */
	assert_int_equal(call_nr(AIO_READ, &cb[1]), 0);
	assert_int_equal(call_nr(AIO_SUSPEND, list, COUNT, NULL), 0);
	assert_int_equal(call_nr(AIO_RETURN, &cb[1]), 4);
	assert_int_equal(call_nr(AIO_CANCEL, s[0], NULL), CANCELED);
	assert_int_equal(call_nr(AIO_SUSPEND, list, COUNT, NULL), 0);
	assert_int_equal(call_nr(AIO_RETURN, &cb[0]), -ECANCELED);
}

static void completions_come_in_their_order(void **state)
{
	struct timespec none = { 0 }, soon = { 0, 20000000 }, odd = { 0, 1000000000 };
	struct freebsd_aiocb *done = list[1];

	(void)state;
	assert_int_equal(call_nr(AIO_WAITCOMPLETE, &done, &none), -EAGAIN);
	assert_null(done);
	assert_int_equal(call_nr(AIO_WAITCOMPLETE, &done, &soon), -EAGAIN);
	assert_int_equal(call_nr(AIO_WAITCOMPLETE, &done, &odd), -EINVAL);
	assert_int_equal(call_nr(AIO_WAITCOMPLETE, &done, BAD), -EFAULT);
	cb[0].aio_fildes = s[0];
	cb[1].aio_fildes = s[1];
	assert_int_equal(call_nr(AIO_READ, &cb[0]), 0);
	assert_int_equal(call_nr(AIO_READ, &cb[1]), 0);
	assert_int_equal(write(s[0], "b", 1), 1);
	assert_int_equal(outcome(&cb[1]), 1);
	assert_int_equal(call_nr(AIO_READ, &cb[1]), 0);
	assert_int_equal(call_nr(AIO_CANCEL, s[1], NULL), CANCELED);
	assert_int_equal(write(s[1], "a", 1), 1);
	assert_int_equal(call_nr(AIO_WAITCOMPLETE, &done, NULL), -ECANCELED);
	assert_ptr_equal(done, &cb[1]);
	assert_int_equal(cb[1].error, BSD_ECANCELED);
	/* Where its address can't be written nobody minds. */
	assert_int_equal(call_nr(AIO_WAITCOMPLETE, BAD, NULL), 1);
	assert_int_equal(cb[0].status, 1);
}

static void a_kqueue_tells_of_one(void **state)
{
	int kq = make_kqueue();
	struct kevent e[COUNT];

	(void)state;
	cb[0].aio_fildes = s[0];
	for (int i = 0; i < 2; i++)
		cb[i].aio_sigevent = (struct freebsd_sigevent){ .sigev_notify = TELL_KEVENT,
								.sigev_signo = kq,
								.sigev_value = 70 + i };
	assert_int_equal(call_nr(AIO_READ, &cb[0]), 0);
	assert_int_equal(call_nr(AIO_READ, &cb[1]), 0);
	assert_int_equal(await(kq, e, COUNT), 1);
	assert_int_equal(e[0].ident, (uint64_t)&cb[1]);
	assert_int_equal(e[0].filter, EVFILT_AIO);
	assert_int_equal(e[0].flags, EV_EOF);
	assert_int_equal(e[0].data, 0);
	assert_int_equal(e[0].udata, 71);
	/* Until its outcome is fetched. */
	assert_int_equal(await(kq, e, COUNT), 1);
	assert_int_equal(call_nr(AIO_RETURN, &cb[1]), 4);
	assert_none(kq);
	assert_int_equal(call_nr(AIO_CANCEL, s[0], NULL), CANCELED);
	assert_int_equal(await(kq, e, COUNT), 1);
	assert_int_equal(e[0].udata, 70);
	assert_int_equal(e[0].data, BSD_ECANCELED);
	assert_int_equal(call_nr(AIO_RETURN, &cb[0]), -ECANCELED);

	cb[1].aio_sigevent.sigev_notify_thread_id = EV_ONESHOT; /* sigev_notify_kevent_flags */
	assert_int_equal(call_nr(AIO_READ, &cb[1]), 0);
	assert_int_equal(await(kq, e, COUNT), 1);
	assert_int_equal(e[0].flags, EV_ONESHOT | EV_EOF);
	assert_none(kq);
	assert_int_equal(call_nr(AIO_RETURN, &cb[1]), 4);
	cb[1].aio_sigevent.sigev_notify_thread_id = EV_RECEIPT;
	assert_int_equal(call_nr(AIO_READ, &cb[1]), -EINVAL);
	assert_int_equal(change(kq, (uint64_t)&cb[1], EVFILT_AIO, EV_ADD, 0, 0, 0), -EPERM);
	close_fd(kq);
}

static void a_kqueue_tells_of_a_list(void **state)
{
	int kq = make_kqueue();
	struct freebsd_sigevent event = { TELL_KEVENT, kq, 5, 0, 0, { 0 } };
	struct kevent e[COUNT];

	(void)state;
	cb[0].aio_fildes = s[0];
	assert_int_equal(call_nr(LIO_LISTIO, NOWAIT, list, COUNT, &event), 0);
	for (int i = 1; i < COUNT; i++)
		assert_int_equal(outcome(&cb[i]), 4);
	assert_none(kq);
	assert_int_equal(write(s[1], "0aaa", 4), 4);
	assert_int_equal(await(kq, e, COUNT), 1);
	assert_int_equal(e[0].ident, (uint64_t)list);
	assert_int_equal(e[0].filter, EVFILT_LIO);
	assert_int_equal(e[0].flags, 0);
	assert_int_equal(e[0].udata, 5);
	assert_int_equal(outcome(&cb[0]), 4);
	assert_none(kq);
	/* An empty one is over before anybody can see it. */
	assert_int_equal(call_nr(LIO_LISTIO, NOWAIT, list, 0, &event), 0);
	assert_none(kq);
	close_fd(kq);
}

static void signals_carry_a_value(void **state)
{
	struct freebsd_sigevent event = { TELL_SIGNAL, 30, 99, 0, 0, { 0 } };
	struct timespec limit = { 5, 0 };
	sigset_t set = harness_block(SIGUSR1);
	siginfo_t si;

	(void)state;
	cb[0].aio_sigevent = event;
	assert_int_equal(call_nr(AIO_READ, &cb[0]), 0);
	assert_int_equal(sigtimedwait(&set, &si, &limit), SIGUSR1);
	assert_int_equal(si.si_code, SI_ASYNCIO);
	assert_int_equal(si.si_value.sival_int, 99);
	assert_int_equal(call_nr(AIO_RETURN, &cb[0]), 4);
	cb[0].aio_sigevent.sigev_notify = TELL_NONE;
	event.sigev_value = 98;
	assert_int_equal(call_nr(LIO_LISTIO, NOWAIT, list, COUNT, &event), 0);
	assert_int_equal(sigtimedwait(&set, &si, &limit), SIGUSR1);
	assert_int_equal(si.si_value.sival_int, 98);
	return_all();
	/* Once; and for an empty list as well. */
	assert_int_equal(call_nr(LIO_LISTIO, NOWAIT, list, 0, &event), 0);
	assert_int_equal(sigtimedwait(&set, &si, &limit), SIGUSR1);
	limit.tv_sec = 0;
	assert_int_equal(sigtimedwait(&set, &si, &limit), -1);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void there_is_a_limit(void **state)
{
	static struct freebsd_aiocb many[AIO_REQUESTS + 1], *all[AIO_REQUESTS + 1];

	(void)state;
	for (int i = 0; i <= AIO_REQUESTS; i++) {
		many[i] = request(s[0], text[0], 1);
		many[i].aio_lio_opcode = OP_READ;
		all[i] = &many[i];
	}
	assert_int_equal(call_nr(AIO_READ, &many[AIO_REQUESTS]), 0);
	assert_int_equal(call_nr(LIO_LISTIO, NOWAIT, all, AIO_REQUESTS, NULL), -EAGAIN);
	assert_int_equal(many[AIO_REQUESTS - 1].error, BSD_EAGAIN);
	assert_int_equal(call_nr(AIO_ERROR, &many[AIO_REQUESTS - 1]), BSD_EAGAIN);
	assert_int_equal(call_nr(AIO_CANCEL, s[0], NULL), CANCELED);
	for (int i = 0; i <= AIO_REQUESTS; i++)
		assert_int_equal(call_nr(AIO_RETURN, all[i]),
				 i == AIO_REQUESTS - 1 ? -EINVAL : -ECANCELED);
}

/* Many threads that ask, cancel and fetch at once. */
static void *ask(void *arg)
{
	struct freebsd_aiocb mine, *one[] = { &mine };
	char c[64];
	int ends[2];

	harness_thread();
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	for (long i = 0; i < 300; i++) {
		long ret;

		mine = request(i % 3 ? ends[0] : fd, c, 1);
		while ((ret = call_nr(AIO_READ, &mine)) == -EAGAIN)
			;
		if (i % 3 == 1)
			write(ends[1], "x", 1);
		else if (i % 3 == 2)
			call_nr(AIO_CANCEL, ends[0], &mine);
		if (!ret)
			ret = call_nr(AIO_SUSPEND, one, 1, NULL);
		if (!ret)
			ret = call_nr(AIO_RETURN, &mine);
		if (ret != 1 && ret != -ECANCELED)
			*(long *)arg = i + 1;
	}
	close_both(ends);
	return NULL;
}

static void threads_do_not_mix(void **state)
{
	pthread_t threads[8];
	long wrong[8] = { 0 };

	(void)state;
	for (int i = 0; i < 8; i++)
		pthread_create(&threads[i], NULL, ask, &wrong[i]);
	for (int i = 0; i < 8; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(wrong[i], 0);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_list_is_waited_for),  TEST(bad_lists),
		TEST(suspend_waits_for_one), TEST(completions_come_in_their_order),
		TEST(a_kqueue_tells_of_one), TEST(a_kqueue_tells_of_a_list),
		TEST(signals_carry_a_value), TEST(there_is_a_limit),
		TEST(threads_do_not_mix),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
