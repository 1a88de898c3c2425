/*
 * FreeBSD's kern.proc.pid and its like: processes as struct kinfo_proc
 * (sys/user.h, 1088 bytes).  What the host does not tell is 0.
 */
#include "abi-tables/freebsd/sysctl.h"
#include "shim/worker.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

struct usage { /* struct rusage */
	int64_t user[2], system[2], maxrss, ixrss, idrss, isrss, minflt, majflt, rest[8];
};

struct kinfo_proc {
	int32_t structsize, layout;
	uint64_t args, paddr, addr, tracep, textvp, fd, vmspace, wchan;
	int32_t pid, ppid, pgid, tpgid, sid, tsid;
	int16_t jobc, spare_short1;
	uint32_t tdev_old;
	struct sigset siglist, sigmask, sigignore, sigcatch;
	uint32_t uid, ruid, svuid, rgid, svgid;
	int16_t ngroups, spare_short2;
	uint32_t groups[16];
	uint64_t size, rssize, swrss, tsize, dsize, ssize;
	uint16_t xstat, acflag;
	uint32_t pctcpu, estcpu, slptime, swtime, cow;
	uint64_t runtime;
	int64_t start[2], childtime[2];
	int64_t flag, kiflag;
	int32_t traceflag;
	char stat;
	int8_t nice;
	char lock, rqindex;
	uint8_t oncpu_old, lastcpu_old;
	char tdname[17], wmesg[9], login[18], lockname[9], comm[20], emul[17], loginclass[18];
	char moretdname[4], sparestrings[46];
	int32_t spareints[2];
	uint64_t tdev;
	int32_t oncpu, lastcpu, tracer, flag2, fibnum;
	uint32_t cr_flags;
	int32_t jid, numthreads, tid;
	uint8_t pri[4];
	struct usage rusage, rusage_ch;
	uint64_t pcb, kstack, udata, tdaddr, pd, spareptrs[5], sparelongs[12], sflag, tdflags;
};
_Static_assert(sizeof(struct kinfo_proc) == 1088, "KINFO_PROC_SIZE");
_Static_assert(offsetof(struct kinfo_proc, siglist) == 104, "ki_siglist");
_Static_assert(offsetof(struct kinfo_proc, groups) == 192, "ki_groups");
_Static_assert(offsetof(struct kinfo_proc, start) == 336, "ki_start");
_Static_assert(offsetof(struct kinfo_proc, comm) == 447, "ki_comm");
_Static_assert(offsetof(struct kinfo_proc, tdev) == 560, "ki_tdev");
_Static_assert(offsetof(struct kinfo_proc, rusage) == 608, "ki_rusage");
_Static_assert(offsetof(struct kinfo_proc, pcb) == 896, "ki_pcb");

/* sys/proc.h */
enum { SRUN = 2, SSLEEP = 3, SSTOP = 4, SZOMB = 5 };
enum { P_CONTROLT = 2, P_INMEM = 0x10000000 };
enum { KI_CTTY = 1, KI_SLEADER = 2 };

#define NO_DEVICE     UINT64_MAX
#define PRI_TIMESHARE 3
#define PRI_USER      120 /* sys/priority.h: PUSER */

static char state_of(char host)
{
	switch (host) {
	case 'R':
		return SRUN;
	case 'T':
	case 't':
		return SSTOP;
	case 'Z':
	case 'X':
		return SZOMB;
	default:
		return SSLEEP;
	}
}

/* sys/types.h, makedev; the host's number as proc(5) packs it. */
static uint64_t device(int tty)
{
	uint32_t major = (uint32_t)tty >> 8 & 0xfff;
	uint32_t minor = ((uint32_t)tty & 0xff) | ((uint32_t)tty >> 12 & 0xfff00);

	if (!tty)
		return NO_DEVICE;
	return (uint64_t)(major & 0xffffff00) << 32 | (major & 0xff) << 8 |
	       (uint64_t)(minor & 0xff00) << 24 | (minor & 0xffff00ff);
}

