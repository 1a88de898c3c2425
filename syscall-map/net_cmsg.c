/*
 * Control messages of sendmsg(2) and recvmsg(2).  The aliens' header has a length
 * of 4 bytes, the host's of 8; data stand 16 bytes behind the start on the host and
 * the BSDs, so that descriptors need as much room on one as on the other, and 12 on
 * illumos.
 */
#include "syscall-map/event.h"
#include "syscall-map/net.h"
#include "syscall-map/own_fd.h"
#include "syscall-map/procdesc.h"

#define DATA      16 /* from a host's header's start to its data */
#define ALIGN8(n) (((n) + 7) & ~(size_t)7)
#define DATA_ROOM 1024

struct alien_head {
	uint32_t size;
	int32_t level, type;
};

static size_t alien_aligned(size_t size)
{
	size_t align = abi->net->cmsg_align;

	return (size + align - 1) & ~(align - 1);
}

/* From an alien's header's start to its data. */
static size_t alien_data(void)
{
	return alien_aligned(abi->net->cmsg_header);
}

/* One message's data on its way. */
struct data {
	const uint8_t *from;
	size_t size;
	uint8_t *to; /* DATA_ROOM bytes */
};

/* Each gives the size of what it wrote to d->to, or -errno. */
typedef long convert_fn(const struct cmsg_row *row, const struct data *d);

static long raw(const struct cmsg_row *row, const struct data *d)
{
	(void)row;
	if (d->size > DATA_ROOM)
		return -EINVAL;
	memcpy(d->to, d->from, d->size);
	return (long)d->size;
}

static long byte_out(const struct cmsg_row *row, const struct data *d)
{
	int value;

	if (d->size >= sizeof value)
		return raw(row, d);
	if (!d->size)
		return -EINVAL;
	value = d->from[0];
	memcpy(d->to, &value, sizeof value);
	return sizeof value;
}

static long byte_in(const struct cmsg_row *row, const struct data *d)
{
	(void)row;
	d->to[0] = d->from[0];
	return 1;
}

/* FreeBSD's kernel fills these in, whatever the program wrote; so do we. */
static long creds_out(const struct cmsg_row *row, const struct data *d)
{
	struct host_sender own = {
		.pid = (int)host_call(__NR_getpid),
		.uid = (uint32_t)host_call(__NR_getuid),
		.gid = (uint32_t)host_call(__NR_getgid),
	};

	(void)row;
	memcpy(d->to, &own, sizeof own);
	return sizeof own;
}

static long layout_in(const struct cmsg_row *row, const struct data *d)
{
	const struct layout *l = &abi->layouts[row->arg];

	if (d->size < l->host_size || l->alien_size > DATA_ROOM)
		return -EINVAL;
	l->to_alien(d->to, d->from);
	return l->alien_size;
}

static long dst_in(const struct cmsg_row *row, const struct data *d)
{
	(void)row;
	memcpy(d->to, &((const struct sockaddr_in *)d->from)->sin_addr, 4);
	return 4;
}

static long src_out(const struct cmsg_row *row, const struct data *d)
{
	struct in_pktinfo info = { 0 };

	(void)row;
	if (d->size != 4)
		return -EINVAL;
	memcpy(&info.ipi_spec_dst, d->from, 4);
	memcpy(d->to, &info, sizeof info);
	return sizeof info;
}

static long link_in(const struct cmsg_row *row, const struct data *d)
{
	unsigned index = (unsigned)((const struct in_pktinfo *)d->from)->ipi_ifindex;
	char name[16];
	size_t n = 0;

	(void)row;
	interface_name(index, name);
	memset(d->to, 0, abi->net->link_length);
	d->to[0] = abi->net->link_length;
	d->to[1] = abi->net->link_family;
	d->to[2] = (uint8_t)index;
	d->to[3] = (uint8_t)(index >> 8);
	for (; name[n]; n++)
		d->to[8 + n] = (uint8_t)name[n];
	d->to[5] = (uint8_t)n;
	return abi->net->link_length;
}

