#include "loader/link.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "abi-tables/abi.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

struct link_world *link_world;

static struct link_object *add_object(struct link_world *w, const char *path)
{
	struct link_object *o;
	const char *slash = strrchr(path, '/');

	if (w->count == LINK_OBJECTS) {
		link_refuse(&w->complaint, -ENOEXEC, "needs more than %d libraries", LINK_OBJECTS);
		return NULL;
	}
	o = calloc(1, sizeof *o);
	if (!o || !(o->path = strdup(path))) {
		free(o);
		link_refuse(&w->complaint, -ENOMEM, "out of memory");
		return NULL;
	}
	o->name = slash ? o->path + (slash + 1 - path) : o->path;
	o->global = o->keep = !w->running;
	w->objects[w->count++] = o;
	return o;
}

/* OpenBSD's .openbsd.randomdata and such: filled by who loads the file. */
static void fill_random(const struct link_world *w, const struct link_object *o,
			const struct elf_headers *headers)
{
	for (unsigned i = 0; i < headers->count; i++) {
		const Elf64_Phdr *p = &headers->program[i];

		if (w->library->random_segment && p->p_type == w->library->random_segment &&
		    link_reach(o, p->p_vaddr, PROT_READ | PROT_WRITE) >= p->p_memsz)
			arc4random_buf(link_at(o, p->p_vaddr), p->p_memsz);
	}
}

/* Map the file and read what it says of itself. */
static int load_object(struct link_world *w, struct link_object *o, int fd, bool library)
{
	struct elf_headers *headers = malloc(sizeof *headers);
	char problem[256] = "";
	int ret;

	if (!headers)
		return link_refuse(&w->complaint, -ENOMEM, "out of memory");
	ret = map_object(fd, library, &o->image, headers, &o->plan, &w->counts, problem,
			 sizeof problem);
	if (ret < 0)
		link_refuse(&w->complaint, ret, "%s%s%s", library ? o->name : "",
			    library ? ": " : "", problem);
	else
		ret = link_read_object(o, headers, &w->complaint);
	if (ret == 0)
		fill_random(w, o, headers);
	free(headers);
	return ret;
}

struct link_object *link_loaded(const struct link_world *w, const char *name)
{
	for (unsigned i = 0; i < w->count; i++) {
		const struct link_object *o = w->objects[i];

		if (!strcmp(o->name, name) || (o->soname && !strcmp(o->soname, name)))
			return w->objects[i];
	}
	return NULL;
}

/* 1: the host's stands for it, 0: not, -errno with the complaint made. */
static int borrow(struct link_world *w, const struct link_object *by, const char *name)
{
	const struct library_borrowed *b = library_borrows(w->library, name);

	if (!b || link_host_has(b))
		return b != NULL;
	return link_refuse(&w->complaint, -ENOEXEC,
			   "%s: needs %s: it is not beside the program, and of the host's %s "
			   "(package %s) there is none",
			   by->name, name, b->host, b->package);
}

/* 0 with `found` NULL: the host's stands for it.  -errno with the complaint made. */
static int load_needed(struct link_world *w, const struct link_object *by, const char *name,
		       struct link_object **found)
{
	char *path = NULL;
	int fd, ret;

	*found = link_loaded(w, name);
	if (*found)
		return 0;
	fd = link_open_needed(w, by, name, &path);
	if (fd < 0) {
		ret = borrow(w, by, name);
		if (ret)
			return ret > 0 ? 0 : ret;
		return link_refuse(&w->complaint, -ENOEXEC,
				   "%s%sneeds %s, which is not beside the program, in its rpath or "
				   "in LD_LIBRARY_PATH",
				   by == w->objects[0] ? "" : by->name,
				   by == w->objects[0] ? "" : ": ", name);
	}
	*found = add_object(w, path);
	free(path);
	ret = *found ? load_object(w, *found, fd, true) : -ENOMEM;
	close(fd);
	return ret;
}

