/* libutil and libexecinfo: numbers as people read them, files that name their owner, terminals. */
#include "text.h"

int humanize_number(char *to, size_t room, int64_t number, const char *suffix, int scale,
		    int flags);
int expand_number(const char *text, uint64_t *number);
int flopen(const char *path, int flags, ...);
struct pidfh;
struct pidfh *pidfile_open(const char *path, unsigned short mode, int *pid);
int pidfile_write(struct pidfh *p);
int pidfile_close(struct pidfh *p);
int pidfile_remove(struct pidfh *p);
int pidfile_fileno(const struct pidfh *p);
void *properties_read(int fd);
char *property_find(void *list, const char *name);
void properties_free(void *list);
char *fparseln(FILE *f, size_t *length, size_t *number, const char marks[3], int flags);
int openpty(int *master, int *slave, char *name, const void *how, const void *size);
int forkpty(int *master, char *name, const void *how, const void *size);
void *kinfo_getproc(int pid);
void *kinfo_getallproc(int *count);
void *kinfo_getfile(int pid, int *count);
void *kinfo_getvmmap(int pid, int *count);
int kld_isloaded(const char *name);
void trimdomain(char *name, int size);
size_t backtrace(void **to, size_t room);
char **backtrace_symbols_fmt(void *const *addresses, size_t count, const char *format);
int isatty(int fd);
char *ttyname(int fd);
FILE *fdopen(int fd, const char *mode);
long lseek(int fd, long offset, int whence);

enum { DECIMAL = 1, NOSPACE = 2, B = 4, THOUSANDS = 8, IEC = 16, GETSCALE = 16, AUTO = 32 };

static char room[64];

static const char *human(size_t size, int64_t number, const char *suffix, int scale, int flags)
{
	memset(room, 0, sizeof room);
	return humanize_number(room, size, number, suffix, scale, flags) < 0 ? "-1" : room;
}

static void numbers(void)
{
	uint64_t n = 0;

	SAYS("0 B", human(5, 0, "", AUTO, B));
	SAYS("1023 B", human(7, 1023, "", AUTO, B));
	SAYS("1.0K", human(5, 1024, "", AUTO, DECIMAL | NOSPACE));
	SAYS("1.5K", human(5, 1536, "", AUTO, DECIMAL | NOSPACE));
	SAYS("10K", human(5, 10200, "", AUTO, DECIMAL | NOSPACE));
	SAYS("977M", human(5, 1023999999, "", AUTO, NOSPACE));
	SAYS("1.0G", human(5, 1073741823, "", AUTO, DECIMAL | NOSPACE));
	SAYS("12 kB", human(6, 12345, "B", AUTO, THOUSANDS));
	SAYS("-5.0 M", human(8, -5242880, "", 2, DECIMAL));
	SAYS("5 MiB", human(8, 5242880, "B", 2, IEC));
	SAYS("8.0E", human(6, INT64_MAX, "", 6, DECIMAL | NOSPACE));
	SAYS("-1", human(3, 1000000, "", AUTO, 0));
	SAYS("-1", human(9, 1, "", 9, 0));
	SAYS("-1", human(9, 1, "", AUTO, THOUSANDS | IEC));
	EXPECT_EQ(humanize_number(room, 5, 5000000, "", GETSCALE, 0), 2);
	EXPECT_EQ(expand_number("5k", &n), 0);
	EXPECT_EQ(n, 5120);
	EXPECT_EQ(expand_number("2MB", &n), 0);
	EXPECT_EQ(n, 2 << 20);
	EXPECT_EQ(expand_number("0x10", &n), 0);
	EXPECT_EQ(n, 16);
	EXPECT_EQ(expand_number("16E", &n), -1);
	EXPECT_EQ(errno, BSD_ERANGE);
	EXPECT_EQ(expand_number("5x", &n), -1);
	EXPECT_EQ(errno, BSD_EINVAL);
}

static void owners(void)
{
	char path[64] = "/tmp/abirun-utilities-XXXXXX", text[16] = "";
	int fd = mkstemp(path), other = 0;
	struct pidfh *p, *q;

	close(fd);
	p = pidfile_open(path, 0600, &other);
	EXPECT(p);
	EXPECT_EQ(pidfile_write(p), 0);
	EXPECT(pidfile_fileno(p) >= 0);
	q = pidfile_open(path, 0600, &other);
	EXPECT(!q);
	EXPECT_EQ(errno, 17); /* EEXIST */
	EXPECT_EQ(other, getpid());
	fd = open(path, O_RDONLY);
	EXPECT(read(fd, text, 15) > 0);
	SAYS(PRINTED("%d", getpid()), text);
	close(fd);
	EXPECT_EQ(pidfile_close(p), 0);
	fd = flopen(path, O_RDWR | O_TRUNC);
	EXPECT(fd >= 0);
	EXPECT_EQ(flopen(path, O_RDWR | 4), -1); /* O_NONBLOCK */
	EXPECT_EQ(errno, BSD_EAGAIN);
	EXPECT_EQ(read(fd, text, 15), 0);
	close(fd);
	p = pidfile_open(path, 0600, NULL);
	EXPECT_EQ(pidfile_remove(p), 0);
	EXPECT_EQ(open(path, O_RDONLY), -1);
}

