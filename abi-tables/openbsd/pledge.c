/*
 * pledge(2).  From the first pledge on every call of the program's goes through a gate, which
 * looks whether one of its promises lets it be made.  OpenBSD ends a process that
 * breaks its word by SIGABRT, which nothing catches; with "error" the call fails with ENOSYS.
 *
 * The gate is abirun's own: what the host would take from the process it would take from
 * abirun, too.  So it binds what the program calls, not what the host's library does for
 * it (names of hosts, of users), and not what it executes.
 */
#include <signal.h>

#include "abi-tables/openbsd/openbsd.h"
#include "shim/dispatch.h"
#include "shim/process.h"
#include "shim/text.h"
#include "syscall-map/abort.h"
#include "syscall-map/map.h"

map_fn map_pledge, map_indirect;

#define PROMISES(X)                                                                                \
	X(audio)                                                                                   \
	X(bpf)                                                                                     \
	X(chown) X(cpath) X(disklabel) X(dns) X(dpath) X(drm) X(error) X(exec) X(fattr) X(flock)   \
	    X(getpw) X(id) X(inet) X(mcast) X(pf) X(proc) X(prot_exec) X(ps) X(recvfd) X(route)    \
		X(rpath) X(sendfd) X(settime) X(stdio) X(tape) X(tmppath) X(tty) X(unix) X(unveil) \
		    X(video) X(vminfo) X(vmm) X(wpath) X(wroute)
/* A promise, not the macro that some compilers have by that name. */
#undef unix

enum {
#define X(name) NUMBER_##name,
	PROMISES(X)
#undef X
	    NUMBER_ALWAYS,
};
#define HAS(name) (1ull << NUMBER_##name)
static const char *const names[] = {
#define X(name) #name,
	PROMISES(X)
#undef X
};
#define COUNT (sizeof names / sizeof names[0])

enum check { CHECK_NONE, PROTECTION, SENDTO, FCNTL, OPEN, READS, UNLINK, SOCKET, KILL };

static const struct {
	const char *call;
	uint64_t promise;
	enum check check;
	int argument;
} lets[] = {
#define LETS(call, promise)                     { call, HAS(promise), CHECK_NONE, 0 },
#define CHECKED(call, promise, check, argument) { call, HAS(promise), check, argument },
#include "abi-tables/openbsd/pledge.def"
#undef LETS
#undef CHECKED
};

/* The same by number. */
#define NUMBERS 400
static struct {
	uint64_t promises;
	uint8_t check, argument;
} by_number[NUMBERS];

/* What the process may do; valid once a gate is there.  A child has its parent's. */
static uint64_t held = ~0ull;

