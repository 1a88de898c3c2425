/* Rows of blocking.h: calls that sleep for time, events, signals, children, memory and messages. */

static struct timespec long_time = { 1000, 0 };
static long long_timeval[2] = { 1000, 0 };

static void begin_nanosleep(long *a)
{
	a[0] = (long)&long_time;
}

static void begin_clock_nanosleep(long *a)
{
	a[0] = CLOCK_MONOTONIC, a[2] = (long)&long_time;
}

static void begin_clock_nanosleep_until(long *a)
{
	static struct timespec until;

	until.tv_sec = now() / 1000000000 + 1000;
	a[0] = CLOCK_MONOTONIC, a[1] = 1, a[2] = (long)&until; /* TIMER_ABSTIME */
}

static struct {
	int fd;
	short events, revents;
} polled = { 0, 1, 0 }; /* POLLIN */
static struct sigset no_signals;
static long ready[16], only_ready[16]; /* fd_set */

static void begin_poll(long *a)
{
	open_pipe();
	polled.fd = pipe_ends[0];
	a[0] = (long)&polled, a[1] = 1, a[2] = 30000;
}

static void begin_ppoll(long *a)
{
	begin_poll(a);
	a[2] = (long)&long_time, a[3] = (long)&no_signals;
}

/* FD_SETs are what is asked for and what is answered. */
static void renew_select(void)
{
	memcpy(ready, only_ready, sizeof(ready));
	drain(pipe_ends[0], 1);
}

static void begin_select(long *a)
{
	open_pipe();
	only_ready[pipe_ends[0] / 64] = 1l << pipe_ends[0] % 64;
	renew_select();
	a[0] = pipe_ends[0] + 1, a[1] = (long)ready, a[4] = (long)long_timeval;
}

static void begin_pselect(long *a)
{
	begin_select(a);
	a[4] = (long)&long_time, a[5] = (long)&no_signals;
}

static void renew_poll(void)
{
	drain(pipe_ends[0], 1);
}

static void begin_kevent(long *a)
{
	struct kevent change = { .filter = EVFILT_READ, .flags = EV_ADD };
	static struct kevent event;
	static long queue;

	open_pipe();
	if (!queue) {
		queue = call(NR_kqueue);
		change.ident = pipe_ends[0];
		EXPECT_EQ(call(NR_kevent, queue, &change, 1, 0, 0, 0), 0);
	}
	a[0] = queue, a[3] = (long)&event, a[4] = 1;
}

static void begin_kevent_limited(long *a)
{
	begin_kevent(a);
	a[5] = (long)&long_time;
}

static struct sigset waited;
static struct siginfo waited_info;
static int waited_signal;

static void block_usr2(void)
{
	waited = sigset_of(SIGUSR2);
	block(SIGUSR2);
}

static void begin_sigsuspend(long *a)
{
	a[0] = (long)&no_signals;
}

static void begin_sigwait(long *a)
{
	block_usr2();
	a[0] = (long)&waited, a[1] = (long)&waited_signal;
}

static void begin_sigwaitinfo(long *a)
{
	block_usr2();
	a[0] = (long)&waited, a[1] = (long)&waited_info;
}

static void begin_sigtimedwait(long *a)
{
	begin_sigwaitinfo(a);
	a[2] = (long)&long_time;
}

static void release_sigwait(void)
{
	call(NR_thr_kill, main_tid, SIGUSR2);
}

/* The child is stopped and continued in turn, and wait tells of both. */
static long wait_child;

static void start_wait_child(void)
{
	long second;

	if (wait_child)
		return;
	wait_child = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);
	if (second == 1)
		for (;;)
			call(NR_nanosleep, &long_time, 0);
}

static void begin_wait4(long *a)
{
	static int status;

	start_wait_child();
	a[0] = wait_child, a[1] = (long)&status, a[2] = 2 | 4; /* WUNTRACED, WCONTINUED */
}

static void begin_wait6(long *a)
{
	static int status;

	start_wait_child();
	a[0] = P_PID, a[1] = wait_child, a[2] = (long)&status;
	a[3] = 2 | 4 | WEXITED;
}

static void release_wait(void)
{
	static int turn;

	call(NR_kill, wait_child, turn++ % 2 ? SIGCONT : SIGSTOP);
}

