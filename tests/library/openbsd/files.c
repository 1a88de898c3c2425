/* Streams, directories, trees, patterns, users and names of hosts of OpenBSD's library. */
#include "start.h"

struct dirent {
	u64 d_fileno;
	long d_off;
	u16 d_reclen;
	u8 d_type, d_namlen, pad[4];
	char d_name[256];
};
void *opendir(const char *path);
struct dirent *readdir(void *dir);
int closedir(void *dir);
int scandir(const char *path, struct dirent ***list, int (*select)(const struct dirent *),
	    int (*order)(const struct dirent **, const struct dirent **));
int alphasort(const struct dirent **a, const struct dirent **b);

typedef struct entry {
	struct entry *cycle, *parent, *link;
	long number;
	void *pointer;
	char *accpath, *path;
	int error, symfd;
	u64 pathlen, namelen, ino;
	int dev;
	u32 nlink;
	int level;
	u16 info, flags, instr, spare;
	struct stat *stat;
	char name[];
} FTSENT;
void *fts_open(char *const *paths, int options, int (*order)(const FTSENT **, const FTSENT **));
FTSENT *fts_read(void *f), *fts_children(void *f, int options);
int fts_set(void *f, FTSENT *e, int how), fts_close(void *f);

struct passwd {
	char *name, *password;
	u32 uid, gid;
	long change;
	char *class, *gecos, *directory, *shell;
	long expire;
};
struct passwd *getpwuid(u32 uid);
int getpwuid_r(u32 uid, struct passwd *to, char *room, u64 size, struct passwd **found);

struct glob {
	u64 count, matched, offs;
	int flags;
	char **paths;
	void *rest[6];
};
int glob(const char *pattern, int flags, void *function, struct glob *to);
void globfree(struct glob *g);
int fnmatch(const char *pattern, const char *text, int flags);
struct regex {
	int magic;
	u64 subs;
	const char *end;
	void *own;
};
int regcomp(struct regex *r, const char *pattern, int flags);
int regexec(const struct regex *r, const char *text, u64 count, long places[][2], int flags);
u64 regerror(int error, const struct regex *r, char *to, u64 size);
void regfree(struct regex *r);

struct addrinfo {
	int flags, family, type, protocol;
	u32 size;
	u8 *address;
	char *name;
	struct addrinfo *next;
};
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
		struct addrinfo **found);
void freeaddrinfo(struct addrinfo *list);
const char *gai_strerror(int error);
int getnameinfo(const void *address, u32 size, char *name, u64 room, char *service,
		u64 service_room, int flags);
int ungetc(int c, FILE *f), feof(FILE *f);
FILE *funopen(void *cookie, int (*read)(void *, char *, int),
	      int (*write)(void *, const char *, int), long (*seek)(void *, long, int),
	      int (*close)(void *));

static char work[] = "/tmp/abirun-openbsd-XXXXXX";

static int feed(void *cookie, char *to, int size)
{
	int *left = cookie;

	(void)size;
	if (!*left)
		return 0;
	*to = (char)('a' + --*left);
	return 1;
}

static void streams(void)
{
	FILE *f = fopen("one", "w");
	char line[32];
	int left = 3;

	CHECK(stdin->file == 0 && stdout->file == 1 && stderr->file == 2);
	CHECK(f && (f->flags & 8) && f->file >= 3 && fprintf(f, "%s %d\n", "line", 7) == 7);
	CHECK(__swbuf('x', f) == 'x' && fclose(f) == 0);
	f = fopen("one", "r");
	CHECK(f && fgets(line, sizeof line, f) && !strcmp(line, "line 7\n"));
	CHECK(getc(f) == 'x' && ungetc('y', f) == 'y' && getc(f) == 'y');
	CHECK(getc(f) == EOF && (f->flags & 0x20) && feof(f) && fclose(f) == 0);
	CHECK(!fopen("no/such", "r") && errno == ENOENT);
	f = funopen(&left, feed, 0, 0, 0);
	CHECK(f && getc(f) == 'c' && getc(f) == 'b' && getc(f) == 'a' && getc(f) == EOF);
	CHECK(fclose(f) == 0);
	CHECK(fclose(stdin) == 0 && open("/dev/null", 0) == 0);
}

