/* How each kind of argument is shown. */
#include "shim/trace_show.h"
#include "shim/alien_mem.h"

bool arg_passed(unsigned kind)
{
	return kind != ARG_CWD && kind != ARG_ZERO;
}

enum show_time arg_time(const struct arg_view *v)
{
	const struct view *view = view_of(v);

	if (view)
		return view->time;
	switch (v->row->args[v->at].kind) {
	case ARG_CWD:
	case ARG_ZERO:
	case ARG_PAD:
		return SHOW_NEVER;
	case ARG_BUF_OUT:
	case ARG_IOV_OUT:
	case ARG_OUT:
	case ARG_ADDR_OUT:
	case ARG_LIST_OUT:
	case ARG_KEVENTS_OUT:
		return SHOW_AFTER;
	case ARG_INOUT:
	case ARG_LIST:
	case ARG_LEN_PTR:
		return SHOW_BOTH;
	default:
		return SHOW_BEFORE;
	}
}

static long sign_extend(uint64_t v, unsigned width)
{
	unsigned unused = 64 - 8 * width;

	return (long)(v << unused) >> unused;
}

/* ids: (uid_t)-1 means "leave it as it is" in many calls, and is shown so. */
static void show_id(struct text *t, uint32_t id)
{
	if (id == (uint32_t)-1)
		text_str(t, "-1");
	else
		text_udec(t, id);
}

/* The kinds of files have the same numbers everywhere (sys/stat.h). */
static void show_mode(struct text *t, unsigned mode)
{
	static const char *const kinds[16] = {
		[1] = "S_IFIFO|", [2] = "S_IFCHR|",  [4] = "S_IFDIR|",   [6] = "S_IFBLK|",
		[8] = "S_IFREG|", [10] = "S_IFLNK|", [12] = "S_IFSOCK|",
	};

	if (kinds[mode >> 12]) {
		text_str(t, kinds[mode >> 12]);
		mode &= 07777;
	}
	text_oct(t, mode);
}

static void show_dirfd(struct text *t, int fd)
{
	if (fd == abi->at_fdcwd)
		text_str(t, "AT_FDCWD");
	else
		text_dec(t, fd);
}

void show_plain(struct text *t, unsigned kind, unsigned table, uint64_t v, unsigned width)
{
	switch (kind) {
	case ARG_FD:
	case ARG_INT:
	case ARG_PID:
		text_dec(t, sign_extend(v, width < 4 ? width : 4));
		break;
	case ARG_UINT:
		text_udec(t, (uint32_t)v);
		break;
	case ARG_UID:
	case ARG_GID:
		show_id(t, v);
		break;
	case ARG_LONG:
	case ARG_OFF:
		text_dec(t, sign_extend(v, width));
		break;
	case ARG_SIZE:
		text_udec(t, v);
		break;
	case ARG_MODE:
		show_mode(t, v & 0177777);
		break;
	case ARG_DIRFD:
		show_dirfd(t, v);
		break;
	case ARG_SIGNAL:
		show_signal(t, (int)v);
		break;
	case ARG_FLAGS:
		show_flags(t, table, v);
		break;
	case ARG_ENUM:
		show_enum(t, table, v);
		break;
	case ARG_DEV:
	case ARG_HEX:
		text_hex(t, v);
		break;
	default:
		show_address(t, v);
	}
}

/* The value of the next argument of one of two kinds: the count that goes with a buffer. */
static long next_of(const struct arg_view *v, unsigned kind, unsigned other)
{
	unsigned passed = v->passed;

	for (unsigned i = v->at; i < ROW_ARGS && v->row->args[i].kind; i++) {
		unsigned k = v->row->args[i].kind;

		if (i > v->at && (k == kind || k == other))
			return v->arg[passed];
		if (arg_passed(k))
			passed++;
	}
	return 0;
}

static int count_of(const struct arg_view *v)
{
	return (int)next_of(v, ARG_INT, ARG_UINT);
}

static void show_length(struct text *t, unsigned long address)
{
	uint32_t length;

	if (!address || get_alien_u32(&length, address) < 0) {
		show_address(t, address);
		return;
	}
	text_char(t, '[');
	text_udec(t, length);
	text_char(t, ']');
}

static void show_sockaddr_out(struct text *t, const struct arg_view *v, unsigned long address)
{
	uint32_t length = 0;
	unsigned long pointer = next_of(v, ARG_LEN_PTR, ARG_LEN_PTR);

	if (!address || !pointer || get_alien_u32(&length, pointer) < 0)
		show_address(t, address);
	else
		show_sockaddr(t, address, length);
}

/* Bytes and arrays, whose length another argument or the result tells. */
static bool show_counted(struct text *t, const struct arg_view *v, const struct arg *a,
			 unsigned long value)
{
	switch (a->kind) {
	case ARG_BUF_IN:
		show_bytes(t, value, next_of(v, ARG_SIZE, ARG_SIZE));
		return true;
	case ARG_BUF_OUT:
		show_bytes(t, value, v->ret);
		return true;
	case ARG_IOV_IN:
		show_iovecs(t, value, count_of(v), INT64_MAX);
		return true;
	case ARG_IOV_OUT:
		show_iovecs(t, value, count_of(v), v->ret);
		return true;
	case ARG_LIST:
	case ARG_LIST_IN:
		show_list(t, a->table, value, count_of(v));
		return true;
	case ARG_LIST_OUT:
		show_list(t, a->table, value, v->ret);
		return true;
	case ARG_KEVENTS_IN:
		show_kevents(t, a->table, value, count_of(v));
		return true;
	case ARG_KEVENTS_OUT:
		show_kevents(t, a->table, value, v->ret);
		return true;
	case ARG_OID:
		show_oid(t, value, (unsigned)count_of(v));
		return true;
	}
	return false;
}

/* What a socket call is about. */
static bool show_socket(struct text *t, const struct arg_view *v, const struct arg *a,
			unsigned long value)
{
	switch (a->kind) {
	case ARG_SOCKOPT:
		show_option(t, (int)v->arg[v->passed - 1], (int)value);
		return true;
	case ARG_ADDR_IN:
		show_sockaddr(t, value, next_of(v, ARG_SIZE, ARG_UINT));
		return true;
	case ARG_ADDR_OUT:
		show_sockaddr_out(t, v, value);
		return true;
	case ARG_LEN_PTR:
		show_length(t, value);
		return true;
	}
	return false;
}

void show_arg(struct text *t, const struct arg_view *v)
{
	const struct arg *a = &v->row->args[v->at];
	const struct view *view = view_of(v);
	unsigned long value = v->arg[v->passed];

	/* A call that failed has filled nothing. */
	if (v->after && v->ret < 0) {
		show_address(t, value);
		return;
	}
	if (view) {
		show_view(t, v, view);
		return;
	}
	if (show_counted(t, v, a, value) || show_socket(t, v, a, value))
		return;
	switch (a->kind) {
	case ARG_PATH:
	case ARG_LPATH:
		show_path(t, value);
		break;
	case ARG_STR:
		show_string(t, value);
		break;
	case ARG_STRINGS:
		show_strings(t, value);
		break;
	case ARG_IN:
	case ARG_OUT:
	case ARG_INOUT:
		show_struct(t, a->table, value);
		break;
	case ARG_REQUEST:
		show_request(t, value);
		break;
	default:
		show_plain(t, a->kind, a->table, value, sizeof(long));
	}
}
