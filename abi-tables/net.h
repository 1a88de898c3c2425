/*
 * What an OS says about its sockets: how addresses look, and its options and
 * control messages.  Used by syscall-map/net*.c.
 */
#ifndef ABI_TABLES_NET_H
#define ABI_TABLES_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi-tables/kinds.h"

/*
 * How the value of an option differs (syscall-map/net_opt*.c).
 *
 *	RAW	bytes, the same on both sides
 *	INT	an int
 *	FLAG	an int; a set one reads as the option's own number, not as 1
 *	BUFFER	an int that the host doubles when it is set and says doubled
 *	LINGER	struct linger; l_onoff reads as the option's own number
 *	ERRNO	an errno
 *	TABLE	a value of a table (xlat)
 *	LAYOUT	a structure (layout); read only where the layout is
 *	PEER	the peer's credentials: struct host_peer through a layout
 *	SOURCE	struct ip_mreq_source: interface and source stand the other way round
 *	GROUP	struct group_req, GROUP_SOURCE struct group_source_req: addresses inside
 *	DONTFRAG an int that is the host's path MTU discovery mode
 *	FILTER	struct icmp6_filter: the alien's bits pass, the host's block
 *	NAME	a string, through the OS's table of names
 *	PIPE	no SIGPIPE from this socket (syscall-map/quiet.c)
 *	CREDS_ONCE, CREDS_ALWAYS whether who sends to this unix socket is said; one or the other
 *	QUEUE	what the host says of a listening TCP socket in struct tcp_info
 *	ONLY	one value alone can be set; it is also what is read
 *	REFUSED	setting it fails with `host` as a positive host errno
 */
#define OPT_KINDS(X)                                                                               \
	X(RAW)                                                                                     \
	X(INT)                                                                                     \
	X(FLAG)                                                                                    \
	X(BUFFER)                                                                                  \
	X(LINGER)                                                                                  \
	X(ERRNO)                                                                                   \
	X(TABLE) X(LAYOUT) X(PEER) X(SOURCE) X(GROUP) X(GROUP_SOURCE) X(DONTFRAG) X(FILTER)        \
	    X(NAME) X(PIPE) X(CREDS_ONCE) X(CREDS_ALWAYS) X(QUEUE) X(ONLY) X(REFUSED)

enum opt_kind {
#define X(name) OPT_##name,
	OPT_KINDS(X)
#undef X
	    OPT_KIND_COUNT
};

struct sockopt_row {
	const char *name;
	int level, option; /* the alien's */
	int family; /* the host's AF_ that it is for, where the alien's levels overlap; 0: any */
	int host_level, host;
	uint8_t kind; /* enum opt_kind */
	uint16_t arg; /* TABLE: enum xlat_id; LAYOUT, PEER: enum layout_id; ONLY: the value */
};

/*
 * How a control message's data differs, between struct cmsghdr and the next.
 *
 *	RAW	the same bytes
 *	FDS	descriptors
 *	BYTE	one byte there, an int here
 *	CREDS	the sender's credentials, through the layout: where the sender sent them,
 *	CREDS_ONCE where the receiver asked for those of one sender (OPT_CREDS_ONCE),
 *	CREDS_ALWAYS and of each
 *	STAMP	a time, through the layout
 *	DSTADDR	an IPv4 address there, struct sockaddr_in here
 *	SRCADDR	an IPv4 address there, struct in_pktinfo here
 *	LINK	an interface: the alien's link-layer sockaddr there, struct in_pktinfo here
 */
#define CMSG_KINDS(X)                                                                              \
	X(RAW)                                                                                     \
	X(FDS)                                                                                     \
	X(BYTE) X(CREDS) X(CREDS_ONCE) X(CREDS_ALWAYS) X(STAMP) X(DSTADDR) X(SRCADDR) X(LINK)

enum cmsg_kind {
#define X(name) CMSG_##name,
	CMSG_KINDS(X)
#undef X
	    CMSG_KIND_COUNT
};

struct cmsg_row {
	const char *name;
	int level, type; /* the alien's */
	int host_level, host;
	uint8_t kind; /* enum cmsg_kind */
	uint8_t ways; /* CMSG_IN and CMSG_OUT, as seen from the alien */
	uint16_t arg; /* a layout */
};
#define CMSG_IN  1 /* received */
#define CMSG_OUT 2 /* sent */

struct name_pair {
	const char *alien, *host;
};

/* The peer of a unix socket, for the layout that a PEER option names. */
struct host_peer {
	int32_t pid;
	uint32_t uid, gid;
	uint32_t group_count;
	uint32_t groups[32];
};

/* A sender, for the layout that a CREDS message names. */
struct host_sender {
	int32_t pid;
	uint32_t uid, gid;
};

/* struct sf_hdtr: parts that sendfile sends before and behind the file. */
struct host_sf_hdtr {
	uint64_t before, before_count; /* struct iovec array in the alien's memory */
	uint64_t behind, behind_count;
};

struct net_abi {
	bool has_length; /* a sockaddr starts with a byte for its length and one for its family */
	uint8_t in6_size; /* of struct sockaddr_in6, whose end is zero; 0: the host's */
	uint8_t unnamed_length; /* of the address of a unix socket without a name */
	uint8_t address_max;    /* longest sockaddr accepted */
	uint8_t link_family;    /* AF_LINK, 0: there is none */
	uint8_t link_length;    /* of an interface's AF_LINK address */
	uint8_t cmsg_header;    /* sizeof(struct cmsghdr); its cmsg_len has 4 bytes */
	uint8_t cmsg_align;     /* of control messages and of their data */
	uint16_t control_max;   /* longest control data sent in one message */
	bool accept_inherits;   /* accept(2) takes O_NONBLOCK from the listening socket */
	int flag_eof;           /* MSG_EOF: the last data; 0: there is none */
	bool v6only;            /* IPV6_V6ONLY is on in a new socket */
	enum layout_id msghdr;  /* struct msghdr */
	enum layout_id sf_hdtr; /* struct sf_hdtr; LAYOUT_none: no headers in sendfile */
	bool own_groups;        /* a socket hears only multicast groups that it has joined itself */
	int default_level;      /* SOL_SOCKET */
	const struct sockopt_row *options; /* ends with name NULL */
	const struct cmsg_row *cmsgs;      /* ends with name NULL */
	const struct name_pair *names;     /* of congestion controls, ends with NULL */
};

#endif
