/* One batch of calls: a process, its threads, and the calls that they make. */
#include "system.h"

#define THREAD_STACK (64 << 10)
#define ALONE_TIME   300000000l /* nanoseconds that a process of one call has */

static struct fuzzer fuzzers[RECORD_THREADS];
static long calls_each;
long batch_process;

static void tick(long every)
{
	long timer[4] = { 0, every, 0, every };

	call(NR_setitimer, 0, timer, 0);
}

/*
 * What has slept too long gets a signal; the timer is stopped, whose signals may come faster
 * than the observer lets a call be made.
 */
void catch_signal(int sig)
{
	if (sig == SIGUSR2)
		tick(0);
	was_kicked(sig);
}

/*
 * The call.  A second process that comes out of it (rdx is 1 there) ends at once,
 * without a touch of its stack, which may be the first one's.
 */
static long make(long nr, const long *arg, bool forks, bool *failed)
{
	register long r10 __asm__("r10") = arg[3];
	register long r8 __asm__("r8") = arg[4];
	register long r9 __asm__("r9") = arg[5];
	long second = arg[2], ret = nr;

	__asm__ volatile("mov %%rsp, %%r15\n\t"
			 "sub $256, %%rsp\n\t"
			 "and $-16, %%rsp\n\t"
			 "push 56(%%rbx)\n\t"
			 "push 48(%%rbx)\n\t"
			 "push $0\n\t"
			 "syscall\n\t"
			 "setc %[failed]\n\t"
			 "jc 1f\n\t"
			 "test %[forks], %[forks]\n\t"
			 "jz 1f\n\t"
			 "cmp $1, %%edx\n\t"
			 "jne 1f\n\t"
			 "xor %%edi, %%edi\n\t"
			 "mov $1, %%eax\n\t"
			 "syscall\n"
			 "1:\tmov %%r15, %%rsp\n\t"
			 : "+a"(ret), "+d"(second), "+r"(r10), "+r"(r8),
			   "+r"(r9), [failed] "=&r"(*failed)
			 : "D"(arg[0]), "S"(arg[1]), "b"(arg), [forks] "r"((int)forks)
			 : "rcx", "r11", "r15", "memory", "cc");
	return ret;
}

static void judge(const struct record *r, const struct fuzz_row *row, bool failed, long ret)
{
	if (failed && (ret <= 0 || ret > LAST_ERRNO))
		complain(r, "an errno that there is not", ret);
	if (row->refused && (!failed || ret != row->refused))
		complain(r, "a refused row's other answer", ret);
}

static void count(const struct fuzz_row *row)
{
	__atomic_add_fetch(&RECORDS->calls[row - rows], 1, __ATOMIC_RELAXED);
}

/* syscall(2) and __syscall(2), now and then, with the number before the arguments. */
static long how_to_call(struct fuzzer *f, const struct fuzz_row *row, long *arg, long *shown)
{
	for (int i = 0; i < 8; i++)
		shown[i] = arg[i];
	f->record->indirect = 0;
	if (row->nr == 0 || row->nr == 198 || !chance(f, 4))
		return row->nr;
	for (int i = 7; i; i--)
		arg[i] = arg[i - 1];
	arg[0] = row->nr;
	f->record->indirect = 1;
	return chance(f, 50) ? 0 : 198;
}

static void one_call(struct fuzzer *f, const struct fuzz_row *row, enum manner manner)
{
	struct record *r = f->record;
	long arg[8], shown[8], nr, ret;
	bool failed;

	arguments(f, row, manner, arg);
	nr = how_to_call(f, row, arg, shown);
	r->nr = (uint32_t)row->nr;
	for (int i = 0; i < 8; i++)
		r->arg[i] = shown[i];
	count(row);
	if (options.verbose)
		show_call(r);
	__atomic_store_n(&r->state, RECORD_CALL, __ATOMIC_RELEASE);
	ret = make(nr, arg, manner == FORKS, &failed);
	__atomic_store_n(&r->state, RECORD_IDLE, __ATOMIC_RELEASE);
	if (options.verbose)
		say("\t%s%ld\n", failed ? "error " : "", ret);
	judge(r, row, failed, ret);
}

static void sleep_ns(long ns)
{
	struct timespec t = { 0, ns };

	call(NR_nanosleep, &t, 0);
}

