/*
 * FreeBSD's kern.proc.filedesc, nfds and vmmap: records of struct kinfo_file and
 * struct kinfo_vmentry (sys/user.h), each as long as its path needs.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/sysctl.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

struct kinfo_file {
	int32_t structsize, type, fd, ref_count, flags, pad0;
	int64_t offset;
	union {
		struct {
			int32_t type;
			int32_t spare[3];
			uint64_t spares[29];
			uint64_t nlink, fsid, rdev, fileid, size;
			uint32_t fsid_old, rdev_old;
			uint16_t mode, pad0;
			uint32_t pad1;
		} file;
		struct {
			uint32_t send_queue;
			int32_t domain, type, protocol;
			uint8_t local[128], peer[128];
			uint64_t pcb, inpcb, unpconn;
		} socket;
		uint8_t bytes[304];
	};
	uint16_t status, pad1;
	int32_t spare;
	uint64_t rights[2], rights_spare;
	char path[1024];
};
_Static_assert(sizeof(struct kinfo_file) == 1392, "KINFO_FILE_SIZE");
_Static_assert(offsetof(struct kinfo_file, socket.pcb) == 304, "kf_sock_pcb");
_Static_assert(offsetof(struct kinfo_file, status) == 336, "kf_status");
_Static_assert(offsetof(struct kinfo_file, path) == 368, "kf_path");

struct kinfo_vmentry {
	int32_t structsize, type;
	uint64_t start, end, offset, fileid;
	uint32_t fsid_old;
	int32_t flags, resident, private_resident, protection, ref_count, shadow_count, vn_type;
	uint64_t size;
	uint32_t rdev_old;
	uint16_t mode, status;
	uint64_t fsid, rdev;
	int32_t spare[8];
	char path[1024];
};
_Static_assert(sizeof(struct kinfo_vmentry) == 1160, "KINFO_VMENTRY_SIZE");
_Static_assert(offsetof(struct kinfo_vmentry, protection) == 56, "kve_protection");
_Static_assert(offsetof(struct kinfo_vmentry, path) == 136, "kve_path");

/* sys/user.h */
enum {
	KF_VNODE = 1,
	KF_SOCKET = 2,
	KF_PIPE = 3,
	KF_FIFO = 4,
	KF_KQUEUE = 5,
	KF_PROCDESC = 11,
	KF_UNKNOWN = 255
};
enum { KF_READ = 1, KF_WRITE = 2, KF_APPEND = 4, KF_NONBLOCK = 0x20 };
enum { KF_CWD = -1, KF_ROOT = -2, KF_TEXT = -5 };
enum { KVME_DEFAULT = 1, KVME_VNODE = 2 };
enum { KVME_COW = 1 };
enum { RECORD_ALIGN = 8, VALID = 1 };

static size_t record_size(size_t fixed, const char *path)
{
	return (fixed + string_length(path) + 1 + RECORD_ALIGN - 1) & ~(size_t)(RECORD_ALIGN - 1);
}

static int vnode_type(uint32_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return 1;
	case S_IFDIR:
		return 2;
	case S_IFBLK:
		return 3;
	case S_IFCHR:
		return 4;
	case S_IFLNK:
		return 5;
	case S_IFSOCK:
		return 6;
	case S_IFIFO:
		return 7;
	default:
		return 255;
	}
}

static int file_type(uint32_t mode, const char *target)
{
	if (S_ISSOCK(mode))
		return KF_SOCKET;
	if (S_ISFIFO(mode))
		return target[0] == '/' ? KF_FIFO : KF_PIPE;
	if (string_starts(target, "anon_inode:[eventpoll]"))
		return KF_KQUEUE;
	if (string_starts(target, "anon_inode:[pidfd]"))
		return KF_PROCDESC;
	return target[0] == '/' ? KF_VNODE : KF_UNKNOWN;
}

struct files {
	struct sysctl *s;
	int pid;
	uint32_t uid;
};

