/*
 * dlopen(3) and dlclose(3).  A handle is the file itself.  A library that abirun stands
 * in for has one of its own, `provided`: its names are those of the rows.
 */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loader/link.h"
#include "loader/link_dl.h"
#include "shim/lib/lib.h"
#include "shim/net.h"

struct link_object link_provided = { .path = "libc.so.7", .name = "libc.so.7" };

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

void lib_dl_lock(void)
{
	pthread_mutex_lock(&lock);
}

void lib_dl_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

/* It is kept by the id of the thread, which a child has not. */
void lib_dl_after_fork(bool child)
{
	if (child)
		lock = (pthread_mutex_t)PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
	else
		pthread_mutex_unlock(&lock);
}

/* dlerror(3): the calling thread's last error, said once. */
static __thread struct {
	char *text;
	bool is_new;
} problem;

char *lib_dlerror(void)
{
	if (!problem.is_new)
		return NULL;
	problem.is_new = false;
	return problem.text;
}

void lib_dl_error(const char *what, const char *name)
{
	char *text = NULL;

	if (asprintf(&text, what, name) < 0)
		text = NULL;
	free(problem.text);
	problem.text = text;
	problem.is_new = text != NULL;
}

bool link_is_handle(const void *handle)
{
	const struct link_world *w = link_world;

	for (unsigned i = 0; i < w->count; i++)
		if (w->objects[i] == handle)
			return true;
	return handle == &link_provided;
}

static struct link_object *loaded_path(const struct link_world *w, const char *path)
{
	for (unsigned i = 0; i < w->count; i++)
		if (!strcmp(w->objects[i]->path, path))
			return w->objects[i];
	return NULL;
}

/* Code that could not be looked at wholly is watched, as at the program's start. */
static void watch(const struct link_world *w, unsigned first)
{
	for (unsigned i = first; i < w->count; i++) {
		const struct image *image = &w->objects[i]->image;

		if (image->writable_code || w->counts.undecided || w->counts.technique[PATCH_NET])
			net_arm(image->low, image->high);
	}
}

/* With signals blocked: a handler may call dlopen, too. */
static struct link_object *load(struct link_world *w, int fd, const char *path)
{
	struct lib_sigset all = { { ~0u, ~0u, ~0u, ~0u } }, before;
	unsigned first = w->count;
	struct link_object *o;
	char text[512] = "";

	lib_mask(LIB_SIG_SETMASK, &all, &before);
	w->complaint = (struct complaint){ text, sizeof text };
	memset(&w->counts, 0, sizeof w->counts);
	o = link_load_more(w, fd, path);
	if (o) {
		link_ready(w, first);
		watch(w, first);
	}
	lib_mask(LIB_SIG_SETMASK, &before, NULL);
	if (!o)
		lib_dl_error("%s", text);
	return o;
}

static struct link_object *find_or_load(struct link_world *w, const char *name, int mode)
{
	const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name;
	struct link_object *o = slash ? NULL : link_loaded(w, name);
	const struct library_borrowed *borrowed;
	char *path = NULL;
	int fd;

	if (o)
		return o;
	fd = link_open_needed(w, w->objects[0], name, &path);
	if (fd < 0) {
		borrowed = library_borrows(w->library, last);
		if (library_provides(w->library, last) || (borrowed && link_host_has(borrowed)))
			return &link_provided;
		lib_dl_error("Shared object \"%s\" not found", name);
		return NULL;
	}
	o = loaded_path(w, path);
	if (!o && mode & LIB_DL_IF_LOADED)
		lib_dl_error("%s: not loaded yet", path);
	else if (!o)
		o = load(w, fd, path);
	close(fd);
	free(path);
	return o;
}

static void make_global(struct link_object *o)
{
	if (o->global)
		return;
	o->global = true;
	for (unsigned i = 0; i < o->needed_count; i++)
		make_global(o->needed[i]);
}

static struct link_object *opened(struct link_object *o, int mode)
{
	if (!o || o == &link_provided)
		return o;
	o->references++;
	if (mode & LIB_DL_KEEP)
		o->keep = true;
	if (mode & LIB_DL_GLOBAL)
		make_global(o);
	link_initialise(o);
	return o;
}

void *lib_dl_open(const char *name, int mode)
{
	struct link_world *w = link_world;
	struct link_object *o;

	lib_dl_lock();
	problem.is_new = false;
	o = opened(name ? find_or_load(w, name, mode) : w->objects[0], mode);
	lib_dl_unlock();
	return o;
}

void *lib_dl_open_descriptor(int fd, int mode)
{
	struct link_world *w = link_world;
	struct link_object *o = w->objects[0];
	char link[40], path[PATH_MAX];
	ssize_t n;

	lib_dl_lock();
	problem.is_new = false;
	if (fd != -1) {
		snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
		n = readlink(link, path, sizeof path - 1);
		path[n < 0 ? 0 : n] = 0;
		o = n < 0 ? NULL : loaded_path(w, path);
		if (n < 0)
			lib_dl_error("%s: Bad file descriptor", link + 14);
		else if (!o && mode & LIB_DL_IF_LOADED)
			lib_dl_error("%s: not loaded yet", path);
		else if (!o)
			o = load(w, fd, path);
	}
	o = opened(o, mode);
	lib_dl_unlock();
	return o;
}

static void unload(struct link_world *w, struct link_object *o)
{
	struct link_object **needed = o->needed;
	unsigned count = o->needed_count, n = 0;

	link_finish(o);
	while (n < w->count && w->objects[n] != o)
		n++;
	if (n == w->count)
		return;
	link_frames(o, false);
	link_forget(w, n);
	lib_unmap(o->image.low, o->image.high);
	for (unsigned i = 0; i < count; i++)
		if (!--needed[i]->references && !needed[i]->keep)
			unload(w, needed[i]);
	free(needed);
	free(o->path);
	free(o);
}

int lib_dlclose(void *handle)
{
	struct link_object *o = handle;
	int ret = 0;

	lib_dl_lock();
	problem.is_new = false;
	if (!link_is_handle(handle) || (o != &link_provided && !o->references && !o->keep)) {
		lib_dl_error("Invalid shared object handle %s", "");
		ret = -1;
	} else if (o != &link_provided && o->references) {
		o->references--;
		if (!o->references && !o->keep)
			unload(link_world, o);
	}
	lib_dl_unlock();
	return ret;
}
