/*
 * A fuzzer of the raw door: calls of every row with arguments that are valid, on
 * the edge, or anything, made in batches from a seed.  It ends with 1 where a call
 * never came back, abirun failed, a process ended by what its calls do not explain,
 * an answer can't be, or a row was never called.  It works in its current directory,
 * which it fills and empties.
 *
 *	calls [--seed N] [--seconds N] [--batches N]	from the seed, as long as that
 *	calls --seed N --batch N [--calls N]		one batch again, and no other
 *	... --threads N		as many threads in each batch
 *	... --verbose		every call, before it is made
 *	... --root		as the superuser, who has the observer take from him what hurts
 */
#include "system.h"

#define CALLS     300
#define KICK      3000000l     /* a call that lasts so long (nanoseconds) is sent a signal */
#define AGAIN     300000000l   /* and another: a sigwait(2) may have taken it */
#define HANGS     10000000000l /* one that lasts so long does not come back */
#define BATCH_END 60000000000l

struct options options = {
	.seed = 1, .seconds = 10, .batch = -1, .calls = CALLS, .batches = 1l << 31
};

static const char *name_of(uint32_t nr)
{
	for (int i = 0; i < row_count; i++)
		if (rows[i].nr == (int)nr)
			return rows[i].name;
	return "(no such call)";
}

void show_call(const struct record *r)
{
	const int64_t *a = r->arg;

	say("batch %u, thread %d, call %u%s: %s(%u) 0x%lx 0x%lx 0x%lx 0x%lx 0x%lx 0x%lx 0x%lx\n",
	    r->batch, (int)(r - RECORDS->of), r->index, r->alone ? " (alone)" : "", name_of(r->nr),
	    r->nr, a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
}

void complain(const struct record *r, const char *what, long ret)
{
	__atomic_add_fetch(&RECORDS->wrong, 1, __ATOMIC_RELAXED);
	say("%s (%ld): seed %ld, ", what, ret, (long)RECORDS->seed);
	show_call(r);
}

static void new_records(void)
{
	extern char __executable_start[], etext[]; /* from the linker */

	call(NR_mmap, RECORDS_ADDRESS, (sizeof(struct records) + 4095) & ~4095ul,
	     PROT_READ | PROT_WRITE, 0x1 | MAP_FIXED | MAP_ANON, -1, 0);
	RECORDS->magic = RECORDS_MAGIC;
	RECORDS->seed = (uint64_t)options.seed;
	RECORDS->text_from = (uint64_t)__executable_start;
	RECORDS->text_to = (uint64_t)etext;
}

/* Somebody to send signals to, and to trace. */
static void new_helper(void)
{
	long second, parent = call(NR_getpid);

	if (helper && call(NR_wait4, helper, 0, 1, 0) == 0)
		return;
	helper = (int)call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);
	if (second != 1)
		return;
	die_with_parent();
	call(NR_setpgid, 0, 0);
	for (int sig = 1; sig <= LAST_SIGNAL; sig++)
		signal_catch(sig, (void (*)(int))1, 0);
	while (call(NR_getppid) == parent) {
		struct timespec t = { 1, 0 };

		call(NR_nanosleep, &t, 0);
	}
	call(NR_exit_all, 0);
}

/* What a thread's call was when it was looked at last, and since when. */
struct seen {
	uint32_t serial;
	long since, kicked;
};

/* Send a signal to who sleeps; true where one does not wake up. */
static bool hangs(long pid, struct seen *seen)
{
	long t = now();

	for (int i = 0; i < RECORD_THREADS; i++) {
		const struct record *r = &RECORDS->of[i];

		if (r->serial != seen[i].serial || r->state != RECORD_CALL || r->alone) {
			seen[i] = (struct seen){ r->serial, t, t };
			continue;
		}
		if (t - seen[i].since > HANGS) {
			complain(r, "never comes back", 0);
			return true;
		}
		if (t - seen[i].kicked > KICK) {
			kick(pid, i);
			seen[i].kicked = t - KICK + AGAIN;
		}
	}
	return false;
}

static bool judge_end(int status, bool stuck)
{
	const char *what = (status & 0x7f)      ? "a process ended by a signal"
			   : status >> 8 == 125 ? "abirun failed"
			   : status             ? "a process ended"
						: NULL;

	if (!what || stuck)
		return !stuck;
	for (int i = 0; i < RECORD_THREADS; i++)
		if (RECORDS->of[i].state == RECORD_CALL)
			complain(&RECORDS->of[i], what, status);
	complain(&RECORDS->of[0], what, status);
	return false;
}

