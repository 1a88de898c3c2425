/* Cases of nested.c: System V IPC, message queues, sysctl and _umtx_op(2). */

static union {
	void *pointer;
	long value;
} semaphore_arg;
static struct {
	long type;
	char text[64];
} letter = { 1, { 0 } };

static void before_message(void)
{
	struct {
		long type;
		char text[64];
	} old;

	while (call(NR_msgrcv, object(MESSAGES), &old, sizeof(old.text), 0, IPC_NOWAIT) >= 0)
		;
}

static void before_letter(void)
{
	before_message();
	EXPECT_EQ(call(NR_msgsnd, object(MESSAGES), &letter, 64, IPC_NOWAIT), 0);
}

static void before_post(void)
{
	static const struct timespec long_ago = { 1, 0 };

	call(NR_kmq_timedreceive, object(MQUEUE), good_memory, 8, 0, &long_ago);
	EXPECT_EQ(call(NR_kmq_timedsend, object(MQUEUE), "12345678", 8, 0, 0), 0);
}

static const int ostype[] = { 1, 1 }, name_to_oid[] = { 0, 3 }, processors[] = { 6, 3 },
		 all_processes[] = { 1, 14, 0 }, links[] = { 4, 17, 0, 0, 3, 0 };
static const char ostype_name[] = "kern.ostype";
static long old_size;
static int oid[24];

static void before_sysctl(void)
{
	old_size = 65536;
}

static void before_oid(void)
{
	old_size = sizeof(oid);
}

/* sys/_umtx.h */
static struct {
	uint32_t owner, flags, ceilings[2];
	uint64_t link;
	uint32_t spare[2];
} mutex;
static struct {
	uint32_t word[8];
} cond, rwlock, sem2;
static uint32_t word;
static uint64_t long_word;

static void before_mutex(void)
{
	memset(&mutex, 0, sizeof(mutex));
	mutex.owner = 99999; /* somebody else's */
}

static void before_ceiling(void)
{
	memset(&mutex, 0, sizeof(mutex));
	mutex.flags = 8; /* UMUTEX_PRIO_PROTECT */
}

static void before_cond(void)
{
	memset(&mutex, 0, sizeof(mutex));
	mutex.owner = (uint32_t)thread_self();
}

static void before_rwlock(void)
{
	memset(&rwlock, 0, sizeof(rwlock));
	rwlock.word[0] = 0x80000000; /* a writer has it */
}

static void end_ipc(void)
{
	call(NR_msgctl, object(MESSAGES), 0, 0); /* IPC_RMID */
	call(NR___semctl, object(SEMAPHORES), 0, 0, 0);
	call(NR_shmctl, object(SEGMENT), 0, 0);
}

static void open_ipc(void)
{
	static char name[] = "/abirun-nested-xxxxxxxx";
	long attributes[8] = { 0, 2, 8 };

	memcpy(name + 15, nested_path + 19, 8);
	set_object(MESSAGES, call(NR_msgget, 0, 01600));
	set_object(SEMAPHORES, call(NR_semget, 0, 4, 01600));
	set_object(SEGMENT, call(NR_shmget, 0, 4096, 01600));
	set_object(MQUEUE, call(NR_kmq_open, name, O_RDWR | O_CREAT, 0600, attributes));
	call(NR_kmq_unlink, name);
}

#define TIME_AT 16 /* sizeof(struct timespec), the third of _umtx_op's numbers */

