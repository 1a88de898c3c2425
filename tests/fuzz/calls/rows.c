/*
 * What is to be known of single rows, by their names of each system: arguments whose
 * kinds do not say what they are, and what would end the batch, or reach what is not
 * the fuzzer's.
 */
#include "system.h"

#define SIGUSR2_BIT (1u << 30)

/* Whatever these are given, the process may end by it, or be of no more use. */
static const char *const alone[] = {
	"_exit",
	"abort2",
	"execve",
	"fexecve",
	"thr_exit",
	"thr_new",
	"sigreturn",
	"setcontext",
	"swapcontext",
	"chroot",
	"setuid",
	"seteuid",
	"setreuid",
	"setresuid",
	"setgid",
	"setegid",
	"setregid",
	"setresgid",
	"setgroups",
	"setrlimit",
	"ptrace",
	"procctl",
	"closefrom",
	"close_range",
	"break",
	"mlockall",
	"setpriority",
	"rtprio",
	"rtprio_thread",
	"sched_set*",
	"aio_*",
	"lio_listio",
	"compat6.aio*",
	"compat6.lio*",
	"cap_*",
	"cpuset_set*",
	"compat4.sigreturn",
	"compat.sig*",
	"cpuset",
	"ksem_init",
	"sigfastblock",
	"sigaltstack",
	"exit",
	"_lwp_exit",
	"_lwp_create",
	"_sched_set*",
	"_ksem_init",
	"mremap",
	"posix_spawn",
	"__sigaltstack14",
	"_lwp_setprivate",
	"sysarch",
	"__futex_set_robust_list",
};
static const char *const forks[] = { "fork", "vfork", "rfork", "pdfork", "pdrfork", "__vfork14" };

static bool is_one(const struct fuzz_row *row, const char *const *names, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (is_row(row, names[i]))
			return true;
	return false;
}
#define IS_ONE(row, names) is_one(row, names, sizeof(names) / sizeof(*(names)))

static const char *const selects[] = { "select", "pselect", "__select50", "__pselect50" };
static const char *const actions[] = { "sigaction", "compat4.sigaction", "__sigaction_sigtramp" };
static const char *const of_memory[] = { "mmap",    "compat6.mmap", "munmap", "mprotect",
					 "madvise", "minherit",     "msync",  "mlock",
					 "munlock", "__msync13" };
/* An argument is the signals that are masked: which. */
static const struct {
	const char *name;
	int arg;
} masks[] = { { "pselect", 5 },         { "__pselect50", 5 },    { "__pollts50", 3 },
	      { "__sigprocmask14", 1 }, { "__sigsuspend14", 0 }, { "paccept", 3 } };

enum manner manner_of(struct fuzzer *f, const struct fuzz_row *row)
{
	if (IS_ONE(row, alone))
		return ALONE;
	if (IS_ONE(row, forks))
		return FORKS;
	return chance(f, 2) ? ALONE : IN_PLACE;
}

static bool in_arena(const struct fuzzer *f, long p, size_t size)
{
	return p >= (long)f->arena && p + (long)size <= (long)f->arena + ARENA;
}

/* A structure's worth of memory, or a bad pointer. */
static long block(struct fuzzer *f, size_t size)
{
	return place(f, chance(f, 50) ? room_zeroed(f, size) : room(f, size), size);
}

static long word(struct fuzzer *f, unsigned long v)
{
	unsigned long *p = room_zeroed(f, 16);

	*p = v;
	return place(f, p, 8);
}

static long short_time(struct fuzzer *f)
{
	long *t = room_zeroed(f, 32);

	t[1] = (long)random_of(f, 2000000);
	if (!f->tame && chance(f, 10))
		t[random_of(f, 2)] = garbage(f);
	return place(f, t, 16);
}

#define COUNT(a) (int)(sizeof(a) / sizeof((a)[0]))

static bool has(const int *list, int count, long v)
{
	for (int i = 0; i < count; i++)
		if (list[i] == v)
			return true;
	return false;
}

