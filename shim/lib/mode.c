/* Modes and flags of files as text: strmode(3), setmode(3), fflagstostr(3), and lists of strings.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib_calls.h"
#include "shim/lib/lib.h"

/* Eleven characters: kinds of files have the same numbers. */
void lib_strmode(int mode, char *to)
{
	static const struct {
		int kind;
		char letter;
	} kinds[] = { { S_IFDIR, 'd' }, { S_IFCHR, 'c' },  { S_IFBLK, 'b' }, { S_IFREG, '-' },
		      { S_IFLNK, 'l' }, { S_IFSOCK, 's' }, { S_IFIFO, 'p' }, { 0160000, 'w' } };

	*to = '?';
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if ((mode & S_IFMT) == kinds[i].kind)
			*to = kinds[i].letter;
	for (int i = 0; i < 9; i++)
		to[1 + i] = mode >> (8 - i) & 1 ? "rwx"[i % 3] : '-';
	if (mode & S_ISUID)
		to[3] = mode & S_IXUSR ? 's' : 'S';
	if (mode & S_ISGID)
		to[6] = mode & S_IXGRP ? 's' : 'S';
	if (mode & S_ISVTX)
		to[9] = mode & S_IXOTH ? 't' : 'T';
	strcpy(to + 10, " ");
}

/* One step of a symbolic mode; the last one has operation 0. */
struct step {
	char operation, copies; /* '+', '-', '='; 'u', 'g', 'o': that one's bits */
	uint16_t who, bits;
	bool letters, no_umask, executable; /* X: if it is a directory or somebody may execute it */
};

static const char *read_who(const char *p, unsigned *who)
{
	for (*who = 0; *p && strchr("ugoa", *p); p++)
		*who |= *p == 'u'   ? S_ISUID | S_IRWXU
			: *p == 'g' ? S_ISGID | S_IRWXG
			: *p == 'o' ? S_IRWXO
				    : S_ISUID | S_ISGID | S_ISVTX | 0777;
	return p;
}

static const char *read_bits(const char *p, struct step *s)
{
	if (*p && strchr("ugo", *p)) {
		s->copies = *p;
		return p + 1;
	}
	for (; *p && strchr("rwxXst", *p); p++) {
		s->bits |= *p == 'r'   ? 0444
			   : *p == 'w' ? 0222
			   : *p == 'x' ? 0111
			   : *p == 's' ? S_ISUID | S_ISGID
			   : *p == 't' ? S_ISVTX
				       : 0;
		s->executable |= *p == 'X';
	}
	return p;
}

static void *refuse(struct step *steps)
{
	free(steps);
	errno = EINVAL;
	return NULL;
}

static bool read_octal(const char *text, struct step *s)
{
	char *end;
	unsigned long mode = strtoul(text, &end, 8);

	*s = (struct step){ '=', 0, 07777, (uint16_t)mode, false, true, false };
	return !*end && mode <= 07777;
}

/* What getmode applies; free(3) it.  NULL: EINVAL or ENOMEM. */
void *lib_setmode(const char *text)
{
	struct step *steps = calloc(strlen(text) + 2, sizeof *steps);
	unsigned who, mask = (unsigned)lib_row(NR_umask, 0);
	size_t n = 0;

	lib_row(NR_umask, mask);
	if (!steps)
		return NULL;
	if (*text >= '0' && *text <= '7')
		return read_octal(text, &steps[0]) ? steps : refuse(steps);
	for (;;) {
		text = read_who(text, &who);
		if (!*text || !strchr("+-=", *text))
			return refuse(steps);
		while (*text && strchr("+-=", *text)) {
			struct step *s = &steps[n++];

			s->operation = *text;
			s->letters = true;
			s->no_umask = who;
			s->who = (uint16_t)(who ? who : 07777u & ~mask);
			text = read_bits(text + 1, s);
		}
		if (!*text)
			return steps;
		if (*text++ != ',')
			return refuse(steps);
	}
}