/* clang-format off */
static const struct nested ipc_cases[] = {
	{ "semop", NR_semop, { SEMAPHORES, 0, 1 }, ARG(1), READ, 0, 0, 0 },
	{ "semctl GETALL, union", NR___semctl, { SEMAPHORES, 0, 6 }, ARG(3), READ, 0, 0, 0 },
	{ "semctl GETALL, array", NR___semctl, { SEMAPHORES, 0, 6, L(&semaphore_arg) }, &semaphore_arg.pointer, WRITTEN, 0, 0, 0 },
	{ "semctl SETALL, array", NR___semctl, { SEMAPHORES, 0, 9, L(&semaphore_arg) }, &semaphore_arg.pointer, READ, 0, 0, 0 },
	{ "semctl SETVAL, union", NR___semctl, { SEMAPHORES, 0, 8 }, ARG(3), READ, 0, 0, 0 },
	{ "semctl IPC_STAT, union", NR___semctl, { SEMAPHORES, 0, 2 }, ARG(3), READ, 0, 0, 0 },
	{ "semctl IPC_STAT, buffer", NR___semctl, { SEMAPHORES, 0, 2, L(&semaphore_arg) }, &semaphore_arg.pointer, WRITTEN, 0, 0, 0 },
	{ "semctl IPC_SET, buffer", NR___semctl, { SEMAPHORES, 0, 1, L(&semaphore_arg) }, &semaphore_arg.pointer, READ, 0, 0, 0 },
	{ "msgsnd", NR_msgsnd, { MESSAGES, 0, 64, IPC_NOWAIT }, ARG(1), READ, 0, before_message, 0 },
	{ "msgrcv", NR_msgrcv, { MESSAGES, 0, 64, 0, IPC_NOWAIT }, ARG(1), WRITTEN, 0, before_letter, 0 },
	{ "msgctl IPC_STAT", NR_msgctl, { MESSAGES, 2 }, ARG(2), WRITTEN, 0, 0, 0 },
	{ "msgctl IPC_SET", NR_msgctl, { MESSAGES, 1 }, ARG(2), READ, 0, 0, 0 },
	{ "shmctl IPC_STAT", NR_shmctl, { SEGMENT, 2 }, ARG(2), WRITTEN, 0, 0, 0 },
	{ "shmctl IPC_SET", NR_shmctl, { SEGMENT, 1 }, ARG(2), READ, 0, 0, 0 },
	{ "kmq_timedreceive, buffer", NR_kmq_timedreceive, { MQUEUE, 0, 8 }, ARG(1), WRITTEN, 0, before_post, 0 },
	{ "kmq_timedreceive, priority", NR_kmq_timedreceive, { MQUEUE, L(oid), 8 }, ARG(3), WRITTEN | MAY_BE_NULL, 0, before_post, 0 },

	{ "sysctl, name", NR___sysctl, { 0, 2, 0, L(&old_size) }, ARG(0), READ, 0, before_sysctl, 0 },
	{ "sysctl, a string", NR___sysctl, { L(ostype), 2, 0, L(&old_size) }, ARG(2), WRITTEN | MAY_BE_NULL, 0, before_sysctl, 0 },
	{ "sysctl, a number", NR___sysctl, { L(processors), 2, 0, L(&old_size) }, ARG(2), WRITTEN | MAY_BE_NULL, 0, before_sysctl, 0 },
	{ "sysctl, processes", NR___sysctl, { L(all_processes), 3, 0, L(&old_size) }, ARG(2), WRITTEN | MAY_BE_NULL, 0, before_sysctl, 0 },
	{ "sysctl, interfaces", NR___sysctl, { L(links), 6, 0, L(&old_size) }, ARG(2), WRITTEN | MAY_BE_NULL, 0, before_sysctl, 0 },
	{ "sysctl, size", NR___sysctl, { L(ostype), 2, L(oid) }, ARG(3), WRITTEN | MAY_BE_NULL, 0, 0, 0 },
	{ "sysctl, new", NR___sysctl, { L(name_to_oid), 2, L(oid), L(&old_size), 0, 11 }, ARG(4), MAY_BE_NULL, 0, before_oid, 0 },
	{ "sysctlbyname, name", NR___sysctlbyname, { 0, 11, 0, L(&old_size) }, ARG(0), READ, 0, before_sysctl, 0 },
	{ "sysctlbyname, old", NR___sysctlbyname, { L(ostype_name), 11, 0, L(&old_size) }, ARG(2), WRITTEN | MAY_BE_NULL, 0, before_sysctl, 0 },
	{ "sysctlbyname, size", NR___sysctlbyname, { L(ostype_name), 11, L(oid) }, ARG(3), WRITTEN | MAY_BE_NULL, 0, 0, 0 },

	{ "umtx WAIT", NR__umtx_op, { 0, 2, 1 }, ARG(0), READ, 0, 0, 0 },
	{ "umtx WAIT, time", NR__umtx_op, { L(&long_word), 2, 0, TIME_AT }, ARG(4), MAY_BE_NULL, 0, 0, 0 },
	{ "umtx MUTEX_TRYLOCK", NR__umtx_op, { 0, 4 }, ARG(0), WRITTEN, 0, 0, 0 },
	{ "umtx MUTEX_LOCK", NR__umtx_op, { 0, 5, 0, TIME_AT, L(&short_time) }, ARG(0), WRITTEN, 0, 0, 0 },
	{ "umtx MUTEX_LOCK, time", NR__umtx_op, { L(&mutex), 5, 0, TIME_AT }, ARG(4), MAY_BE_NULL, 0, before_mutex, 0 },
	{ "umtx MUTEX_UNLOCK", NR__umtx_op, { 0, 6 }, ARG(0), READ, 0, 0, 0 },
	{ "umtx SET_CEILING", NR__umtx_op, { 0, 7 }, ARG(0), READ, 0, 0, 0 },
	{ "umtx SET_CEILING, the old one", NR__umtx_op, { L(&mutex), 7, 3 }, ARG(3), WRITTEN | MAY_BE_NULL, 0, before_ceiling, 0 },
	{ "umtx CV_WAIT", NR__umtx_op, { 0, 8, 0, L(&mutex), L(&short_time) }, ARG(0), WRITTEN, 0, before_cond, 0 },
	{ "umtx CV_WAIT, mutex", NR__umtx_op, { L(&cond), 8, 0, 0, L(&short_time) }, ARG(3), READ, 0, 0, 0 },
	{ "umtx CV_WAIT, time", NR__umtx_op, { L(&cond), 8, 0, L(&mutex) }, ARG(4), MAY_BE_NULL, 0, before_cond, 0 },
	{ "umtx CV_SIGNAL", NR__umtx_op, { 0, 9 }, ARG(0), READ, 0, 0, 0 },
	{ "umtx CV_BROADCAST", NR__umtx_op, { 0, 10 }, ARG(0), READ, 0, 0, 0 },
	{ "umtx WAIT_UINT", NR__umtx_op, { 0, 11, 1 }, ARG(0), READ, 0, 0, 0 },
	{ "umtx WAIT_UINT, time", NR__umtx_op, { L(&word), 11, 0, TIME_AT }, ARG(4), MAY_BE_NULL, 0, 0, 0 },
	{ "umtx RW_RDLOCK", NR__umtx_op, { 0, 12, 0, TIME_AT, L(&short_time) }, ARG(0), WRITTEN, 0, 0, 0 },
	{ "umtx RW_RDLOCK, time", NR__umtx_op, { L(&rwlock), 12, 0, TIME_AT }, ARG(4), MAY_BE_NULL, 0, before_rwlock, 0 },
	{ "umtx RW_WRLOCK", NR__umtx_op, { 0, 13, 0, TIME_AT, L(&short_time) }, ARG(0), WRITTEN, 0, 0, 0 },
	{ "umtx RW_WRLOCK, time", NR__umtx_op, { L(&rwlock), 13, 0, TIME_AT }, ARG(4), MAY_BE_NULL, 0, before_rwlock, 0 },
	{ "umtx RW_UNLOCK", NR__umtx_op, { 0, 14 }, ARG(0), READ, 0, 0, 0 },
	{ "umtx WAIT_UINT_PRIVATE", NR__umtx_op, { 0, 15, 1 }, ARG(0), READ, 0, 0, 0 },
	{ "umtx WAIT_UINT_PRIVATE, time", NR__umtx_op, { L(&word), 15, 0, TIME_AT }, ARG(4), MAY_BE_NULL, 0, 0, 0 },
	{ "umtx MUTEX_WAIT", NR__umtx_op, { 0, 17, 0, TIME_AT, L(&short_time) }, ARG(0), READ, 0, 0, 0 },
	{ "umtx MUTEX_WAKE", NR__umtx_op, { 0, 18 }, ARG(0), READ, 0, 0, 0 },
	{ "umtx SEM_WAIT", NR__umtx_op, { 0, 19, 0, TIME_AT, L(&short_time) }, ARG(0), WRITTEN, 0, 0, 0 },
	{ "umtx SEM_WAKE", NR__umtx_op, { 0, 20 }, ARG(0), READ, 0, 0, 0 },
	{ "umtx NWAKE_PRIVATE", NR__umtx_op, { 0, 21, 1 }, ARG(0), READ, 0, 0, 0 },
	/* Where nobody waits it is not looked at (do_wake2_umutex, kern_umtx_wake). */
	{ "umtx MUTEX_WAKE2", NR__umtx_op, { 0, 22 }, ARG(0), READ, EITHER, 0, 0 },
	{ "umtx WAKE", NR__umtx_op, { 0, 3, 1 }, ARG(0), READ, EITHER, 0, 0 },
	{ "umtx WAKE_PRIVATE", NR__umtx_op, { 0, 16, 1 }, ARG(0), READ, EITHER, 0, 0 },
	{ "umtx SEM2_WAIT", NR__umtx_op, { 0, 23, 0, TIME_AT, L(&short_time) }, ARG(0), WRITTEN, 0, 0, 0 },
	{ "umtx SEM2_WAIT, time", NR__umtx_op, { L(&sem2), 23, 0, TIME_AT }, ARG(4), MAY_BE_NULL, 0, 0, 0 },
	{ "umtx SEM2_WAKE", NR__umtx_op, { 0, 24 }, ARG(0), READ, 0, 0, 0 },
	{ "umtx SHM", NR__umtx_op, { 0, 25, 1 }, ARG(3), READ, 0, 0, 0 },
	{ "umtx ROBUST_LISTS", NR__umtx_op, { 0, 26, 24 }, ARG(3), READ, 0, 0, 0 },
	{ "umtx GET_MIN_TIMEOUT", NR__umtx_op, { 0, 27 }, ARG(3), WRITTEN, 0, 0, 0 },
};
/* clang-format on */