static void copy_name(char *to, size_t size, const char *from)
{
	struct word t;

	word_begin(&t, to, size);
	word_add(&t, from);
}

static void ticks_to_time(int64_t time[2], uint64_t ticks)
{
	time[0] = (int64_t)(ticks / 100);
	time[1] = (int64_t)(ticks % 100 * 10000);
}

static void fill_times(struct kinfo_proc *k, const struct host_process *h)
{
	uint64_t used = h->user_ticks + h->system_ticks;
	int64_t boot[2], now[2] = { 0, 0 }, age;

	host_boot_time(&boot[0], &boot[1]);
	ticks_to_time(k->start, h->start_ticks);
	k->start[0] += boot[0];
	k->start[1] += boot[1] / 1000;
	if (k->start[1] >= 1000000) {
		k->start[1] -= 1000000;
		k->start[0]++;
	}
	host_call(__NR_clock_gettime, 0, now);
	age = (now[0] - k->start[0]) * 100;
	k->pctcpu = age > 0 ? (uint32_t)(used * 2048 / (uint64_t)age) : 0;
	k->swtime = age > 0 ? (uint32_t)(age / 100) : 0;
	k->runtime = used * 10000;
	ticks_to_time(k->rusage.user, h->user_ticks);
	ticks_to_time(k->rusage.system, h->system_ticks);
	ticks_to_time(k->rusage_ch.user, h->child_user_ticks);
	ticks_to_time(k->rusage_ch.system, h->child_system_ticks);
	ticks_to_time(k->childtime, h->child_user_ticks + h->child_system_ticks);
	k->rusage.minflt = (int64_t)h->minor_faults;
	k->rusage.majflt = (int64_t)h->major_faults;
	k->rusage.maxrss = (int64_t)h->resident * 4;
}

static void fill_ids(struct kinfo_proc *k, const struct host_process *h)
{
	k->pid = h->pid;
	k->ppid = h->parent;
	k->pgid = h->group;
	k->sid = h->session;
	k->tpgid = h->foreground;
	k->tsid = h->tty ? h->session : 0;
	k->uid = h->euid;
	k->ruid = h->uid;
	k->svuid = h->svuid;
	k->rgid = h->gid;
	k->svgid = h->svgid;
	/* The first of FreeBSD's groups is the effective one. */
	k->groups[0] = h->egid;
	for (unsigned i = 0; i < h->group_count && i < 15; i++)
		k->groups[i + 1] = h->groups[i];
	k->ngroups = (int16_t)(h->group_count < 15 ? h->group_count + 1 : 16);
	k->tracer = h->tracer;
}

static void fill(struct kinfo_proc *k, const struct host_process *h)
{
	memset(k, 0, sizeof *k);
	k->structsize = sizeof *k;
	fill_ids(k, h);
	fill_times(k, h);
	sigset_to_alien(&k->siglist, h->pending);
	sigset_to_alien(&k->sigmask, h->blocked);
	sigset_to_alien(&k->sigignore, h->ignored);
	sigset_to_alien(&k->sigcatch, h->caught);
	k->size = h->virtual_size;
	k->rssize = h->resident;
	k->tsize = h->text;
	k->dsize = h->data;
	k->ssize = h->stack;
	k->flag = P_INMEM | (h->tty ? P_CONTROLT : 0);
	k->kiflag = (h->tty ? KI_CTTY : 0) | (h->session == h->pid ? KI_SLEADER : 0);
	k->stat = state_of(h->state);
	k->nice = (int8_t)h->nice;
	k->tdev = device(h->tty);
	k->tdev_old = (uint32_t)k->tdev;
	k->oncpu = h->state == 'R' ? h->cpu : -1;
	k->lastcpu = h->cpu;
	k->oncpu_old = (uint8_t)k->oncpu;
	k->lastcpu_old = (uint8_t)h->cpu;
	k->numthreads = (int32_t)h->threads;
	if (h->pid == host_call(__NR_getpid))
		k->numthreads -= (int32_t)worker_count();
	k->tid = thread_id_to_alien(h->pid);
	k->pri[0] = PRI_TIMESHARE;
	k->pri[1] = k->pri[2] = k->pri[3] = (uint8_t)(PRI_USER + 20 + h->nice);
	copy_name(k->comm, sizeof k->comm, h->command);
	copy_name(k->tdname, sizeof k->tdname, h->command);
	copy_name(k->emul, sizeof k->emul, "FreeBSD ELF64");
	copy_name(k->loginclass, sizeof k->loginclass, "default");
}