static unsigned bits_of(const struct step *s, unsigned mode, unsigned before)
{
	unsigned bits = s->bits;

	if (s->copies) {
		unsigned one = mode >> (s->copies == 'u' ? 6 : s->copies == 'g' ? 3 : 0) & 7;

		bits = one | one << 3 | one << 6;
	}
	if (s->executable && (S_ISDIR(before) || before & 0111))
		bits |= 0111;
	return bits & s->who;
}

/* A mode in numbers takes all away, one in letters leaves the sticky bit, and a copy s and t. */
static unsigned taken_by(const struct step *s)
{
	unsigned who = s->no_umask ? s->who : 06777;

	return who == 07777 && !s->letters ? who : who & (s->copies ? 0777 : 06777);
}

uint16_t lib_getmode(const void *set, uint16_t mode)
{
	unsigned now = mode;

	for (const struct step *s = set; s->operation; s++) {
		unsigned bits = bits_of(s, now, mode);

		if (s->operation == '=')
			now &= ~taken_by(s);
		if (s->operation == '-')
			now &= ~bits;
		else
			now |= bits;
	}
	return (uint16_t)now;
}

/* sys/stat.h: names of flags; "no" before one that is set means not. */
static const struct {
	const char *name;
	unsigned long flag;
} flags[] = {
	{ "arch", 0x10000 },    { "sappnd", 0x40000 },     { "schg", 0x20000 },
	{ "sunlnk", 0x100000 }, { "uappnd", 0x4 },         { "uarch", 0x800 },
	{ "hidden", 0x8000 },   { "offline", 0x200 },      { "opaque", 0x8 },
	{ "rdonly", 0x1000 },   { "reparse", 0x400 },      { "sparse", 0x100 },
	{ "system", 0x80 },     { "uchg", 0x2 },           { "uunlnk", 0x10 },
	{ "nodump", 0x1 },      { "archived", 0x10000 },   { "sappend", 0x40000 },
	{ "schange", 0x20000 }, { "simmutable", 0x20000 }, { "sunlink", 0x100000 },
	{ "uappend", 0x4 },     { "uarchive", 0x800 },     { "uchange", 0x2 },
	{ "uimmutable", 0x2 },  { "uunlink", 0x10 },       { "uhidden", 0x8000 },
	{ "uoffline", 0x200 },  { "urdonly", 0x1000 },     { "ureparse", 0x400 },
	{ "usparse", 0x100 },   { "usystem", 0x80 },       { NULL, 0 },
};

/* Malloc'ed. */
char *lib_fflagstostr(unsigned long set)
{
	char text[512] = "";

	for (int i = 0; flags[i].name; i++)
		if (set & flags[i].flag) {
			if (*text)
				strcat(text, ",");
			strcat(text, flags[i].name);
			set &= ~flags[i].flag;
		}
	return strdup(text);
}

/* 0, or 1 with *text at the name that is none. */
int lib_strtofflags(char **text, unsigned long *set, unsigned long *clear)
{
	char *p = *text;

	if (set)
		*set = 0;
	if (clear)
		*clear = 0;
	while (*p) {
		size_t n = strcspn(p, "\t ,");
		bool not = n > 2 && !strncmp(p, "no", 2) && strncmp(p, "nodump", n) != 0;
		const char *name = not ? p + 2 : p;
		unsigned long *to = not ? clear : set, found = 0;

		for (int i = 0; flags[i].name; i++)
			if (strlen(flags[i].name) ==
			    n - 2 * not &&!strncmp(flags[i].name, name, n - 2 * not ))
				found = flags[i].flag;
		/* "dump" is the flag's absence. */
		if (n == 4 && !strncmp(p, "dump", 4)) {
			found = 0x1;
			to = clear;
		}
		if (n && !found) {
			p[n] = 0;
			*text = p;
			return 1;
		}
		if (to)
			*to |= found;
		p += n;
		p += strspn(p, "\t ,");
	}
	return 0;
}
