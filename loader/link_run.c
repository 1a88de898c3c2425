/*
 * The first and the last of a dynamic program, on the alien's stack: resolvers of
 * indirect functions, protection of what is relocated, first functions in the order of
 * need, the program itself; and last functions in the opposite order.
 */
#include <cpuid.h>
#include <dlfcn.h>
#include <string.h>
#include <sys/mman.h>

#include "loader/link.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

extern char **environ;

typedef void first_fn(int argc, char **argv, char **envp);
typedef void last_fn(void);
typedef uint64_t resolver_fn(uint32_t, uint32_t, uint32_t, uint32_t);

/* amd64/ifunc.h: a resolver is given the processor's features, cpuid's leaves 1 and 7. */
static void resolve(const struct link_world *w)
{
	uint32_t a, b = 0, c = 0, d = 0, ext_b = 0, ext_c = 0, ext_d = 0;

	__get_cpuid(1, &a, &b, &c, &d);
	__get_cpuid_count(7, 0, &a, &ext_b, &ext_c, &ext_d);
	for (unsigned i = 0; i < w->late_count; i++) {
		const struct link_late *l = &w->late[i];
		resolver_fn *ask = (resolver_fn *)l->resolver; /* NOLINT */
		uint64_t value = ask(d, c, ext_b, ext_c) + (uint64_t)l->addend;

		memcpy((void *)l->place, &value, sizeof value); /* NOLINT */
	}
}

static void protect(const struct link_object *o)
{
	uint64_t from = page_down(o->image.base + o->relro);
	uint64_t to = page_down(o->image.base + o->relro + o->relro_size);

	if (o->relro_size && from >= o->image.low && to <= o->image.high && to > from)
		mprotect((void *)from, to - from, PROT_READ); /* NOLINT */
}

/* The host's unwinder finds its own files by itself; of the alien's it has to be told. */
void link_frames(struct link_object *o, bool there)
{
	void *unwinder = dlopen("libgcc_s.so.1", RTLD_NOW | RTLD_NOLOAD);
	void (*tell)(void *) = NULL;

	if (unwinder && o->frames && o->frames_told != there)
		tell = (void (*)(void *))dlsym(unwinder,
					       there ? "__register_frame" : "__deregister_frame");
	if (!tell)
		return;
	tell((void *)o->frames); /* NOLINT */
	o->frames_told = there;
}

void lib_tell_frames(void)
{
	lib_dl_lock();
	for (unsigned i = 0; i < link_world->count; i++)
		link_frames(link_world->objects[i], true);
	lib_dl_unlock();
}

static void call_first(uint64_t address)
{
	/* 0 and -1 mark the ends of old lists. */
	if (address + 1 > 1)
		((first_fn *)address)(lib_argc, lib_argv, environ); /* NOLINT */
}

void link_initialise(struct link_object *o)
{
	static unsigned order;

	if (o->initialised)
		return;
	o->initialised = true;
	for (unsigned i = 0; i < o->needed_count; i++)
		link_initialise(o->needed[i]);
	o->order = ++order;
	if (o->init)
		call_first(o->image.base + o->init);
	for (size_t i = 0; i < o->init_count; i++)
		call_first(o->init_array[i]);
}

void link_finish(struct link_object *o)
{
	if (!o->initialised || o->finished)
		return;
	o->finished = true;
	for (size_t i = o->fini_count; i-- > 0;)
		if (o->fini_array[i] + 1 > 1)
			((last_fn *)o->fini_array[i])(); /* NOLINT */
	if (o->fini)
		((last_fn *)(o->image.base + o->fini))(); /* NOLINT */
}

/* What was initialised last is finished first. */
static void finish(void)
{
	const struct link_world *w = link_world;
	struct link_object *last;

	do {
		last = NULL;
		for (unsigned i = 0; i < w->count; i++) {
			struct link_object *o = w->objects[i];

			if (o->initialised && !o->finished && (!last || o->order > last->order))
				last = o;
		}
		if (last)
			link_finish(last);
	} while (last);
}

static void take_arguments(void *vector)
{
	uint64_t *p = vector;

	lib_argc = (int)*p++;
	lib_argv = (char **)p;
	environ = (char **)(p + lib_argc + 1);
	p = (uint64_t *)environ;
	while (*p++)
		;
	lib_auxv = (const uint64_t(*)[2])p;
	lib_environ_from_host();
	if (lib_argc > 0 && lib_argv[0])
		lib_setprogname(lib_argv[0]);
}

void link_ready(struct link_world *w, unsigned first)
{
	resolve(w);
	for (unsigned i = first; i < w->count; i++)
		protect(w->objects[i]);
	/* Of the others, too: one of these may have brought the unwinder. */
	for (unsigned i = 0; i < w->count; i++)
		link_frames(w->objects[i], true);
	w->late_count = 0;
}

void link_run(void *vector, unsigned long sp)
{
	struct link_world *w = link_world;
	struct link_object *program = w->objects[0];

	take_arguments(vector);
	lib_tls_enter(lib_self());
	link_ready(w, 0);
	/* A thread's variables may hold what was resolved just now. */
	lib_tls_init();
	w->running = true;
	lib_finish = finish;
	for (size_t i = 0; i < program->preinit_count; i++)
		call_first(program->preinit_array[i]);
	if (w->library->starts_itself)
		program->init = program->fini = 0;
	link_initialise(program);
	/* Where the last functions stand is FreeBSD's second argument, and in rdx as System V's. */
	lib_jump(program->image.entry, sp, (unsigned long)vector, (unsigned long)finish,
		 (unsigned long)finish);
}
