/*
 * A program with libraries of its own: their symbols, constructors in order, variables
 * of threads in all three ways, indirect functions, copies.  Built as a program of the
 * old kind (fixed address, old crt1), see library.mk.
 */
#include "bsd.h"

extern int two_value, two_order, one_order, order_count;
extern __thread int two_thread, one_thread;
extern __thread char two_zero[100];
int one_sum(void), two_chosen(void), *two_thread_by_descriptor(void);
int absent(void) __attribute__((weak));
int chroot(const char *), mac_reload(const char *);

static __thread long local_thread = 77;
static int init_order;

__attribute__((constructor)) static void start(void)
{
	init_order = ++order_count;
}

__attribute__((destructor)) static void end(void)
{
	printf("program ends\n");
}

static void at_exit(void)
{
	printf("exit\n");
}

static int one_of_mine(void)
{
	return 17;
}

static int (*choose_mine(void))(void)
{
	return one_of_mine;
}
static int mine(void) __attribute__((ifunc("choose_mine")));

static void *thread(void *unused)
{
	EXPECT_EQ(two_thread, 222);
	EXPECT_EQ(one_thread, 111);
	EXPECT_EQ(local_thread, 77);
	for (int i = 0; i < 100; i++)
		EXPECT_EQ(two_zero[i], 0);
	two_thread = 1;
	EXPECT_EQ(*two_thread_by_descriptor(), 1);
	EXPECT_EQ(one_sum(), 111 + 1 + 23);
	return unused;
}

int main(int argc, char **argv, char **envp)
{
	pthread_t t;

	(void)argc, (void)argv, (void)envp;
	EXPECT_EQ(two_order, 1);
	EXPECT_EQ(one_order, 2);
	EXPECT_EQ(init_order, 3);
	EXPECT_EQ(two_value, 22); /* our copy... */
	two_value = 23;
	EXPECT_EQ(one_sum(), 111 + 222 + 23); /* ...is everybody's */
	EXPECT_EQ(two_chosen(), 42);
	EXPECT_EQ(mine(), 17);
	EXPECT(!absent);
	EXPECT(&two_thread == two_thread_by_descriptor());
	two_thread = 5;
	memset(two_zero, 1, sizeof two_zero);
	EXPECT_EQ(pthread_create(&t, NULL, thread, NULL), 0);
	pthread_join(t, NULL);
	EXPECT_EQ(two_thread, 5);
	EXPECT_EQ(local_thread, 77);
	EXPECT(__stdoutp->file == 1 && getenv("PATH"));
	atexit(at_exit);
	if (argc > 1)
		mac_reload("x"); /* nobody has it */
	return result();
}
