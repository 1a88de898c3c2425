/* acl_to_text(3), acl_from_text(3), for POSIX's lists. */
#include <ctype.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/acl.h"
#include "shim/lib/lib.h"

#define NUMERIC 2 /* ACL_TEXT_NUMERIC_IDS */

static const struct {
	uint32_t owner, named;
	const char *name;
} kinds[] = { { TAG_USER_OBJ, TAG_USER, "user" },
	      { TAG_GROUP_OBJ, TAG_GROUP, "group" },
	      { TAG_MASK, TAG_MASK, "mask" },
	      { TAG_OTHER, TAG_OTHER, "other" } };

static void perms_text(uint32_t perm, char text[4])
{
	for (int i = 0; i < 3; i++)
		text[i] = perm >> (2 - i) & 1 ? "rwx"[i] : '-';
	text[3] = 0;
}

static void qualifier(const struct acl_entry *e, int flags, char *to, size_t size)
{
	const struct passwd *user = NULL;
	const struct group *group = NULL;

	*to = 0;
	if (e->tag != TAG_USER && e->tag != TAG_GROUP)
		return;
	if (!(flags & NUMERIC)) {
		if (e->tag == TAG_USER)
			user = getpwuid(e->id);
		else
			group = getgrgid(e->id);
	}
	if (user || group)
		snprintf(to, size, "%s", user ? user->pw_name : group->gr_name);
	else
		snprintf(to, size, "%u", e->id);
}

static void put_entry(FILE *f, const struct acl_entry *e, uint32_t mask, int flags)
{
	char name[64], perms[4], effective[4];
	const char *kind = "";

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (e->tag == kinds[i].owner || e->tag == kinds[i].named)
			kind = kinds[i].name;
	qualifier(e, flags, name, sizeof name);
	perms_text(e->perm, perms);
	fprintf(f, "%s:%s:%s", kind, name, perms);
	if (e->tag & (TAG_USER | TAG_GROUP | TAG_GROUP_OBJ) && (e->perm & mask) != e->perm) {
		perms_text(e->perm & mask, effective);
		fprintf(f, "\t\t# effective: %s", effective);
	}
	fputc('\n', f);
}

/* Malloc'ed.  NFSv4's lists have another text: EINVAL. */
char *lib_acl_to_text_np(const struct acl *a, ssize_t *length, int flags)
{
	uint32_t mask = 7;
	size_t size;
	char *text;
	FILE *f;

	if (!a || !acl_may_be(a, BRAND_POSIX)) {
		errno = EINVAL;
		return NULL;
	}
	f = open_memstream(&text, &size);
	if (!f)
		return NULL;
	for (unsigned i = 0; i < a->count; i++)
		if (a->entries[i].tag == TAG_MASK)
			mask = a->entries[i].perm;
	for (unsigned i = 0; i < a->count; i++)
		put_entry(f, &a->entries[i], mask, flags);
	if (fclose(f))
		return NULL;
	if (length)
		*length = (ssize_t)size;
	return text;
}

char *lib_acl_to_text(const struct acl *a, ssize_t *length)
{
	return lib_acl_to_text_np(a, length, 0);
}

static bool read_perms(const char *text, uint32_t *perm)
{
	for (*perm = 0; *text; text++) {
		const char *at = strchr("xwr", *text);

		if (!at && *text != '-')
			return false;
		if (at)
			*perm |= 1u << (at - "xwr");
	}
	return true;
}

static bool read_id(const char *text, uint32_t tag, uint32_t *id)
{
	const struct passwd *user = tag == TAG_USER ? getpwnam(text) : NULL;
	const struct group *group = tag == TAG_GROUP ? getgrnam(text) : NULL;
	char *end;

	if (user || group) {
		*id = user ? user->pw_uid : group->gr_gid;
		return true;
	}
	*id = (uint32_t)strtoul(text, &end, 10);
	return *text && !*end;
}

static char *trim(char *text)
{
	char *end;

	text += strspn(text, " \t\r\n");
	end = text + strlen(text);
	while (end > text && isspace((unsigned char)end[-1]))
		*--end = 0;
	return text;
}

/* "user:name:rwx"; the name, and its colon of a mask and others, may be left out. */
static bool read_entry(char *line, struct acl_entry *e)
{
	char *kind = trim(strsep(&line, ":")), *name = line ? strsep(&line, ":") : NULL;
	char *perms = line ? line : name;
	size_t i, n = strlen(kind);

	if (!n || !perms)
		return false;
	name = line ? trim(name) : "";
	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (!strncmp(kind, kinds[i].name, n) && (n == 1 || !kinds[i].name[n]))
			break;
	if (i == sizeof kinds / sizeof kinds[0] || (*name && i > 1))
		return false;
	*e = (struct acl_entry){ *name ? kinds[i].named : kinds[i].owner, UNDEFINED_ID, 0, 0, 0 };
	return (!*name || read_id(name, e->tag, &e->id)) && read_perms(trim(perms), &e->perm);
}

/* Entries on lines of their own or with commas between; behind '#' a line is a remark. */
struct acl *lib_acl_from_text(const char *text)
{
	struct acl *a = lib_acl_init(ACL_ENTRIES);
	char *copy = strdup(text), *rest = copy, *line, *part;
	bool good = a && copy;

	while (good && (line = strsep(&rest, "\n"))) {
		line[strcspn(line, "#")] = 0;
		while (good && (part = strsep(&line, ",")))
			if (*trim(part)) {
				good = a->count < ACL_ENTRIES &&
				       read_entry(part, &a->entries[a->count]);
				a->count += good;
			}
	}
	free(copy);
	if (good) {
		a->brand = BRAND_POSIX;
		return a;
	}
	lib_acl_free(a);
	errno = EINVAL;
	return NULL;
}
