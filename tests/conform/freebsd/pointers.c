/*
 * Bad pointers, in every argument of every row that is one: EFAULT, never a
 * crash, whichever tier serves the call.  The cases are made from the rows
 * themselves; each row is tried in a child of its own.
 */
#include "pointers_rows.h"

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

/* What is tried: an argument of a row. */
struct trial {
	const struct tried *row;
	const struct parsed *p;
	int arg;
};

static bool try_address(const void *subject, void *bad)
{
	const struct trial *t = subject;
	const struct kind *kind = t->p->kind[t->arg];
	long a[ARGS], ret;

	memcpy(a, t->p->good, sizeof(a));
	a[t->arg] = (long)bad;
	kill_self(SIGUSR1); /* something for those that wait for a signal */
	ret = call6(t->row->nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (accepted(t->row->name, t->arg, ret))
		return true;
	/*
	 * Of bytes that are there in part the host moves that part and says so; FreeBSD
	 * moves it and says EFAULT (sys/kern/sys_generic.c: dofilewrite).
	 */
	if (bad == border && kind->bytes && (ret == 1 || ret == 2))
		return true;
	wrong++;
	say("\t%s, argument %d (%s) %lx: %ld\n", t->row->name, t->arg, kind->name, bad, ret);
	return false;
}

static void try_row(const struct tried *row)
{
	struct parsed p = parse(row);

	for (int i = 0; i < p.count && i < 6; i++) {
		const struct kind *k = p.kind[i];

		if (k->way)
			each_bad(try_address, &(struct trial){ row, &p, i }, k->may_be_null,
				 k->way == WRITTEN);
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
	make_memory();
	memory = (long)good_memory;
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
