/* What arguments name: descriptors of every kind, paths below the directory, processes, ids. */
#include "system.h"

/* sys/ipc.h */
#define IPC_CREAT 01000
#define IPC_RMID  0
#define KEY       0x66757a00

int descriptors[OBJECTS], descriptor_count, helper;
static int ipc[3][3];
static unsigned short own_port;

static const char *const names[] = {
	"f0", "f1", "f2", "d0", "d0/f", "d0/d1", "d0/d1/f",  "l0", "l1",
	"p0", "s0", "n0", "n1", "d1",   "d1/f",  "\xff\xfe", ".",  "d0/.",
};
#define NAMES (int)(sizeof(names) / sizeof(names[0]))
static const char *const queues[] = { "/abirun-fuzz-a", "/abirun-fuzz-b" };

void keep(long fd)
{
	if (fd >= 0 && descriptor_count < OBJECTS)
		descriptors[descriptor_count++] = (int)fd;
}

static void new_inet(void)
{
	struct {
		uint8_t length, family;
		uint16_t port;
		uint8_t address[12];
	} name = { 16, AF_INET, 0, { 127, 0, 0, 1 } };
	unsigned length = 16;
	long listener = call(NR_socket, AF_INET, 1, 0), other = call(NR_socket, AF_INET, 1, 0);

	call(NR_bind, listener, &name, 16);
	call(NR_listen, listener, 5);
	call(NR_getsockname, listener, &name, &length);
	own_port = name.port;
	call(NR_connect, other, &name, 16);
	keep(call(NR_accept, listener, 0, 0));
	keep(listener);
	keep(other);
	keep(call(NR_socket, AF_INET, 2, 0));
	keep(call(NR_socket, AF_INET6, 2, 0));
	keep(call(NR_socket, AF_INET6, 1, 0));
}

static void new_pairs(void)
{
	int pair[2];

	for (int i = 0; i < 3; i++) {
		long failed =
		    i ? call(NR_socketpair, AF_UNIX, i, 0, pair) : call(NR_pipe2, pair, 0);

		if (failed)
			continue;
		keep(pair[0]);
		keep(pair[1]);
	}
}

static void new_ids(void)
{
	for (int i = 0; i < 3; i++) {
		ipc[0][i] = (int)call(NR_shmget, KEY + i, 8192, IPC_CREAT | 0600);
		ipc[1][i] = (int)call(NR_semget, KEY + i, 3, IPC_CREAT | 0600);
		ipc[2][i] = (int)call(NR_msgget, KEY + i, IPC_CREAT | 0600);
	}
}

/* For one batch, in the directory that it runs in. */
void objects_new(void)
{
	descriptor_count = 0;
	keep(call(NR_open, "f0", O_RDWR | O_CREAT, 0600));
	call(NR_write, descriptors[0], names, sizeof(names));
	keep(call(NR_open, "f1", O_CREAT, 0600));
	call(NR_mkdir, "d0", 0700);
	call(NR_mkdir, "d0/d1", 0700);
	call(NR_symlink, "f0", "l0");
	call(NR_symlink, "d0", "l1");
	call(NR_mkfifo, "p0", 0600);
	keep(call(NR_open, "d0", O_DIRECTORY));
	keep(call(NR_open, ".", O_DIRECTORY));
	keep(call(NR_open, "p0", O_RDWR | O_NONBLOCK));
	new_pairs();
	new_inet();
	keep(call(NR_kqueue));
	keep(call(NR_kqueue));
	keep_terminal();
	keep(call(NR_timerfd_create, CLOCK_MONOTONIC, 0));
	keep_system_objects();
	keep(call(NR_mq_open, queues[0], O_RDWR | O_CREAT | O_NONBLOCK, 0600, 0));
	new_ids();
}

void directory_new(void)
{
	for (int pass = 0; pass < 3; pass++)
		for (int i = 0; i < NAMES; i++) {
			if (names[i][0] == '.')
				continue;
			call(NR_lchflags, names[i], 0);
			call(NR_lchmod, names[i], 0700);
			call(NR_chmod, names[i], 0700);
			call(NR_unlink, names[i]);
			call(NR_rmdir, names[i]);
		}
}