static bool same(const char *a, const char *b, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

static size_t length_of(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

static void fill_numbers(void)
{
	for (size_t nr = 0; nr < abi->row_count && nr < NUMBERS; nr++) {
		const char *symbol = abi->rows[nr].kind == ROW_ABSENT ? "" : abi->rows[nr].symbol;

		for (size_t i = 0; i < sizeof lets / sizeof lets[0]; i++) {
			if (!same(symbol, lets[i].call, length_of(lets[i].call) + 1))
				continue;
			by_number[nr].promises |= lets[i].promise;
			by_number[nr].check = (uint8_t)lets[i].check;
			by_number[nr].argument = (uint8_t)lets[i].argument;
		}
	}
}

/* Files that a library opens for a program that promised stdio (pledge_namei). */
static bool is_common(const char *path, bool writes)
{
	static const char *const read[] = { "/etc/localtime", "/etc/malloc.conf", NULL };

	if (same(path, "/dev/null", 10))
		return true;
	if (!writes && same(path, "/usr/share/zoneinfo/", 20))
		return true;
	for (int i = 0; !writes && read[i]; i++)
		if (same(path, read[i], length_of(read[i]) + 1))
			return true;
	return false;
}

/* 0: it may; or the promise that is missing. */
static uint64_t check_path(unsigned long at, uint64_t needed, bool writes)
{
	char path[1024];

	if (!(needed & ~held) || string_from_alien(path, at, sizeof path) < 0)
		return 0; /* what cannot be read is the call's to complain of */
	if (is_common(path, writes) || (held & HAS(tmppath) && same(path, "/tmp/", 5)))
		return 0;
	return needed & ~held;
}

/* fcntl.h: O_WRONLY, O_RDWR, O_CREAT, O_TRUNC */
static uint64_t check_open(const long *argument)
{
	long flags = argument[1];
	uint64_t needed = (flags & 3) == 0 ? HAS(rpath) : HAS(wpath);

	if ((flags & 3) == 2)
		needed |= HAS(rpath);
	if (flags & 0x200)
		needed |= HAS(cpath);
	if (flags & 0x400)
		needed |= HAS(wpath);
	return check_path((unsigned long)argument[0], needed, needed & ~HAS(rpath));
}

/* sys/socket.h: AF_UNIX, AF_INET, AF_INET6; SOCK_DNS */
static uint64_t check_socket(const long *argument)
{
	bool for_names = argument[1] & 0x1000;

	switch ((int)argument[0]) {
	case 1:
		return HAS(unix) & ~held;
	case 2:
	case 24:
		return for_names && held & HAS(dns) ? 0 : HAS(inet) & ~held;
	default:
		return HAS(inet);
	}
}

/* The promise that is missing, of those that the arguments ask for. */
static uint64_t check_arguments(const struct call *c, enum check check, const long *argument)
{
	switch (check) {
	case PROTECTION: /* sys/mman.h: PROT_EXEC */
		return argument[0] & 4 ? HAS(prot_exec) & ~held : 0;
	case SENDTO: /* to an address of its own */
		return argument[0] && !(held & (HAS(inet) | HAS(dns) | HAS(unix))) ? HAS(inet) : 0;
	case FCNTL: /* F_SETOWN; F_GETLK, F_SETLK, F_SETLKW */
		if (argument[0] == 6)
			return HAS(proc) & ~held;
		return argument[0] >= 7 && argument[0] <= 9 ? HAS(flock) & ~held : 0;
	case OPEN:
		return check_open(argument);
	case READS:
		return check_path((unsigned long)argument[0], HAS(rpath), false);
	case UNLINK:
		return check_path((unsigned long)argument[0], HAS(cpath), true);
	case SOCKET:
		return check_socket(argument);
	case KILL: /* itself it may */
		return (int)c->alien[0] == 0 || (int)c->alien[0] == this_thread()->known_pid
			   ? 0
			   : HAS(proc) & ~held;
	default:
		return 0;
	}
}

static void tell(const struct call *c, uint64_t missing)
{
	char line[256];
	struct text t = { line, line + sizeof line - 1 };
	bool first = true;

	text_str(&t, "pledge \"");
	for (size_t i = 0; i < COUNT; i++)
		if (missing >> i & 1) {
			text_str(&t, first ? "" : " ");
			text_str(&t, names[i]);
			first = false;
		}
	text_str(&t, "\", syscall");
	*t.at = 0;
	complain(line, c->row->symbol, 0);
}

/* 0, or -errno: the call is not made. */
static long gate(struct call *c)
{
	size_t nr = (size_t)(c->row - abi->rows);
	uint64_t missing;

	if (c->row->kind == ROW_ABSENT || nr >= NUMBERS || c->row->map == map_indirect)
		return 0;
	missing = by_number[nr].promises & (held | HAS(ALWAYS)) ? 0 : by_number[nr].promises;
	if (by_number[nr].check == UNLINK && held & HAS(tmppath))
		missing = 0;
	if (!missing && by_number[nr].promises)
		missing =
		    check_arguments(c, by_number[nr].check, &c->alien[by_number[nr].argument]);
	if (!missing && by_number[nr].promises)
		return 0;
	if (held & HAS(error))
		return -ENOSYS;
	tell(c, missing);
	abort_by(SIGABRT);
}

/* The promises of a list; 0 or -errno. */
static long read_promises(unsigned long list, uint64_t *to)
{
	char text[1024];
	long n = string_from_alien(text, list, sizeof text);

	*to = 0;
	if (n < 0)
		return n == -ENAMETOOLONG ? -EINVAL : n;
	for (const char *p = text; *p;) {
		size_t length = 0, i;

		while (p[length] && p[length] != ' ')
			length++;
		for (i = 0; length && i < COUNT; i++)
			if (length_of(names[i]) == length && same(p, names[i], length))
				break;
		if (length && i == COUNT)
			return -EINVAL;
		if (length)
			*to |= 1ull << i;
		p += length;
		while (*p == ' ')
			p++;
	}
	return 0;
}

/*
 * pledge(promises, promises after an exec); NULL: they stay as they are.  None can be had back:
 * EPERM, but with "error", which asks in vain.
 */
long map_pledge(struct call *c)
{
	uint64_t now = held, later = 0;
	long error = c->alien[0] ? read_promises((unsigned long)c->alien[0], &now) : 0;

	if (!error && c->alien[1])
		error = read_promises((unsigned long)c->alien[1], &later);
	if (error)
		return error;
	if (c->alien[1])
		hole("pledge: what is executed is bound by no promise", later);
	if (!c->alien[0])
		return 0;
	if (now & ~held) {
		if (!(held & HAS(error)))
			return -EPERM;
		now &= held;
	}
	if (!call_gate)
		fill_numbers();
	__atomic_store_n(&held, now, __ATOMIC_RELEASE);
	dispatch_gate(gate);
	return 0;
}
