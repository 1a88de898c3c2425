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

#define CALL(nr, symbol, host, errors, ...)      { nr, ROW_NAME(symbol), #__VA_ARGS__ },
#define HAND(nr, symbol, host, errors, map, ...) { nr, ROW_NAME(symbol), #__VA_ARGS__ },
#define NONE(nr, symbol, error, reason)
#define NOTE(nr, text)
static const struct tried rows[] = {
#include ROWS
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
	    link_path[] = "/tmp/abirun-pointers-XXXXXXXX.link",
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

static bool accepted(const char *name, int arg, long ret, bool at_border)
{
	/* Who may not do it at all is told so first. */
	if (ret == -EFAULT || (ret == -EPERM && call(NR_geteuid)))
		return true;
	/* What is the superuser's asks who calls before it looks at what was given. */
	if (ret == -EPERM && call(NR_geteuid))
		for (size_t i = 0; i < sizeof(superusers) / sizeof(*superusers); i++)
			if (begins(name, superusers[i]))
				return true;
	if (not_here(ret))
		return true;
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(*exceptions); i++) {
		const struct exception *e = &exceptions[i];

		if (begins(name, e->name) && e->args >> arg & 1 &&
		    (e->at_border ? at_border && !is_error(ret) : e->answer == ret))
			return true;
	}
	return false;
}

/* What is tried: an argument of a row. */
struct trial {
	const struct tried *row;
	const struct parsed *p;
	int arg;
};

static const struct timespec long_ago = { 1, 0 };

static bool try_address(const void *subject, void *bad)
{
	const struct trial *t = subject;
	const struct kind *kind = t->p->kind[t->arg];
	long a[ARGS], ret;

	memcpy(a, t->p->good, sizeof(a));
	a[t->arg] = (long)bad;
	kill_self(SIGUSR1); /* something for those that wait for a signal, or a message */
	call(NR_mq_timedsend, message_queue, "x", 1, 0, &long_ago);
	ret = call6(t->row->nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (accepted(t->row->name, t->arg, ret, bad == border))
		return true;
	/*
	 * Of bytes that are there in part the host moves that part and says so; the BSDs
	 * move it and say EFAULT (sys/kern/sys_generic.c: dofilewrite).
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

/* A semaphore, a queue with letters, a segment of memory, a queue of messages. */
static void make_objects(void)
{
	static char name[] = "/abirun-pointers-xxxxxxxx";
	const long attr[8] = { 0, 10, 64 };
	const long letter[3] = { 1 };

	semaphores = call(NR_semget, 0, 1, 01600);
	letters = call(NR_msgget, 0, 01600);
	segment = call(NR_shmget, 0, 4096, 01600);
	EXPECT(semaphores >= 0 && letters >= 0 && segment >= 0);
	for (int i = 0; i < 40; i++)
		EXPECT_EQ(call(NR_msgsnd, letters, letter, 16, no_wait), 0);
	memcpy(name + sizeof(name) - 9, path + sizeof(path) - 9, 8);
	message_queue = call(NR_mq_open, name, O_RDWR | O_CREAT | O_NONBLOCK, 0600, attr);
	EXPECT(message_queue > 0);
	EXPECT_EQ(call(NR_mq_unlink, name), 0);
}

static void end_objects(void)
{
	EXPECT_EQ(call(NR_semctl, semaphores, 0, 0, 0), 0); /* IPC_RMID */
	EXPECT_EQ(call(NR_msgctl, letters, 0, 0), 0);
	EXPECT_EQ(call(NR_shmctl, segment, 0, 0), 0);
}

static void ignore(int sig)
{
	(void)sig;
}

static void set_up(void)
{
	static struct sigset usr1;
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
	make_objects();
	directory = call(NR_open, "/", 0);
	link = (long)link_path;
	EXPECT_EQ(call(NR_symlink, path, link_path), 0);
	set_up_own(path, link_path);
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
	end_objects();
	call(NR_unlink, path);
	call(NR_unlink, second_path);
	call(NR_unlink, link_path);
	return result();
}
