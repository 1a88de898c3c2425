/* What only NetBSD has, or has otherwise: results, structures, commands, the tree of values. */
#include "alien.h"

extern uint64_t *ps_strings_at;

static void second_results(void)
{
	long second, first = call6_two(NR_pipe, 0, 0, 0, 0, 0, 0, &second);
	char byte = 'x';

	EXPECT(first >= 0 && second > first);
	EXPECT_EQ(call(NR_write, second, &byte, 1), 1);
	EXPECT_EQ(call(NR_read, first, &byte, 1), 1);
	EXPECT_EQ(call(NR_close, first), 0);
	EXPECT_EQ(call(NR_close, second), 0);
	first = call6_two(NR_getpid, 0, 0, 0, 0, 0, 0, &second);
	EXPECT_EQ(second, call(NR_getppid));
	first = call6_two(NR_getuid, 0, 0, 0, 0, 0, 0, &second);
	EXPECT_EQ(second, call(NR_geteuid));
}

static void start(int argc, char **argv, char **envp)
{
	uint64_t *aux;

	EXPECT_EQ(ps_strings_at[0], (uint64_t)argv);
	EXPECT_EQ((int)ps_strings_at[1], argc);
	EXPECT_EQ(ps_strings_at[2], (uint64_t)envp);
	while (*envp)
		envp++;
	for (aux = (uint64_t *)(envp + 1); aux[0] && aux[0] != 2000; aux += 2)
		if (aux[0] == 6)
			EXPECT_EQ(aux[1], 4096);
	EXPECT_EQ(aux[0], 2000); /* AT_EUID */
	EXPECT_EQ(aux[1], call(NR_geteuid));
}

/* struct stat, directory entries with long names, F_GETPATH, F_MAXFD, F_CLOSEM. */
static void files(void)
{
	static char entries[4096], path[1024], cwd[1024];
	uint64_t st[19];
	long fd = call(NR_open, "/", O_RDONLY), n;

	EXPECT(fd >= 0);
	EXPECT_EQ(call(NR___fstat50, fd, st), 0);
	EXPECT_EQ(st[1] & 0170000, 0040000); /* a directory */
	n = call(NR___getdents30, fd, entries, sizeof entries);
	EXPECT(n > 0);
	for (long at = 0; at < n; at += *(uint16_t *)(entries + at + 8))
		EXPECT_EQ(strlen(entries + at + 13), *(uint16_t *)(entries + at + 10));
	EXPECT_EQ(call(NR_fcntl, fd, F_GETPATH, path), 0);
	EXPECT_EQ(strcmp(path, "/"), 0);
	EXPECT_EQ(call(NR_dup2, fd, 40), 40);
	EXPECT(call(NR_fcntl, 0, F_MAXFD) >= 40);
	EXPECT_EQ(call(NR_fcntl, fd, F_CLOSEM), 0);
	EXPECT_EQ(call(NR_fcntl, fd, F_GETFD), -EBADF);
	EXPECT_EQ(call(NR_fcntl, 40, F_GETFD), -EBADF);
	n = call(NR___getcwd, cwd, sizeof cwd);
	EXPECT_EQ(n, (long)strlen(cwd) + 1);
	EXPECT_EQ(call(NR_open, "/dev/null", O_RDONLY | O_REGULAR), -EFTYPE);
	EXPECT_EQ(call(NR_open, "/proc/self", O_RDONLY | O_NOFOLLOW), -EFTYPE);
	EXPECT_EQ(call(NR_open, "/", 0x100000), -EINVAL);
}

