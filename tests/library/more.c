/* vis(3), rights(4), fpgetround(3), wordexp(3) and other functions without a family. */
#include "text.h"

int strvisx(char *to, const char *from, size_t n, int flags),
    strvis(char *to, const char *from, int flags);
int strsvis(char *to, const char *from, int flags, const char *extra),
    strnvis(char *to, size_t room, const char *from, int flags);
char *vis(char *to, int c, int flags, int next);
struct rights {
	uint64_t words[2];
};
struct rights *__cap_rights_init(int version, struct rights *r, ...),
    *__cap_rights_clear(struct rights *r, ...);
bool __cap_rights_is_set(const struct rights *r, ...), cap_rights_is_valid(const struct rights *r);
bool cap_rights_contains(const struct rights *big, const struct rights *little),
    cap_sandboxed(void);
int fpgetround(void), fpsetround(int mode), fpgetmask(void), fpgetprec(void), __flt_rounds(void);
struct words {
	size_t count;
	char **words;
	size_t offs;
	char *strings;
	size_t bytes;
};
int wordexp(const char *text, struct words *w, int flags);
void wordfree(struct words *w),
    __assert(const char *function, const char *file, int line, const char *what);
long strfmon(char *to, size_t size, const char *format, ...);
void *set_constraint_handler_s(void *f);
int mknod(const char *path, unsigned short mode, uint64_t dev), kqueue1(int flags),
    fcntl(int fd, int what, ...), dup2(int from, int to);
int extattr_string_to_namespace(const char *name, int *which), ___mb_cur_max_l(void *locale);
char *nl_langinfo_l(int item, void *locale), *__inet_ntoa_r(uint32_t a, char *to, unsigned size),
    *mktemp(char *path);

#define CAP(word, bit) ((1ull << (57 + (word))) | (bit))

static void encoding(void)
{
	static const char all[] = "a b\tc\nd\001\033\177\\\"'#*?[~\200\351$&;<z\r\b\a\v\f^%+";
	char to[300];

	EXPECT_EQ(strvisx(to, all, sizeof all, 0x4000), 62);
	SAYS("a b\tc\nd\\^A\\^[\\^?\\134\"'#*?[~\\M^@\\M-i$&;<z\\^M\\^H\\^G\\^K\\^L^%+\\000",
	     to + 0);
	strvisx(to, all, sizeof all, 0x1e);
	SAYS("a\\sb\\tc\\nd\\^A\\^[\\^?\\\\\"'#*?[~\\M^@\\M-i$&;<z\\r\\b\\a\\v\\f^%+\\0", to + 0);
	strvisx(to, all, sizeof all, 0x80);
	SAYS("a%20b%09c%0ad%01%1b%7f%5c%22'%23*%3f%5b%7e%80%e9$%26%3b%3cz%0d%08%07%0b%0c%5e%25+%00",
	     to + 0);
	strvisx(to, all, sizeof all, 0x200);
	SAYS("a b\tc\nd=01=1B=7F=5C\"'=23*?=5B=7E=80=E9=24&;<z\\^M=08=07\\^K\\^L=5E%+=00", to + 0);
	strvis(to, all, 0x40);
	SAYS("a b\tc\nd^A^[^?\\\"'#*?[~M^@M-i$&;<z^M^H^G^K^L^%+", to + 0);
	EXPECT_EQ(strsvis(to, "abcabc", 2, "b"), 12);
	SAYS("a\\142ca\\142c", to + 0);
	EXPECT_EQ(strnvis(to, 40, "a\001b", 0), 5);
	EXPECT(vis(to, 0, 2, '2') == to + 4 && !strcmp(to, "\\000"));
}

int strunvis(char *to, const char *from), strunvisx(char *to, const char *from, int flags),
    strnunvis(char *to, size_t room, const char *from);
int __b64_ntop(const void *from, size_t n, char *to, size_t room),
    __b64_pton(const char *from, void *to, size_t room);
int getmntinfo(char **list, int how),
    mallctl(const char *name, void *old, size_t *size, void *new, size_t n);

