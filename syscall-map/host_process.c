/* What /proc says of a process. */
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

void host_proc_path(char *path, size_t size, int pid, const char *name)
{
	struct word t;

	word_begin(&t, path, size);
	word_add(&t, "/proc/");
	word_add_number(&t, (unsigned)pid);
	word_add(&t, name);
}

static long read_of(int pid, const char *name, char *buffer, size_t size)
{
	char path[48];

	host_proc_path(path, sizeof path, pid, name);
	return host_file(path, buffer, size);
}

/* A signed number; the unsigned ones of /proc never start with '-'. */
static int64_t signed_number(const char **s)
{
	bool minus;

	while (**s == ' ')
		++*s;
	minus = **s == '-';
	if (minus)
		++*s;
	return minus ? -(int64_t)parse_number(s) : (int64_t)parse_number(s);
}

/* proc(5), stat: "pid (name) state ppid ..."; the name may hold anything, even ')'. */
static long read_stat(int pid, struct host_process *h)
{
	char text[1024];
	const char *open = text, *close = NULL, *p;
	int64_t field[52] = { 0 };
	size_t n = 0;
	long ret = read_of(pid, "/stat", text, sizeof text);

	if (ret <= 0)
		return -ESRCH;
	while (*open && *open != '(')
		open++;
	for (p = open; *p; p++)
		if (*p == ')')
			close = p;
	if (!close)
		return -ESRCH;
	for (p = open + 1; p < close && n < sizeof h->command - 1; p++)
		h->command[n++] = *p;
	h->state = close[2];
	p = close + 3;
	for (int i = 4; i < 52 && *p && *p != '\n'; i++)
		field[i] = signed_number(&p);
	h->parent = (int)field[4];
	h->group = (int)field[5];
	h->session = (int)field[6];
	h->tty = (int)field[7];
	h->foreground = (int)field[8];
	h->minor_faults = (uint64_t)field[10];
	h->child_minor_faults = (uint64_t)field[11];
	h->major_faults = (uint64_t)field[12];
	h->child_major_faults = (uint64_t)field[13];
	h->user_ticks = (uint64_t)field[14];
	h->system_ticks = (uint64_t)field[15];
	h->child_user_ticks = (uint64_t)field[16];
	h->child_system_ticks = (uint64_t)field[17];
	h->nice = (int)field[19];
	h->threads = (unsigned)field[20];
	h->start_ticks = (uint64_t)field[22];
	h->virtual_size = (uint64_t)field[23];
	h->resident = (uint64_t)field[24];
	h->cpu = (int)field[39];
	return 0;
}

static uint64_t hex_line(const char *text, const char *key)
{
	const char *p = parse_line(text, key);

	return p ? parse_hex(&p) : 0;
}

static uint64_t line(const char *text, const char *key)
{
	const char *p = parse_line(text, key);

	return p ? parse_number(&p) : 0;
}

static void three_ids(const char *text, const char *key, uint32_t *real, uint32_t *effective,
		      uint32_t *saved)
{
	const char *p = parse_line(text, key);

	if (!p)
		return;
	*real = (uint32_t)parse_number(&p);
	*effective = (uint32_t)parse_number(&p);
	*saved = (uint32_t)parse_number(&p);
}

static void read_groups(const char *text, struct host_process *h)
{
	const char *p = parse_line(text, "Groups:");

	while (p && h->group_count < 16) {
		while (*p == ' ' || *p == '\t')
			p++;
		if (*p < '0' || *p > '9')
			break;
		h->groups[h->group_count++] = (uint32_t)parse_number(&p);
	}
}

long host_process(int pid, struct host_process *h)
{
	char text[4096];
	long ret;

	memset(h, 0, sizeof *h);
	h->pid = pid;
	ret = pid > 0 ? read_stat(pid, h) : -ESRCH;
	if (ret)
		return ret;
	ret = read_of(pid, "/status", text, sizeof text);
	if (ret <= 0)
		return -ESRCH;
	three_ids(text, "Uid:", &h->uid, &h->euid, &h->svuid);
	three_ids(text, "Gid:", &h->gid, &h->egid, &h->svgid);
	read_groups(text, h);
	h->tracer = (int)line(text, "TracerPid:");
	h->no_new_privileges = line(text, "NoNewPrivs:") != 0;
	h->text = line(text, "VmExe:") / 4;
	h->data = line(text, "VmData:") / 4;
	h->stack = line(text, "VmStk:") / 4;
	h->locked = line(text, "VmLck:") / 4;
	h->pending = hex_line(text, "SigPnd:") | hex_line(text, "ShdPnd:");
	h->blocked = hex_line(text, "SigBlk:");
	h->ignored = hex_line(text, "SigIgn:");
	h->caught = hex_line(text, "SigCgt:");
	return 0;
}

#define CHILDREN_BYTES (256 * 1024)

struct children {
	host_number_fn *each;
	void *arg;
	char *text;
};

/* The children of one thread, in words. */
static long children_of(unsigned tid, void *arg)
{
	const struct children *c = arg;
	const char *s = c->text;
	char path[64];
	struct word w;
	long ret;

	word_begin(&w, path, sizeof path);
	word_add(&w, "/proc/self/task/");
	word_add_number(&w, tid);
	word_add(&w, "/children");
	ret = host_file(path, c->text, CHILDREN_BYTES);
	if (ret < 0)
		return ret;
	for (ret = 0; *s && !ret;) {
		ret = c->each((unsigned)parse_number(&s), c->arg);
		while (*s == ' ' || *s == '\n')
			s++;
	}
	return ret;
}

long host_children(host_number_fn *each, void *arg)
{
	struct children c = { each, arg, host_alloc(CHILDREN_BYTES) };
	long ret;

	if (!c.text)
		return -ENOMEM;
	ret = host_numbers_in("/proc/self/task", children_of, &c);
	host_free(c.text, CHILDREN_BYTES);
	return ret;
}