/* The sixth argument of mmap means nothing, the seventh is the offset. */
static void offsets(void)
{
	long fd = call(NR_open, "/proc/self/exe", O_RDONLY);
	char *first = (char *)call(NR_mmap, 0, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	char *second = (char *)call(NR_mmap, 0, 4096, PROT_READ, MAP_PRIVATE, fd, 4096);
	char bytes[16];

	EXPECT(!is_error((long)first) && !is_error((long)second));
	EXPECT_EQ(first[1], 'E');
	EXPECT_EQ(call(NR_pread, fd, bytes, 16, 0, 4096), 16);
	EXPECT_EQ(memcmp(second, bytes, 16), 0);
	EXPECT_EQ(call(NR_lseek, fd, 0, 100, 0), 100);
	EXPECT_EQ(call(NR_dup3, fd, 50, O_CLOEXEC), 50);
	EXPECT_EQ(call(NR_fcntl, 50, F_GETFD), 1);
	EXPECT_EQ(call(NR_fsync_range, fd, 0, 0, 0), -EINVAL);
	EXPECT_EQ(call(NR_fdiscard, fd, 0, 0, 10), -EBADF); /* read only */
}

static void events(void)
{
	long queue = call(NR_kqueue1, O_CLOEXEC), second;
	struct kevent e = { .ident = 7, .filter = EVFILT_USER, .flags = EV_ADD | EV_CLEAR };
	struct timespec none = { 0, 0 };
	long fd = call6_two(NR_pipe, 0, 0, 0, 0, 0, 0, &second);

	EXPECT_EQ(call(NR___kevent50, queue, &e, 1, 0, 0, 0), 0);
	e.fflags = 0x01000000; /* NOTE_TRIGGER */
	e.flags = 0;
	EXPECT_EQ(call(NR___kevent50, queue, &e, 1, &e, 1, &none), 1);
	EXPECT(e.ident == 7 && e.filter == EVFILT_USER);
	EXPECT_EQ(ready_add((int)queue, (int)fd), 0);
	EXPECT_EQ(call(NR_write, second, "abc", 3), 3);
	EXPECT_EQ(call(NR___kevent50, queue, 0, 0, &e, 1, &none), 1);
	EXPECT(e.ident == (uint64_t)fd && e.filter == EVFILT_READ && e.data == 3);
	e = (struct kevent){ .ident = 1, .filter = 7 }; /* EVFILT_FS */
	EXPECT_EQ(call(NR___kevent50, queue, &e, 1, 0, 0, 0), -EINVAL);
}

/* struct sysctlnode, as far as it is looked at. */
struct node {
	uint32_t flags;
	int num;
	char name[32];
	uint64_t rest[7];
};
_Static_assert(sizeof(struct node) == 96, "struct sysctlnode");

static void values(void)
{
	static struct node nodes[64];
	struct node query = { .flags = 0x01000000 };
	size_t size = sizeof nodes;
	int top[] = { -2 }, kern[] = { 1, -2 }, number[] = { 1, 0 }, value = 0, found = 0;

	EXPECT_EQ(call(NR___sysctl, top, 1, nodes, &size, &query, sizeof query), 0);
	EXPECT(size >= sizeof *nodes && size % sizeof *nodes == 0);
	EXPECT_EQ(strcmp(nodes[0].name, "kern"), 0);
	size = sizeof nodes;
	EXPECT_EQ(call(NR___sysctl, kern, 2, nodes, &size, &query, sizeof query), 0);
	for (size_t i = 0; i < size / sizeof *nodes; i++)
		if (!strcmp(nodes[i].name, "osrevision"))
			found = number[1] = nodes[i].num;
	EXPECT_EQ(found, 3);
	size = sizeof value;
	EXPECT_EQ(call(NR___sysctl, number, 2, &value, &size, 0, 0), 0);
	EXPECT(value >= 1000000000);
}

/* net.route's list of interfaces; procfs's name of the program. */
static void told(void)
{
	static unsigned char list[65536];
	int interfaces[] = { 4, 34, 0, 0, 5, 0 };
	size_t size = sizeof list, at = 0, count = 0;
	char path[1024];
	long n;

	EXPECT_EQ(call(NR___sysctl, interfaces, 6, list, &size, 0, 0), 0);
	while (at + 4 <= size && list[at + 2] == 4 && *(uint16_t *)(list + at)) {
		count += list[at + 3] == 0x14; /* RTM_IFINFO */
		at += *(uint16_t *)(list + at);
	}
	EXPECT(count > 0);
	EXPECT_EQ(at, size);
	n = call(NR_readlink, "/proc/curproc/exe", path, sizeof path);
	EXPECT(n > 0 && path[0] == '/' && !memcmp(path + n - 4, "/own", 4));
}

static void messages(void)
{
	struct {
		struct {
			void *name;
			uint32_t name_size;
			void *iov;
			int count;
			void *control;
			uint32_t control_size;
			int flags;
		} hdr;
		uint32_t length;
	} m[3];
	struct {
		void *base;
		size_t size;
	} part[3];
	struct {
		long seconds;
		int microseconds, padding;
	} limit = { 0, 20000, -1 }, got = { 1, 1, 1 };
	char text[3][8] = { "one", "three", "seven" };
	unsigned size = sizeof got;
	int fd[2];

	EXPECT_EQ(call(NR_socketpair, AF_UNIX, SOCK_DGRAM, 0, fd), 0);
	memset(m, 0, sizeof m);
	for (int i = 0; i < 3; i++) {
		part[i].base = text[i];
		part[i].size = strlen(text[i]);
		m[i].hdr.iov = &part[i];
		m[i].hdr.count = 1;
	}
	EXPECT_EQ(call(NR_sendmmsg, fd[0], m, 3, 0), 3);
	EXPECT_EQ(m[1].length, 5);
	for (int i = 0; i < 3; i++)
		part[i].size = 8;
	EXPECT_EQ(call(NR_recvmmsg, fd[1], m, 3, 0x2000, 0), 3); /* MSG_WAITFORONE */
	EXPECT_EQ(m[0].length, 3);
	EXPECT_EQ(call(NR_recvmmsg, fd[1], m, 3, 0x80, 0), -EAGAIN);

	/* SO_RCVTIMEO: of the microseconds' word the upper half is padding. */
	EXPECT_EQ(call(NR_setsockopt, fd[1], SOL_SOCKET, 0x100c, &limit, sizeof limit), 0);
	EXPECT_EQ(call(NR_getsockopt, fd[1], SOL_SOCKET, 0x100c, &got, &size), 0);
	EXPECT_EQ(size, sizeof got);
	EXPECT(got.seconds == 0 && got.microseconds == 20000);
	EXPECT_EQ(call(NR_recvmmsg, fd[1], m, 1, 0, 0), -EAGAIN);
}

/* A socket that does not listen is refused at once, whatever the mask is. */
static void accept_masked(void)
{
	static uint32_t mask[4], sigsys[4] = { 1 << 11 };
	long fd = call(NR___socket30, AF_INET, SOCK_DGRAM, 0);

	EXPECT_EQ(call(NR_paccept, fd, 0, 0, mask, 0), -EOPNOTSUPP);
	EXPECT_EQ(call(NR_close, fd), 0);
	fd = call(NR___socket30, AF_INET, SOCK_STREAM, 0);
	EXPECT_EQ(call(NR_paccept, fd, 0, 0, mask, 0), -EINVAL);
	EXPECT_EQ(call(NR_close, fd), 0);
	EXPECT_EQ(call(NR_paccept, -1, 0, 0, mask, 0), -EBADF);
	/* Nor does a signal end what does not sleep, though the mask would let it in. */
	EXPECT_EQ(call(NR___sigprocmask14, 1, sigsys, 0), 0); /* SIG_BLOCK */
	EXPECT_EQ(call(NR_kill, call(NR_getpid), 12), 0);
	EXPECT_EQ(call(NR_paccept, -1, 0, 0, mask, 0), -EBADF);
}

int main(int argc, char **argv, char **envp)
{
	second_results();
	start(argc, argv, envp);
	files();
	offsets();
	events();
	values();
	told();
	messages();
	accept_masked();
	return result();
}
