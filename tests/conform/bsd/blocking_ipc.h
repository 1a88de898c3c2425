/* Rows of blocking.h: calls that sleep on semaphores and for messages. */

/* System V: sys/ipc.h. */
static struct {
	uint16_t number;
	int16_t op, flags;
} down = { 0, -1, 0 }, up = { 0, 1, 0 };
static long sem_id, msg_id;
static struct {
	long type;
	char text[2048];
} letter = { 1, { 0 } };

/* They do not go with the process. */
static void end_messages(void)
{
	if (msg_id)
		call(NR_msgctl, msg_id, 0, 0); /* IPC_RMID */
	msg_id = 0;
	if (sem_id)
		call(NR_semctl, sem_id, 0, 0, 0);
	sem_id = 0;
}

static void begin_semop(long *a)
{
	end_messages();
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
	end_messages();
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

static long ksem;

static void begin_ksem_wait(long *a)
{
	if (!ksem)
		ksem = new_semaphore();
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
	mqueue = call(NR_mq_open, name, O_RDWR | O_CREAT | O_EXCL, 0600, attr);
	EXPECT(mqueue > 0);
	call(NR_mq_unlink, name);
}

static const struct timespec long_ago = { 1, 0 };

static void begin_mq_receive(long *a)
{
	open_mqueue();
	while (!is_error(call(NR_mq_timedreceive, mqueue, byte + 8, 8, 0, &long_ago)))
		;
	a[0] = mqueue, a[1] = (long)byte, a[2] = 8;
}

static void release_mq_receive(void)
{
	call(NR_mq_timedsend, mqueue, "x", 1, 0, 0);
}

static void renew_mq_send(void)
{
	while (!is_error(call(NR_mq_timedsend, mqueue, "x", 1, 0, &long_ago)))
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
	call(NR_mq_timedreceive, mqueue, byte + 8, 8, 0, 0);
}
