/* getopt(3), getopt_long(3), getsubopt(3), err(3): in FreeBSD's words. */
#include "text.h"

struct option {
	const char *name;
	int has_arg, *flag, val;
};
extern char *optarg;
extern int opterr, optind, optopt, optreset;
int getopt(int argc, char *const argv[], const char *options);
int getopt_long(int argc, char *const argv[], const char *options, const struct option *names,
		int *index);
int getopt_long_only(int argc, char *const argv[], const char *options, const struct option *names,
		     int *index);
int getsubopt(char **options, char *const *tokens, char **value);
void warn(const char *format, ...), warnx(const char *format, ...),
    warnc(int error, const char *format, ...);
void errx(int status, const char *format, ...), err_set_file(FILE *f), err_set_exit(void (*f)(int));
int dup2(int from, int to);

static int flag;
static const struct option names_of_all[] = {
	{ "alpha", 0, NULL, 'a' }, { "beta", 1, NULL, 'b' }, { "gamma", 2, &flag, 77 },
	{ "gam", 0, NULL, 'G' },   { "best", 0, NULL, 'B' }, { NULL, 0, NULL, 0 },
};
static int seen_fd;

/* What went to standard error since the last time, on one line. */
static const char *complaints(void)
{
	static char text[256];
	long n;

	fflush(__stderrp);
	n = read(seen_fd, text, sizeof text - 1);
	text[n > 0 ? n : 0] = 0;
	return text;
}

/* All that an option function answers, as a line. */
static const char *all(int how, const char *options, int argc, char **argv)
{
	static char line[256];
	size_t n = 0;
	int c, index = -1;

	optreset = optind = 1;
	line[0] = 0;
	for (;;) {
		c = how == 0   ? getopt(argc, argv, options)
		    : how == 1 ? getopt_long(argc, argv, options, names_of_all, &index)
			       : getopt_long_only(argc, argv, options, names_of_all, &index);
		if (c == -1)
			break;
		n += (size_t)snprintf(line + n, sizeof line - n, "%c%d%s%s ", c > 32 ? c : '#',
				      optind, optarg ? "=" : "", optarg ? optarg : "");
	}
	n += (size_t)snprintf(line + n, sizeof line - n, "end %d:", optind);
	for (int i = 1; i < argc; i++)
		n += (size_t)snprintf(line + n, sizeof line - n, " %s", argv[i]);
	return line;
}

#define ALL(how, options, ...)                                                                     \
	all(how, options, sizeof((char *[]){ "p", __VA_ARGS__ }) / sizeof(char *),                 \
	    (char *[]){ "p", __VA_ARGS__, NULL })

static void letters(void)
{
	SAYS("a2 b3=foo b5=bar c6 end 6: -a -bfoo -b bar -c x -a",
	     ALL(0, "ab:c", "-a", "-bfoo", "-b", "bar", "-c", "x", "-a"));
	SAYS("a1 ?2 end 2: -ab", ALL(0, "ab:c", "-ab"));
	SAYS("options: option requires an argument -- b\n", complaints());
	SAYS("a1 :2 end 2: -ab", ALL(0, ":ab:c", "-ab"));
	SAYS("?2 end 2: -z", ALL(0, "ab:", "-z"));
	SAYS("options: illegal option -- z\n", complaints());
	EXPECT_EQ(optopt, 'z');
	SAYS("a2 end 3: -a -- -b", ALL(0, "ab:", "-a", "--", "-b"));
	SAYS("b2 b3=q end 3: -b -bq", ALL(0, "ab::", "-b", "-bq"));
	SAYS("end 1: x -a", ALL(0, "a", "x", "-a"));
}

static void words(void)
{
	SAYS("a3 b5=3 #7 #8=q end 5: -a --beta=3 --gamma --gamma=q x y z w",
	     ALL(1, "ab:c", "x", "-a", "y", "--beta=3", "z", "--gamma", "--gamma=q", "w"));
	EXPECT_EQ(flag, 77);
	SAYS("?2 end 2: --be=3", ALL(1, "ab:c", "--be=3"));
	SAYS("options: option `--be' is ambiguous\n", complaints());
	SAYS("?2 end 2: --bet", ALL(1, "ab:c", "--bet"));
	SAYS("options: option `--bet' requires an argument\n", complaints());
	SAYS("?2 end 2: --alpha=3", ALL(1, "ab:c", "--alpha=3"));
	SAYS("options: option `--alpha' doesn't allow an argument\n", complaints());
	SAYS("?2 end 2: --zzz x", ALL(1, "ab:c", "--zzz", "x"));
	SAYS("options: unrecognized option `--zzz'\n", complaints());
	SAYS("?2 end 2: -q", ALL(1, "ab:c", "-q"));
	SAYS("options: invalid option -- q\n", complaints());
	SAYS("end 1: x -a", ALL(1, "+ab:c", "x", "-a"));
	SAYS("#2=x a3 #4=y end 4: x -a y", ALL(1, "-ab:c", "x", "-a", "y"));
	SAYS("G2 end 2: --gam", ALL(1, "ab:c", "--gam"));
	SAYS("end 2: -- a b -c d", ALL(1, "ab:c", "a", "b", "--", "-c", "d"));
	SAYS("a3 b4=1 end 4: -W alpha -Wbeta=1", ALL(1, "W;ab:", "-W", "alpha", "-Wbeta=1"));
	SAYS("a2 b4=5 a4 c5 end 5: -alpha -beta 5 -ac",
	     ALL(2, "ab:c", "-alpha", "-beta", "5", "-ac"));
	SAYS("a2 ?3 end 3: -a -x", ALL(2, "ab:c", "-a", "-x"));
	SAYS("options: unrecognized option `-x'\n", complaints());
}

static void parts(void)
{
	char line[] = "  a=1, b ,c=3,z", *at = line, *value;
	char *const tokens[] = { "a", "b", "c", NULL };

	EXPECT_EQ(getsubopt(&at, tokens, &value), 0);
	SAYS("1", value);
	EXPECT_EQ(getsubopt(&at, tokens, &value), 1);
	EXPECT(!value);
	EXPECT_EQ(getsubopt(&at, tokens, &value), 2);
	SAYS("3", value);
	EXPECT_EQ(getsubopt(&at, tokens, &value), -1);
	EXPECT_EQ(*at, 0);
}

static void leaving(int status)
{
	EXPECT_EQ(status, 3);
	SAYS("options: end 7\n", complaints());
	exit(result());
}

int main(int argc, char **argv, char **envp)
{
	char name[] = "/tmp/abirun-options-XXXXXX";
	int fd = mkstemp(name);

	(void)argc, (void)argv, (void)envp;
	seen_fd = open(name, O_RDONLY);
	dup2(fd, 2);
	unlink(name);
	letters();
	words();
	parts();
	errno = BSD_ENOENT;
	warn("w %d", 1);
	SAYS("options: w 1: No such file or directory\n", complaints());
	warnc(BSD_ETIMEDOUT, NULL);
	SAYS("options: Operation timed out\n", complaints());
	warnx("%s %d %d %d %d %d %d", "a", 1, 2, 3, 4, 5, 6);
	SAYS("options: a 1 2 3 4 5 6\n", complaints());
	err_set_exit(leaving);
	errx(3, "end %d", 7);
}
