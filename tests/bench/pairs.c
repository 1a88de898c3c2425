/*
 * Run two commands in turn, natively and under abirun, and print the medians and
 * quartiles of both and of the ratio within each pair:
 *
 *	pairs [-n PAIRS] [-w] [-c] NAME NATIVE... -- ALIEN...
 *
 * A command prints "NANOSECONDS COUNT", and its measure is nanoseconds for each;
 * with -w it is the wall time of the process, and the peak memory of both is
 * compared too.  -c keeps both on one processor.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAIRS_MAX 1000

struct measure {
	double ns;
	double cpu; /* ns, of user and system together */
	double rss; /* bytes */
};

static bool whole_process, one_cpu;

static void stop(const char *command, const char *why)
{
	fprintf(stderr, "pairs: %s: %s\n", command, why);
	exit(1);
}

static double in_ns(struct timeval t)
{
	return t.tv_sec * 1e9 + t.tv_usec * 1e3;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void child(char **command, int out)
{
	cpu_set_t last;

	if (one_cpu) {
		CPU_ZERO(&last);
		CPU_SET(sysconf(_SC_NPROCESSORS_ONLN) - 1, &last);
		sched_setaffinity(0, sizeof(last), &last);
	}
	dup2(whole_process ? open("/dev/null", O_WRONLY) : out, 1);
	execvp(command[0], command);
	fprintf(stderr, "pairs: %s: %s\n", command[0], strerror(errno));
	_exit(127);
}

static struct measure run(char **command)
{
	struct rusage usage;
	struct measure m = { 0 };
	double start = now();
	char line[256] = "";
	int ends[2], status;
	long count = 0;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) || (pid = fork()) < 0)
		stop(command[0], strerror(errno));
	if (!pid)
		child(command, ends[1]);
	close(ends[1]);
	if (read(ends[0], line, sizeof(line) - 1) < 0 || wait4(pid, &status, 0, &usage) != pid)
		stop(command[0], strerror(errno));
	close(ends[0]);
	m.rss = usage.ru_maxrss * 1024.0;
	m.cpu = in_ns(usage.ru_utime) + in_ns(usage.ru_stime);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		stop(command[0], *line ? line : "did not end well");
	if (whole_process)
		m.ns = now() - start;
	else if (sscanf(line, "%lf %ld", &m.ns, &count) == 2 && count > 0)
		m.ns /= count;
	else
		stop(command[0], "printed no measurement");
	return m;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Quartile q (1, 2, 3) of n sorted values, between neighbours where it falls so. */
static double quartile(const double *sorted, int n, int q)
{
	double at = (n - 1) * q / 4.0;
	int low = (int)at;
	double next = sorted[low + 1 < n ? low + 1 : low];

	return sorted[low] + (next - sorted[low]) * (at - low);
}

static void print_times(double *ns, int n)
{
	const char *unit = "ns";
	double by = 1;

	qsort(ns, n, sizeof(*ns), by_value);
	if (quartile(ns, n, 2) >= 1e6)
		unit = "ms", by = 1e6;
	else if (quartile(ns, n, 2) >= 1e4)
		unit = "us", by = 1e3;
	printf(" %8.2f %s [%.2f %.2f]", quartile(ns, n, 2) / by, unit, quartile(ns, n, 1) / by,
	       quartile(ns, n, 3) / by);
}

static void compare(const char *name, char **native, char **alien, int pairs)
{
	static double at_home[PAIRS_MAX], here[PAIRS_MAX], ratio[PAIRS_MAX], more[PAIRS_MAX];
	static double longer[PAIRS_MAX], cpu[PAIRS_MAX];

	run(native);
	run(alien);
	for (int i = 0; i < pairs; i++) {
		/* Whoever comes second finds another machine: take turns. */
		struct measure first = run(i % 2 ? alien : native);
		struct measure second = run(i % 2 ? native : alien);
		struct measure n = i % 2 ? second : first, a = i % 2 ? first : second;

		at_home[i] = n.ns;
		here[i] = a.ns;
		ratio[i] = a.ns / n.ns;
		longer[i] = a.ns - n.ns;
		cpu[i] = a.cpu / n.cpu;
		more[i] = a.rss - n.rss;
	}
	qsort(ratio, pairs, sizeof(*ratio), by_value);
	qsort(more, pairs, sizeof(*more), by_value);
	qsort(longer, pairs, sizeof(*longer), by_value);
	qsort(cpu, pairs, sizeof(*cpu), by_value);
	printf("%-24s native", name);
	print_times(at_home, pairs);
	printf("  abirun");
	print_times(here, pairs);
	printf("  ratio %.3f [%.3f %.3f]", quartile(ratio, pairs, 2), quartile(ratio, pairs, 1),
	       quartile(ratio, pairs, 3));
	if (whole_process)
		printf("  %+.2f ms  processor time %.3f [%.3f %.3f]  peak memory %+.1f MB [%+.1f "
		       "%+.1f]",
		       quartile(longer, pairs, 2) / 1e6, quartile(cpu, pairs, 2),
		       quartile(cpu, pairs, 1), quartile(cpu, pairs, 3),
		       quartile(more, pairs, 2) / 1e6, quartile(more, pairs, 1) / 1e6,
		       quartile(more, pairs, 3) / 1e6);
	printf("  %d pairs\n", pairs);
}

int main(int argc, char **argv)
{
	int pairs = 21, option, split;

	while ((option = getopt(argc, argv, "+n:wc")) != -1) {
		if (option == 'n')
			pairs = atoi(optarg);
		else if (option == 'w')
			whole_process = true;
		else if (option == 'c')
			one_cpu = true;
		else
			return 2;
	}
	for (split = optind; split < argc && strcmp(argv[split], "--"); split++)
		;
	if (split - optind < 2 || split + 1 >= argc || pairs < 1 || pairs > PAIRS_MAX) {
		fprintf(stderr, "usage: pairs [-n PAIRS] [-w] [-c] NAME NATIVE... -- ALIEN...\n");
		return 2;
	}
	argv[split] = NULL;
	compare(argv[optind], argv + optind + 1, argv + split + 1, pairs);
	return 0;
}
