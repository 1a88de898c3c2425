/* dlfcn(3): what programs ask the linker, in FreeBSD's terms. */
#include <string.h>

#include "abi-tables/freebsd/dlfcn.h"
#include "shim/lib/lib.h"

static int mode_of(int mode)
{
	return (mode & FREEBSD_RTLD_GLOBAL ? LIB_DL_GLOBAL : 0) |
	       (mode & FREEBSD_RTLD_NODELETE ? LIB_DL_KEEP : 0) |
	       (mode & FREEBSD_RTLD_NOLOAD ? LIB_DL_IF_LOADED : 0);
}

void *lib_dlopen(const char *name, int mode)
{
	return lib_dl_open(name, mode_of(mode));
}

/* fdlopen(3): of an open file; -1 is the program. */
void *lib_fdlopen(int fd, int mode)
{
	return lib_dl_open_descriptor(fd, mode_of(mode));
}

static void *symbol(void *handle, const char *name, const char *version, const void *caller)
{
	enum lib_dl_where where = handle == FREEBSD_RTLD_NEXT      ? LIB_DL_BEHIND
				  : handle == FREEBSD_RTLD_SELF    ? LIB_DL_FROM
				  : handle == FREEBSD_RTLD_DEFAULT ? LIB_DL_ALL
								   : LIB_DL_IN;

	return lib_dl_symbol(where, handle, name, version, caller);
}

void *lib_dlsym(void *handle, const char *name)
{
	return symbol(handle, name, NULL, __builtin_return_address(0));
}

void *lib_dlvsym(void *handle, const char *name, const char *version)
{
	return symbol(handle, name, version, __builtin_return_address(0));
}

/* A list of all, made anew for each who asks; a file's own entry stays where it is. */
static struct freebsd_link_map *map_of(unsigned n)
{
	static struct freebsd_link_map maps[LIB_TLS_IMAGES];

	for (unsigned i = 0; i < lib_object_count; i++) {
		const struct lib_object *o = &lib_objects[i];

		maps[i] = (struct freebsd_link_map){
			.base = (char *)o->low, /* NOLINT */
			.name = o->path,
			.dynamic = o->dynamic,
			.next = i + 1 < lib_object_count ? &maps[i + 1] : NULL,
			.before = i ? &maps[i - 1] : NULL,
			.address = (char *)o->base /* NOLINT */
		};
	}
	return &maps[n];
}

/* The object of a handle, or the one that holds an address: the highest that begins below it. */
static unsigned object_of(const void *handle, const void *caller)
{
	unsigned found = lib_object_count;

	for (unsigned i = 0; i < lib_object_count; i++) {
		const struct lib_object *o = &lib_objects[i];

		if (handle ? o->handle == handle
			   : o->low <= (uint64_t)caller &&
				 (found == lib_object_count || o->low > lib_objects[found].low))
			found = i;
	}
	return found;
}

int lib_dlinfo(void *handle, int request, void *result)
{
	const void *caller = __builtin_return_address(0);
	unsigned n;
	int ret = -1;

	lib_dl_lock();
	n = object_of(handle == FREEBSD_RTLD_SELF ? NULL : handle, caller);
	if (n == lib_object_count) {
		lib_dl_error("Invalid shared object handle%s", "");
	} else if (request == FREEBSD_DI_LINKMAP) {
		*(struct freebsd_link_map **)result = map_of(n);
		ret = 0;
	} else if (request == FREEBSD_DI_ORIGIN) {
		const char *path = lib_objects[n].path, *slash = strrchr(path, '/');
		size_t length = slash ? (size_t)(slash - path) + 1 : 0;

		memcpy(result, path, length);
		((char *)result)[length > 1 ? length - 1 : length] = 0;
		ret = 0;
	} else {
		lib_dl_error("Invalid request%s", "");
	}
	lib_dl_unlock();
	return ret;
}
