/*
 * The numbered sets of cpuset(2).  Set 1 holds all processors; a process is in it
 * until it makes one of its own.  A set is known to the process that made it and
 * to those that it forked since; what it allows is the host's masks, which an exec
 * keeps.
 */
#include <sys/wait.h>

#include "shim/threads.h"
#include "syscall-map/cpuset.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

#define WORDS (CPU_MASK_BYTES / 8)
#define SETS  32

static struct set {
	int number; /* 0: not in use */
	struct cpu_mask mask;
} sets[SETS];
static struct set *current; /* NULL: the root */
static int last_number = CPUSET_ROOT;
static struct lock sets_lock;

bool mask_is_empty(const struct cpu_mask *m)
{
	for (int i = 0; i < WORDS; i++)
		if (m->word[i])
			return false;
	return true;
}

bool mask_holds(const struct cpu_mask *all, const struct cpu_mask *some)
{
	for (int i = 0; i < WORDS; i++)
		if (some->word[i] & ~all->word[i])
			return false;
	return true;
}

void mask_and(struct cpu_mask *m, const struct cpu_mask *with)
{
	for (int i = 0; i < WORDS; i++)
		m->word[i] &= with->word[i];
}

void mask_or(struct cpu_mask *m, const struct cpu_mask *with)
{
	for (int i = 0; i < WORDS; i++)
		m->word[i] |= with->word[i];
}

long mask_of_list(const char *path, struct cpu_mask *m)
{
	char text[1024];
	const char *p = text;
	long n = host_file(path, text, sizeof text);

	memset(m, 0, sizeof *m);
	if (n <= 0)
		return n ? n : -ENOENT;
	while (*p >= '0' && *p <= '9') {
		uint64_t first = parse_number(&p), last = first;

		if (*p == '-') {
			p++;
			last = parse_number(&p);
		}
		for (; first <= last && first < 64 * WORDS; first++)
			m->word[first / 64] |= 1ull << (first % 64);
		if (*p == ',')
			p++;
	}
	return 0;
}

void cpuset_root_mask(struct cpu_mask *m)
{
	if (!mask_of_list("/sys/devices/system/cpu/online", m) && !mask_is_empty(m))
		return;
	memset(m, 0, sizeof *m);
	host_call(__NR_sched_getaffinity, 0, sizeof *m, m);
}

int cpuset_current(struct cpu_mask *m)
{
	int number = CPUSET_ROOT;

	lock_take(&sets_lock);
	if (current) {
		number = current->number;
		*m = current->mask;
	}
	lock_drop(&sets_lock);
	if (number == CPUSET_ROOT)
		cpuset_root_mask(m);
	return number;
}

static struct set *find_set(int number)
{
	for (int i = 0; i < SETS; i++)
		if (sets[i].number == number)
			return &sets[i];
	return NULL;
}

long cpuset_mask(int number, struct cpu_mask *m)
{
	struct set *s = NULL;

	if (number == CPUSET_ROOT) {
		cpuset_root_mask(m);
		return 0;
	}
	lock_take(&sets_lock);
	if (number > CPUSET_ROOT)
		s = find_set(number);
	if (s)
		*m = s->mask;
	lock_drop(&sets_lock);
	return s ? 0 : -ESRCH;
}

/* Every thread of a process goes from one set's processors to another's. */
struct move {
	const struct cpu_mask *from, *to;
	bool only_look;
};

/* One that had all of its set has all of the new one; one with a mask of its own keeps what it can.
 */
static long move_thread(unsigned tid, void *arg)
{
	const struct move *move = arg;
	struct cpu_mask m = { { 0 } };
	long ret = host_call(__NR_sched_getaffinity, tid, sizeof m, &m);

	if (ret < 0)
		return ret == -ESRCH ? 0 : ret;
	if (mask_holds(&m, move->from))
		m = *move->to;
	mask_and(&m, move->to);
	if (mask_is_empty(&m))
		return -EDEADLK;
	if (move->only_look)
		return 0;
	ret = host_call(__NR_sched_setaffinity, tid, sizeof m, &m);
	return ret == -ESRCH ? 0 : ret;
}

/* All or none. */
static long move_threads(const struct cpu_mask *from, const struct cpu_mask *to)
{
	struct move move = { from, to, true };
	long ret = host_numbers_in("/proc/self/task", move_thread, &move);

	move.only_look = false;
	return ret ? ret : host_numbers_in("/proc/self/task", move_thread, &move);
}

long cpuset_change(const struct cpu_mask *m)
{
	long ret = -EPERM;

	lock_take(&sets_lock);
	if (current) {
		ret = move_threads(&current->mask, m);
		if (!ret)
			current->mask = *m;
	}
	lock_drop(&sets_lock);
	return ret;
}

/* One that was never made, or the oldest that this process is not in. */
static struct set *free_set(void)
{
	struct set *found = NULL;

	for (int i = 0; i < SETS; i++)
		if (&sets[i] != current && (!found || sets[i].number < found->number))
			found = &sets[i];
	return found;
}

static void current_mask(struct cpu_mask *m)
{
	if (current)
		*m = current->mask;
	else
		cpuset_root_mask(m);
}

/* cpuset(2): (where the number goes).  A new set, of all processors, for this process. */
long map_cpuset(struct call *c)
{
	struct cpu_mask from, all;
	struct set *s;
	long ret;

	cpuset_root_mask(&all);
	lock_take(&sets_lock);
	s = free_set();
	ret = put_alien_u32((unsigned long)c->alien[0], (uint32_t)last_number + 1);
	current_mask(&from);
	if (!ret)
		ret = move_threads(&from, &all);
	if (!ret) {
		*s = (struct set){ ++last_number, all };
		current = s;
	}
	lock_drop(&sets_lock);
	return ret;
}

/* cpuset_setid(2): (which, id, set).  FreeBSD too has it for processes alone. */
long map_cpuset_setid(struct call *c)
{
	struct cpu_mask from, to;
	uint64_t which;
	int id = (int)c->alien[1], number = (int)c->alien[2];
	long ret = xlat_to_host(XLAT_cpu_which, (uint32_t)c->alien[0], &which);

	if (ret)
		return ret;
	if (which != CPU_PROCESS)
		return -EINVAL;
	ret = cpuset_mask(number, &to);
	if (ret)
		return ret;
	if (id != -1 && id != this_thread()->pid) {
		hole("cpuset_setid of another process", (uint64_t)id);
		return host_call(__NR_kill, id, 0) == -ESRCH ? -ESRCH : -EPERM;
	}
	lock_take(&sets_lock);
	current_mask(&from);
	ret = move_threads(&from, &to);
	if (!ret)
		current = number == CPUSET_ROOT ? NULL : find_set(number);
	lock_drop(&sets_lock);
	return ret;
}
