/* fnmatch, regex, glob; modes and flags as text; UUIDs: as FreeBSD's library prints them. */
#include "text.h"

struct regex {
	int magic, pad;
	size_t subs;
	const char *end;
	void *more;
};
struct match {
	long start, end;
};
int regcomp(struct regex *r, const char *pattern, int flags);
int regexec(const struct regex *r, const char *text, size_t n, struct match *m, int flags);
size_t regerror(int error, const struct regex *r, char *to, size_t size);
void regfree(struct regex *r);
struct globs {
	size_t count, matched, offs;
	int flags;
	char **paths;
	void *more[6];
};
int glob(const char *pattern, int flags, int (*f)(const char *, int), struct globs *g);
void globfree(struct globs *g);
int fnmatch(const char *pattern, const char *text, int flags), umask(int mask);
void strmode(int mode, char *to), *setmode(const char *text);
unsigned short getmode(const void *set, unsigned short mode);
char *fflagstostr(unsigned long flags);
int strtofflags(char **text, unsigned long *set, unsigned long *clear);
struct uuid {
	unsigned low;
	unsigned short middle, high;
	unsigned char rest[8];
};
void uuid_create(struct uuid *u, unsigned *status),
    uuid_to_string(const struct uuid *u, char **text, unsigned *status);
void uuid_from_string(const char *text, struct uuid *u, unsigned *status),
    uuid_enc_be(void *to, const struct uuid *u);
int uuid_compare(const struct uuid *a, const struct uuid *b, unsigned *status);
void syslog(int priority, const char *format, ...),
    openlog(const char *name, int options, int facility), closelog(void);

static void regexes(void)
{
	struct match m[4] = { { 2, 5 } };
	struct regex r;

	EXPECT_EQ(regcomp(&r, "a(b*)c", 1), 0);
	EXPECT_EQ(r.subs, 1);
	EXPECT_EQ(regexec(&r, "xxabbcyy", 4, m, 0), 0);
	EXPECT(m[0].start == 2 && m[0].end == 6 && m[1].start == 3 && m[1].end == 5 &&
	       m[2].start == -1);
	EXPECT_EQ(regexec(&r, "q", 0, NULL, 0), 1);
	regfree(&r);
	EXPECT_EQ(regcomp(&r, "(", 1), 8);
	EXPECT_EQ(regerror(8, &r, text_room, sizeof text_room), 25);
	SAYS("parentheses not balanced", text_room + 0);
	EXPECT_EQ(regcomp(&r, "a.b", 0x10), 0); /* REG_NOSPEC */
	EXPECT_EQ(regexec(&r, "axb", 0, NULL, 0), 1);
	EXPECT_EQ(regexec(&r, "xa.b", 0, NULL, 0), 0);
	regfree(&r);
	EXPECT_EQ(regcomp(&r, "a", 0), 0);
	m[0] = (struct match){ 2, 5 };
	EXPECT_EQ(regexec(&r, "a.xxaa", 1, m, 4), 0); /* REG_STARTEND */
	EXPECT_EQ(m[0].start, 4);
	regfree(&r);
	r.end = &"ab|cd"[2];
	EXPECT_EQ(regcomp(&r, r.end - 2, 0x21), 0); /* REG_PEND */
	EXPECT_EQ(regexec(&r, "cd", 0, NULL, 0), 1);
	regfree(&r);
}

static void globs(void)
{
	struct globs g = { .offs = 2 };

	EXPECT_EQ(glob("/etc/passw[d]", 0, NULL, &g), 0);
	EXPECT(g.count == 1 && g.matched == 1 && g.flags == 0x100);
	SAYS("/etc/passwd", g.paths[0]);
	globfree(&g);
	g.offs = 2;
	EXPECT_EQ(glob("/nosuch*", 2, NULL, &g), -3);
	EXPECT_EQ(glob("/nosuch*", 0x12, NULL, &g), 0);
	EXPECT(!g.paths[0] && !g.paths[1]);
	SAYS("/nosuch*", g.paths[2]);
	EXPECT_EQ(glob("/{etc,tmp}", 0x83, NULL, &g), 0);
	EXPECT_EQ(g.count, 3);
	SAYS("/tmp", g.paths[4]);
	globfree(&g);
	EXPECT_EQ(fnmatch("*.c", "a/b.c", 2), 1); /* FNM_PATHNAME */
	EXPECT_EQ(fnmatch("\\*", "\\x", 1), 0);   /* FNM_NOESCAPE */
	EXPECT_EQ(fnmatch("A*", "abc", 0x10), 0);
}

static unsigned applied(const char *text, unsigned mode)
{
	void *set = setmode(text);
	unsigned made = set ? getmode(set, (unsigned short)mode) : 0;

	free(set);
	return made;
}

static void modes(void)
{
	char line[] = "uchg,nodump noschg", bad[] = "uchg,bad,x", *at = line;
	unsigned long set, clear;

	strmode(0104755, text_room);
	SAYS("-rwsr-xr-x ", text_room + 0);
	strmode(041777, text_room);
	SAYS("drwxrwxrwt ", text_room + 0);
	umask(022);
	EXPECT_EQ(applied("755", 047777), 0040755);
	EXPECT_EQ(applied("a=r", 047777), 041444);
	EXPECT_EQ(applied("+x", 0644), 0755);
	EXPECT_EQ(applied("=rw", 047777), 041644);
	EXPECT_EQ(applied("u=g", 047777), 047777);
	EXPECT_EQ(applied("a+X", 0644), 0644);
	EXPECT_EQ(applied("u+s,o+t", 0644), 04644);
	EXPECT_EQ(applied("g=u-w", 047777), 047757);
	EXPECT(!setmode("u+q") && errno == BSD_EINVAL);
	SAYS("schg,uchg,nodump", fflagstostr(0x20003));
	EXPECT_EQ(strtofflags(&at, &set, &clear), 0);
	EXPECT(set == 3 && clear == 0x20000);
	at = bad;
	EXPECT_EQ(strtofflags(&at, &set, &clear), 1);
	SAYS("bad", at);
}

static void uuids(void)
{
	const char *wanted = "12345678-9abc-def0-8234-56789abcdef0";
	unsigned char bytes[16];
	struct uuid u, v;
	unsigned status;
	char *text;

	uuid_from_string(wanted, &u, &status);
	EXPECT_EQ(status, 0);
	uuid_to_string(&u, &text, &status);
	SAYS(wanted, text);
	uuid_enc_be(bytes, &u);
	EXPECT(bytes[0] == 0x12 && bytes[7] == 0xf0 && bytes[15] == 0xf0);
	uuid_from_string("xyz", &u, &status);
	EXPECT_EQ(status, 2);
	uuid_create(&u, &status);
	uuid_create(&v, NULL);
	EXPECT(uuid_compare(&u, &v, NULL) != 0 && uuid_compare(&u, NULL, NULL) == 1);
	openlog(NULL, 0, 8);
	syslog(7, "%m %d %d %d %d %d %d", 1, 2, 3, 4, 5, 6);
	closelog();
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	regexes();
	globs();
	modes();
	uuids();
	return result();
}
