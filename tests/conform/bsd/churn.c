/*
 * Things made and undone many times leave nothing behind: threads, processes,
 * kqueues, code, programs.
 *
 *	churn [PERCENT [WHAT...]]	of the rounds that `make stress` takes; 1 unless given
 *
 * After a warm-up and after all rounds descriptors, mappings and resident memory are
 * counted; there may be a few pages more, and none for each round.
 */
#include "children.h"
#include "written_code.h"

#define RSS_SLACK 600 /* pages: allocators keep some */
#define MAP_SLACK 12

struct usage {
	long descriptors, mappings, pages;
};

static char buffer[65536];

static long count_lines(const char *path)
{
	long fd = call(NR_open, path, O_RDONLY), n, lines = 0;

	while ((n = call(NR_read, fd, buffer, sizeof(buffer))) > 0)
		for (long i = 0; i < n; i++)
			lines += buffer[i] == '\n';
	call(NR_close, fd);
	return lines;
}

static long resident_pages(void)
{
	long fd = call(NR_open, "/proc/self/statm", O_RDONLY), pages = 0;
	long n = call(NR_read, fd, buffer, 200), i = 0;

	call(NR_close, fd);
	while (i < n && buffer[i++] != ' ')
		;
	for (; i < n && buffer[i] >= '0'; i++)
		pages = pages * 10 + buffer[i] - '0';
	return pages;
}

static long open_descriptors(void)
{
	long count = 0;

	for (int fd = 0; fd < 1024; fd++)
		count += !is_error(call(NR_fcntl, fd, 1, 0)); /* F_GETFD */
	return count;
}

static struct usage usage_now(void)
{
	return (struct usage){ open_descriptors(), count_lines("/proc/self/maps"),
			       resident_pages() };
}

static void nothing(void *arg)
{
	__atomic_fetch_add((long *)arg, 1, __ATOMIC_RELAXED);
}

#define TOGETHER 8

static void threads(long rounds)
{
	static char *stacks[TOGETHER];
	struct thread thread[TOGETHER];
	long ran = 0;

	for (long i = 0; i < rounds; i += TOGETHER) {
		for (int k = 0; k < TOGETHER; k++) {
			if (!stacks[k])
				stacks[k] = pages(16384);
			EXPECT_EQ(thread_start(&thread[k], nothing, &ran, stacks[k], 16384), 0);
		}
		for (int k = 0; k < TOGETHER; k++)
			thread_join(&thread[k]);
	}
	EXPECT_EQ(ran, (rounds + TOGETHER - 1) / TOGETHER * TOGETHER);
}

static void wait_for(long pid, int wanted)
{
	int status = -1;
	long ret;

	while ((ret = call(NR_wait4, pid, &status, 0, 0)) == -EINTR)
		;
	EXPECT_EQ(ret, pid);
	EXPECT_EQ(status, wanted << 8);
}

static void forks(long rounds)
{
	for (long i = 0; i < rounds; i++) {
		long pid = fork_by(i % 4 ? NR_fork : NR_vfork, 0);

		if (!pid)
			call(NR_exit_all, 7);
		wait_for(pid, 7);
	}
}

/* Knotes of descriptors, timers and users, and the kqueue closed with them in it. */
static void kqueues(long rounds)
{
	int ends[2];

	EXPECT_EQ(call(NR_pipe2, ends, 0), 0);
	for (long i = 0; i < rounds; i++) {
		struct kevent changes[] = {
			{ .ident = ends[0], .filter = EVFILT_READ, .flags = EV_ADD },
			{ .ident = 1, .filter = EVFILT_TIMER, .flags = EV_ADD, .data = 100000 },
			{ .ident = 1, .filter = EVFILT_USER, .flags = EV_ADD },
		};
		long queue = call(NR_kqueue);

		if (call(NR_kevent, queue, changes, 3, 0, 0, 0))
			EXPECT(false);
		if (call(NR_close, queue))
			EXPECT(false);
	}
	call(NR_close, ends[0]);
	call(NR_close, ends[1]);
}