static void for_fcntl(struct fuzzer *f, long *arg)
{
	if (has(fd_commands, COUNT(fd_commands), arg[1])) {
		arg[2] = (long)random_of(f, 80);
	} else if (has(lock_commands, COUNT(lock_commands), arg[1])) {
		long *lock = room_zeroed(f, 32);

		lock[0] = (long)random_of(f, 100);
		lock[1] = (long)random_of(f, 100);
		((short *)lock)[10] = (short)(1 + random_of(f, 3));
		arg[2] = place(f, lock, 32);
	} else if (arg[1] == 4) { /* F_SETFL */
		arg[2] = value(f, ARG_FLAGS, XLAT_open);
	} else if (arg[1] == 6) { /* F_SETOWN */
		arg[2] = any_pid(f);
	} else if (arg[1] == 22 || arg[1] == 15) { /* F_KINFO, F_GETPATH */
		arg[2] = place(f, room_zeroed(f, 2048), 2048);
	}
}

static void for_ioctl(struct fuzzer *f, long *arg)
{
	size_t size = (unsigned long)arg[1] >> 16 & 0x1fff;
	int *data = room(f, size + 32);

	if (chance(f, 50))
		memset(data, 0, size);
	switch (arg[1] & 0xffff) {
	case 0x667c: /* FIOSETOWN, SIOCSPGRP, TIOCSPGRP */
	case 0x7308:
	case 0x7476:
		data[0] = (int)any_pid(f);
	}
	arg[2] = place(f, data, size);
}

static void for_sysctl(struct fuzzer *f, const struct fuzz_row *row, long *arg)
{
	const struct fuzz_sysctl *s = nth_sysctl((int)random_of(f, (unsigned)sysctl_count));
	unsigned *oid = room(f, 128), depth = s->depth;

	memcpy(oid, s->oid, sizeof(s->oid));
	if (s->is_node || chance(f, 10))
		for (uint64_t n = random_of(f, 4); n; n--)
			oid[depth++] =
			    chance(f, 50) ? (unsigned)random_of(f, 10) : (unsigned)call(NR_getpid);
	arg[0] = place(f, oid, depth * 4);
	arg[1] = depth;
	if (is_row(row, "__sysctlbyname")) {
		arg[0] = (long)s->name;
		arg[1] = (long)strlen(s->name) + (long)random_of(f, 2);
	}
	arg[2] = chance(f, 70) ? place(f, room_zeroed(f, 8192), 8192) : 0;
	arg[3] = word(f, chance(f, 70) ? 8192 : random_of(f, 64));
	arg[4] = chance(f, 85) ? 0 : block(f, 64);
	arg[5] = arg[4] ? (long)random_of(f, 64) : 0;
}

static void for_select(struct fuzzer *f, long *arg)
{
	arg[0] = f->tame || chance(f, 80) ? (long)random_of(f, 70) : garbage(f);
	for (int i = 1; i < 4; i++) {
		unsigned char *set = room_zeroed(f, 256);

		for (uint64_t n = random_of(f, 3); n; n--)
			set[random_of(f, 8)] |= 1 << random_of(f, 8);
		arg[i] = chance(f, 30) ? 0 : place(f, set, 256);
	}
}

/* Words that all threads of a batch work on, or one that only this call knows. */
static void for_umtx(struct fuzzer *f, long *arg)
{
	static unsigned shared[8][32];

	arg[0] = chance(f, 70) ? (long)PICK(f, shared) : block(f, 128);
	arg[2] = chance(f, 70) ? (long)random_of(f, 3) : garbage(f);
	if (arg[1] == 21 || arg[1] == 25) { /* UMTX_OP_NWAKE_PRIVATE, UMTX_OP_SHM */
		long *v = room_zeroed(f, 64);

		v[0] = (long)shared[0];
		v[1] = (long)shared[1];
		if (arg[1] == 21)
			arg[0] = place(f, v, 16);
	}
	arg[3] = chance(f, 50) ? 0 : chance(f, 70) ? 16 : block(f, 128);
	arg[4] = arg[3] == 16 || chance(f, 30) ? short_time(f) : arg[3] ? block(f, 128) : 0;
}

static void for_memory(struct fuzzer *f, long *arg)
{
	arg[0] = play_address(f);
	arg[1] = play_length(f, arg[0]);
}

