/* The files are in memory: their thread-local storage, their relocations, their stubs. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "loader/link.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/signal.h"

struct lib_object lib_objects[LINK_OBJECTS];
unsigned lib_object_count, lib_object_adds, lib_object_subs;

_Static_assert(LIB_TLS_IMAGES >= LINK_OBJECTS, "an image for each file");

/* What code of shim/lib needs to know of the files. */
static void tell_library(const struct link_world *w)
{
	for (unsigned i = 0; i < w->count; i++) {
		const struct link_object *o = w->objects[i];

		lib_objects[i] = (struct lib_object){ .handle = o,
						      .base = o->image.base,
						      .low = o->image.low,
						      .dynamic = o->dynamic,
						      .path = o->path,
						      .phdr = (void *)o->image.phdr, /* NOLINT */
						      .phnum = o->image.phnum,
						      .tls_module = o->tls.module };
	}
	lib_object_count = w->count;
}

/*
 * A program that defines such a variable itself is asked for it, whether or not any
 * other file is: crt1 of FreeBSD 13 defines environ and __progname, and rtld fills
 * them in (set_program_var).
 */
static void find_variable(const struct link_world *w, const char *name, struct library_data *data)
{
	for (unsigned i = 0; i < w->count; i++) {
		const struct link_object *o = w->objects[i];
		const Elf64_Sym *s = link_find_symbol(o, name, NULL);

		if (s && link_reach(o, s->st_value, PROT_READ | PROT_WRITE) >= sizeof(char *)) {
			data->at = link_at(o, s->st_value);
			return;
		}
	}
}

static int add_tls(struct link_world *w, unsigned first)
{
	for (unsigned i = first; i < w->count; i++) {
		const struct link_tls *tls = &w->objects[i]->tls;
		struct lib_tls_image image = { .start = tls->start,
					       .size = tls->file_size,
					       .memory_size = tls->memory_size,
					       .align = tls->align,
					       .offset = tls->offset };

		if (!tls->module)
			continue;
		/* Its place is some thread's for good. */
		w->objects[i]->keep = true;
		if (!lib_tls_add(&image))
			return link_refuse(&w->complaint, -ENOMEM, "out of memory");
	}
	return 0;
}

int link_bind(struct link_world *w, unsigned first)
{
	int ret = link_place_tls(w, first);

	if (ret == 0 && link_stubs_open(w->objects[first]->image.high) < 0)
		return link_refuse(&w->complaint, -ENOMEM, "no room near the program for stubs");
	if (!first) {
		lib_init();
		lib_stack_default = w->library->stack_default;
		lib_call = (void *)link_stub_call();             /* NOLINT */
		lib_call_point = (void *)link_stub_call_point(); /* NOLINT */
		library_signal = w->library->signal;
		lib_facts = w->library->facts;
		lib_numbers = lib_facts->numbers;
	}
	/* The program last: it copies variables of the others. */
	for (unsigned i = w->count; i-- > first && ret == 0;)
		ret = link_relocate(w, w->objects[i]);
	if (!first) {
		find_variable(w, "environ", &lib_environ);
		find_variable(w, "__progname", &lib_progname);
	}
	if (link_stubs_seal(&w->counts) < 0 && ret == 0)
		ret = link_refuse(&w->complaint, -ENOMEM, "its library's stubs cannot be made");
	if (ret == 0)
		ret = add_tls(w, first);
	if (ret < 0)
		return ret;
	lib_object_adds += w->count - first;
	tell_library(w);
	return 0;
}

void link_forget(struct link_world *w, unsigned n)
{
	for (unsigned i = n + 1; i < w->count; i++)
		w->objects[i - 1] = w->objects[i];
	w->count--;
	lib_object_subs++;
	tell_library(w);
}

void link_mark(struct link_object *o, bool in_scope)
{
	if (o->in_scope == in_scope)
		return;
	o->in_scope = in_scope;
	for (unsigned i = 0; i < o->needed_count; i++)
		link_mark(o->needed[i], in_scope);
}
