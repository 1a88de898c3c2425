/*
 * Bad pointers, in every argument of every row that is one: EFAULT, never a
 * crash, whichever tier serves the call.  The cases are made from the rows
 * themselves; each row is tried in a child of its own.
 */
#include "signals.h"

struct tried {
	int nr;
	const char *name, *args;
};

#define CALL(nr, symbol, host, errors, ...)      { nr, symbol, #__VA_ARGS__ },
#define HAND(nr, symbol, host, errors, map, ...) { nr, symbol, #__VA_ARGS__ },
#define NONE(nr, symbol, error, reason)
#define NOTE(nr, text)
static const struct tried rows[] = {
#include "../../../abi-tables/freebsd/calls.def"
};

/* Kinds, as far as they matter here: what a good value is, and which way a pointer goes. */
enum way { NO_POINTER, READ, WRITTEN };
/* clang-format off */
static const struct kind {
	const char *name;
	enum way way;
	bool absent; /* the alien does not pass it */
	bool may_be_null;
	bool bytes;
	long good;
} kinds[] = {
	{ .name = "PATH", .way = READ },
	{ .name = "LPATH", .way = READ },
	{ .name = "STR", .way = READ },
	{ .name = "STRINGS", .way = READ, .may_be_null = true },
	{ .name = "BUF_IN", .way = READ, .bytes = true },
	{ .name = "BUF_OUT", .way = WRITTEN, .bytes = true },
	{ .name = "IOV_IN", .way = READ },
	{ .name = "IOV_OUT", .way = READ },
	{ .name = "IN", .way = READ, .may_be_null = true },
	{ .name = "OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "INOUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "ADDR_IN", .way = READ, .may_be_null = true },
	{ .name = "ADDR_OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "LEN_PTR", .way = WRITTEN, .may_be_null = true },
	{ .name = "LIST_IN", .way = READ, .may_be_null = true },
	{ .name = "LIST_OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "LIST", .way = WRITTEN, .may_be_null = true },
	{ .name = "KEVENTS_IN", .way = READ, .may_be_null = true },
	{ .name = "KEVENTS_OUT", .way = WRITTEN, .may_be_null = true },
	{ .name = "CWD", .absent = true },
	{ .name = "ZERO", .absent = true },
	{ .name = "FD" }, /* of the test's file, or of a socket */
	{ .name = "SIZE", .good = 64 },
	{ .name = "INT", .good = 1 },
	{ .name = "UINT", .good = 16 },
	{ .name = "MODE", .good = 010600 }, /* a fifo, for mknod(2) */
	{ .name = "SIGNAL", .good = SIGUSR1 },
	{ .name = "DIRFD", .good = -100 }, /* AT_FDCWD */
	{ .name = "LONG", .good = 4096 },
	{ .name = "UID", .good = -1 },
	{ .name = "GID", .good = -1 },
};
/* clang-format on */
static const struct kind other;

/*
 * A PTR of a row says only that the host takes it as it is: here are those that are
 * read or written through (the functions' manual pages).
 */
static const struct kind in = { .name = "PTR in", .way = READ },
			 in_or_null = { .name = "PTR in", .way = READ, .may_be_null = true },
			 out = { .name = "PTR out", .way = WRITTEN },
			 out_or_null = { .name = "PTR out", .way = WRITTEN, .may_be_null = true };

/* clang-format off */
static const struct pointer {
	const char *name;
	unsigned args; /* bits */
	const struct kind *kind;
} pointers[] = {
	{ "mincore@", 1 << 2, &out },
	{ "getgroups@FBSD_1.0", 1 << 1, &out }, /* the later one has none to say */
	{ "setgroups@", 1 << 1, &in },
	{ "select@", 7 << 1, &out_or_null },
	{ "pselect@", 7 << 1, &out_or_null },
	{ "pselect@", 1 << 5, &in_or_null },
	{ "gettimeofday@", 1 << 1, &out_or_null },
	{ "compat4.uname", 1, &out },
	{ "ktimer_create@", 1 << 2, &out },
	{ "aio_suspend@", 1, &in },
	{ "__getcwd@", 1, &out },
	{ "sched_setparam@", 1 << 1, &in },
	{ "sched_getparam@", 1 << 1, &out },
	{ "sched_setscheduler@", 1 << 2, &in },
	{ "getresuid@", 7, &out_or_null },
	{ "getresgid@", 7, &out_or_null },
	{ "uuidgen@", 1, &out },
	/* EINVAL for NULL (sys/kern/kern_context.c: sys_getcontext) */
	{ "getcontext@", 1, &out_or_null },
	{ "setcontext@", 1, &in_or_null },
	{ "swapcontext@", 1, &out_or_null },
	{ "swapcontext@", 1 << 1, &in_or_null },
	{ "sigreturn@", 1, &in },
	{ "thr_self@", 1, &out },
	{ "pipe2@", 1, &out },
	{ "__realpathat", 1 << 2, &out },
	/* Written too, but not where the file is one and the same. */
	{ "copy_file_range@", 1 << 1 | 1 << 3, &in_or_null },
	{ "getrlimitusage@", 1 << 2, &out },
	{ "shm_open@", 1, &in },
	{ "shm_open2", 1, &in },
	{ "shm_open2", 1 << 4, &in_or_null },
};
/* clang-format on */

/*
 * Where FreeBSD too looks at something else first, or never at the pointer; args:
 * which arguments, as bits.
 */
/* clang-format off */
static const struct exception {
	const char *name;
	unsigned args;
	long answer;
} exceptions[] = {
	{ "wait4@", 1 << 1 | 1 << 3, -ECHILD },
	{ "wait6@", 1 << 2 | 1 << 5, -ECHILD },
	{ "sigwait@", 3, EFAULT },     /* its errors are its value */
	{ "kevent@", 1 << 3, 0 },      /* nothing is ready */
	{ "kmq_open@", 1 << 3, -ENOENT }, /* no queue, and none to be made */
	{ "kmq_setattr@", 1 << 2, -9 },   /* EBADF: the file is no queue */
	{ "kmq_timedreceive@", 1 << 1, -9 },
	{ "kmq_timedsend@", 1 << 1, -9 },
	{ "ksem_getvalue@", 1 << 1, -EINVAL }, /* there is no such semaphore */
	{ "ksem_open@", 1 << 1, -EINVAL }, /* no slash: half of an id was written there before */
	{ "utrace@", 1, 0 },	      /* nobody traces */
	{ "aio_fsync@", 1 << 1, -EINVAL }, /* neither O_SYNC nor O_DSYNC */
	{ "acct@", 1, 0 },	       /* NULL: no more accounting */
	{ "getlogin@", 1, 0 },	       /* an empty name fits anywhere */
	{ "nanosleep@", 1 << 1, 0 },   /* written when interrupted */
	{ "clock_nanosleep@", 1 << 2, EFAULT }, /* its errors are its value */
	{ "clock_nanosleep@", 1 << 3, 0 },
	{ "ktimer_settime@", 1 << 3, -EINVAL }, /* there is no such timer */
	{ "ktimer_gettime@", 1 << 1, -EINVAL },
	{ "timerfd_gettime@", 1 << 1, -EINVAL }, /* the descriptor is no timer */
	{ "timerfd_settime@", 1 << 3, -EINVAL },
	{ "thr_set_name@", 1 << 1, -ESRCH }, /* NULL: no name */
	{ "setsockopt@", 1 << 3, -42 },	     /* ENOPROTOOPT */
	{ "extattr_get_", 1 << 3, -87 }, /* ENOATTR */
	{ "extattr_list_", 1 << 2, 0 },
	{ "getsockopt@", 1 << 4, -42 }, /* order only */
	{ "pdgetpid@", 1 << 1, -EINVAL }, /* the descriptor is no process's */
	{ "inotify_add_watch_at@", 1 << 2, -EINVAL }, /* the descriptor is no inotify's */
	/* Order only: here the file is looked at before the arguments. */
	{ "execve@", 3 << 1, -13 },
	{ "fexecve@", 3 << 1, -13 },
};
/* clang-format on */

static long link;

/* Arguments that have to be what a call expects. */
static char link_path[] = "/tmp/abirun-pointers-XXXXXXXX.link";
static const long one = 1, two = 2, four_pages = 16384, none = 0, name_size = 16;
static long memory;
static long socket_fd, listener, queue, pending;
static long handle, link_handle; /* of files, fhopen(2) */
static bool no_handles;
/* clang-format off */
static const struct special {
	const char *name;
	unsigned arg;
	const long *value;
} specials[] = {
	{ "readlink@", 0, &link },     { "readlinkat@", 1, &link },   { "pathconf@", 1, &one },
	{ "lpathconf@", 1, &one },     { "extattr_", 1, &one },	      { "getfsstat@", 2, &one },
	{ "compat4.getfsstat", 2, &one },
	{ "sigaltstack@", 0, &none },  { "sendto@", 4, &none },	      { "sendto@", 5, &name_size },
	{ "setsockopt@", 0, &socket_fd }, { "getsockopt@", 0, &socket_fd },
	{ "sendmsg@", 0, &socket_fd }, { "recvmsg@", 0, &socket_fd },
	{ "socketpair@", 0, &one },    { "socketpair@", 1, &one },
	{ "sigprocmask@", 0, &one },   { "kevent@", 0, &queue },
	{ "sigwait@", 0, &pending },   { "sigtimedwait@", 0, &pending },
	{ "sigwaitinfo@", 0, &pending },
	{ "ppoll@", 3, &none },	       { "getgroups@", 0, &name_size },
	{ "pselect@", 5, &none },      { "shm_open", 0, &one }, /* SHM_ANON */
	{ "mincore@", 0, &memory },    { "mincore@", 1, &four_pages },
	{ "sched_setscheduler@", 1, &two },
	{ "mknod@", 2, &none },	       { "mknodat@", 3, &none },
	{ "accept@", 0, &listener },   { "accept4@", 0, &listener },
	{ "fh", 0, &handle },	       { "compat4.fh", 0, &handle },
	{ "fhreadlink@", 0, &link_handle },
};
/* clang-format on */

static bool begins(const char *name, const char *with)
{
	return !memcmp(name, with, strlen(with));
}

#define ARGS 8
struct parsed {
	const struct kind *kind[ARGS];
	long good[ARGS];
	int count;
};

static char path[] = "/tmp/abirun-pointers-XXXXXXXX",
	    second_path[] = "/tmp/abirun-pointers-XXXXXXXX.2";
static char *good_memory, *read_only, *no_access, *border;
static long file, pair[2], wrong;

static const struct kind *kind_named(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strlen(kinds[i].name) == n && !memcmp(kinds[i].name, word, n))
			return &kinds[i];
	return &other;
}

static long good_value(const struct kind *k, bool first_path, bool socket)
{
	static long vector[3], length = 16;
	static long iov[2];

	if (!strcmp(k->name ? k->name : "", "FD"))
		return socket ? ((int *)pair)[0] : file;
	if (!k->way)
		return k->good;
	if (!strcmp(k->name, "PATH") || !strcmp(k->name, "LPATH"))
		return (long)(first_path ? path : second_path);
	if (!strcmp(k->name, "STRINGS"))
		return (long)vector;
	if (!strcmp(k->name, "LEN_PTR"))
		return (long)&length;
	if (!strcmp(k->name, "STR"))
		return (long)"/text";
	if (!memcmp(k->name, "IOV", 3)) {
		iov[0] = (long)good_memory;
		iov[1] = 16;
		return (long)iov;
	}
	return (long)good_memory;
}

static struct parsed parse(const struct tried *row)
{
	const char *args = row->args;
	struct parsed p = { .count = 0 };
	bool socket = false, first = true;

	for (const char *s = args; *s && p.count < ARGS;) {
		size_t n = 0;

		while (s[n] && s[n] != ',' && s[n] != '(')
			n++;
		p.kind[p.count] = kind_named(s, n);
		if (!p.kind[p.count]->absent)
			p.count++;
		socket |= n > 5 && !memcmp(s, "ADDR_", 5);
		while (*s && *s != ',')
			s++;
		while (*s == ',' || *s == ' ')
			s++;
	}
	for (int i = 0; i < p.count; i++) {
		for (size_t n = 0; n < sizeof(pointers) / sizeof(*pointers); n++)
			if (begins(row->name, pointers[n].name) && pointers[n].args >> i & 1)
				p.kind[i] = pointers[n].kind;
		p.good[i] = good_value(p.kind[i], first, socket);
		first &= p.good[i] != (long)path;
		for (size_t n = 0; n < sizeof(specials) / sizeof(*specials); n++)
			if (specials[n].arg == (unsigned)i && begins(row->name, specials[n].name))
				p.good[i] = *specials[n].value;
	}
	return p;
}

static const char *const superusers[] = { "setlogin", "acct", "adjtime" };

static bool accepted(const char *name, int arg, long ret)
{
	/* Who may not do it at all is told so first. */
	if (ret == -EFAULT || (ret == -EPERM && call(NR_geteuid)))
		return true;
	/* What is the superuser's asks who calls before it looks at what was given. */
	if (ret == -EPERM && call(NR_geteuid))
		for (size_t i = 0; i < sizeof(superusers) / sizeof(*superusers); i++)
			if (begins(name, superusers[i]))
				return true;
	/* ESTALE: the host's file system has no handles that fit. */
	if (ret == -70 && no_handles)
		return true;
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(*exceptions); i++)
		if (begins(name, exceptions[i].name) && exceptions[i].args >> arg & 1 &&
		    exceptions[i].answer == ret)
			return true;
	return false;
}