/* A kqueue is its process's own: FreeBSD passes none on (unix(4), EOPNOTSUPP). */
static long fds_out(const struct cmsg_row *row, const struct data *d)
{
	int fd;

	for (size_t at = 0; at + sizeof fd <= d->size; at += sizeof fd) {
		memcpy(&fd, d->from + at, sizeof fd);
		if (fd_is_own(fd))
			return -EBADF;
		if (event_is_kqueue(fd))
			return -EOPNOTSUPP;
		procdesc_sent(fd);
	}
	return raw(row, d);
}

static convert_fn *const outward[CMSG_KIND_COUNT] = {
	[CMSG_RAW] = raw,         [CMSG_FDS] = fds_out,     [CMSG_BYTE] = byte_out,
	[CMSG_CREDS] = creds_out, [CMSG_SRCADDR] = src_out,
};

static convert_fn *const inward[CMSG_KIND_COUNT] = {
	[CMSG_RAW] = raw,
	[CMSG_FDS] = raw,
	[CMSG_BYTE] = byte_in,
	[CMSG_CREDS] = layout_in,
	[CMSG_CREDS_ONCE] = layout_in,
	[CMSG_CREDS_ALWAYS] = layout_in,
	[CMSG_STAMP] = layout_in,
	[CMSG_DSTADDR] = dst_in,
	[CMSG_LINK] = link_in,
};

static const struct cmsg_row *row_of_alien(int level, int type)
{
	for (const struct cmsg_row *r = abi->net->cmsgs; r->name; r++)
		if (r->level == level && r->type == type && r->ways & CMSG_OUT)
			return r;
	return NULL;
}

/* Of the rows for credentials the one of this kind. */
static const struct cmsg_row *row_of_host(int level, int type, enum cmsg_kind creds)
{
	for (const struct cmsg_row *r = abi->net->cmsgs; r->name; r++) {
		if (r->host_level != level || r->host != type || !(r->ways & CMSG_IN))
			continue;
		if (level != SOL_SOCKET || type != SCM_CREDENTIALS || r->kind == creds)
			return r;
	}
	return NULL;
}

/* One message; the host's size or -errno. */
static long one_to_host(uint8_t *host, size_t room, const struct alien_head *head,
			const uint8_t *data)
{
	const struct cmsg_row *row = row_of_alien(head->level, head->type);
	uint8_t converted[DATA_ROOM] __attribute__((aligned(8)));
	struct cmsghdr *h = (struct cmsghdr *)host;
	struct data d = { data, head->size - alien_data(), converted };
	long size;

	if (!row) {
		hole("control message", (uint64_t)head->level << 32 | (uint32_t)head->type);
		return -EINVAL;
	}
	size = outward[row->kind](row, &d);
	if (size < 0)
		return size;
	if (DATA + ALIGN8((size_t)size) > room)
		return -EINVAL;
	h->cmsg_len = DATA + (size_t)size;
	h->cmsg_level = row->host_level;
	h->cmsg_type = row->host;
	memset(host + DATA, 0, ALIGN8((size_t)size));
	memcpy(host + DATA, converted, (size_t)size);
	return (long)(DATA + ALIGN8((size_t)size));
}

long control_to_host(uint8_t *host, size_t room, const uint8_t *alien, size_t size)
{
	const size_t start = alien_data();
	size_t at = 0, used = 0;

	while (size - at >= start) {
		struct alien_head head;
		long n;

		memcpy(&head, alien + at, sizeof head);
		if (head.size < start || head.size > size - at)
			return -EINVAL;
		n = one_to_host(host + used, room - used, &head, alien + at + start);
		if (n < 0)
			return n;
		used += (size_t)n;
		at += alien_aligned(head.size);
		if (at >= size)
			break;
	}
	return (long)used;
}

