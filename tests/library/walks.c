/* fts(3), ftw(3), nftw(3): the order, kinds and names that FreeBSD's library has. */
#include "text.h"

struct entry {
	struct entry *cycle, *parent, *link;
	long long number;
	void *pointer;
	char *accpath, *path;
	int error, symfd;
	size_t pathlen, namelen;
	uint64_t ino, dev, nlink;
	long level;
	int info;
	unsigned flags;
	int instr;
	struct bsd_stat *stat;
	char *name;
	void *fts;
};
void *fts_open(char *const *paths, int options,
	       int (*order)(const struct entry *const *, const struct entry *const *));
struct entry *fts_read(void *f), *fts_children(void *f, int options);
int fts_set(void *f, struct entry *e, int how), fts_close(void *f);
struct place {
	int base, level;
};
int nftw(const char *path, int (*f)(const char *, const struct bsd_stat *, int, struct place *),
	 int files, int flags);
int mkdir(const char *path, int mode), rmdir(const char *path),
    symlink(const char *to, const char *path);
int chdir(const char *path), system(const char *command);
char *mkdtemp(char *path);

static char line[2000];
static size_t used;

static void add(const char *text, int a, int b)
{
	used += (size_t)snprintf(line + used, sizeof line - used, "%s:%d:%d ", text, a, b);
}

static int by_name(const struct entry *const *a, const struct entry *const *b)
{
	return strcmp((*a)->name, (*b)->name);
}

static const char *walk(int options, const char *skip, const char *follow)
{
	char *const paths[] = { "t", "t/z", "gone", NULL };
	void *f = fts_open(paths, options, by_name);
	struct entry *e;

	used = 0;
	while ((e = fts_read(f))) {
		add(e->path, e->info, (int)e->level);
		if (!strcmp(e->name, skip))
			fts_set(f, e, 4);
		if (!strcmp(e->name, follow) && e->info == 12)
			fts_set(f, e, 2);
	}
	EXPECT_EQ(errno, 0);
	EXPECT_EQ(fts_close(f), 0);
	return line;
}

static int note(const char *path, const struct bsd_stat *st, int kind, struct place *place)
{
	EXPECT(kind == 4 || st->nlink > 0);
	add(path, kind, place->base);
	return kind == 6 ? 9 : 0;
}

int main(int argc, char **argv, char **envp)
{
	char room[] = "/tmp/abirun-walks-XXXXXX";
	struct entry *e;
	void *f;

	(void)argc, (void)argv, (void)envp;
	EXPECT(mkdtemp(room) && chdir(room) == 0);
	system("mkdir -p t/a/b t/c; echo x >t/a/f; echo y >t/z; ln -s a t/l; ln -s none t/n");
	SAYS("gone:10:0 t:1:0 t/a:1:1 t/a/b:1:2 t/a/b:6:2 t/a/f:8:2 t/a:6:1 t/c:1:1 t/c:6:1 "
	     "t/l:12:1 t/n:12:1 t/z:8:1 "
	     "t:6:0 t/z:8:0 ",
	     walk(0x14, "-", "-"));
	SAYS("gone:10:0 t:1:0 t/a:1:1 t/a:6:1 t/c:1:1 t/c:6:1 t/l:12:1 t/l:1:1 t/l/b:1:2 t/l/b:6:2 "
	     "t/l/f:8:2 t/l:6:1 "
	     "t/n:12:1 t/z:8:1 t:6:0 t/z:8:0 ",
	     walk(0x14, "a", "l"));
	SAYS("gone:10:0 t:1:0 t/a:1:1 t/a:6:1 t/c:1:1 t/c:6:1 t/l:1:1 t/l/b:1:2 t/l/b:6:2 "
	     "t/l/f:8:2 t/l:6:1 t/n:13:1 "
	     "t/z:8:1 t:6:0 t/z:8:0 ",
	     walk(0x6, "a", "-"));
	f = fts_open((char *[]){ "t", NULL }, 0x14, by_name);
	EXPECT_EQ(fts_read(f)->info, 1);
	e = fts_children(f, 0x100);
	SAYS("a", e->name);
	SAYS("c", e->link->name);
	e = fts_read(f);
	SAYS("t/a", e->path);
	SAYS("t", e->parent->name);
	EXPECT_EQ(fts_close(f), 0);
	used = 0;
	EXPECT_EQ(nftw("t/a/f", note, 5, 1), 0);
	EXPECT_EQ(nftw("t/c", note, 5, 1), 0);
	EXPECT_EQ(nftw("t/c", note, 5, 5), 0);
	EXPECT_EQ(nftw("t/gone", note, 5, 1), 0);
	EXPECT_EQ(nftw("t/n", note, 5, 0), 9);
	SAYS("t/a/f:0:4 t/c:1:2 t/c:3:2 t/gone:4:2 t/n:6:2 ", line + 0);
	chdir("/");
	system(PRINTED("rm -r %s", room));
	return result();
}