/* Wait for a process of one call; it may have been waited for by another thread's call. */
static void wait_alone(const struct record *r, long pid)
{
	long began = now(), got;
	int status = 0;

	while ((got = call(NR_wait4, pid, &status, 1, 0)) == 0 || got == -4) {
		if (now() - began > ALONE_TIME)
			call(NR_kill, pid, 9);
		sleep_ns(200000);
	}
	if (got == pid && (status & 0xff7f) == 125 << 8)
		complain(r, "abirun failed", status);
}

static void call_alone(struct fuzzer *f, const struct fuzz_row *row)
{
	struct record *r = f->record;
	int mine = (int)r->tid;
	long pid, second;

	r->alone = 1;
	pid = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);
	if (second == 1) {
		r->tid = (uint32_t)call(NR_getpid);
		die_with_parent();
		call(NR_setpgid, 0, 0); /* kill(0) is for it alone */
		one_call(f, row, ALONE);
		call(NR_exit_all, 0);
	}
	f->random++;
	if (!is_error(pid))
		wait_alone(r, pid);
	r->state = RECORD_IDLE;
	r->tid = (uint32_t)mine;
	r->alone = 0;
}

/* A number that is no row's: ENOSYS, and SIGSYS, which is caught. */
static void unknown_call(struct fuzzer *f)
{
	static const struct fuzz_row none = { .name = "(no such call)" };
	long nr = unknown_number(f);
	struct record *r = f->record;
	long arg[8], ret;
	bool failed;

	f->tame = false;
	for (int i = 0; i < 8; i++)
		r->arg[i] = arg[i] = garbage(f);
	r->nr = (uint32_t)nr;
	__atomic_store_n(&r->state, RECORD_CALL, __ATOMIC_RELEASE);
	ret = make(nr, arg, false, &failed);
	__atomic_store_n(&r->state, RECORD_IDLE, __ATOMIC_RELEASE);
	judge(r, &none, failed, ret);
	if (!failed || ret != 78)
		complain(r, "an answer to a number that there is not", ret);
}

/* The number of this thread that the host has, which the observer knows it by. */
static uint32_t host_thread(void)
{
	char link[64];
	long n = call(NR_readlink, "/proc/thread-self", link, sizeof(link) - 1);
	uint32_t id = 0;

	for (long i = 0; i < n; i++)
		id = link[i] == '/' ? 0 : id * 10 + (uint32_t)(link[i] - '0');
	return id;
}

/* Half of the calls go through the rows in turn, so that each row's turn comes. */
static void calls(void *arg)
{
	struct fuzzer *f = arg;
	struct record *r = f->record;
	uint64_t turn = (uint64_t)r->batch * 211 + random_of(f, (unsigned)row_count);

	r->thread = thread_self();
	r->tid = host_thread();
	for (long i = 0; i < calls_each; i++) {
		uint64_t next = chance(f, 50) ? turn++ : random_next(&f->random);
		const struct fuzz_row *row = &rows[next % row_count];
		enum manner manner = manner_of(f, row);

		r->index = (uint32_t)i;
		__atomic_add_fetch(&r->serial, 1, __ATOMIC_RELAXED);
		if (chance(f, 1))
			unknown_call(f);
		else if (manner == ALONE)
			call_alone(f, row);
		else
			one_call(f, row, manner);
	}
}

static void catch_all(void)
{
	for (int sig = 1; sig <= LAST_SIGNAL; sig++)
		signal_catch(sig, catch_signal, 0);
}

void run_batch(uint32_t batch, long count)
{
	uint64_t random = (uint64_t)options.seed * 1000003 + batch;
	int threads = options.threads;
	char *stacks;

	random_next(&random);
	if (!threads)
		threads =
		    random_next(&random) % 2 ? 1 : 1 + (int)(random_next(&random) % RECORD_THREADS);
	stacks = pages((size_t)threads * THREAD_STACK);
	calls_each = count;
	batch_process = call(NR_getpid);
	catch_all();
	objects_new();
	for (int i = 0; i < threads; i++) {
		struct fuzzer *f = &fuzzers[i];

		f->random = random + (unsigned)i * 0x1234567;
		f->record = &RECORDS->of[i];
		*f->record = (struct record){ .batch = batch };
		memory_new(f, i);
	}
	if (random_next(&random) % 2)
		tick(1000 + (long)(random_next(&random) % 5000));
	for (int i = 1; i < threads; i++)
		thread_start(&fuzzers[i].thread, calls, &fuzzers[i], stacks + i * THREAD_STACK,
			     THREAD_STACK);
	calls(&fuzzers[0]);
	for (int i = 1; i < threads; i++)
		thread_join(&fuzzers[i].thread);
	tick(0);
	for (;;)
		call(NR_exit_all, 0);
}