/* sys/_umtx.h */
static uint32_t word;
static uint64_t long_word;
static struct {
	uint32_t owner, flags, ceilings[2];
	uint64_t link;
	uint32_t spare[2];
} mutex, cond_mutex;
static struct {
	uint32_t waiters, flags, clock, spare;
} cond;
static struct {
	uint32_t state, flags, readers, writers, spare[4];
} rwlock;
static struct {
	uint32_t waiters, count, flags;
} semaphore;
static struct {
	uint32_t count, flags;
} semaphore2;

#define MUTEX_CONTESTED 0x80000000u
#define RW_WRITE_OWNER  0x80000000u
#define SOMEBODY_ELSE   99999

static void begin_umtx(long *a, void *object, long op)
{
	a[0] = (long)object, a[1] = op;
}

/* clang-format off */
static void begin_umtx_wait(long *a) { begin_umtx(a, &long_word, 2); }
static void begin_umtx_uint(long *a) { begin_umtx(a, &word, 11); }
static void begin_umtx_private(long *a) { begin_umtx(a, &word, 15); }
/* clang-format on */

static void begin_umtx_limited(long *a)
{
	begin_umtx(a, &word, 15);
	a[3] = sizeof(long_time), a[4] = (long)&long_time;
}

/* The word is the next round's at once: what has been woken does not look at it again. */
static void release_word(void)
{
	__atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
	__atomic_store_n(&long_word, 1, __ATOMIC_SEQ_CST);
	call(NR__umtx_op, &word, 3, 1, 0, 0); /* UMTX_OP_WAKE */
	call(NR__umtx_op, &word, 16, 1, 0, 0);
	call(NR__umtx_op, &long_word, 3, 1, 0, 0);
}

static void renew_word(void)
{
	word = 0;
	long_word = 0;
}

static void renew_mutex(void)
{
	__atomic_store_n(&mutex.owner, SOMEBODY_ELSE, __ATOMIC_SEQ_CST);
}

static void begin_mutex_lock(long *a)
{
	renew_mutex();
	begin_umtx(a, &mutex, 5);
}

static void begin_mutex_lock_limited(long *a)
{
	begin_mutex_lock(a);
	a[3] = sizeof(long_time), a[4] = (long)&long_time;
}

static void begin_mutex_wait(long *a)
{
	renew_mutex();
	begin_umtx(a, &mutex, 17);
}

static void release_mutex(void)
{
	__atomic_store_n(&mutex.owner, MUTEX_CONTESTED, __ATOMIC_SEQ_CST);
	call(NR__umtx_op, &mutex, 22, 0, 0, 0); /* UMTX_OP_MUTEX_WAKE2 */
}

static void renew_cond(void)
{
	cond_mutex.owner = main_tid;
}

static void begin_cv_wait(long *a)
{
	renew_cond();
	begin_umtx(a, &cond, 8);
	a[3] = (long)&cond_mutex;
}

static void renew_rwlock(void)
{
	__atomic_store_n(&rwlock.state, RW_WRITE_OWNER, __ATOMIC_SEQ_CST);
}

static void begin_rdlock(long *a)
{
	renew_rwlock();
	begin_umtx(a, &rwlock, 12);
}

static void begin_wrlock(long *a)
{
	renew_rwlock();
	begin_umtx(a, &rwlock, 13);
}

static void release_rwlock(void)
{
	call(NR__umtx_op, &rwlock, 14, 0, 0, 0); /* UMTX_OP_RW_UNLOCK */
}

static void begin_sem_wait(long *a)
{
	begin_umtx(a, &semaphore, 19);
}

static void release_sem(void)
{
	__atomic_store_n(&semaphore.count, 1, __ATOMIC_SEQ_CST);
	call(NR__umtx_op, &semaphore, 20, 0, 0, 0);
}

static void renew_sem(void)
{
	semaphore.count = 0;
}

static void begin_sem2_wait(long *a)
{
	begin_umtx(a, &semaphore2, 23);
}

static void begin_sem2_limited(long *a)
{
	begin_sem2_wait(a);
	a[3] = sizeof(long_time), a[4] = (long)&long_time;
}

static void release_sem2(void)
{
	__atomic_fetch_add(&semaphore2.count, 1, __ATOMIC_SEQ_CST);
	call(NR__umtx_op, &semaphore2, 24, 0, 0, 0);
}

