/* _umtx_op: words, timeouts, signals, pages. */
#include "tests/map/umtx.h"

static void waiting_ends_at_once_where_the_word_differs(void **state)
{
	uint32_t word = 5;
	uint64_t wide = 5 | 1ull << 40;

	(void)state;
	assert_int_equal(op(&word, WAIT_UINT_PRIVATE, 4, 0, NULL), 0);
	assert_int_equal(op(&word, WAIT_UINT, 4, 0, NULL), 0);
	assert_int_equal(op(&wide, WAIT, 5, 0, NULL), 0);
	assert_int_equal(op(BAD, WAIT, 5, 0, NULL), -EFAULT);
	assert_int_equal(op(BAD, WAIT_UINT_PRIVATE, 5, 0, NULL), -EFAULT);
	assert_int_equal(op(&word, 29, 0, 0, NULL), -EINVAL);
	assert_int_equal(op(&word, WAIT_UINT | 0x80000000, 0, 0, NULL), -EINVAL);
	assert_int_equal(op(&word, 0, 0, 0, NULL), -EOPNOTSUPP);
}

static void timeouts_of_every_form(void **state)
{
	static const int operations[] = { WAIT_UINT, WAIT_UINT_PRIVATE };
	uint32_t word = 5;

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct freebsd_umtx_time t = after_ms(20, 0, MONOTONIC);
		int64_t start = now_ms();

		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -ETIMEDOUT);
		assert_int_equal(op(&word, operations[i], 5, 16, &t), -ETIMEDOUT);
		t = after_ms(20, UMTX_ABSTIME, MONOTONIC);
		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -ETIMEDOUT);
		t = after_ms(20, UMTX_ABSTIME, REALTIME);
		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -ETIMEDOUT);
		assert_in_range(now_ms() - start, 79, 2000);
		t = after_ms(-20, UMTX_ABSTIME, MONOTONIC);
		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -ETIMEDOUT);
		t._timeout[1] = 1000000000;
		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -EINVAL);
		t = after_ms(20, 0, 99);
		assert_int_equal(op(&word, operations[i], 5, sizeof t, &t), -EINVAL);
		assert_int_equal(op(&word, operations[i], 5, sizeof t, BAD), -EFAULT);
	}
}

static void the_least_timeout(void **state)
{
	struct freebsd_umtx_time t = after_ms(1, 0, MONOTONIC);
	int64_t start = now_ms(), min = 0;
	uint32_t word = 5;

	(void)state;
	assert_int_equal(op(NULL, SET_MIN_TIMEOUT, 50000000, 0, NULL), 0);
	assert_int_equal(op(NULL, GET_MIN_TIMEOUT, 0, &min, NULL), 0);
	assert_int_equal(min, 50000000);
	assert_int_equal(op(&word, WAIT_UINT_PRIVATE, 5, sizeof t, &t), -ETIMEDOUT);
	assert_true(now_ms() - start >= 50);
	assert_int_equal(op(NULL, SET_MIN_TIMEOUT, -1l, 0, NULL), -EINVAL);
	assert_int_equal(op(NULL, SET_MIN_TIMEOUT, 0, 0, NULL), 0);
}

/* A thread that waits on a word with an operation, and says what came of it. */
struct waiter {
	void *obj;
	int operation;
	long value;
	long ret;
};

static void *wait_once(void *arg)
{
	struct waiter *w = arg;

	harness_thread();
	w->ret = op(w->obj, w->operation, w->value, 0, NULL);
	return NULL;
}

/* Until a thread sleeps on the word: it can be counted. */
static void await_sleepers(void *word, bool shared, long n)
{
	while (futex_waiters((unsigned long)word, shared) < n)
		usleep(1000);
}