static const char *const ipc_rows[][5] = {
	{ "shmat", "shmctl", "shmget", "__shmctl50", "" },
	{ "semget", "semop", "__semctl", "____semctl50", "" },
	{ "msgget", "msgctl", "msgsnd", "msgrcv", "__msgctl50" },
};

/* Memory, semaphores, messages; -1: none. */
static int family_of(const struct fuzz_row *row)
{
	for (int family = 0; family < 3; family++)
		if (IS_ONE(row, ipc_rows[family]))
			return family;
	return -1;
}

static void for_ids(struct fuzzer *f, const struct fuzz_row *row, long *arg)
{
	int family = family_of(row);

	arg[0] = any_ipc(f, family);
	if (is_row(row, "shmat"))
		arg[1] = chance(f, 70) ? 0 : play_address(f);
	if (is_row(row, "__semctl") || is_row(row, "____semctl50")) {
		arg[1] = (long)random_of(f, 4);
		if (chance(f, 30))
			arg[3] = (long)random_of(f, 10);
	}
}

/* What syscall(2) is asked for when it is not the way to another row: harmless, or not there. */
static const long indirect[] = { NR_getpid, NR_getppid, NR_getuid, NR_getgid, 0,
				 198,       600,        5000,      -1,        0x7fffffff };

/* Which rows have arguments of their own, and what makes them. */
void arguments_of_row(struct fuzzer *f, const struct fuzz_row *row, long *arg)
{
	if (is_row(row, "fcntl"))
		for_fcntl(f, arg);
	else if (is_row(row, "ioctl"))
		for_ioctl(f, arg);
	else if (is_row(row, "syscall") || is_row(row, "__syscall"))
		arg[0] = PICK(f, indirect);
	else if (is_row(row, "__sysctl*"))
		for_sysctl(f, row, arg);
	else if (IS_ONE(row, selects))
		for_select(f, arg);
	else if (is_row(row, "_umtx_op"))
		for_umtx(f, arg);
	else if (IS_ONE(row, of_memory) || is_row(row, "mincore"))
		for_memory(f, arg);
	else if (family_of(row) >= 0)
		for_ids(f, row, arg);
	else if (is_row(row, "shmdt"))
		arg[0] = play_address(f);
	else if (is_row(row, "setsockopt") || is_row(row, "getsockopt")) {
		const int *option = nth_option((int)random_of(f, (unsigned)option_count));

		arg[1] = option[0];
		arg[2] = option[1];
	} else if (is_row(row, "shm_open*")) {
		if (chance(f, 60))
			arg[0] = 1; /* SHM_ANON */
		else
			arg[0] = value(f, ARG_STR, 0);
	}
	for (int i = 0; i < 8; i++)
		if (row->args[i].kind == ARG_IN && row->args[i].table == LAYOUT_timespec)
			arg[i] = chance(f, 80) ? short_time(f) : arg[i];
}

/* sys/signal.h: a signal that is the fuzzer's to catch, and one that always gets through. */
static void harmless_action(struct fuzzer *f, long *arg)
{
	extern void catch_signal(int);
	struct sigaction *a = room_zeroed(f, sizeof(*a));

	if ((arg[0] & 0x1f) == SIGUSR2)
		arg[0] = SIGUSR1;
	a->handler = chance(f, 20) ? (void *)1 : (void *)catch_signal;
	a->flags = (int)value(f, ARG_FLAGS, XLAT_sa) & ~4; /* SA_RESETHAND */
	for (int i = 0; i < 4; i++)
		a->mask[i] = (unsigned)random_next(&f->random);
	a->mask[0] &= ~SIGUSR2_BIT;
	if (in_arena(f, arg[1], 1))
		arg[1] = (long)a;
	harmless_return(arg);
}

static void harmless_memory(const struct fuzz_row *row, long *arg)
{
	unsigned long from = arg[0], n = arg[1];
	bool inside = from >= PLAYGROUND && from < PLAYGROUND + PLAYGROUND_SIZE;
	bool maps = is_row(row, "mmap") || is_row(row, "compat6.mmap");

	if (maps && n > 1 << 20)
		arg[3] &= ~0x40000;   /* MAP_PREFAULT_READ */
	if (maps && !(arg[3] & 0x10)) /* MAP_FIXED */
		return;
	if (!inside && from < 1ul << 47)
		arg[0] = (long)(from = PLAYGROUND + from % PLAYGROUND_SIZE);
	if (from < 1ul << 47 && n <= 1ul << 47 && from + n > PLAYGROUND + PLAYGROUND_SIZE)
		arg[1] = (long)(PLAYGROUND + PLAYGROUND_SIZE - from);
}

