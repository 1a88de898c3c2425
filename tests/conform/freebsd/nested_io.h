/* Cases of nested.c: vectors, messages, requests, lists of files and of sockets. */

static int datagrams[2], streams[2];
static uint32_t rights[5] = { 20, 0xffff, 1 }; /* cmsg_len, SOL_SOCKET, SCM_RIGHTS; a descriptor */
static char cmsg_room[64];
static struct {
	void *name;
	uint32_t name_length, pad;
	void *iov;
	int iov_count, pad2;
	void *control;
	uint32_t control_length;
	int flags;
} message;

static void renew_message(void)
{
	static char name[64];

	vector.base = good_memory;
	vector.length = 16;
	memset(&message, 0, sizeof(message));
	message.iov = &vector;
	message.iov_count = 1;
	message.name = name;
	message.name_length = 16;
	message.control = cmsg_room;
	message.control_length = sizeof(cmsg_room);
}

/* One for each try: of plain bytes, or with a descriptor. */
static void before_send(void)
{
	call(NR_recvfrom, datagrams[1], good_memory, 64, 0x80, 0, 0); /* MSG_DONTWAIT */
	renew_message();
	message.name = NULL;
	message.name_length = 0;
	message.control = rights;
	message.control_length = sizeof(rights);
}

static void before_send_named(void)
{
	before_send();
	message.control = NULL;
	message.control_length = 0;
	message.name_length = 16;
}

static void before_receive(void)
{
	rights[3] = (uint32_t)object(FILE);
	before_send();
	call(NR_recvfrom, datagrams[0], good_memory, 64, 0x80, 0, 0);
	EXPECT_EQ(call(NR_sendmsg, datagrams[1], &message, 0), 16);
	renew_message();
}

static void before_vector(void)
{
	call(NR_lseek, object(FILE), 0, 0);
	vector.length = 16;
}

static struct {
	void *headers;
	int header_count, pad;
	void *trailers;
	int trailer_count, pad2;
} sendfile_parts;
static struct {
	void *base;
	size_t length;
} header, trailer;
static long sent;

static void before_sendfile(void)
{
	while (call(NR_recvfrom, streams[1], good_memory, 65536, 0x80, 0, 0) > 0)
		;
	header.base = trailer.base = good_memory;
	header.length = trailer.length = 16;
	sendfile_parts.headers = &header;
	sendfile_parts.trailers = &trailer;
	sendfile_parts.header_count = sendfile_parts.trailer_count = 1;
}

/* sys/kern/kern_sendfile.c: the vectors are read before anything is sent. */
static long nothing_sent(long ret)
{
	EXPECT(call(NR_recvfrom, streams[1], good_memory, 16, 0x80, 0, 0) < 0);
	return ret;
}

static struct {
	int fd, pad;
	long offset;
	void *buffer;
	size_t length;
	int spare[2];
	void *spare2;
	int opcode, priority;
	long private[3];
	long event[10];
} request;
static void *request_list[1];

_Static_assert(sizeof(request) == 160, "struct aiocb");

static void before_request(void)
{
	memset(&request, 0, sizeof(request));
	request.fd = (int)object(FILE);
	request.buffer = good_memory;
	request.length = 16;
	request.opcode = 2; /* LIO_READ */
	vector.base = good_memory;
	vector.length = 16;
}

static void before_vector_request(void)
{
	before_request();
	request.buffer = &vector;
	request.length = 1;
}

static void before_write_list(void)
{
	before_request();
	request.opcode = 1;
	request_list[0] = &request;
}

/* The buffer is looked at when the request is worked on. */
static long answer_of_request(long ret)
{
	void *list[] = { &request };

	if (ret)
		return ret;
	EXPECT_EQ(call(NR_aio_suspend, list, 1, 0), 0);
	return call(NR_aio_return, &request);
}

/* EIO is for requests that could not be made at all. */
static long answer_of_list(long ret)
{
	EXPECT_EQ(ret, 0);
	return call(NR_aio_return, &request);
}

static struct kevent event;
static const struct kevent receipt = { 7, EVFILT_USER, 0x41, 0, 0, 0, { 0 } };

static void before_kevent(void)
{
	struct kevent add = { 7, EVFILT_USER, EV_ADD, 0, 0, 0, { 0 } };
	struct kevent trigger = { 7, EVFILT_USER, 0, 0x01000000, 0, 0, { 0 } };

	EXPECT_EQ(call(NR_kevent, object(KQUEUE), &add, 1, 0, 0, 0), 0);
	EXPECT_EQ(call(NR_kevent, object(KQUEUE), &trigger, 1, 0, 0, 0), 0);
}