static void decoding(void)
{
	char to[100], *mounts;

	EXPECT(strunvis(to, "a\\^Ab\\M-i") == 4 && !strcmp(to, "a\001b\351"));
	EXPECT(strunvis(to, "\\001\\n\\t\\s") == 4 && !strcmp(to, "\001\n\t "));
	EXPECT(strunvis(to, "\\0a\\12") == 3 && to[0] == 0 && to[2] == '\n');
	EXPECT(strunvisx(to, "a=3Db", 0x200) == 3 && !strcmp(to, "a=b"));
	EXPECT(strunvisx(to, "%41b", 0x80) == 2 && !strcmp(to, "Ab"));
	EXPECT_EQ(strunvis(to, "bad\\M+"), -1);
	EXPECT_EQ(errno, BSD_EINVAL);
	EXPECT_EQ(strnunvis(to, 3, "abcdef"), -1);
	EXPECT_EQ(errno, 28); /* ENOSPC */
	EXPECT_EQ(__b64_ntop("hello", 5, to, sizeof to), 8);
	SAYS("aGVsbG8=", to + 0);
	EXPECT_EQ(__b64_pton("aGVs bG8=", to, 5), 5);
	EXPECT_EQ(memcmp(to, "hello", 5), 0);
	EXPECT_EQ(__b64_pton("aG=s", to, sizeof to), -1);
	EXPECT_EQ(__b64_ntop("hello", 5, to, 8), -1);
	EXPECT(getmntinfo(&mounts, 2) > 0);
	EXPECT_EQ(mallctl("no.such.name", NULL, NULL, NULL, 0), BSD_ENOENT);
}

static void rights(void)
{
	struct rights r, s;

	__cap_rights_init(0, &r, CAP(0, 1), CAP(0, 2), CAP(1, 8), 0ull);
	EXPECT(cap_rights_is_valid(&r) && __cap_rights_is_set(&r, CAP(0, 2), CAP(1, 8), 0ull));
	EXPECT(!__cap_rights_is_set(&r, CAP(0, 4), 0ull));
	__cap_rights_init(0, &s, CAP(1, 8), 0ull);
	EXPECT(cap_rights_contains(&r, &s) && !cap_rights_contains(&s, &r));
	__cap_rights_clear(&r, CAP(1, 8), 0ull);
	EXPECT(!cap_rights_contains(&r, &s) && !cap_sandboxed());
}

static void fails(void)
{
	char text[200] = "";
	int ends[2], status = 0, pid;

	EXPECT_EQ(pipe(ends), 0);
	pid = fork();
	if (!pid) {
		dup2(ends[1], 2);
		__assert("f", "x.c", 7, "a == b");
	}
	close(ends[1]);
	read(ends[0], text, sizeof text - 1);
	waitpid(pid, &status, 0);
	SAYS("Assertion failed: (a == b), function f, file x.c, line 7.\n", text + 0);
	EXPECT_EQ(status & 0x7f, SIGABRT);
}

int main(int argc, char **argv, char **envp)
{
	char fifo[] = "/tmp/abirun-more-XXXXXX", to[100];
	struct words w = { 0 };
	struct bsd_stat st;
	int which, fd;

	(void)argc, (void)argv, (void)envp;
	encoding();
	decoding();
	rights();
	fails();
	EXPECT(fpgetround() == 0 && fpgetmask() == 0 && fpgetprec() == 3 && __flt_rounds() == 1);
	EXPECT_EQ(fpsetround(2), 0);
	EXPECT_EQ(__flt_rounds(), 2);
	fpsetround(0);
	setenv("W", "one two", 1);
	EXPECT_EQ(wordexp("a $W \"$W\"", &w, 0), 0);
	EXPECT(w.count == 4 && !strcmp(w.words[3], "one two"));
	wordfree(&w);
	EXPECT_EQ(wordexp("a | b", &w, 0), 1);
	EXPECT_EQ(wordexp("a $(b)", &w, 4), 3);
	EXPECT_EQ(wordexp("\"", &w, 0), 6);
	EXPECT_EQ(strfmon(to, sizeof to, "%n %n", 1.5, 2.25), 9);
	SAYS("1.50 2.25", to + 0);
	EXPECT(!set_constraint_handler_s(main) && set_constraint_handler_s(NULL) == (void *)main);
	EXPECT_EQ(mknod(mktemp(fifo), 0010600, 0), 0);
	EXPECT(stat(fifo, &st) == 0 && (st.mode & 0170000) == 0010000);
	unlink(fifo);
	fd = kqueue1(0x100000);
	EXPECT(fd >= 0 && fcntl(fd, 1) == 1 && kqueue1(4) == -1);
	EXPECT(extattr_string_to_namespace("system", &which) == 0 && which == 2);
	SAYS("US-ASCII", nl_langinfo_l(0, NULL));
	EXPECT_EQ(___mb_cur_max_l(NULL), 1);
	SAYS("1.2.3.4", __inet_ntoa_r(0x04030201, to, sizeof to));
	return result();
}
