/* Waiting in a kqueue: timeouts, threads, signals.  kqueue(2). */
#include "tests/map/kqueue.h"

static void timeouts(void **state)
{
	static const struct timespec times[] = { { 0, 1 }, { 0, 500000 }, { 0, 30000000 } };
	struct kevent e;
	int64_t from;

	(void)state;
	for (int i = 0; i < 3; i++) {
		from = now(CLOCK_MONOTONIC);
		assert_int_equal(kevent(kq, NULL, 0, &e, 1, &times[i]), 0);
		assert_in_range(now(CLOCK_MONOTONIC) - from, times[i].tv_nsec,
				times[i].tv_nsec + 300000000);
	}
}

/* An entry that fires without its filter's consent must not make the wait shorter. */
static void timeout_outlasts_false_alarms(void **state)
{
	static const struct timespec t = { 0, 100000000 };
	struct kevent e;
	int p[2];
	int64_t from = now(CLOCK_MONOTONIC);

	(void)state;
	assert_int_equal(pipe(p), 0);
	change(kq, 1, EVFILT_USER, EV_ADD, 0, 0, 0);
	change(kq, 1, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
	change(kq, 1, EVFILT_USER, EV_CLEAR, 0, 0, 0);
	assert_int_equal(kevent(kq, NULL, 0, &e, 1, &t), 0);
	assert_in_range(now(CLOCK_MONOTONIC) - from, 100000000, 400000000);
	close_fd(p[0]);
	close_fd(p[1]);
}

#define ROUNDS 20000
static int answers;

/* Triggers an event, and waits for the other's. */
static void *partner(void *unused)
{
	struct kevent e;

	(void)unused;
	harness_thread();
	for (int i = 0; i < ROUNDS; i++) {
		if (kevent(answers, NULL, 0, &e, 1, NULL) != 1)
			return "no event";
		if (change(kq, 1, EVFILT_USER, 0, NOTE_TRIGGER, i, 0) != 0)
			return "no trigger";
	}
	return NULL;
}

static void no_wakeup_is_lost(void **state)
{
	struct kevent e;
	pthread_t t;
	void *said;

	(void)state;
	answers = make_kqueue();
	change(kq, 1, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0, 0);
	change(answers, 1, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0, 0);
	pthread_create(&t, NULL, partner, NULL);
	for (int i = 0; i < ROUNDS; i++) {
		change(answers, 1, EVFILT_USER, 0, NOTE_TRIGGER, i, 0);
		assert_int_equal(kevent(kq, NULL, 0, &e, 1, NULL), 1);
		assert_int_equal(e.data, i);
	}
	pthread_join(t, &said);
	assert_null(said);
	close_fd(answers);
}

static void *waiter(void *unused)
{
	struct kevent e;

	(void)unused;
	harness_thread();
	return (void *)kevent(kq, NULL, 0, &e, 1, NULL);
}

/* Each trigger wakes one of many; closing wakes all. */
static void many_waiters(void **state)
{
	pthread_t t[8];
	void *ret;

	(void)state;
	change(kq, 1, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 0, 0);
	for (int i = 0; i < 8; i++)
		pthread_create(&t[i], NULL, waiter, NULL);
	usleep(50000);
	for (int i = 0; i < 8; i++)
		change(kq, 2 + i, EVFILT_USER, EV_ADD | EV_ONESHOT, 0, 0, 0);
	for (int i = 0; i < 5; i++)
		change(kq, 2 + i, EVFILT_USER, 0, NOTE_TRIGGER, 0, 0);
	usleep(50000);
	close_fd(kq);
	for (int i = 0, woken = 0; i < 8; i++) {
		pthread_join(t[i], &ret);
		assert_true((long)ret == 1 || (long)ret == -EBADF);
		woken += (long)ret == 1;
		if (i == 7)
			assert_int_equal(woken, 5);
	}
	kq = make_kqueue();
}

static void handler(int sig)
{
	(void)sig;
}

static struct thread *sleeper;

static void *sleep_interrupted(void *unused)
{
	struct kevent e;

	(void)unused;
	sleeper = harness_thread();
	return (void *)kevent(kq, NULL, 0, &e, 1, NULL);
}

/* A host signal that is none of the alien's does not end the wait; one that is does. */
static void interrupted(void **state)
{
	struct sigaction sa = { .sa_handler = handler };
	pthread_t t;
	void *ret;

	(void)state;
	sigaction(SIGUSR1, &sa, NULL);
	pthread_create(&t, NULL, sleep_interrupted, NULL);
	usleep(30000);
	pthread_kill(t, SIGUSR1);
	usleep(30000);
	assert_int_equal(pthread_tryjoin_np(t, &ret), EBUSY);
	sleeper->interrupted = true;
	pthread_kill(t, SIGUSR1);
	pthread_join(t, &ret);
	assert_int_equal((long)ret, -EINTR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_QUEUE(timeouts),          ON_QUEUE(timeout_outlasts_false_alarms),
		ON_QUEUE(no_wakeup_is_lost), ON_QUEUE(many_waiters),
		ON_QUEUE(interrupted),
	};

	harness_start(abis[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