static bool try_address(const struct tried *row, const struct parsed *p, int arg, const void *bad)
{
	long a[ARGS], ret;

	memcpy(a, p->good, sizeof(a));
	a[arg] = (long)bad;
	kill_self(SIGUSR1); /* something for those that wait for a signal */
	ret = call6(row->nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (accepted(row->name, arg, ret))
		return true;
	/*
	 * Of bytes that are there in part the host moves that part and says so; FreeBSD
	 * moves it and says EFAULT (sys/kern/sys_generic.c: dofilewrite).
	 */
	if (bad == border && p->kind[arg]->bytes && (ret == 1 || ret == 2))
		return true;
	wrong++;
	say("\t%s, argument %d (%s) %lx: %ld\n", row->name, arg, p->kind[arg]->name, bad, ret);
	return false;
}

static void try_row(const struct tried *row)
{
	struct parsed p = parse(row);

	for (int i = 0; i < p.count && i < 6; i++) {
		const struct kind *k = p.kind[i];

		if (!k->way)
			continue;
		/* One complaint for each argument. */
		(void)(try_address(row, &p, i, (void *)8) && try_address(row, &p, i, no_access) &&
		       try_address(row, &p, i, (void *)0xffff800000000000) &&
		       try_address(row, &p, i, (void *)0x8000000000000000) &&
		       /* The end of a process's memory, and of all: none wraps. */
		       try_address(row, &p, i, (void *)0x7ffffffffffe) &&
		       try_address(row, &p, i, (void *)-2) && try_address(row, &p, i, border) &&
		       (k->may_be_null || try_address(row, &p, i, NULL)) &&
		       (k->way != WRITTEN || try_address(row, &p, i, read_only)));
	}
}

static bool has_pointer(const struct tried *row)
{
	struct parsed p = parse(row);

	/* abort2(2) ends its caller, one way or another. */
	for (int i = 0; i < p.count && i < 6; i++)
		if (p.kind[i]->way)
			return !begins(row->name, "abort2@");
	return false;
}

static void listen(void)
{
	static char address[110] = { 106, 1 };

	memcpy(address + 2, second_path, sizeof(second_path));
	listener = call(NR_socket, 1, 1, 0);
	EXPECT_EQ(call(NR_bind, listener, address, 106), 0);
	EXPECT_EQ(call(NR_listen, listener, 50), 0);
	for (int i = 0; i < 30; i++)
		EXPECT_EQ(call(NR_connect, call(NR_socket, 1, 1, 0), address, 106), 0);
	call(NR_unlink, second_path);
}

static void ignore(int sig)
{
	(void)sig;
}

static void set_up(void)
{
	static struct sigset usr1;
	static char handles[2][28] __attribute__((aligned(4)));
	long id = call(NR_getpid);

	for (size_t i = strlen(path) - 1; path[i] == 'X'; i--, id /= 10)
		link_path[i] = second_path[i] = path[i] = '0' + id % 10;
	good_memory = pages(4096 * 16);
	memory = (long)good_memory;
	read_only = pages(4096);
	no_access = pages(8192) + 4096;
	border = no_access - 2;
	border[0] = border[1] = 'x';
	EXPECT_EQ(call(NR_mprotect, read_only, 4096, PROT_READ), 0);
	/* Not unmapped in truth: the next mapping of anybody's could fill the hole. */
	EXPECT_EQ(call(NR_mprotect, no_access, 4096, 0), 0);
	file = call(NR_open, path, 0x202, 0600); /* O_RDWR, O_CREAT */
	EXPECT_EQ(call(NR_pwrite, file, good_memory, 4096, 0), 4096);
	EXPECT_EQ(call(NR_socketpair, 1, 2, 0, pair), 0); /* AF_UNIX, SOCK_DGRAM */
	socket_fd = ((int *)pair)[0];
	usr1 = sigset_of(SIGUSR1);
	pending = (long)&usr1;
	block(SIGUSR1);
	signal_catch(SIGUSR1, ignore, 0); /* sigsuspend lets it through */
	listen();
	link = (long)link_path;
	EXPECT_EQ(call(NR_symlink, path, link_path), 0);
	handle = (long)handles[0];
	link_handle = (long)handles[1];
	no_handles = call(NR_getfh, path, handle) || call(NR_lgetfh, link_path, link_handle);
	for (int i = 0; i < 50; i++)
		call(NR_sendto, ((int *)pair)[1], good_memory, 16, 0, 0, 0);
}

int main(int argc, char **argv, char **envp)
{
	int status;
	long second, pid;

	(void)envp;
	set_up();
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!has_pointer(&rows[i]) || (argc > 1 && to_long(argv[1]) != rows[i].nr))
			continue;
		pid = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);
		if (second == 1) {
			call(NR_lseek, file, 0, 0);
			queue = call(NR_kqueue); /* one is not inherited */
			try_row(&rows[i]);
			call(NR_exit_all, wrong != 0);
		}
		EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
		EXPECT(!status);
		if (status & 0x7f)
			say("\t%s: ended by signal %d\n", rows[i].name, status & 0x7f);
	}
	call(NR_unlink, path);
	call(NR_unlink, second_path);
	call(NR_unlink, link_path);
	return result();
}