static void waking(void **state)
{
	uint64_t word = 5, *words[1] = { &word };
	struct waiter w = { &word, WAIT, 5, 77 };
	void *thread = in_thread(wait_once, &w);

	(void)state;
	await_sleepers(&word, true, 1);
	assert_int_equal(op(&word, WAKE, 1, 0, NULL), 0);
	join(thread);
	assert_int_equal(w.ret, 0);
	w.operation = WAIT_UINT_PRIVATE;
	in_thread(wait_once, &w);
	await_sleepers(&word, false, 1);
	assert_int_equal(op(&word, WAKE_PRIVATE, 0x7fffffff, 0, NULL), 0);
	join(thread);
	in_thread(wait_once, &w);
	await_sleepers(&word, false, 1);
	assert_int_equal(op(&word, WAKE, 1, 0, NULL), 0); /* one queue there */
	join(thread);
	in_thread(wait_once, &w);
	await_sleepers(&word, false, 1);
	assert_int_equal(op(words, NWAKE_PRIVATE, 1, 0, NULL), 0);
	join(thread);
	assert_int_equal(w.ret, 0);
	assert_int_equal(op(BAD, NWAKE_PRIVATE, 1, 0, NULL), -EFAULT);
}

static void signals(void **state)
{
	struct freebsd_umtx_time t = after_ms(5000, 0, MONOTONIC);
	struct freebsd_umtx_time abs = after_ms(5000, UMTX_ABSTIME, MONOTONIC);
	struct umutex m = { .m_owner = 99 };
	struct urwlock rw = { .rw_state = URWLOCK_WRITE_OWNER };
	struct usem2 sem = { 0 };

	(void)state;
	signal_soon();
	assert_int_equal(op(&m, MUTEX_LOCK, 0, 0, NULL), RESTART_CALL);
	signal_soon();
	assert_int_equal(op(&m, MUTEX_LOCK, 0, sizeof t, &t), -EINTR);
	signal_soon();
	assert_int_equal(op(&m, MUTEX_WAIT, 0, 0, NULL), RESTART);
	signal_soon();
	assert_int_equal(op(&rw, RW_RDLOCK, 0, 0, NULL), -EINTR);
	assert_int_equal(rw.rw_state, URWLOCK_WRITE_OWNER);
	signal_soon();
	assert_int_equal(op(&sem, SEM2_WAIT, 0, 0, NULL), RESTART);
	signal_soon();
	assert_int_equal(op(&sem, SEM2_WAIT, 0, sizeof abs, &abs), RESTART);
	signal_soon();
	assert_int_equal(op(&sem, SEM2_WAIT, 0, sizeof t, &t), -EINTR);
}

static void what_is_left_of_a_semaphores_timeout(void **state)
{
	struct {
		struct freebsd_umtx_time t;
		int64_t rest[2];
	} timeout = { .t = after_ms(5000, 0, MONOTONIC) };
	struct usem2 sem = { 0 };

	(void)state;
	signal_soon();
	assert_int_equal(op(&sem, SEM2_WAIT, 0, sizeof timeout, &timeout), -EINTR);
	assert_in_range(timeout.rest[0], 3, 4);
}

static void a_page_that_belongs_to_an_address(void **state)
{
	char *shared = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	long fd, again;
	struct stat st;
	int status;

	(void)state;
	assert_int_equal(op(NULL, SHM, 2, shared + 64, NULL), -ESRCH);
	fd = op(NULL, SHM, 1, shared + 64, NULL);
	assert_true(fd >= 0);
	fstat(fd, &st);
	assert_int_equal(st.st_size, 4096);
	assert_int_equal(write(fd, "x", 1), 1);
	if (fork() == 0) { /* the same page for another process */
		char byte = 0;

		harness_thread();
		again = op(NULL, SHM, 2, shared + 64, NULL);
		_exit(again < 0 || pread(again, &byte, 1, 0) != 1 || byte != 'x');
	}
	wait(&status);
	assert_int_equal(status, 0);
	assert_int_equal(op(NULL, SHM, 2, shared + 128, NULL), -ESRCH);
	assert_int_equal(op(NULL, SHM, 8, shared + 64, NULL), 0);
	assert_int_equal(op(NULL, SHM, 4, shared + 64, NULL), 0);
	assert_int_equal(op(NULL, SHM, 4, shared + 64, NULL), -ESRCH);
	assert_int_equal(op(NULL, SHM, 3, shared, NULL), -EINVAL);
	assert_int_equal(op(NULL, SHM, 1, BAD, NULL), -EFAULT);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waiting_ends_at_once_where_the_word_differs),
		cmocka_unit_test(timeouts_of_every_form),
		cmocka_unit_test(the_least_timeout),
		cmocka_unit_test(waking),
		cmocka_unit_test(signals),
		cmocka_unit_test(what_is_left_of_a_semaphores_timeout),
		cmocka_unit_test(a_page_that_belongs_to_an_address),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