static void renew_sem2(void)
{
	semaphore2.count = 0;
}

static void begin_thr_suspend(long *a)
{
	a[0] = 0;
}

static void begin_thr_suspend_limited(long *a)
{
	a[0] = (long)&long_time;
}

static void release_thr_suspend(void)
{
	call(NR_thr_wake, main_tid);
}

/* System V: sys/ipc.h.  The objects go when the program ends. */
static struct {
	uint16_t number;
	int16_t op, flags;
} down = { 0, -1, 0 }, up = { 0, 1, 0 };
static long sem_id, msg_id;
static struct {
	long type;
	char text[2048];
} letter = { 1, { 0 } };

static void begin_semop(long *a)
{
	sem_id = call(NR_semget, 0, 1, 01600);
	a[0] = sem_id, a[1] = (long)&down, a[2] = 1;
}

static void release_semop(void)
{
	call(NR_semop, sem_id, &up, 1);
}

static void open_messages(void)
{
	if (!msg_id)
		msg_id = call(NR_msgget, 0, 01600);
}

static void begin_msgrcv(long *a)
{
	open_messages();
	a[0] = msg_id, a[1] = (long)&letter, a[2] = 16, a[3] = 9;
}

static void release_msgrcv(void)
{
	long small[2] = { 9, 0 };

	call(NR_msgsnd, msg_id, small, 8, 04000); /* IPC_NOWAIT */
}

static void renew_msgsnd(void)
{
	letter.type = 1;
	while (!is_error(call(NR_msgsnd, msg_id, &letter, sizeof(letter.text), 04000)))
		;
}

static void begin_msgsnd(long *a)
{
	msg_id = call(NR_msgget, 0, 01600);
	renew_msgsnd();
	a[0] = msg_id, a[1] = (long)&letter, a[2] = sizeof(letter.text);
}

static void release_msgsnd(void)
{
	static struct {
		long type;
		char text[2048];
	} old;

	call(NR_msgrcv, msg_id, &old, sizeof(old.text), 0, 04000);
}

static void end_messages(void)
{
	if (msg_id)
		call(NR_msgctl, msg_id, 0, 0); /* IPC_RMID */
	msg_id = 0;
	if (sem_id)
		call(NR___semctl, sem_id, 0, 0, 0);
	sem_id = 0;
}

static long ksem;

static void begin_ksem_wait(long *a)
{
	if (!ksem)
		EXPECT_EQ(call(NR_ksem_init, &ksem, 0), 0);
	a[0] = ksem;
}

static void begin_ksem_timedwait(long *a)
{
	static struct timespec until = { 4000000000, 0 };

	begin_ksem_wait(a);
	a[1] = (long)&until;
}

static void release_ksem(void)
{
	call(NR_ksem_post, ksem);
}

static long mqueue;

static void open_mqueue(void)
{
	char name[] = "/abirun-blocking-xxxxxxxx";
	long attr[8] = { -1, 2, 8 };

	memcpy(name + 17, scratch_name + sizeof(scratch_name) - 9, 8);
	if (mqueue)
		return;
	mqueue = call(NR_kmq_open, name, O_RDWR | O_CREAT | O_EXCL, 0600, attr);
	EXPECT(mqueue > 0);
	call(NR_kmq_unlink, name);
}

static const struct timespec long_ago = { 1, 0 };

static void begin_mq_receive(long *a)
{
	open_mqueue();
	while (!is_error(call(NR_kmq_timedreceive, mqueue, byte + 8, 8, 0, &long_ago)))
		;
	a[0] = mqueue, a[1] = (long)byte, a[2] = 8;
}

static void release_mq_receive(void)
{
	call(NR_kmq_timedsend, mqueue, "x", 1, 0, 0);
}

static void renew_mq_send(void)
{
	while (!is_error(call(NR_kmq_timedsend, mqueue, "x", 1, 0, &long_ago)))
		;
}

static void begin_mq_send(long *a)
{
	open_mqueue();
	renew_mq_send();
	a[0] = mqueue, a[1] = (long)byte, a[2] = 1;
}

static void release_mq_send(void)
{
	call(NR_kmq_timedreceive, mqueue, byte + 8, 8, 0, 0);
}