void objects_forget(void)
{
	new_ids();
	for (int i = 0; i < 3; i++) {
		call(NR_shmctl, ipc[0][i], IPC_RMID, 0);
		call(NR_semctl, ipc[1][i], 0, IPC_RMID, 0);
		call(NR_msgctl, ipc[2][i], IPC_RMID, 0);
	}
	for (unsigned i = 0; i < sizeof(queues) / sizeof(*queues); i++) {
		call(NR_mq_unlink, queues[i]);
		forget_memory(queues[i]);
	}
}

long any_descriptor(struct fuzzer *f)
{
	static const int others[] = { -1, 200, 255, 1 << 20, 0x7fffffff, (int)0x80000000, -100 };

	if (!f->tame && chance(f, 10))
		return PICK(f, others);
	return descriptors[random_of(f, (unsigned)descriptor_count)];
}

/* A path never leaves the directory. */
const char *any_path(struct fuzzer *f)
{
	static const char *const bad[] = { "",      "missing", "missing/x", "f0/x", "//",
					   "p0//x", "./",      "d0/",       "f0/",  "l0/" };
	static const short lengths[] = { 255, 256, 1023, 1024, 1025, 4095, 4096, 5000 };
	char *p;
	int n;

	if (f->tame || chance(f, 75))
		return PICK(f, names);
	if (chance(f, 70))
		return strcmp(p = (char *)PICK(f, bad), "//") ? p : "./x";
	n = PICK(f, lengths);
	p = room_zeroed(f, n + 1);
	memset(p, 'x', n);
	if (chance(f, 50))
		for (int i = 1; i < n; i += 2)
			p[i - 1] = '.', p[i] = '/';
	return p;
}

/* No process but those that belong to the fuzzer. */
long any_pid(struct fuzzer *f)
{
	static const int others[] = { 0x7ffffffe, 4194305, -0x7ffffffe, 0x40000000 };

	if (!f->tame && chance(f, 20))
		return PICK(f, others);
	switch (random_of(f, 4)) {
	case 0:
		return 0;
	case 1:
		return helper;
	default:
		return call(NR_getpid);
	}
}

/* Signals that are caught; in a process of its own any. */
long any_signal(struct fuzzer *f)
{
	if (f->record->alone && chance(f, 50))
		return 1 + (long)random_of(f, 32);
	if (f->tame || chance(f, 70))
		return PICK(f, caught_signals);
	return PICK(f, other_signals);
}

long any_ipc(struct fuzzer *f, int family)
{
	if (!f->tame && chance(f, 15))
		return garbage(f);
	return chance(f, 50) ? ipc[family][random_of(f, 3)] : KEY + (long)random_of(f, 4);
}

/* A socket's address: of this machine alone, and of ports that are the fuzzer's or nobody's. */
long any_address(struct fuzzer *f)
{
	unsigned char *a = room_zeroed(f, 128);

	switch (random_of(f, 3)) {
	case 0:
		f->last_size = 106;
		a[1] = AF_UNIX;
		memcpy(a + 2, "s0", 2);
		break;
	case 1:
		f->last_size = 16;
		a[1] = AF_INET;
		a[4] = 127;
		a[7] = 1;
		break;
	default:
		f->last_size = 28;
		a[1] = AF_INET6;
		a[23] = 1;
	}
	a[0] = (unsigned char)f->last_size;
	if (a[1] != AF_UNIX && chance(f, 70))
		memcpy(a + 2, &own_port, 2);
	if (!f->tame && chance(f, 20))
		a[random_of(f, 2)] = (unsigned char)random_next(&f->random);
	if (!f->tame && chance(f, 20))
		f->last_size = (long)random_of(f, 300);
	/* A family that is not the one of these bytes would find an address in them. */
	if (a[1] == AF_INET && a[4] != 127)
		a[4] = 127, a[5] = a[6] = 0, a[7] = 1;
	if (a[1] == AF_INET6)
		memset(a + 8, 0, 15), a[23] = 1;
	return place(f, a, 128);
}
