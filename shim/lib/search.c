/*
 * hsearch(3).  FreeBSD's table grows with what is put in; the host's takes as many as
 * hcreate(3) was told.  ENTRY and ACTION are the same.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

#define LEAST 16

/* Open addressing; a slot whose key is NULL is free.  search.h's struct hsearch_data is a
 * pointer to this. */
struct lib_table {
	ENTRY *slots;
	size_t room, used; /* room: a power of two */
};
struct lib_hsearch_data {
	struct lib_table *table;
};

static size_t hash_of(const char *key)
{
	size_t h = 14695981039346656037ul;

	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 1099511628211ul;
	return h;
}

static ENTRY *slot_of(struct lib_table *t, const char *key)
{
	size_t i = hash_of(key) & (t->room - 1);

	while (t->slots[i].key && strcmp(t->slots[i].key, key) != 0)
		i = (i + 1) & (t->room - 1);
	return &t->slots[i];
}

static int grow(struct lib_table *t)
{
	struct lib_table bigger = { calloc(2 * t->room, sizeof(ENTRY)), 2 * t->room, t->used };

	if (!bigger.slots)
		return 0;
	for (size_t i = 0; i < t->room; i++)
		if (t->slots[i].key)
			*slot_of(&bigger, t->slots[i].key) = t->slots[i];
	free(t->slots);
	*t = bigger;
	return 1;
}

int lib_hcreate_r(size_t count, struct lib_hsearch_data *data)
{
	struct lib_table *t = malloc(sizeof *t);

	(void)count;
	if (t)
		*t = (struct lib_table){ calloc(LEAST, sizeof(ENTRY)), LEAST, 0 };
	if (!t || !t->slots) {
		free(t);
		errno = ENOMEM;
		return 0;
	}
	data->table = t;
	return 1;
}

void lib_hdestroy_r(struct lib_hsearch_data *data)
{
	if (data->table)
		free(data->table->slots);
	free(data->table);
	data->table = NULL;
}

int lib_hsearch_r(ENTRY item, ACTION action, ENTRY **found, struct lib_hsearch_data *data)
{
	struct lib_table *t = data->table;
	ENTRY *slot = slot_of(t, item.key);

	*found = NULL;
	if (!slot->key && action == FIND) {
		errno = ESRCH;
		return 0;
	}
	if (!slot->key) {
		if (2 * t->used >= t->room && !grow(t)) {
			errno = ENOMEM;
			return 0;
		}
		slot = slot_of(t, item.key);
		*slot = item;
		t->used++;
	}
	*found = slot;
	return 1;
}

static struct lib_hsearch_data the_table;

/* A second hcreate leaves the table there is. */
int lib_hcreate(size_t count)
{
	return the_table.table ? 1 : lib_hcreate_r(count, &the_table);
}

void lib_hdestroy(void)
{
	lib_hdestroy_r(&the_table);
}

/* There need not have been an hcreate. */
ENTRY *lib_hsearch(ENTRY item, ACTION action)
{
	ENTRY *found;

	if (!the_table.table && !lib_hcreate(0))
		return NULL;
	return lib_hsearch_r(item, action, &found, &the_table) ? found : NULL;
}
