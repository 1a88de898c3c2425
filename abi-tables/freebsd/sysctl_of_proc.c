/*
 * FreeBSD's kern.proc.*: what one process is made of.  The last number is a
 * process, -1 the asking one (where FreeBSD takes it).
 */
#include <fcntl.h>
#include <sys/resource.h>

#include "abi-tables/freebsd/release.h"
#include "abi-tables/freebsd/sysctl.h"
#include "shim/process.h"
#include "shim/signal.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

#define PATH_BYTES 1024 /* MAXPATHLEN */
#define TITLE_MAX  4096 /* kern.ps_arg_cache_limit's order */

static int own_pid(void)
{
	return (int)host_call(__NR_getpid);
}

int proc_asked(const struct sysctl *s)
{
	int pid = s->depth > s->row->depth ? (int)s->name[s->row->depth] : -1;

	return pid == -1 || pid == 0 ? own_pid() : pid;
}

static bool is_own(int pid)
{
	return pid == own_pid();
}

/* A link of the process's under /proc.  0 or -errno. */
static long link_of(int pid, const char *name, char target[PATH_BYTES])
{
	char path[48];
	long n;

	host_proc_path(path, sizeof path, pid, name);
	n = host_call(__NR_readlinkat, AT_FDCWD, path, target, PATH_BYTES - 1);
	if (n < 0)
		return n == -ENOENT ? -ESRCH : -EPERM;
	target[n] = 0;
	return 0;
}

/*
 * The alien that another abirun runs: the lowest mapping of a file that is not
 * abirun's, since an alien's image lies below the host's.
 */
static long alien_of(int pid, char target[PATH_BYTES])
{
	char maps[2048], path[48];
	const char *p = maps;
	struct word t;
	size_t n = 0;

	host_proc_path(path, sizeof path, pid, "/maps");
	if (host_file(path, maps, sizeof maps) <= 0)
		return -ESRCH;
	while (*p && *p != '/')
		p++;
	word_begin(&t, target, PATH_BYTES);
	while (p[n] && p[n] != '\n' && n < PATH_BYTES - 1)
		target[n] = p[n], n++;
	target[n] = 0;
	return n ? 0 : -ESRCH;
}

long say_proc_path(struct sysctl *s)
{
	char path[PATH_BYTES];
	int pid = proc_asked(s);
	long ret;

	if (s->depth != 4)
		return -EINVAL;
	if (is_own(pid))
		return sysctl_out_string(s, alien_path);
	ret = link_of(pid, "/exe", path);
	if (!ret && string_same(path, abirun_path()))
		ret = alien_of(pid, path);
	return ret ? ret : sysctl_out_string(s, path);
}

long say_proc_cwd(struct sysctl *s)
{
	char path[PATH_BYTES];
	long ret = link_of(proc_asked(s), "/cwd", path);

	return ret ? ret : sysctl_out_string(s, path);
}

/* setproctitle(3) keeps its text in the kernel there; here in this process alone. */
static struct lock title_lock;
static char title[TITLE_MAX];
static size_t title_size;

static long set_title(struct sysctl *s, int pid)
{
	long ret = 0;

	if (!is_own(pid))
		return -EPERM;
	if (s->new_size > sizeof title)
		return -ENOMEM;
	lock_take(&title_lock);
	title_size = 0;
	if (copy_from_alien(title, s->new, s->new_size))
		ret = -EFAULT;
	else
		title_size = s->new_size;
	lock_drop(&title_lock);
	return ret;
}

static long say_title(struct sysctl *s)
{
	long ret;

	lock_take(&title_lock);
	ret = sysctl_out(s, title, title_size);
	lock_drop(&title_lock);
	return ret;
}

static long say_whole_file(struct sysctl *s, const char *path)
{
	char part[1024];
	long fd = host_call(__NR_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	long n, ret = 0;

	if (fd < 0)
		return fd == -ENOENT ? -ESRCH : -EPERM;
	while ((n = host_call(__NR_read, fd, part, sizeof part)) > 0 && (!ret || ret == -ENOMEM))
		ret = sysctl_out(s, part, (size_t)n);
	host_call(__NR_close, fd);
	return n < 0 ? n : ret;
}

/* Strings with their NULs, as /proc has them too.  The row's number: 1 for the environment. */
long say_proc_args(struct sysctl *s)
{
	char path[48];
	int pid = proc_asked(s);

	if (s->depth != 4)
		return -EINVAL;
	if (s->row->number == 0) {
		if (title_size && is_own(pid)) {
			long ret = say_title(s);

			return ret || !sysctl_writes(s) ? ret : set_title(s, pid);
		}
		if (sysctl_writes(s))
			return set_title(s, pid);
	}
	host_proc_path(path, sizeof path, pid, s->row->number ? "/environ" : "/cmdline");
	return say_whole_file(s, path);
}

long say_proc_system(struct sysctl *s)
{
	struct host_process h;
	long ret = host_process(proc_asked(s), &h);

	return ret ? ret : sysctl_out_string(s, "FreeBSD ELF64");
}

long say_proc_osrel(struct sysctl *s)
{
	return is_own(proc_asked(s)) ? sysctl_out_int(s, FREEBSD_OSRELDATE) : -EPERM;
}

/* The effective group, then the others. */
long say_proc_groups(struct sysctl *s)
{
	struct host_process h;
	long ret = host_process(proc_asked(s), &h);

	if (!ret)
		ret = sysctl_out(s, &h.egid, sizeof h.egid);
	return ret ? ret : sysctl_out(s, h.groups, h.group_count * sizeof h.groups[0]);
}

long say_proc_umask(struct sysctl *s)
{
	char path[48], text[1024];
	const char *p;
	uint16_t mask = 0;

	host_proc_path(path, sizeof path, proc_asked(s), "/status");
	if (host_file(path, text, sizeof text) <= 0)
		return -ESRCH;
	p = parse_line(text, "Umask:");
	while (p && (*p == ' ' || *p == '\t'))
		p++;
	while (p && *p >= '0' && *p <= '7')
		mask = (uint16_t)(mask << 3 | (*p++ - '0'));
	return sysctl_out(s, &mask, sizeof mask);
}

/* {..., pid, resource}; the numbers of limits go through the rlimit table. */
long say_proc_limit(struct sysctl *s)
{
	uint64_t host, limit[2];
	long ret;

	if (s->depth != 5)
		return -EINVAL;
	ret = xlat_to_host(XLAT_rlimit, s->name[4], &host);
	if (!ret)
		ret = host_call(__NR_prlimit64, (int)s->name[3] == -1 ? 0 : (int)s->name[3], host,
				NULL, limit);
	if (ret)
		return ret;
	/* No limit is the highest signed number there. */
	for (int i = 0; i < 2; i++)
		if (limit[i] > INT64_MAX)
			limit[i] = INT64_MAX;
	return sysctl_out(s, limit, sizeof limit);
}

/* The alien's own alone: of others the host does not tell. */
long say_proc_ps_strings(struct sysctl *s)
{
	return is_own(proc_asked(s)) ? sysctl_out_long(s, alien_ps_strings) : -EPERM;
}

/* struct kinfo_sigtramp: start and end; unwinders know a signal's frame by it. */
long say_proc_sigtramp(struct sysctl *s)
{
	uint64_t tramp[6] = { sigcode_address, sigcode_address + abi->sigcode_size };

	return is_own(proc_asked(s)) ? sysctl_out(s, tramp, sizeof tramp) : -EPERM;
}
