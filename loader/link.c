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

static struct link_object *loaded(const struct link_world *w, const char *name)
{
	for (unsigned i = 0; i < w->count; i++) {
		const struct link_object *o = w->objects[i];

		if (!strcmp(o->name, name) || (o->soname && !strcmp(o->soname, name)))
			return w->objects[i];
	}
	return NULL;
}

static struct link_object *load_needed(struct link_world *w, const struct link_object *by,
				       const char *name)
{
	struct link_object *o = loaded(w, name);
	char *path = NULL;
	int fd, ret;

	if (o)
		return o;
	fd = link_open_needed(w, by, name, &path);
	if (fd < 0) {
		link_refuse(&w->complaint, -ENOEXEC,
			    "%s%sneeds %s, which is not beside the program, in its rpath or in "
			    "LD_LIBRARY_PATH",
			    by == w->objects[0] ? "" : by->name, by == w->objects[0] ? "" : ": ",
			    name);
		return NULL;
	}
	o = add_object(w, path);
	free(path);
	ret = o ? load_object(w, o, fd, true) : -ENOMEM;
	close(fd);
	return ret < 0 ? NULL : o;
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
		const char *name;
		struct link_object *needed;

		if (o->dynamic[i].d_tag != DT_NEEDED)
			continue;
		name = link_string(o, o->dynamic[i].d_un.d_val);
		if (library_provides(w->library, name))
			continue;
		needed = load_needed(w, o, name);
		if (!needed)
			return -ENOEXEC;
		o->needed[o->needed_count++] = needed;
	}
	return check_versions(w, o);
}

/* What code of shim/lib needs to know of the files. */
static int tell_library(struct link_world *w)
{
	lib_stack_default = w->library->stack_default;
	lib_objects = calloc(w->count, sizeof *lib_objects);
	lib_tls_images = calloc(w->count, sizeof *lib_tls_images);
	if (!lib_objects || !lib_tls_images)
		return link_refuse(&w->complaint, -ENOMEM, "out of memory");
	lib_object_count = w->count;
	for (unsigned i = 0; i < w->count; i++) {
		const struct link_object *o = w->objects[i];
		struct lib_object *to = &lib_objects[i];

		*to = (struct lib_object){ .base = o->image.base,
					   .path = o->path,
					   .phdr = (void *)o->image.phdr, /* NOLINT */
					   .phnum = o->image.phnum,
					   .tls_module = o->tls.module };
		if (!o->tls.module)
			continue;
		to->tls = &lib_tls_images[lib_tls_count];
		lib_tls_images[lib_tls_count++] = (struct lib_tls_image){
			.start = o->tls.start,
			.size = o->tls.file_size,
			.offset = o->tls.offset,
		};
	}
	return 0;
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

static int bind_all(struct link_world *w)
{
	int ret = link_place_tls(w);

	if (ret == 0 && link_stubs_open(w->objects[0]->image.high) < 0)
		return link_refuse(&w->complaint, -ENOMEM, "no room near the program for stubs");
	lib_init();
	lib_call = (void *)link_stub_call(); /* NOLINT */
	/* The program last: it copies variables of the others. */
	for (unsigned i = w->count; i-- > 0 && ret == 0;)
		ret = link_relocate(w, w->objects[i]);
	find_variable(w, "environ", &lib_environ);
	find_variable(w, "__progname", &lib_progname);
	if (ret == 0 && link_stubs_seal(&w->counts) < 0)
		return link_refuse(&w->complaint, -ENOMEM, "its library's stubs cannot be made");
	return ret == 0 ? tell_library(w) : ret;
}

static int link_all(struct link_world *w, int fd, const char *path)
{
	struct link_object *program = add_object(w, path);
	int ret = program ? load_object(w, program, fd, false) : -ENOMEM;

	for (unsigned i = 0; i < w->count && ret == 0; i++)
		ret = load_all_needed(w, w->objects[i]);
	return ret == 0 ? bind_all(w) : ret;
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
