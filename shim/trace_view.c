/* Arguments that the host takes as they are, by what the OS's views say of them. */
#include "shim/trace_show.h"
#include "shim/alien_mem.h"

#define PAGE_BYTES 4096

static bool same_text(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

static const struct view *chosen(const struct view *view, const long *arg)
{
	uint64_t value = arg[view->at];
	const char *name = view->table ? enum_name(view->table, value) : request_name(value);
	const struct view_choice *c = view->choices;

	while (c->name && (!name || !same_text(c->name, name)))
		c++;
	return &abi->views[c->view];
}

const struct view *view_of(const struct arg_view *v)
{
	const struct arg *a = &v->row->args[v->at];
	const struct view *view;

	if ((a->kind != ARG_PTR && a->kind != ARG_HEX) || !a->table || !abi->views)
		return NULL;
	view = &abi->views[a->table];
	return view->shape == VIEW_CHOICE ? chosen(view, v->arg) : view;
}

/* How many; nothing where what holds the number can't be read. */
static long counted(const struct arg_view *v, const struct view *view)
{
	unsigned long at = v->arg[view->at];
	uint64_t size;
	uint32_t length;

	switch (view->count) {
	case COUNT_ARGUMENT:
		return at;
	case COUNT_SIZE:
		return at && !get_alien_u64(&size, at) ? (long)size : 0;
	case COUNT_LENGTH:
		return at && !get_alien_u32(&length, at) ? (long)length : 0;
	case COUNT_PAGES:
		return at / PAGE_BYTES + !!(at % PAGE_BYTES);
	case COUNT_RESULT:
		return v->ret;
	default:
		return -1;
	}
}

static void show_permissions(struct text *t, enum xlat_id id, uint64_t value)
{
	if (value & ~0777ul) {
		show_flags(t, id, value & ~0777ul);
		text_char(t, '|');
	}
	text_oct(t, value & 0777);
}

static void show_text(struct text *t, enum xlat_id id, unsigned long value)
{
	const char *name = id ? enum_name(id, value) : NULL;

	if (name)
		text_str(t, name);
	else
		show_path(t, value);
}

void show_view(struct text *t, const struct arg_view *v, const struct view *view)
{
	unsigned long value = v->arg[v->passed];
	long count = counted(v, view);

	switch (view->shape) {
	case VIEW_VALUE:
		show_plain(t, view->kind, view->table, value, sizeof(long));
		break;
	case VIEW_PERMISSIONS:
		show_permissions(t, view->table, value);
		break;
	case VIEW_STRUCT:
		show_part(t, view->table, value, count);
		break;
	case VIEW_LIST:
		show_list(t, view->table, value, (int)count);
		break;
	case VIEW_POINTERS:
		show_pointers(t, view->table, value, (int)count);
		break;
	case VIEW_BYTES:
		show_bytes(t, value, count);
		break;
	case VIEW_STRING:
		show_text(t, view->table, value);
		break;
	case VIEW_DESCRIPTORS:
		show_numbers(t, value, count > 0 ? count : 0);
		break;
	case VIEW_NUMBERS:
		show_numbers(t, value, count * 8ul);
		break;
	default:
		show_address(t, value);
	}
}