/* /proc/<pid>/<link>: what it is and where it points. */
static bool look(struct kinfo_file *k, const char *link)
{
	struct stat st;
	long n = host_call(__NR_readlinkat, AT_FDCWD, link, k->path, sizeof k->path - 1);

	if (n < 0 || host_call(__NR_newfstatat, AT_FDCWD, link, &st, 0))
		return false;
	k->path[n] = 0;
	k->type = file_type(st.st_mode, k->path);
	k->status = VALID;
	if (k->type == KF_SOCKET) { /* what net.inet.tcp.pcblist and its like call it */
		k->socket.pcb = k->socket.inpcb = st.st_ino;
		k->path[0] = 0;
		return true;
	}
	k->file.type = vnode_type(st.st_mode);
	k->file.nlink = st.st_nlink;
	k->file.fsid = freebsd_dev_to_alien(st.st_dev);
	k->file.rdev = freebsd_dev_to_alien(st.st_rdev);
	k->file.fileid = st.st_ino;
	k->file.size = (uint64_t)st.st_size;
	k->file.mode = (uint16_t)st.st_mode;
	if (k->path[0] != '/')
		k->path[0] = 0;
	return true;
}

static void look_flags(struct kinfo_file *k, const char *info)
{
	char text[256];
	const char *p;
	uint32_t flags = 0;

	if (host_file(info, text, sizeof text) <= 0)
		return;
	p = parse_line(text, "pos:");
	k->offset = p ? (int64_t)parse_number(&p) : 0;
	p = parse_line(text, "flags:");
	while (p && (*p == ' ' || *p == '\t'))
		p++;
	while (p && *p >= '0' && *p <= '7')
		flags = flags << 3 | (uint32_t)(*p++ - '0');
	k->flags = ((flags & O_ACCMODE) != O_WRONLY ? KF_READ : 0) |
		   ((flags & O_ACCMODE) != O_RDONLY ? KF_WRITE : 0) |
		   (flags & O_APPEND ? KF_APPEND : 0) | (flags & O_NONBLOCK ? KF_NONBLOCK : 0);
}

static long say_record(struct sysctl *s, struct kinfo_file *k)
{
	k->ref_count = 1;
	k->structsize = (int32_t)record_size(offsetof(struct kinfo_file, path), k->path);
	return sysctl_out(s, k, (size_t)k->structsize);
}

static long say_special(struct files *f, const char *name, int fd)
{
	struct kinfo_file k = { .fd = fd };
	char link[48];

	host_proc_path(link, sizeof link, f->pid, name);
	return look(&k, link) ? say_record(f->s, &k) : 0;
}

/* A descriptor of a process; false: it has none of that number. */
static bool look_file(struct kinfo_file *k, int pid, unsigned fd)
{
	char path[64], *tail;
	struct word t;

	host_proc_path(path, sizeof path, pid, "/fd/");
	tail = path + string_length(path);
	t = (struct word){ tail, path + sizeof path };
	word_add_number(&t, fd);
	if (!look(k, path))
		return false;
	host_proc_path(path, sizeof path, pid, "/fdinfo/");
	t = (struct word){ path + string_length(path), path + sizeof path };
	word_add_number(&t, fd);
	look_flags(k, path);
	return true;
}

static long say_file(unsigned fd, void *arg)
{
	struct files *f = arg;
	struct kinfo_file k = { .fd = (int32_t)fd };

	return look_file(&k, f->pid, fd) ? say_record(f->s, &k) : 0;
}

/* fcntl(2)'s F_KINFO: one whole record, whose size the caller says in it. */
long freebsd_file_info(int fd, unsigned long to)
{
	struct kinfo_file k;
	long error = copy_from_alien(&k, to, sizeof k);

	if (error)
		return error;
	if (k.structsize != (int32_t)sizeof k)
		return -EINVAL;
	memset(&k, 0, sizeof k);
	k.fd = fd;
	if (fd < 0 || !look_file(&k, (int)host_call(__NR_getpid), (unsigned)fd))
		return -EBADF;
	k.ref_count = 1;
	k.structsize = (int32_t)sizeof k;
	return copy_to_alien(to, &k, sizeof k);
}

static long of_process(int pid, host_number_fn *each, void *arg)
{
	char path[32];
	long ret;

	host_proc_path(path, sizeof path, pid, "/fd");
	ret = host_numbers_in(path, each, arg);
	return ret == -ENOENT ? -ESRCH : ret == -EACCES ? -EPERM : ret;
}

