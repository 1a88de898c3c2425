/* Users, hosts, interfaces, locales, directories: FreeBSD's structures and constants. */
#include "bsd.h"

struct passwd {
	char *name, *password;
	uint32_t uid, gid;
	int64_t change;
	char *class, *gecos, *directory, *shell;
	int64_t expire;
	int fields;
};
struct passwd *getpwuid(uint32_t uid);
int getpwnam_r(const char *name, struct passwd *to, char *b, size_t n, struct passwd **found);
struct addrinfo {
	int flags, family, type, protocol;
	uint32_t size;
	char *name;
	uint8_t *address;
	struct addrinfo *next;
};
int getaddrinfo(const char *, const char *, const struct addrinfo *, struct addrinfo **);
void freeaddrinfo(struct addrinfo *);
int getnameinfo(const void *, uint32_t, char *, size_t, char *, size_t, int);
const char *gai_strerror(int);
struct ifaddrs {
	struct ifaddrs *next;
	char *name;
	unsigned flags;
	uint8_t *address, *mask, *other;
	void *data;
};
int getifaddrs(struct ifaddrs **);
void freeifaddrs(struct ifaddrs *);
unsigned if_nametoindex(const char *name);
int inet_pton(int family, const char *text, void *to);
const char *inet_ntop(int family, const void *from, char *to, uint32_t size);
struct dirent {
	uint64_t file;
	int64_t next;
	uint16_t length;
	uint8_t type, pad0;
	uint16_t name_length, pad1;
	char name[256];
};
void *opendir(const char *path);
struct dirent *readdir(void *);
int closedir(void *);
long telldir(void *);
void seekdir(void *, long);
void rewinddir(void *);
int dirfd(void *);
int scandir(const char *, struct dirent ***, int (*)(const struct dirent *),
	    int (*)(const struct dirent **, const struct dirent **));
int alphasort(const struct dirent **, const struct dirent **);
int mkdir(const char *, unsigned short);
int rmdir(const char *);
char *setlocale(int category, const char *name);
char *nl_langinfo(int item);
int __xuname(int size, void *to);
int mkostemps(char *path, int suffix, int flags);
int ___mb_cur_max(void);
unsigned long ___runetype(int c);

struct rune_locale {
	char head[64];
	unsigned long type[256];
	int lower[256], upper[256];
};
extern const struct rune_locale *_CurrentRuneLocale, _DefaultRuneLocale;
extern _Thread_local const struct rune_locale *_ThreadRuneLocale;
extern int __mb_sb_limit;

static void users(void)
{
	struct passwd *p = getpwuid(0), mine, *found;
	char buffer[1024];

	EXPECT(p && !strcmp(p->name, "root") && p->directory[0] == '/' && p->class && !*p->class);
	EXPECT_EQ(getpwnam_r("root", &mine, buffer, sizeof buffer, &found), 0);
	EXPECT(found == &mine && mine.uid == 0 && mine.shell[0] == '/');
	EXPECT_EQ(getpwnam_r("nobody has this name", &mine, buffer, sizeof buffer, &found), 0);
	EXPECT(!found);
	EXPECT_EQ(getpwnam_r("root", &mine, buffer, 3, &found), BSD_ERANGE);
}

static void hosts(void)
{
	struct addrinfo hints = { .flags = 4 | 8, .type = 1 }, *found = NULL;
	char host[64], service[32];
	uint8_t six[16];

	EXPECT_EQ(getaddrinfo("127.0.0.1", "80", &hints, &found), 0);
	EXPECT_EQ(found->family, 2);
	EXPECT_EQ(found->size, 16);
	EXPECT_EQ(found->address[0], 16); /* sa_len */
	EXPECT_EQ(found->address[1], 2);
	EXPECT_EQ(found->address[3], 80);
	EXPECT_EQ(found->address[4], 127);
	EXPECT_EQ(
	    getnameinfo(found->address, 16, host, sizeof host, service, sizeof service, 2 | 8), 0);
	EXPECT(!strcmp(host, "127.0.0.1") && !strcmp(service, "80"));
	freeaddrinfo(found);
	EXPECT_EQ(getaddrinfo("::1", "80", &hints, &found), 0);
	EXPECT_EQ(found->family, 28);
	EXPECT_EQ(found->address[0], 28);
	EXPECT_EQ(found->address[1], 28);
	freeaddrinfo(found);
	EXPECT_EQ(getaddrinfo("no number", "80", &hints, &found), 8); /* EAI_NONAME */
	hints.flags = 0x4000;
	EXPECT_EQ(getaddrinfo("::1", "80", &hints, &found), 3); /* EAI_BADFLAGS */
	hints = (struct addrinfo){ .family = 77 };
	EXPECT_EQ(getaddrinfo("::1", "80", &hints, &found), 5); /* EAI_FAMILY */
	EXPECT(gai_strerror(8)[0]);
	EXPECT_EQ(inet_pton(28, "1:2::3", six), 1);
	EXPECT(!strcmp(inet_ntop(28, six, host, sizeof host), "1:2::3"));
	EXPECT_EQ(inet_pton(10, "1:2::3", six), -1);
	EXPECT_EQ(errno, 47); /* EAFNOSUPPORT */
}

