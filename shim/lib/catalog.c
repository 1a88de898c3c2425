/* catopen(3): catalogs of messages, as FreeBSD's gencat(1) writes them (nl_types.h). */
#include <arpa/inet.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

#define MAGIC 0xff88ff89
#define HEADER                                                                                     \
	5 /* words: magic, sets, size behind the header, where messages and texts are in it */
#define NO_CATALOG ((struct lib_catalog *)-1) /* NOLINT */
#define CAT_LOCALE 1
/* paths.h of its libc */
static const char usual_path[] =
    "/usr/share/nls/%L/%N.cat:/usr/share/nls/%N/%L:/usr/local/share/nls/%L/%N.cat:"
    "/usr/local/share/nls/%N/%L";

struct lib_catalog {
	const uint32_t *data;
	size_t size;
};

static uint32_t word(const struct lib_catalog *c, size_t at)
{
	return (at + 1) * 4 <= c->size ? ntohl(c->data[at]) : 0;
}

/* NULL with the alien's errno. */
static struct lib_catalog *load(const char *path)
{
	struct lib_catalog *c = calloc(1, sizeof *c);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *data = MAP_FAILED;

	if (c && fd >= 0 && fstat(fd, &st) == 0)
		data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	lib_failed();
	if (fd >= 0)
		close(fd);
	if (c && data != MAP_FAILED) {
		*c = (struct lib_catalog){ data, (size_t)st.st_size };
		if (word(c, 0) == MAGIC)
			return c;
		munmap(data, (size_t)st.st_size);
		errno = EINVAL;
	}
	free(c);
	return NULL;
}

/* One template of NLSPATH: %L locale, %l language, %t territory, %c codes, %N name. */
static void fill(char *to, size_t room, const char *template, size_t length, const char *name,
		 const char *locale)
{
	size_t language = strcspn(locale, "_."), rest = strcspn(locale + language, ".");
	const char *codes = strchr(locale, '.');
	size_t used = 0;

	for (size_t i = 0; i < length && used + 1 < room; i++) {
		const char *part = template + i;
		size_t size = 1;

		if (*part == '%' && i + 1 < length) {
			part = "%";
			switch (template[++i]) {
			case 'N':
				size = strlen(part = name);
				break;
			case 'L':
				size = strlen(part = locale);
				break;
			case 'l':
				part = locale;
				size = language;
				break;
			case 't':
				part = locale + language + (rest ? 1 : 0);
				size = rest ? rest - 1 : 0;
				break;
			case 'c':
				part = codes ? codes + 1 : "";
				size = strlen(part);
				break;
			default:
				break;
			}
		}
		if (size > room - used - 1)
			size = room - used - 1;
		memcpy(to + used, part, size);
		used += size;
	}
	to[used] = 0;
}

struct lib_catalog *lib_catopen(const char *name, int how)
{
	const char *locale, *path;
	struct lib_catalog *c;
	char file[1024];

	if (!name || !*name) {
		errno = ENOENT;
		return NO_CATALOG;
	}
	if (strchr(name, '/')) {
		c = load(name);
		return c ? c : NO_CATALOG;
	}
	lib_environ_to_host();
	locale = how == CAT_LOCALE ? setlocale(LC_MESSAGES, NULL) : getenv("LANG");
	if (!locale || !*locale || strchr(locale, '/'))
		locale = "C";
	path = getuid() == geteuid() ? getenv("NLSPATH") : NULL;
	if (!path)
		path = usual_path;
	for (; *path; path += strspn(path, ":")) {
		size_t length = strcspn(path, ":");

		fill(file, sizeof file, path, length, name, locale);
		c = load(file);
		if (c)
			return c;
		path += length;
	}
	errno = ENOENT;
	return NO_CATALOG;
}

/* An entry by its number in a table of three words each, in order; -1. */
static long find(const struct lib_catalog *c, size_t table, size_t low, size_t count,
		 uint32_t number)
{
	for (size_t i = low; i < low + count; i++)
		if (word(c, table + 3 * i) == number)
			return (long)i;
	return -1;
}

char *lib_catgets(const struct lib_catalog *c, int set, int message, const char *otherwise)
{
	size_t messages, texts, at;
	long found;

	if (!c || c == NO_CATALOG) {
		errno = EBADF;
		return (char *)otherwise;
	}
	messages = HEADER + word(c, 3) / 4;
	texts = HEADER * 4 + word(c, 4);
	found = find(c, HEADER, 0, word(c, 1), (uint32_t)set);
	if (found >= 0) {
		at = HEADER + 3 * (size_t)found;
		found = find(c, messages, word(c, at + 2), word(c, at + 1), (uint32_t)message);
	}
	at = found < 0 ? c->size : texts + word(c, messages + 3 * (size_t)found + 2);
	if (at < c->size && memchr((const char *)c->data + at, 0, c->size - at))
		return (char *)c->data + at;
	errno = 83; /* ENOMSG */
	return (char *)otherwise;
}

int lib_catclose(struct lib_catalog *c)
{
	if (!c || c == NO_CATALOG) {
		errno = EBADF;
		return -1;
	}
	munmap((void *)c->data, c->size);
	free(c);
	return 0;
}