long say_proc_files(struct sysctl *s)
{
	struct files f = { .s = s, .pid = proc_asked(s) };
	long ret;

	if (s->depth < 4)
		return -EINVAL;
	ret = say_special(&f, "/cwd", KF_CWD);
	if (!ret)
		ret = say_special(&f, "/root", KF_ROOT);
	return ret ? ret : of_process(f.pid, say_file, &f);
}

static long count_one(unsigned fd, void *arg)
{
	(void)fd;
	++*(int *)arg;
	return 0;
}

/* sys/file.h */
struct xfile {
	uint64_t size;
	int32_t pid;
	uint32_t uid;
	int32_t fd, pad1;
	uint64_t file;
	int16_t type, pad2;
	int32_t count, message_count, pad3;
	int64_t offset;
	uint64_t data, vnode;
	uint32_t flags;
	int32_t pad4;
	int64_t pad5[6];
};
_Static_assert(sizeof(struct xfile) == 128, "struct xfile");

static long say_short(unsigned fd, void *arg)
{
	struct files *f = arg;
	struct kinfo_file k = { 0 };
	struct xfile x = { .size = sizeof x, .pid = f->pid, .uid = f->uid, .fd = (int32_t)fd };

	if (!look_file(&k, f->pid, fd))
		return 0;
	x.type = (int16_t)k.type;
	x.count = 1;
	x.offset = k.offset;
	x.flags = (uint32_t)k.flags;
	if (k.type == KF_SOCKET)
		x.data = k.socket.pcb;
	else
		x.vnode = k.file.fileid;
	return sysctl_out_more(f->s, &x, sizeof x);
}

/* Processes of others do not show theirs. */
static long say_files_of(unsigned pid, void *arg)
{
	struct files *f = arg;
	struct host_process p;
	long ret;

	if (host_process((int)pid, &p))
		return 0;
	f->pid = (int)pid;
	f->uid = p.euid;
	ret = of_process(f->pid, say_short, f);
	return ret == -ESRCH || ret == -EPERM ? 0 : ret;
}

/* kern.file: the descriptors of all processes. */
long say_files(struct sysctl *s)
{
	struct files f = { .s = s };
	long ret = host_numbers_in("/proc", say_files_of, &f);

	return ret ? ret : sysctl_out_done(s);
}

/* The directory that is being read is one of them, not the alien's. */
long say_proc_nfds(struct sysctl *s)
{
	int count = 0, pid = proc_asked(s);
	long ret = of_process(pid, count_one, &count);

	if (ret)
		return ret;
	return sysctl_out_int(s, pid == (int)host_call(__NR_getpid) ? count - 1 : count);
}

/* proc(5), maps: "start-end rwxp offset device inode   path" */
static long say_mapping(const char *p, void *arg)
{
	struct kinfo_vmentry k = { .ref_count = 1 };
	size_t n = 0;

	k.start = parse_hex(&p);
	p++;
	k.end = parse_hex(&p);
	p++;
	k.protection = (p[0] == 'r' ? 1 : 0) | (p[1] == 'w' ? 2 : 0) | (p[2] == 'x' ? 4 : 0);
	k.flags = p[3] == 'p' ? KVME_COW : 0;
	p = parse_skip_words(p, 1);
	k.offset = parse_hex(&p);
	p = parse_skip_words(p, 1);
	k.fileid = parse_number(&p);
	p = parse_skip_words(p, 0);
	if (*p == '/')
		for (; p[n] && p[n] != '\n' && n < sizeof k.path - 1; n++)
			k.path[n] = p[n];
	k.type = n ? KVME_VNODE : KVME_DEFAULT;
	k.vn_type = n ? 1 : 0;
	k.structsize = (int32_t)record_size(offsetof(struct kinfo_vmentry, path), k.path);
	return sysctl_out_more(arg, &k, (size_t)k.structsize);
}

long say_proc_map(struct sysctl *s)
{
	char path[48];
	long ret;

	if (s->depth != 4)
		return -EINVAL;
	host_proc_path(path, sizeof path, proc_asked(s), "/maps");
	ret = host_lines(path, say_mapping, s);
	if (ret == -ENOENT)
		return -ESRCH;
	return ret == -EACCES ? -EPERM : ret ? ret : sysctl_out_done(s);
}