/* Processes are the fuzzer's own, even where the row's kinds do not say that one is meant. */
static void harmless_ids(struct fuzzer *f, const struct fuzz_row *row, long *arg)
{
	if (is_row(row, "setpriority") || is_row(row, "getpriority"))
		arg[1] = (int)arg[0] == 2 ? 0x7ffffffe : any_pid(f);
	if (is_row(row, "cpuset_*"))
		arg[2] = chance(f, 50) ? -1 : any_pid(f);
	if (is_row(row, "fcntl") && (int)arg[1] == 6)
		arg[2] = any_pid(f);
	if (is_row(row, "pdkill"))
		arg[1] = any_signal(f);
}

/* In the batch's own process: what it is to live with. */
static void harmless_here(struct fuzzer *f, const struct fuzz_row *row, long *arg)
{
	/* What can be read elsewhere, its own text, says nothing harmless about signals. */
	for (int i = 0; i < 8; i++)
		if (row->args[i].kind == ARG_IN && arg[i] && !in_arena(f, arg[i], 1) &&
		    (row->args[i].table == LAYOUT_sigset ||
		     row->args[i].table == LAYOUT_sigaction ||
		     row->args[i].table == LAYOUT_sigevent))
			arg[i] = (long)f->hole;
	if (IS_ONE(row, actions))
		harmless_action(f, arg);
	if (IS_ONE(row, of_memory))
		harmless_memory(row, arg);
	for (int i = 0; i < 8; i++) {
		if (row->args[i].kind == ARG_SIGNAL && row->args[1].table != LAYOUT_sigaction)
			arg[i] = any_signal(f);
		if (row->args[i].kind != ARG_IN)
			continue;
		if (row->args[i].table == LAYOUT_sigset && in_arena(f, arg[i], 16))
			*(unsigned *)arg[i] &= ~SIGUSR2_BIT;
		if (row->args[i].table == LAYOUT_sigevent && in_arena(f, arg[i], 16))
			((int *)arg[i])[1] = SIGUSR1;
	}
	if (is_row(row, "shmat") && arg[1] && (unsigned long)arg[1] < 1ul << 47)
		arg[1] = PLAYGROUND + arg[1] % PLAYGROUND_SIZE;
	if (is_row(row, "syscall") || is_row(row, "__syscall"))
		arg[0] = PICK(f, indirect);
	for (unsigned i = 0; i < sizeof(masks) / sizeof(*masks); i++) {
		long *mask = &arg[masks[i].arg];

		if (is_row(row, masks[i].name) && in_arena(f, *mask, 16))
			*(unsigned *)*mask &= ~SIGUSR2_BIT;
		else if (is_row(row, masks[i].name) && *mask)
			*mask = (long)f->hole;
	}
	/* Locking is begun anew after any signal (_umtx_op(2)): only time ends it. */
	if (is_row(row, "_umtx_op") &&
	    ((int)arg[1] == 5 || (int)arg[1] == 12 || (int)arg[1] == 13)) {
		bool tame = f->tame;

		f->tame = true;
		arg[3] = 16;
		arg[4] = short_time(f);
		f->tame = tame;
	}
}

void make_harmless(struct fuzzer *f, const struct fuzz_row *row, enum manner manner, long *arg)
{
	harmless_ids(f, row, arg);
	if ((is_row(row, "_exit") || is_row(row, "exit")) && (arg[0] & 0xff) == 125)
		arg[0] = 124; /* 125 is abirun's own word for its failure */
	if (is_row(row, "abort2"))
		arg[0] = arg[0] ? arg[0] : 1;
	if (manner != ALONE)
		harmless_here(f, row, arg);
	if (is_row(row, "rfork"))
		arg[0] = (arg[0] | 0x10) & ~0x20l; /* RFPROC, not RFMEM */
	if (is_row(row, "acct"))
		arg[0] = (long)"missing";
}