/* New memory, and the same memory, written and made executable in turn. */
static void code(long rounds)
{
	long pid = call(NR_getpid), parent = call(NR_getppid);
	unsigned char *kept = pages(8192);

	for (long i = 0; i < rounds; i++) {
		unsigned char *page = (unsigned char *)call(
		    NR_mmap, 0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);

		put_call(page, i % 7, NR_getpid);
		put_call(page + 4090, i % 5, NR_getppid);
		call(NR_mprotect, page, 8192, PROT_READ | PROT_EXEC);
		if (run(page) != pid || run(page + 4090) != parent)
			EXPECT(false);
		if (call(NR_munmap, page, 8192))
			EXPECT(false);
		call(NR_mprotect, kept, 8192, PROT_READ | PROT_WRITE);
		put_call(kept + 16 * (i % 40), i % 3, i % 2 ? NR_getpid : NR_getppid);
		call(NR_mprotect, kept, 8192, PROT_READ | PROT_EXEC);
		if (run(kept + 16 * (i % 40)) != (i % 2 ? pid : parent))
			EXPECT(false);
	}
	call(NR_munmap, kept, 8192);
}

static char **self_argv, **self_envp;

/* The program itself, which then ends at once; from the main thread and from another. */
static void exec_self(void *unused)
{
	char *const argv[] = { self_argv[0], "end", 0 };

	(void)unused;
	call(NR_execve, self_argv[0], argv, self_envp);
	call(NR_exit_all, 9);
}

static void execs(long rounds)
{
	static char stack[16384];
	struct thread thread;

	for (long i = 0; i < rounds; i++) {
		long pid = fork_by(i % 2 ? NR_fork : NR_vfork, 0);

		if (!pid) {
			if (i % 4 == 1 &&
			    !thread_start(&thread, exec_self, 0, stack, sizeof(stack)))
				for (;;)
					pause_ms(1000);
			exec_self(0);
		}
		wait_for(pid, 3);
	}
}

static const struct {
	const char *name;
	void (*churn)(long rounds);
	long rounds;
} kinds[] = {
	{ "threads", threads, 100000 }, { "forks", forks, 10000 }, { "kqueues", kqueues, 100000 },
	{ "code", code, 100000 },       { "execs", execs, 10000 },
};

static void try_one(size_t i, long percent)
{
	long rounds = kinds[i].rounds * percent / 100, start;
	struct usage before, after;
	int status;

	/* As long as what is kept for the next time grows. */
	kinds[i].churn(rounds < 2500 ? rounds / 2 + 8 : 2500);
	before = usage_now();
	start = now();
	kinds[i].churn(rounds);
	after = usage_now();
	EXPECT_EQ(after.descriptors, before.descriptors);
	EXPECT(after.mappings <= before.mappings + MAP_SLACK);
	EXPECT(after.pages <= before.pages + RSS_SLACK);
	EXPECT_EQ(call(NR_wait4, -1, &status, 1, 0), -ECHILD); /* WNOHANG */
	say("%s: %ld rounds in %ld ms, descriptors %ld to %ld, mappings %ld to %ld, ",
	    kinds[i].name, rounds, (now() - start) / 1000000, before.descriptors, after.descriptors,
	    before.mappings, after.mappings);
	say("pages %ld to %ld\n", before.pages, after.pages);
}

int main(int argc, char **argv, char **envp)
{
	long percent = argc > 1 ? to_long(argv[1]) : 1;

	if (argc > 1 && !strcmp(argv[1], "end"))
		return 3;
	self_argv = argv;
	self_envp = envp;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		bool wanted = argc < 3;

		for (int k = 2; k < argc; k++)
			wanted |= !strcmp(argv[k], kinds[i].name);
		if (wanted)
			try_one(i, percent);
	}
	return result();
}
