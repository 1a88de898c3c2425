/* The lock that alien threads share state under. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "syscall-map/map.h"

#define THREADS 4
#define ROUNDS  100000

static struct lock lock;
static unsigned long counter;

static void *count(void *unused)
{
	(void)unused;
	for (int i = 0; i < ROUNDS; i++) {
		lock_take(&lock);
		counter++;
		lock_drop(&lock);
	}
	return NULL;
}

static void one_at_a_time(void **state)
{
	pthread_t thread[THREADS];

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, count, NULL), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	assert_int_equal(counter, THREADS * ROUNDS);
	assert_int_equal(lock.word, 0);
}

/* What another thread holds as a child is forked is free in the child, and held in the parent. */
static void free_in_a_forks_child(void **state)
{
	static struct lock held;
	int status;
	pid_t pid;

	(void)state;
	lock_take(&held);
	pid = fork();
	if (pid == 0) {
		alarm(5);
		locks_after_fork();
		lock_take(&held);
		lock_drop(&held);
		lock_take(&held);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_not_equal(held.word, 0);
	lock_drop(&held);
	assert_int_equal(held.word, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_at_a_time),
		cmocka_unit_test(free_in_a_forks_child),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