static void interfaces(void)
{
	struct ifaddrs *all = NULL;
	bool four = false, link = false;

	EXPECT_EQ(getifaddrs(&all), 0);
	for (struct ifaddrs *i = all; i; i = i->next) {
		if (strcmp(i->name, "lo"))
			continue;
		EXPECT(i->flags & 8);
		if (i->address[1] == 2)
			four |= i->address[4] == 127 && i->mask[4] == 255;
		if (i->address[1] == 18) /* AF_LINK, IFT_LOOP, the name's length, the name */
			link |= i->address[4] == 24 && i->address[5] == 2 &&
				!memcmp(i->address + 8, "lo", 2) && i->data;
	}
	EXPECT_EQ(if_nametoindex("no such one"), 0);
	EXPECT_EQ(errno, 6); /* ENXIO */
	EXPECT_EQ(if_nametoindex("lo"), 1);
	EXPECT(four);
	EXPECT(link);
	freeifaddrs(all);
}

static int with_t(const struct dirent *e)
{
	return e->name[0] == 't';
}

static void directories(void)
{
	char path[64], file[300];
	struct dirent *e, **list;
	int seen = 0, count;
	long place = 0;
	void *d;

	snprintf(path, sizeof path, "/tmp/abirun-dir-%d", getpid());
	EXPECT_EQ(mkdir(path, 0700), 0);
	for (int i = 0; i < 300; i++) {
		snprintf(file, sizeof file, "%s/t%03d", path, i);
		close(open(file, O_CREAT | O_WRONLY, 0600));
	}
	EXPECT(!opendir(file));
	EXPECT_EQ(errno, 20); /* ENOTDIR */
	d = opendir(path);
	EXPECT(d && dirfd(d) > 2);
	while ((e = readdir(d))) {
		EXPECT_EQ(e->name_length, strlen(e->name));
		if (e->name[0] == 't')
			EXPECT_EQ(e->type, 8);
		if (++seen == 150) {
			place = telldir(d);
			e = readdir(d);
			strlcpy(file, e->name, sizeof file);
			seen++;
		}
	}
	EXPECT_EQ(seen, 302);
	seekdir(d, place);
	e = readdir(d);
	EXPECT(e && !strcmp(e->name, file));
	rewinddir(d);
	for (seen = 0; readdir(d); seen++)
		;
	EXPECT_EQ(seen, 302);
	EXPECT_EQ(closedir(d), 0);
	count = scandir(path, &list, with_t, alphasort);
	EXPECT_EQ(count, 300);
	EXPECT(!strcmp(list[7]->name, "t007"));
	for (int i = 0; i < count; i++) {
		snprintf(file, sizeof file, "%s/%s", path, list[i]->name);
		unlink(file);
		free(list[i]);
	}
	free(list);
	EXPECT_EQ(rmdir(path), 0);
}

static void locales(void)
{
	const struct rune_locale *l = &_DefaultRuneLocale;

	EXPECT(_CurrentRuneLocale == l);
	EXPECT(!_ThreadRuneLocale);
	EXPECT_EQ(__mb_sb_limit, 256);
	EXPECT_EQ(l->type['a'] & 0x1000, 0x1000);     /* lower */
	EXPECT_EQ(l->type['7'] & 0x4004ff, 0x400407); /* number, digit, its value */
	EXPECT_EQ(l->type['F'] & 0x181ff, 0x1810f);
	EXPECT_EQ(l->type[' '] & 0x64000, 0x64000); /* space, blank, print */
	EXPECT_EQ(l->type[0xe4], 0);
	EXPECT_EQ(l->upper['q'], 'Q');
	EXPECT_EQ(l->lower['Q'], 'q');
	EXPECT(!strcmp(setlocale(0, NULL), "C"));
	EXPECT(!strcmp(nl_langinfo(0), "US-ASCII"));
	EXPECT(!strcmp(nl_langinfo(7), "Sunday"));
	EXPECT(!strcmp(nl_langinfo(44), "Dec"));
	EXPECT(!strcmp(nl_langinfo(50), "."));
	EXPECT_EQ(___mb_cur_max(), 1);
	EXPECT(setlocale(2, "C.UTF-8"));
	EXPECT(!strcmp(setlocale(0, NULL), "C/C.UTF-8/C/C/C/C"));
	EXPECT(!strcmp(nl_langinfo(0), "UTF-8"));
	EXPECT(___mb_cur_max() >= 4);
	EXPECT_EQ(__mb_sb_limit, 128);
	EXPECT(_CurrentRuneLocale != l);
	EXPECT_EQ(_CurrentRuneLocale->type[0xe4] & 0x1000, 0x1000);
	EXPECT_EQ(_CurrentRuneLocale->upper[0xe4], 0xc4);
	EXPECT_EQ(___runetype(0x3b1) & 0x1100, 0x1100);              /* alpha */
	EXPECT_EQ(___runetype(0x4e00) & 0xe0000000ul, 0x80000000ul); /* two columns */
	EXPECT(!setlocale(2, "no such locale"));
	EXPECT(setlocale(0, "C/C.UTF-8/C/C/C/C"));
	EXPECT(setlocale(0, "C"));
	EXPECT(_CurrentRuneLocale == l);
}

static void others(void)
{
	char names[5][256], path[] = "/tmp/abirun-XXX.txt";
	int fd;

	EXPECT_EQ(__xuname(256, names), 0);
	EXPECT(!strcmp(names[0], "FreeBSD") && !strcmp(names[4], "amd64"));
	fd = mkostemps(path, 4, 0x100000);
	EXPECT(fd > 2 && !strstr(path, "XXX"));
	EXPECT_EQ(strcmp(path + strlen(path) - 4, ".txt"), 0);
	close(fd);
	EXPECT_EQ(unlink(path), 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	users();
	hosts();
	interfaces();
	directories();
	locales();
	others();
	return result();
}