static struct {
	int length, pad;
	void *buffer;
} interfaces;
static char entries[4096];
static void before_interfaces(void)
{
	interfaces.length = 4096;
	interfaces.buffer = good_memory;
}

static const struct {
	long offset, length;
} whole_range = { 0, 16 };

static void open_io(void)
{
	static const char text[64] = "nested";

	EXPECT_EQ(call(NR_socketpair, 1, 2, 0, datagrams), 0);
	EXPECT_EQ(call(NR_socketpair, 1, 1, 0, streams), 0);
	set_object(SOCKET, datagrams[0]);
	set_object(STREAM, streams[0]);
	set_object(FILE, call(NR_open, nested_path, O_RDWR | O_CREAT, 0600));
	EXPECT_EQ(call(NR_write, object(FILE), text, sizeof(text)), sizeof(text));
	set_object(DIRECTORY, call(NR_open, "/dev", O_DIRECTORY));
	set_object(TERMINAL, call(NR_posix_openpt, O_RDWR | O_NOCTTY));
}

/* clang-format off */
static const struct nested io_cases[] = {
	{ "readv, base", NR_readv, { FILE, L(&vector), 1 }, &vector.base, WRITTEN | BYTES, 0, before_vector, 0 },
	{ "writev, base", NR_writev, { FILE, L(&vector), 1 }, &vector.base, BYTES, 0, before_vector, 0 },
	{ "preadv, base", NR_preadv, { FILE, L(&vector), 1, 0 }, &vector.base, WRITTEN | BYTES, 0, before_vector, 0 },
	{ "pwritev, base", NR_pwritev, { FILE, L(&vector), 1, 0 }, &vector.base, BYTES, 0, before_vector, 0 },
	{ "sendmsg, name", NR_sendmsg, { SOCKET, L(&message), 0 }, &message.name, MAY_BE_NULL, 0, before_send_named, 0 },
	{ "sendmsg, vector", NR_sendmsg, { SOCKET, L(&message), 0 }, &message.iov, READ, 0, before_send, 0 },
	{ "sendmsg, base", NR_sendmsg, { SOCKET, L(&message), 0 }, &vector.base, READ, 0, before_send, 0 },
	{ "sendmsg, control", NR_sendmsg, { SOCKET, L(&message), 0 }, &message.control, MAY_BE_NULL, 0, before_send, 0 },
	{ "recvmsg, name", NR_recvmsg, { SOCKET, L(&message), 0 }, &message.name, WRITTEN | MAY_BE_NULL, 0, before_receive, 0 },
	{ "recvmsg, vector", NR_recvmsg, { SOCKET, L(&message), 0 }, &message.iov, READ, 0, before_receive, 0 },
	{ "recvmsg, base", NR_recvmsg, { SOCKET, L(&message), 0 }, &vector.base, WRITTEN, 0, before_receive, 0 },
	{ "recvmsg, control", NR_recvmsg, { SOCKET, L(&message), 0 }, &message.control, WRITTEN | MAY_BE_NULL, 0, before_receive, 0 },
	{ "sendfile, parts", NR_sendfile, { FILE, STREAM, 0, 16, 0, L(&sent) }, ARG(4), MAY_BE_NULL, 0, before_sendfile, nothing_sent },
	{ "sendfile, headers", NR_sendfile, { FILE, STREAM, 0, 16, L(&sendfile_parts), L(&sent) }, &sendfile_parts.headers, MAY_BE_NULL, 0, before_sendfile, nothing_sent },
	{ "sendfile, a header", NR_sendfile, { FILE, STREAM, 0, 16, L(&sendfile_parts), L(&sent) }, &header.base, READ, 0, before_sendfile, 0 },
	{ "sendfile, trailers", NR_sendfile, { FILE, STREAM, 0, 16, L(&sendfile_parts), L(&sent) }, &sendfile_parts.trailers, MAY_BE_NULL, 0, before_sendfile, nothing_sent },
	{ "sendfile, a trailer", NR_sendfile, { FILE, STREAM, 0, 16, L(&sendfile_parts), L(&sent) }, &trailer.base, READ, 0, before_sendfile, 0 },
	/* Whether the count could be written is not looked at (do_sendfile). */
	{ "sendfile, the count", NR_sendfile, { FILE, STREAM, 0, 16 }, ARG(5), WRITTEN, NO_ERROR, before_sendfile, 0 },
	{ "aio_readv, vector", NR_aio_readv, { L(&request) }, &request.buffer, READ, 0, before_vector_request, answer_of_request },
	{ "aio_readv, base", NR_aio_readv, { L(&request) }, &vector.base, WRITTEN | BYTES, 0, before_vector_request, answer_of_request },
	{ "aio_writev, base", NR_aio_writev, { L(&request) }, &vector.base, BYTES, 0, before_vector_request, answer_of_request },
	{ "aio_read, buffer", NR_aio_read, { L(&request) }, &request.buffer, WRITTEN | BYTES, 0, before_request, answer_of_request },
	{ "aio_write, buffer", NR_aio_write, { L(&request) }, &request.buffer, BYTES, 0, before_request, answer_of_request },
	{ "lio_listio, list", NR_lio_listio, { 1, 0, 1, 0 }, ARG(1), READ, 0, 0, 0 },
	{ "lio_listio, request", NR_lio_listio, { 1, L(request_list), 1, 0 }, &request_list[0], MAY_BE_NULL, -EIO, 0, 0 },
	{ "lio_listio, buffer", NR_lio_listio, { 1, L(request_list), 1, 0 }, &request.buffer, BYTES, 0, before_write_list, answer_of_list },
	{ "kevent, events that there are", NR_kevent, { KQUEUE, 0, 0, 0, 1, L(&no_time) }, ARG(3), WRITTEN, 0, before_kevent, 0 },
	{ "kevent, receipts", NR_kevent, { KQUEUE, L(&receipt), 1, 0, 1, L(&no_time) }, ARG(3), WRITTEN, 0, 0, 0 },
	{ "kevent, time", NR_kevent, { KQUEUE, 0, 0, L(&event), 1 }, ARG(5), MAY_BE_NULL, 0, 0, 0 },
	{ "getdirentries, buffer", NR_getdirentries, { DIRECTORY, 0, 4096, 0 }, ARG(1), WRITTEN, 0, 0, 0 },
	{ "getdirentries, position", NR_getdirentries, { DIRECTORY, L(entries), 4096, 0 }, ARG(3), WRITTEN | MAY_BE_NULL, 0, 0, 0 },
	{ "fcntl F_GETLK", NR_fcntl, { FILE, 11 }, ARG(2), READ, 0, 0, 0 },
	{ "fcntl F_SETLK", NR_fcntl, { FILE, 12 }, ARG(2), READ, 0, 0, 0 },
	{ "fspacectl, what", NR_fspacectl, { FILE, 1, 0, 0, 0 }, ARG(2), READ, 0, 0, 0 },
	{ "fspacectl, what is left", NR_fspacectl, { FILE, 1, L(&whole_range), 0, 0 }, ARG(4), WRITTEN | MAY_BE_NULL, 0, 0, 0 },
	{ "ioctl FIONREAD", NR_ioctl, { STREAM, 0x4004667f }, ARG(2), WRITTEN, 0, 0, 0 },
	{ "ioctl FIONBIO", NR_ioctl, { STREAM, 0x8004667e }, ARG(2), READ, 0, 0, 0 },
	{ "ioctl TIOCGWINSZ", NR_ioctl, { TERMINAL, 0x40087468 }, ARG(2), WRITTEN, 0, 0, 0 },
	{ "ioctl TIOCSWINSZ", NR_ioctl, { TERMINAL, 0x80087467 }, ARG(2), READ, 0, 0, 0 },
	{ "ioctl TIOCGETA", NR_ioctl, { TERMINAL, 0x402c7413 }, ARG(2), WRITTEN, 0, 0, 0 },
	{ "ioctl TIOCSETA", NR_ioctl, { TERMINAL, 0x802c7414 }, ARG(2), READ, 0, 0, 0 },
	{ "ioctl SIOCGIFFLAGS", NR_ioctl, { STREAM, 0xc0206911 }, ARG(2), READ, 0, 0, 0 },
	{ "ioctl SIOCGIFCONF", NR_ioctl, { STREAM, 0xc0106924 }, ARG(2), WRITTEN, 0, 0, 0 },
	{ "ioctl SIOCGIFCONF, buffer", NR_ioctl, { STREAM, 0xc0106924, L(&interfaces) }, &interfaces.buffer, WRITTEN, 0, before_interfaces, 0 },
};
/* clang-format on */
