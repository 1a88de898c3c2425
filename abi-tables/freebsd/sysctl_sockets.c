/*
 * FreeBSD's net.inet.tcp.pcblist and its like: every socket of the host, between two
 * counts of them.  Layouts: sys/socketvar.h, netinet/in_pcb.h, netinet/tcp_var.h,
 * sys/unpcb.h.  Where there are addresses in the kernel, a socket's inode stands, as
 * it does in kern.proc.filedesc and kern.file.
 */
#include <sys/socket.h>

#include "abi-tables/freebsd/sysctl.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

struct xsockbuf {
	uint32_t cc, hiwat, mbcnt, mcnt, ccnt, mbmax;
	int32_t lowat, timeo;
	int16_t flags;
};
_Static_assert(sizeof(struct xsockbuf) == 36, "struct xsockbuf");

struct xsocket {
	uint64_t len, so, pcb, oobmark;
	int64_t spare64[8];
	int32_t protocol, family;
	uint32_t qlen, incqlen, qlimit;
	int32_t pgid;
	uint32_t uid;
	int32_t spare32[8];
	int16_t type, options, linger, state, timeo;
	uint16_t error;
	struct xsockbuf receive, send;
};
_Static_assert(sizeof(struct xsocket) == 240, "struct xsocket");
_Static_assert(offsetof(struct xsocket, type) == 156, "so_type");

struct xinpgen {
	uint64_t len;
	uint32_t count, spare32;
	uint64_t generation, socket_generation, spare64[4];
};
_Static_assert(sizeof(struct xinpgen) == 64, "struct xinpgen");

struct xinpcb {
	uint64_t len;
	struct xsocket socket;
	uint8_t flags, reserved;
	uint16_t fib;
	uint16_t foreign_port, local_port; /* in network order */
	uint32_t foreign[4], local[4];     /* an IPv4 address in the last of each */
	uint32_t zone;
	uint64_t generation, pcb;
	int64_t spare64[4];
	uint32_t flow, flow_id, flow_type;
	int32_t inp_flags, inp_flags2, bucket, checksum, spare32[4];
	uint16_t hops;
	uint8_t tos;
	int8_t pad;
	uint8_t version, ttl, protocol, min_ttl;
	int8_t spare8[4];
};
_Static_assert(sizeof(struct xinpcb) == 400, "struct xinpcb");
_Static_assert(offsetof(struct xinpcb, foreign_port) == 252, "ie_fport");
_Static_assert(offsetof(struct xinpcb, generation) == 296, "inp_gencnt");
_Static_assert(offsetof(struct xinpcb, version) == 392, "inp_vflag");

struct xtcpcb {
	uint64_t len;
	struct xinpcb inp;
	char stack[32], log_id[64], congestion[16];
	int64_t spare64[6];
	int32_t state;
	uint32_t rest[17];
	uint16_t encapsulation;
	int16_t spare16;
	int32_t spare32[25];
} __attribute__((aligned(8)));
_Static_assert(sizeof(struct xtcpcb) == 744, "struct xtcpcb");
_Static_assert(offsetof(struct xtcpcb, state) == 568, "t_state");

struct xunpgen {
	uint64_t len;
	uint32_t count;
	uint64_t generation, socket_generation;
};
_Static_assert(sizeof(struct xunpgen) == 32, "struct xunpgen");

struct xunpcb {
	uint64_t len, pcb, vnode, conn, first_ref, next_ref, generation;
	int64_t spare64[8];
	int32_t spare32[8];
	union {
		struct {
			uint8_t len, family;
			char path[104];
		} name;
		uint8_t bytes[256];
	} local, peer;
	struct xsocket socket;
};
_Static_assert(sizeof(struct xunpcb) == 904, "struct xunpcb");

/* netinet/in_pcb.h; sys/socket.h */
enum { INP_IPV4 = 1, INP_IPV6 = 2 };
enum { ALIEN_AF_UNIX = 1, ALIEN_AF_INET = 2, ALIEN_AF_INET6 = 28 };
enum { SOCK_LISTENS = 2 }; /* SO_ACCEPTCONN in so_options */

struct list {
	struct sysctl *s;
	uint32_t count;
	int type; /* of unix sockets */
	bool six, tcp;
};

/* include/net/tcp_states.h of the host; netinet/tcp_fsm.h */
static int tcp_state(uint64_t host)
{
	static const uint8_t states[] = {
		[1] = 4, [2] = 2, [3] = 3, [4] = 6,  [5] = 9,  [6] = 10,
		[7] = 0, [8] = 5, [9] = 8, [10] = 1, [11] = 7, [12] = 3,
	};

	return host < sizeof states ? states[host] : 0;
}

/* The kernel prints words of an address as numbers, so that they are in order again. */
static void parse_address(const char **p, bool six, uint32_t address[4], uint16_t *port)
{
	for (int i = six ? 0 : 3; i < 4; i++) {
		char word[9];
		const char *q = word;

		for (int k = 0; k < 8; k++)
			word[k] = **p ? *(*p)++ : 0;
		word[8] = 0;
		address[i] = (uint32_t)parse_hex(&q);
	}
	if (**p == ':')
		++*p;
	*port = __builtin_bswap16((uint16_t)parse_hex(p));
}

/* proc(5), net/tcp: "sl: local remote state send:receive timer:when retransmits uid timeout inode"
 */
