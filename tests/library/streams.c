/* Streams of all kinds: memory, functions, programs, wide characters, opened anew. */
#include "text.h"

typedef int wint_t;
FILE *fmemopen(void *memory, size_t size, const char *mode),
    *open_memstream(char **text, size_t *size);
FILE *funopen(void *cookie, int (*read)(void *, char *, int),
	      int (*write)(void *, const char *, int), long (*seek)(void *, long, int),
	      int (*close)(void *));
FILE *freopen(const char *path, const char *mode, FILE *f),
    *popen(const char *command, const char *mode);
FILE *tmpfile(void);
int pclose(FILE *f), system(const char *command), fdclose(FILE *f, int *fd), fpurge(FILE *f);
char *fgetln(FILE *f, size_t *length);
int fgetpos(FILE *f, long *place), fsetpos(FILE *f, const long *place), getw(FILE *f),
    putw(int word, FILE *f);
wint_t fgetwc(FILE *f), fputwc(wchar_t c, FILE *f), ungetwc(wint_t c, FILE *f);
int fputws(const wchar_t *text, FILE *f), fwide(FILE *f, int mode);
int dprintf(int fd, const char *format, ...),
    fprintf_l(FILE *f, void *locale, const char *format, ...);
int fscanf(FILE *f, const char *format, ...), strncmp(const char *a, const char *b, size_t n);

static void memory(void)
{
	char room[] = "line one\nline two\nthird", *text;
	size_t size;
	long place;
	FILE *f = fmemopen(room, sizeof room - 1, "r");
	const char *line = fgetln(f, &size);

	EXPECT(line && size == 9 && !strncmp(line, "line one\n", 9));
	EXPECT_EQ(fgetpos(f, &place), 0);
	line = fgetln(f, &size);
	EXPECT(line && size == 9 && !strncmp(line, "line two\n", 9));
	EXPECT_EQ(fsetpos(f, &place), 0);
	line = fgetln(f, &size);
	EXPECT(line && size == 9 && !strncmp(line, "line two\n", 9));
	line = fgetln(f, &size);
	EXPECT(line && size == 5);
	EXPECT(!fgetln(f, &size) && feof(f) && (f->flags & SEOF));
	fclose(f);
	f = open_memstream(&text, &size);
	EXPECT_EQ(fprintf(f, "%d %p", 5, NULL), 5);
	EXPECT_EQ(fprintf_l(f, NULL, " %.1f", 2.5), 4);
	EXPECT_EQ(fflush(f), 0);
	EXPECT_EQ(size, 9);
	fclose(f);
	SAYS("5 0x0 2.5", text);
	free(text);
}

static char written[64];
static int written_count, closed;

static int take(void *cookie, const char *from, int n)
{
	EXPECT_EQ(cookie, 77);
	memcpy(written + written_count, from, (size_t)n);
	written_count += n;
	return n;
}

static int give(void *cookie, char *to, int n)
{
	(void)cookie, (void)n;
	if (written_count <= 0)
		return 0;
	memcpy(to, written, (size_t)written_count);
	n = written_count;
	written_count = 0;
	return n;
}

static int end(void *cookie)
{
	closed += cookie == (void *)77;
	return 0;
}

static void functions(void)
{
	FILE *f = funopen((void *)77, NULL, take, NULL, end);
	char line[64];

	EXPECT_EQ(fputs("to a function\n", f), 14 ? 1 : 0);
	EXPECT_EQ(fclose(f), 0);
	EXPECT_EQ(written_count, 14);
	EXPECT_EQ(closed, 1);
	f = funopen((void *)77, give, NULL, NULL, end);
	SAYS("to a function\n", fgets(line, sizeof line, f));
	EXPECT_EQ(f->file, -1);
	EXPECT_EQ(fclose(f), 0);
	EXPECT_EQ(closed, 2);
	EXPECT(!funopen(NULL, NULL, NULL, NULL, NULL));
	EXPECT_EQ(errno, BSD_EINVAL);
}

static void programs(void)
{
	char line[64] = "";
	FILE *f = popen("echo from $0; exit 5", "r");

	SAYS("from sh\n", fgets(line, sizeof line, f));
	EXPECT_EQ(pclose(f), 5 << 8);
	EXPECT_EQ(pclose(__stdoutp), -1);
	f = popen("read a; test \"$a\" = word", "w");
	fputs("word\n", f);
	EXPECT_EQ(pclose(f), 0);
	f = popen("read a; echo $a$a", "r+");
	fputs("ab\n", f);
	fflush(f);
	SAYS("abab\n", fgets(line, sizeof line, f));
	EXPECT_EQ(pclose(f), 0);
	EXPECT(!popen("true", "x"));
	EXPECT_EQ(system("exit 3"), 3 << 8);
	EXPECT_EQ(system("kill -9 $$"), 9);
	EXPECT_EQ(system(NULL), 1);
}

static void files(void)
{
	char name[] = "/tmp/abirun-streams-XXXXXX", line[64];
	int fd = mkstemp(name), number = 0;
	FILE *f = tmpfile(), *again;

	EXPECT_EQ(putw(0x12345, f), 0);
	EXPECT_EQ(fseek(f, 0, 0), 0);
	EXPECT_EQ(getw(f), 0x12345);
	fclose(f);
	f = fopen(name, "w");
	number = fileno(f);
	EXPECT_EQ(dprintf(number, "%s %m %d\n", "direct", 4) > 10, 1);
	fputs("gone", f);
	EXPECT_EQ(fpurge(f), 0);
	again = freopen(name, "r", f);
	EXPECT(again == f && fileno(f) == number && f->file == number);
	EXPECT_EQ(fscanf(f, "%63s", line), 1);
	SAYS("direct", line);
	EXPECT_EQ(fdclose(f, &fd), 0);
	EXPECT_EQ(fd, number);
	EXPECT_EQ(close(fd), 0);
	EXPECT(!freopen("/no/such/file", "r", fopen(name, "r")));
	EXPECT_EQ(errno, BSD_ENOENT);
	unlink(name);
}

static void wide(void)
{
	FILE *f = tmpfile();

	EXPECT(fwide(f, 1) > 0);
	EXPECT_EQ(fputwc(L'x', f), 'x');
	EXPECT(fputws(L"yz", f) >= 0);
	EXPECT_EQ(fseek(f, 0, 0), 0);
	EXPECT_EQ(fgetwc(f), 'x');
	EXPECT_EQ(ungetwc('w', f), 'w');
	EXPECT_EQ(fgetwc(f), 'w');
	EXPECT_EQ(fgetwc(f), 'y');
	EXPECT_EQ(fgetwc(f), 'z');
	EXPECT_EQ(fgetwc(f), -1);
	fclose(f);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	memory();
	functions();
	programs();
	files();
	wide();
	return result();
}