/* One batch in a process; false where something was wrong with it. */
static bool run(uint32_t batch, long calls)
{
	static struct seen seen[RECORD_THREADS];
	struct timespec pause = { 0, 1000000 };
	long second, pid, began = now(), got;
	uint32_t wrong = RECORDS->wrong;
	bool stuck = false;
	int status = 0;

	directory_new();
	new_helper();
	memset(RECORDS->of, 0, sizeof(RECORDS->of));
	memset(seen, 0, sizeof(seen));
	pid = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &second);
	if (second == 1) {
		call(NR_setpgid, 0, 0);
		run_batch(batch, calls);
	}
	while ((got = call(NR_wait4, pid, &status, 1, 0)) == 0 && !stuck) {
		call(NR_nanosleep, &pause, 0);
		stuck = hangs(pid, seen);
		if (now() - began > BATCH_END && !stuck) {
			complain(&RECORDS->of[0], "a batch does not end", 0);
			stuck = true;
		}
	}
	call(NR_kill, -pid, 9);
	if (got == 0) {
		call(NR_kill, pid, 9);
		call(NR_wait4, pid, &status, 0, 0);
	}
	return judge_end(status, stuck) && RECORDS->wrong == wrong;
}

/* How many calls of the batch it takes: half of them, and half of those. */
static void shrink(uint32_t batch)
{
	long low = 0, high = options.calls;

	if (run(batch, high)) {
		say("batch %u: not again\n", batch);
		return;
	}
	while (high - low > 1) {
		long middle = (low + high) / 2;

		if (run(batch, middle))
			low = middle;
		else
			high = middle;
	}
	say("again with: --seed %ld --batch %u --calls %ld\n", options.seed, batch, high);
}

static bool parse(int argc, char **argv)
{
	static const struct {
		const char *name;
		long *value;
	} known[] = {
		{ "--seed", &options.seed },       { "--seconds", &options.seconds },
		{ "--batch", &options.batch },     { "--calls", &options.calls },
		{ "--batches", &options.batches },
	};

	for (int i = 1; i < argc; i++) {
		bool found = false;

		if (!strcmp(argv[i], "--verbose")) {
			options.verbose = true;
			continue;
		}
		if (!strcmp(argv[i], "--root")) {
			options.root = true;
			continue;
		}
		if (i + 1 == argc)
			return false;
		if (!strcmp(argv[i], "--threads")) {
			options.threads = (int)to_long(argv[++i]);
			continue;
		}
		for (unsigned k = 0; k < sizeof(known) / sizeof(*known); k++)
			if (!strcmp(argv[i], known[k].name)) {
				*known[k].value = to_long(argv[++i]);
				found = true;
				break;
			}
		if (!found)
			return false;
	}
	return true;
}

static void show_counts(void)
{
	uint64_t all = 0;

	for (int i = 0; i < row_count; i++) {
		all += RECORDS->calls[i];
		say("%s(%d) %u\n", rows[i].name, rows[i].nr, RECORDS->calls[i]);
		/* syscall(2) and __syscall(2) are how now and then the others are called. */
		if (!RECORDS->calls[i] && !rows[i].refused) {
			RECORDS->wrong++;
			say("\tnever called\n");
		}
	}
	say("%lu calls, %u wrong\n", all, RECORDS->wrong);
}

int main(int argc, char **argv, char **envp)
{
	long began = now();
	uint32_t batches = 0;

	(void)envp;
	if (!parse(argc, argv)) {
		say("calls: --seed N --seconds N --batches N --batch N --calls N --threads N "
		    "--verbose\n");
		return 2;
	}
	/* It would set the clock. */
	if (!call(NR_geteuid) && !options.root) {
		say("calls: not as root, unless by tests/fuzz/calls.sh\n");
		return 2;
	}
	new_records();
	say("seed %ld\n", options.seed);
	if (options.batch >= 0)
		return !run((uint32_t)options.batch, options.calls);
	for (; now() - began < options.seconds * 1000000000 && batches < options.batches; batches++)
		if (!run(batches, options.calls) && RECORDS->wrong < 20)
			shrink(batches);
	directory_new();
	objects_forget();
	call(NR_kill, helper, 9);
	show_counts();
	say("%u batches in %ld s\n", batches, (now() - began) / 1000000000);
	return RECORDS->wrong != 0;
}