static void directories(void)
{
	struct dirent *e, **list;
	int seen = 0, n;
	void *d = opendir(".");

	CHECK(d && mkdir("two", 0700) == 0);
	while ((e = readdir(d)))
		if (!strcmp(e->d_name, "one")) {
			CHECK(e->d_type == 8 && e->d_namlen == 3 && e->d_fileno);
			seen++;
		}
	CHECK(seen == 1 && closedir(d) == 0);
	n = scandir(".", &list, 0, alphasort);
	CHECK(n == 4 && !strcmp(list[2]->d_name, "one") && !strcmp(list[3]->d_name, "two"));
	while (n)
		free(list[--n]);
	free(list);
}

static int backward(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*b)->name, (*a)->name);
}

static void trees(void)
{
	char *paths[] = { ".", 0 };
	void *f = fts_open(paths, 0x10, backward);
	FTSENT *e = f ? fts_read(f) : 0, *list;

	CHECK(e && e->info == 1 && e->level == 0 && e->nlink == 3);
	e->number = 42;
	list = fts_children(f, 0);
	CHECK(list && !strcmp(list->name, "two") && !strcmp(list->link->name, "one"));
	CHECK(!list->link->link && list->parent == e);
	e = fts_read(f);
	CHECK(e && e == list && e->info == 1 && fts_set(f, e, 4) == 0 && e->parent->number == 42);
	e = fts_read(f);
	CHECK(e && !strcmp(e->name, "two") && e->info == 6);
	e = fts_read(f);
	CHECK(e && !strcmp(e->path, "./one") && e->info == 8 && e->stat->st_size == 8);
	e = fts_read(f);
	CHECK(e && e->info == 6 && e->number == 42 && !fts_read(f) && fts_close(f) == 0);
}

static void patterns(void)
{
	struct glob g = { 0 };
	struct regex r;
	long places[2][2];
	char text[64];

	CHECK(glob("*o*", 0, 0, &g) == 0 && g.count == 2 && !strcmp(g.paths[1], "two"));
	globfree(&g);
	CHECK(glob("no*such", 0, 0, &g) == -3 && fnmatch("a*[b]", "axxB", 0x10) == 0);
	CHECK(regcomp(&r, "b(.)d", 1) == 0 && r.subs == 1);
	CHECK(regexec(&r, "abcd", 2, places, 0) == 0 && places[1][0] == 2 && places[1][1] == 3);
	regfree(&r);
	CHECK(regcomp(&r, "(", 1) == 8 && regerror(8, &r, text, sizeof text) == 25);
	CHECK(!strcmp(text, "parentheses not balanced"));
}

static void users(void)
{
	struct {
		struct passwd entry;
		u64 behind;
	} one = { .behind = 0x5a5a5a5a };
	struct passwd *p = getpwuid(0), *found = 0;
	char room[1024];

	CHECK(p && !strcmp(p->name, "root") && p->directory[0] == '/' && !p->class[0]);
	CHECK(getpwuid_r(0, &one.entry, room, sizeof room, &found) == 0 && found == &one.entry);
	CHECK(one.behind == 0x5a5a5a5a && one.entry.uid == 0 && one.entry.shell[0] == '/');
}

static void hosts(void)
{
	struct addrinfo hints = { .flags = 4, .type = 1 }, *a;
	char name[64];

	CHECK(getaddrinfo("127.0.0.1", "80", &hints, &a) == 0 && a->family == 2 && a->size == 16);
	CHECK(a->address[0] == 16 && a->address[1] == 2 && a->address[3] == 80 && !a->name);
	CHECK(getnameinfo(a->address, a->size, name, sizeof name, 0, 0, 1) == 0);
	CHECK(!strcmp(name, "127.0.0.1"));
	freeaddrinfo(a);
	CHECK(getaddrinfo("::1", 0, &hints, &a) == 0 && a->family == 24 && a->address[0] == 28);
	freeaddrinfo(a);
	CHECK(getaddrinfo("not.a.number", 0, &hints, &a) == -2);
	hints.flags = 0x4000;
	CHECK(getaddrinfo("127.0.0.1", 0, &hints, &a) == -1 && gai_strerror(-1)[0]);
	hints.size = 1;
	CHECK(getaddrinfo("127.0.0.1", 0, &hints, &a) == -12);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	CHECK(mkdtemp(work) && chdir(work) == 0);
	streams();
	directories();
	trees();
	patterns();
	users();
	hosts();
	CHECK(unlink("one") == 0 && rmdir("two") == 0 && chdir("/") == 0 && rmdir(work) == 0);
	return 0;
}
