/* Rows of blocking.h: calls that sleep on words of memory, and for thr_wake(2). */

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