static bool wanted(const struct host_process *h, unsigned what, uint32_t value)
{
	switch (what) { /* KERN_PROC_ */
	case 0:
		return true;
	case 1:
		return (uint32_t)h->pid == value;
	case 2:
		return (uint32_t)h->group == value;
	case 3:
		return (uint32_t)h->session == value;
	case 5:
		return h->euid == value;
	case 6:
		return h->uid == value;
	case 10:
		return h->gid == value;
	case 11:
		return h->egid == value;
	default:
		return false;
	}
}

static long say_one(unsigned pid, void *arg)
{
	struct sysctl *s = arg;
	struct host_process h;
	struct kinfo_proc k;
	uint32_t value = s->depth > 3 ? s->name[3] : 0;

	/* One that ended meanwhile is left out. */
	if (host_process((int)pid, &h) || !wanted(&h, (unsigned)s->row->number, value))
		return 0;
	fill(&k, &h);
	return sysctl_out(s, &k, sizeof k);
}

/* Without a buffer FreeBSD says a little more than there is now; so do we. */
static long room_for_more(struct sysctl *s)
{
	if (!s->old)
		s->said += s->said / 8 + 5 * sizeof(struct kinfo_proc);
	return 0;
}

long say_proc_list(struct sysctl *s)
{
	struct host_process h;
	long ret;

	if (s->row->number == 1) { /* KERN_PROC_PID */
		if (s->depth != 4)
			return -EINVAL;
		if (host_process((int)s->name[3], &h))
			return -ESRCH;
		return say_one(s->name[3], s);
	}
	ret = host_numbers_in("/proc", say_one, s);
	return ret ? ret : room_for_more(s);
}

struct threads {
	struct sysctl *s;
	int pid;
	struct kinfo_proc k;
};

static long say_thread(unsigned tid, void *arg)
{
	struct threads *t = arg;
	char path[64], name[32];
	struct word p;
	long n;

	if (t->pid == host_call(__NR_getpid) && worker_has((int)tid))
		return 0;
	host_proc_path(path, sizeof path, t->pid, "/task/");
	p.at = path + string_length(path);
	p.end = path + sizeof path;
	word_add_number(&p, tid);
	word_add(&p, "/comm");
	n = host_file(path, name, sizeof name);
	if (n <= 0)
		return 0;
	name[n - 1] = 0;
	t->k.tid = thread_id_to_alien((int)tid);
	copy_name(t->k.tdname, sizeof t->k.tdname, name);
	return sysctl_out(t->s, &t->k, sizeof t->k);
}

/* KERN_PROC_PID | KERN_PROC_INC_THREAD: one record for each thread. */
long say_proc_threads(struct sysctl *s)
{
	struct threads t = { .s = s };
	struct host_process h;
	char path[32];
	long ret;

	if (s->depth != 4)
		return -EINVAL;
	t.pid = proc_asked(s);
	ret = host_process(t.pid, &h);
	if (ret)
		return ret;
	fill(&t.k, &h);
	host_proc_path(path, sizeof path, t.pid, "/task");
	return host_numbers_in(path, say_thread, &t);
}