static void close_fds(const uint8_t *fds, size_t size)
{
	int fd;

	for (; size >= sizeof fd; size -= sizeof fd, fds += sizeof fd) {
		memcpy(&fd, fds, sizeof fd);
		host_call(__NR_close, fd);
	}
}

void control_drop(const uint8_t *host, size_t size)
{
	for (size_t at = 0; size - at >= sizeof(struct cmsghdr);) {
		const struct cmsghdr *h = (const struct cmsghdr *)(host + at);

		if (h->cmsg_len < DATA || h->cmsg_len > size - at)
			return;
		if (h->cmsg_level == SOL_SOCKET && h->cmsg_type == SCM_RIGHTS)
			close_fds((const uint8_t *)h + DATA, h->cmsg_len - DATA);
		if (ALIGN8(h->cmsg_len) >= size - at)
			return;
		at += ALIGN8(h->cmsg_len);
	}
}

/* Credentials of a message whose sender sent none: the host says no process. */
static bool is_nobody(const struct cmsg_row *row, const struct cmsghdr *h)
{
	return row->kind == CMSG_CREDS &&
	       !((const struct host_sender *)((const uint8_t *)h + DATA))->pid;
}

/* One message; how much of the room it took.  What has no room is cut off, as on FreeBSD. */
static size_t one_to_alien(uint8_t *alien, size_t room, const struct cmsghdr *h,
			   enum cmsg_kind creds, bool *cut)
{
	const struct cmsg_row *row = row_of_host(h->cmsg_level, h->cmsg_type, creds);
	const size_t start = alien_data();
	uint8_t converted[DATA + DATA_ROOM + 64] __attribute__((aligned(8))) = { 0 };
	struct data d = { (const uint8_t *)h + DATA, h->cmsg_len - DATA, converted + start };
	struct alien_head head;
	long size;

	if (!row) {
		hole("control message of the host's",
		     (uint64_t)h->cmsg_level << 32 | (uint32_t)h->cmsg_type);
		return 0;
	}
	if (is_nobody(row, h))
		return 0;
	size = inward[row->kind] ? inward[row->kind](row, &d) : -EINVAL;
	if (size < 0) {
		*cut = true;
		return 0;
	}
	head = (struct alien_head){ (uint32_t)(start + (size_t)size), row->level, row->type };
	memcpy(converted, &head, sizeof head);
	if (start + (size_t)size > room)
		*cut = true;
	size = (long)(start + alien_aligned((size_t)size));
	if ((size_t)size > room)
		size = (long)room;
	memcpy(alien, converted, (size_t)size);
	return (size_t)size;
}

size_t control_to_alien(uint8_t *alien, size_t room, const uint8_t *host, size_t size,
			enum cmsg_kind creds, size_t *whole)
{
	size_t at = 0, used = 0;
	bool cut = false;

	while (size - at >= sizeof(struct cmsghdr)) {
		const struct cmsghdr *h = (const struct cmsghdr *)(host + at);

		if (h->cmsg_len < DATA || h->cmsg_len > size - at)
			break;
		used += one_to_alien(alien + used, room - used, h, creds, &cut);
		if (cut)
			break;
		at = ALIGN8(h->cmsg_len) < size - at ? at + ALIGN8(h->cmsg_len) : size;
	}
	*whole = cut ? at : size;
	control_drop(host + *whole, size - *whole);
	return used;
}

void interface_name(unsigned index, char name[16])
{
	struct {
		char name[16];
		int index;
		char rest[20];
	} request = { .index = (int)index };
	long fd = host_call(__NR_socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd >= 0) {
		if (host_call(__NR_ioctl, fd, 0x8910 /* SIOCGIFNAME */, &request))
			request.name[0] = 0;
		host_call(__NR_close, fd);
	}
	memcpy(name, request.name, sizeof request.name);
	name[15] = 0;
}