static bool known_version(const struct library *library, const char *version)
{
	for (const char *const *v = library->versions; *v; v++)
		if (!strcmp(*v, version))
			return true;
	return false;
}

/* As rtld does: a version that a needed library does not have is said before any symbol of it. */
static int check_versions(struct link_world *w, const struct link_object *o)
{
	for (unsigned i = 2; i < LINK_VERSIONS; i++) {
		const char *file = o->version_files[i];

		if (file && library_provides(w->library, file) &&
		    !known_version(w->library, o->version_names[i]))
			return link_refuse(&w->complaint, -ENOEXEC,
					   "%s: needs version %s of %s, which abirun does not have",
					   o->name, o->version_names[i], file);
	}
	return 0;
}

static int load_all_needed(struct link_world *w, struct link_object *o)
{
	unsigned most = 0;

	for (size_t i = 0; i < o->dynamic_count; i++)
		most += o->dynamic[i].d_tag == DT_NEEDED;
	o->needed = calloc(most + 1ul, sizeof *o->needed);
	if (!o->needed)
		return link_refuse(&w->complaint, -ENOMEM, "out of memory");
	for (size_t i = 0; i < o->dynamic_count; i++) {
		struct link_object *needed;
		const char *name;
		int ret;

		if (o->dynamic[i].d_tag != DT_NEEDED)
			continue;
		name = link_string(o, o->dynamic[i].d_un.d_val);
		if (library_provides(w->library, name))
			continue;
		ret = load_needed(w, o, name, &needed);
		if (ret < 0)
			return ret;
		if (needed) {
			needed->references++;
			o->needed[o->needed_count++] = needed;
		}
	}
	return check_versions(w, o);
}

static int link_all(struct link_world *w, int fd, const char *path)
{
	struct link_object *program = add_object(w, path);
	int ret = program ? load_object(w, program, fd, false) : -ENOMEM;

	for (unsigned i = 0; i < w->count && ret == 0; i++)
		ret = load_all_needed(w, w->objects[i]);
	return ret == 0 ? link_bind(w, 0) : ret;
}

void link_drop(struct link_world *w, unsigned first)
{
	while (w->count > first) {
		struct link_object *o = w->objects[--w->count];

		for (unsigned i = 0; i < o->needed_count; i++)
			o->needed[i]->references--;
		if (o->image.high)
			lib_unmap(o->image.low, o->image.high);
		free(o->needed);
		free(o->path);
		free(o);
	}
}

struct link_object *link_load_more(struct link_world *w, int fd, const char *path)
{
	unsigned first = w->count;
	struct link_object *o = add_object(w, path);
	int ret = o ? load_object(w, o, fd, true) : -ENOMEM;

	for (unsigned i = first; i < w->count && ret == 0; i++)
		ret = load_all_needed(w, w->objects[i]);
	if (ret == 0) {
		link_mark(o, true);
		ret = link_bind(w, first);
		link_mark(o, false);
	}
	if (ret == 0)
		return o;
	link_drop(w, first);
	return NULL;
}

int link_program(int fd, const char *path, struct image *image, struct patch_counts *counts,
		 char *problem, size_t problem_size)
{
	struct link_world *w = calloc(1, sizeof *w);
	int ret;

	if (!w || !lib_tls_is_right()) {
		snprintf(problem, problem_size, "%s",
			 w ? "abirun is built wrongly: its thread-local storage does not end where "
			     "the alien's has to"
			   : "out of memory");
		return STATUS_OWN_FAILURE;
	}
	link_bind_own();
	w->library = library_named(abi->name);
	w->complaint = (struct complaint){ problem, problem_size };
	w->provide = link_provide;
	link_world = w;
	ret = link_all(w, fd, path);
	if (ret < 0)
		return ret == -ENOMEM ? STATUS_OWN_FAILURE : STATUS_CANNOT_RUN;
	*image = w->objects[0]->image;
	for (unsigned i = 1; i < w->count; i++)
		image->writable_code |= w->objects[i]->image.writable_code;
	*counts = w->counts;
	return 0;
}