static int scratch(const char *text)
{
	char path[64] = "/tmp/abirun-utilities-XXXXXX";
	int fd = mkstemp(path);

	unlink(path);
	write(fd, text, strlen(text));
	lseek(fd, 0, 0);
	return fd;
}

static void files(void)
{
	int fd = scratch("# first\nname=value\n  other = more text \nlong={a\nb}\n");
	void *list = properties_read(fd);
	size_t length, number = 0;
	FILE *f;
	char *line;

	SAYS("value", property_find(list, "name"));
	SAYS("a\nb", property_find(list, "long"));
	EXPECT(!property_find(list, "none"));
	properties_free(list);
	close(fd);
	f = fdopen(scratch("one # comment\n\n# nothing\ntwo \\\nlines\nhash \\# kept\n"), "r");
	line = fparseln(f, &length, &number, NULL, 0);
	SAYS("one ", line);
	EXPECT_EQ(length, 4);
	free(line);
	line = fparseln(f, &length, &number, NULL, 0);
	SAYS("", line);
	free(line);
	line = fparseln(f, &length, &number, NULL, 0);
	SAYS("two lines", line);
	EXPECT_EQ(number, 5);
	free(line);
	line = fparseln(f, &length, &number, NULL, 4); /* FPARSELN_UNESCCOMM */
	SAYS("hash # kept", line);
	free(line);
	EXPECT(!fparseln(f, &length, &number, NULL, 0));
	fclose(f);
}

static void terminals(void)
{
	char name[128], text[16] = "";
	unsigned short size[4] = { 33, 99, 0, 0 };
	int master, slave, pid, status;

	EXPECT_EQ(openpty(&master, &slave, name, NULL, size), 0);
	EXPECT(isatty(slave));
	SAYS(name, ttyname(slave));
	EXPECT_EQ(write(slave, "x", 1), 1);
	EXPECT_EQ(read(master, text, 1), 1);
	close(slave);
	close(master);
	pid = forkpty(&master, NULL, NULL, size);
	if (!pid) {
		int tty = open("/dev/tty", O_RDWR);

		write(1, tty >= 0 && isatty(0) ? "y" : "n", 1);
		_exit(3);
	}
	EXPECT_EQ(read(master, text, 1), 1);
	EXPECT_EQ(text[0], 'y');
	EXPECT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(status, 3 << 8);
	close(master);
}

/* sys/user.h: ki_pid is at 72, kf_fd at 8, kve_start at 8 */
static void processes(void)
{
	int *p = kinfo_getproc(getpid()), count = 0, mine = 0, fds[2];
	char *list;

	EXPECT(p);
	EXPECT_EQ(p[0], 1088);
	EXPECT_EQ(p[18], getpid());
	free(p);
	EXPECT(!kinfo_getproc(99999999));
	list = kinfo_getallproc(&count);
	for (int i = 0; i < count; i++)
		mine += *(int *)(list + i * 1088 + 72) == getpid();
	EXPECT_EQ(mine, 1);
	free(list);
	pipe(fds);
	list = kinfo_getfile(getpid(), &count);
	mine = 0;
	for (int i = 0; i < count; i++)
		mine += *(int *)(list + i * 1392 + 8) == fds[1];
	EXPECT_EQ(mine, 1);
	free(list);
	list = kinfo_getvmmap(getpid(), &count);
	mine = 0;
	for (int i = 0; i < count; i++)
		mine += *(unsigned long *)(list + i * 1160 + 8) <= (unsigned long)processes &&
			*(unsigned long *)(list + i * 1160 + 16) > (unsigned long)processes;
	EXPECT_EQ(mine, 1);
	free(list);
	EXPECT_EQ(kld_isloaded("nothing_of_that_name"), 0);
}

__attribute__((noinline)) static size_t inner(void **to)
{
	size_t n = backtrace(to, 10);

	__asm__ volatile("");
	return n;
}

static void callers(void)
{
	void *list[10];
	size_t n = inner(list);
	char **names = backtrace_symbols_fmt(list, n, "%n|%f");

	EXPECT(n >= 3);
	EXPECT((char *)list[0] > (char *)inner && (char *)list[0] < (char *)inner + 200);
	EXPECT((char *)list[1] > (char *)callers && (char *)list[1] < (char *)callers + 400);
	EXPECT(strstr(names[0], "|"));
	EXPECT(strstr(names[0], "utilities"));
	free(names);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	numbers();
	owners();
	files();
	terminals();
	processes();
	callers();
	return result();
}
