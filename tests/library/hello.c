/* Streams, the environment, errno, strings: the first things a program does. */
#include "bsd.h"

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Addresses: relocations of the compact kind (library.mk). */
static const char *volatile words[] = { "an", "address", "for", "each", "of", "these", "words" };

static void streams(void)
{
	char name[] = "/tmp/abirun-hello-XXXXXX", line[64];
	int fd = mkstemp(name);
	FILE *f = fopen(name, "w");
	struct bsd_stat st;

	EXPECT(fd >= 0 && f);
	EXPECT_EQ(fprintf(f, "%d %s %.2f\n", 7, "seven", 7.25), 13);
	EXPECT_EQ(fputs("two\n", f), 1);
	EXPECT_EQ(__swbuf('x', f), 'x'); /* what the macro putc comes to */
	EXPECT_EQ(fclose(f), 0);
	EXPECT_EQ(stat(name, &st), 0);
	EXPECT_EQ(st.size, 18);
	EXPECT_EQ(fstat(fd, &st), 0);
	EXPECT_EQ(st.size, 18);
	f = fopen(name, "r");
	EXPECT(fgets(line, sizeof line, f) == line && !strcmp(line, "7 seven 7.25\n"));
	EXPECT_EQ(getc(f), 't');
	f->r--; /* and getc, where it finds nothing */
	EXPECT_EQ(__srget(f), 'w');
	EXPECT_EQ(f->flags & SEOF, 0);
	EXPECT_EQ(fread(line, 1, sizeof line, f), 3);
	EXPECT(f->flags & SEOF);
	EXPECT(feof(f) && !ferror(f));
	EXPECT_EQ(fseek(f, 2, 0), 0);
	EXPECT_EQ(f->flags & SEOF, 0);
	EXPECT_EQ(ftell(f), 2);
	EXPECT_EQ(fileno(f), f->file);
	EXPECT_EQ(fclose(f), 0);
	EXPECT_EQ(close(fd), 0);
	EXPECT_EQ(unlink(name), 0);
	EXPECT(!fopen(name, "r"));
	EXPECT_EQ(errno, BSD_ENOENT);
	EXPECT(!fopen(name, "q"));
	EXPECT_EQ(errno, BSD_EINVAL);
}

static void environment(void)
{
	EXPECT(environ && environ[0]);
	EXPECT(!getenv("ABIRUN_TEST"));
	EXPECT_EQ(setenv("ABIRUN_TEST", "1", 0), 0);
	EXPECT_EQ(setenv("ABIRUN_TEST", "2", 0), 0);
	EXPECT(getenv("ABIRUN_TEST") && !strcmp(getenv("ABIRUN_TEST"), "1"));
	/* The program's own variable is the one that counts. */
	environ = (char *[]){ "ONLY=this", NULL };
	EXPECT(!getenv("ABIRUN_TEST"));
	EXPECT(getenv("ONLY") && !strcmp(getenv("ONLY"), "this"));
	EXPECT_EQ(setenv("MORE", "x", 1), 0);
	EXPECT(environ[1] && !strcmp(environ[1], "MORE=x"));
}

static void numbers(void)
{
	char path[3000], text[64];
	char *list[] = { "x", NULL };
	int *where = &errno;

	(void)list;
	for (size_t i = 0; i < sizeof path; i++)
		path[i] = 'a';
	path[sizeof path - 1] = 0;
	EXPECT_EQ(open(path, O_RDONLY), -1); /* a row */
	EXPECT_EQ(errno, BSD_ENAMETOOLONG);
	errno = 0;
	EXPECT_EQ(mkstemp(path), -1); /* a function of shim/lib */
	EXPECT_EQ(errno, BSD_ENAMETOOLONG);
	EXPECT(where == &errno);
	errno = 77;
	EXPECT(getcwd(path, sizeof path) == path);
	EXPECT_EQ(errno, 77); /* what succeeds leaves it */
	EXPECT(!getcwd(path, 1));
	EXPECT_EQ(errno, BSD_ERANGE);
	EXPECT_EQ(strerror_r(BSD_EAGAIN, text, sizeof text), 0);
	EXPECT(!strcmp(text, "Resource temporarily unavailable"));
	EXPECT_EQ(strerror_r(999, text, sizeof text), BSD_EINVAL);
	EXPECT(!strcmp(text, "Unknown error: 999"));
}

static void strings(void)
{
	char to[8];
	int list[] = { 5, 3, 9, 1 };
	const char *problem;

	EXPECT_EQ(strlcpy(to, "longer than it", sizeof to), 14);
	EXPECT(!strcmp(to, "longer "));
	EXPECT_EQ(strlcat(to, "x", sizeof to), 8);
	EXPECT(strnstr("abcdef", "cd", 4) && !strnstr("abcdef", "cd", 3));
	qsort(list, 4, sizeof *list, by_number);
	EXPECT(list[0] == 1 && list[3] == 9);
	EXPECT_EQ(strtonum("12", 1, 20, &problem), 12);
	EXPECT(!problem);
	EXPECT_EQ(strtonum("21", 1, 20, &problem), 0);
	EXPECT(problem && !strcmp(problem, "too large"));
	EXPECT_EQ(sysconf(47), 4096); /* _SC_PAGESIZE */
	EXPECT_EQ(sysconf(3), 128);   /* _SC_CLK_TCK */
	EXPECT_EQ(sysconf(1000), -1);
	EXPECT_EQ(errno, BSD_EINVAL);
}

int main(int argc, char **argv, char **envp)
{
	EXPECT(argc > 0 && argv[argc] == NULL && envp == environ);
	EXPECT(__progname && strstr(argv[0], __progname));
	EXPECT_EQ(__isthreaded, 1);
	EXPECT(!strcmp(words[0], "an") && !strcmp(words[6], "words"));
	streams();
	strings();
	numbers();
	environment();
	return result();
}
