/*
 * A program that was linked to a fixed address has copies of the tables that C++'s
 * descriptions of types begin with, as large as libcxxrt's; the host's libc++abi has
 * one function more in them and calls it when an exception is caught.  So before one
 * is thrown, its description is made to begin with the host's own table.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include "shim/lib/cxx.h"
#include "shim/lib/lib.h"

#define HEAD 16 /* bytes of a table before the place that descriptions point to */

static struct {
	const char *name, *host, *alien;
} tables[CXX_KINDS] = {
	[CXX_CLASS] = { "_ZTVN10__cxxabiv117__class_type_infoE", NULL, NULL },
	[CXX_SINGLE] = { "_ZTVN10__cxxabiv120__si_class_type_infoE", NULL, NULL },
	[CXX_MANY] = { "_ZTVN10__cxxabiv121__vmi_class_type_infoE", NULL, NULL },
	[CXX_POINTER] = { "_ZTVN10__cxxabiv119__pointer_type_infoE", NULL, NULL },
};

void *lib_cxx_host(const char *name)
{
	static void *library;

	if (!library)
		library = dlopen("libc++.so.1", RTLD_NOW | RTLD_GLOBAL);
	return library ? dlsym(library, name) : NULL;
}

static void look_up(enum cxx_kind kind)
{
	if (__atomic_load_n(&tables[kind].alien, __ATOMIC_ACQUIRE))
		return;
	tables[kind].host = lib_cxx_host(tables[kind].name);
	__atomic_store_n(&tables[kind].alien, lib_find_symbol(tables[kind].name), __ATOMIC_RELEASE);
}

bool lib_cxx_is(const struct type *t, enum cxx_kind kind)
{
	look_up(kind);
	return t->table == tables[kind].alien + HEAD || t->table == tables[kind].host + HEAD;
}

/* It is where nobody may write, with luck in one page with others. */
static void put_table(const struct type *t, const char *table)
{
	int fd = open("/proc/self/mem", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (pwrite(fd, &table, sizeof table, (off_t)&t->table) < 0) {
		/* then it is caught by its own type, not by a base's */
	}
	close(fd);
}

static void mend(const struct type *t)
{
	for (enum cxx_kind kind = 0; kind < CXX_KINDS; kind++)
		if (lib_cxx_is(t, kind) && t->table != tables[kind].host + HEAD &&
		    tables[kind].host)
			put_table(t, tables[kind].host + HEAD);
	if (lib_cxx_is(t, CXX_SINGLE))
		mend(((const struct type_single *)t)->base);
	else if (lib_cxx_is(t, CXX_POINTER))
		mend(((const struct type_pointer *)t)->to);
	else if (lib_cxx_is(t, CXX_MANY))
		for (uint32_t i = 0; i < ((const struct type_many *)t)->count; i++)
			mend(((const struct type_many *)t)->bases[i].type);
}

void lib_cxx_throw(void *object, const struct type *type, void (*destroy)(void *))
{
	static void (*throw)(void *, const struct type *, void (*)(void *));

	if (!throw)
		throw = (void (*)(void *, const struct type *, void (*)(void *)))lib_cxx_host(
		    "__cxa_throw");
	mend(type);
	throw(object, type, destroy);
}