static long say_inet(const char *line, void *arg)
{
	struct list *l = arg;
	struct xtcpcb t = { .len = sizeof t };
	struct xinpcb *x = &t.inp;
	const char *p = parse_skip_words(line, 0);
	uint64_t state;

	if (*p < '0' || *p > '9')
		return 0; /* the heading */
	p = parse_skip_words(p, 1);
	parse_address(&p, l->six, x->local, &x->local_port);
	p = parse_skip_words(p, 0);
	parse_address(&p, l->six, x->foreign, &x->foreign_port);
	state = parse_hex(&p);
	x->socket.send.cc = (uint32_t)parse_hex(&p);
	p += *p == ':';
	x->socket.receive.cc = (uint32_t)parse_hex(&p);
	p = parse_skip_words(p, 2);
	x->socket.uid = (uint32_t)parse_number(&p);
	p = parse_skip_words(p, 1);
	x->socket.so = x->socket.pcb = x->pcb = parse_number(&p);
	x->len = sizeof *x;
	x->socket.len = sizeof x->socket;
	x->socket.family = l->six ? ALIEN_AF_INET6 : ALIEN_AF_INET;
	x->socket.type = l->tcp ? SOCK_STREAM : SOCK_DGRAM;
	x->socket.protocol = x->protocol = l->tcp ? 6 : 17;
	x->version = l->six ? INP_IPV6 : INP_IPV4;
	t.state = tcp_state(state);
	if (l->tcp && t.state == 1)
		x->socket.options |= SOCK_LISTENS;
	l->count++;
	return l->tcp ? sysctl_out_more(l->s, &t, sizeof t) : sysctl_out_more(l->s, x, sizeof *x);
}

static long count_inet(const char *line, void *arg)
{
	const char *p = parse_skip_words(line, 0);

	*(uint32_t *)arg += *p >= '0' && *p <= '9';
	return 0;
}

/* The row's number is 1 for TCP. */
long say_inet_sockets(struct sysctl *s)
{
	static const char *const files[2][2] = { { "/proc/net/udp", "/proc/net/udp6" },
						 { "/proc/net/tcp", "/proc/net/tcp6" } };
	bool tcp = s->row->number != 0;
	/* The host numbers no changes: a reader compares the first and the last, and one of each
	 * socket is not above them. */
	struct xinpgen g = { .len = sizeof g, .generation = 1, .socket_generation = 1 };
	struct list l = { .s = s, .tcp = tcp };
	long ret;

	for (int six = 0; six < 2; six++)
		host_lines(files[tcp][six], count_inet, &g.count);
	ret = sysctl_out_more(s, &g, sizeof g);
	for (int six = 0; six < 2 && !ret; six++) {
		l.six = six;
		ret = host_lines(files[tcp][six], say_inet, &l);
		if (ret == -ENOENT)
			ret = 0;
	}
	g.count = l.count;
	if (!ret)
		ret = sysctl_out_more(s, &g, sizeof g);
	return ret ? ret : sysctl_out_done(s);
}

/* proc(5), net/unix: "Num: RefCount Protocol Flags Type St Inode Path", in hexadecimal but the
 * inode. */
static long say_unix(const char *line, void *arg)
{
	struct list *l = arg;
	struct xunpcb x = { .len = sizeof x };
	const char *p = parse_skip_words(line, 3);
	uint64_t flags;
	size_t n = 0;

	if (string_starts(line, "Num"))
		return 0;
	flags = parse_hex(&p);
	x.socket.type = (int16_t)parse_hex(&p);
	if (x.socket.type != l->type)
		return 0;
	p = parse_skip_words(p, 1);
	x.socket.so = x.socket.pcb = x.pcb = parse_number(&p);
	x.socket.len = sizeof x.socket;
	x.socket.family = ALIEN_AF_UNIX;
	x.socket.options = flags & 0x10000 ? SOCK_LISTENS : 0; /* __SO_ACCEPTCON */
	if (*p == ' ' && p[1]) {
		for (p++; p[n] && n < sizeof x.local.name.path - 1; n++)
			x.local.name.path[n] = p[n];
		x.local.name.len = (uint8_t)(2 + n + 1);
		x.local.name.family = ALIEN_AF_UNIX;
	}
	l->count++;
	return sysctl_out_more(l->s, &x, sizeof x);
}

static long count_unix(const char *line, void *arg)
{
	struct list *l = arg;
	const char *p = parse_skip_words(line, 4);

	l->count += !string_starts(line, "Num") && (int)parse_hex(&p) == l->type;
	return 0;
}

/* The row's number is the type of socket. */
long say_unix_sockets(struct sysctl *s)
{
	struct xunpgen g = { .len = sizeof g, .generation = 1, .socket_generation = 1 };
	struct list l = { .s = s, .type = (int)s->row->number };
	long ret;

	host_lines("/proc/net/unix", count_unix, &l);
	g.count = l.count;
	ret = sysctl_out_more(s, &g, sizeof g);
	l.count = 0;
	if (!ret)
		ret = host_lines("/proc/net/unix", say_unix, &l);
	g.count = l.count;
	if (!ret || ret == -ENOENT)
		ret = sysctl_out_more(s, &g, sizeof g);
	return ret ? ret : sysctl_out_done(s);
}
