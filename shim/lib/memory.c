/*
 * jemalloc's own functions, malloc_np.h: memory with an alignment, zeroed or not, as flags
 * say; on the host's allocator, which has no arenas or caches to choose.
 */
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/lib.h"

/* MALLOCX_LG_ALIGN, MALLOCX_ZERO */
#define LOG_ALIGN(flags)  ((flags)&0x3f)
#define WANTS_ZERO(flags) ((flags)&0x40)

void *lib_mallocx(size_t size, int flags)
{
	size_t align = 1ul << LOG_ALIGN(flags);
	void *p = align <= 16 ? malloc(size) : aligned_alloc(align, (size + align - 1) & -align);

	if (p && WANTS_ZERO(flags))
		memset(p, 0, malloc_usable_size(p));
	return p;
}

void *lib_rallocx(void *p, size_t size, int flags)
{
	size_t before = malloc_usable_size(p), kept = before < size ? before : size;
	void *bigger = lib_mallocx(size, flags & ~0x40);

	if (!bigger)
		return NULL;
	memcpy(bigger, p, kept);
	if (WANTS_ZERO(flags) && size > kept)
		memset((char *)bigger + kept, 0, malloc_usable_size(bigger) - kept);
	free(p);
	return bigger;
}

/* In place: the host's does not grow there; the size that it has. */
size_t lib_xallocx(void *p, size_t size, size_t extra, int flags)
{
	(void)size, (void)extra, (void)flags;
	return malloc_usable_size(p);
}

size_t lib_sallocx(const void *p, int flags)
{
	(void)flags;
	return malloc_usable_size((void *)p);
}

void lib_dallocx(void *p, int flags)
{
	(void)flags;
	free(p);
}

void lib_sdallocx(void *p, size_t size, int flags)
{
	(void)size, (void)flags;
	free(p);
}

/* What mallocx of that size would really give: the host's sizes are odd multiples of 8. */
size_t lib_nallocx(size_t size, int flags)
{
	size_t align = 1ul << LOG_ALIGN(flags);

	if (align > 16)
		size = (size + align - 1) & -align;
	return size <= 24 ? 24 : ((size + 8 + 15) & -16ul) - 8;
}

/* The functions of jemalloc 3: 0 or ALLOCM_ERR_OOM, ALLOCM_ERR_NOT_MOVED. */
int lib_allocm(void **p, size_t *real, size_t size, int flags)
{
	*p = lib_mallocx(size, flags);
	if (*p && real)
		*real = malloc_usable_size(*p);
	return *p ? 0 : 1;
}

int lib_rallocm(void **p, size_t *real, size_t size, size_t extra, int flags)
{
	size_t now = malloc_usable_size(*p);

	(void)extra;
	if (now < size) {
		void *bigger;

		if (flags & 0x80) /* ALLOCM_NO_MOVE */
			return 2;
		bigger = lib_rallocx(*p, size, flags);
		if (!bigger)
			return 1;
		*p = bigger;
	}
	if (real)
		*real = malloc_usable_size(*p);
	return 0;
}

int lib_sallocm(const void *p, size_t *real, int flags)
{
	(void)flags;
	if (real)
		*real = malloc_usable_size((void *)p);
	return 0;
}

int lib_dallocm(void *p, int flags)
{
	(void)flags;
	free(p);
	return 0;
}

int lib_nallocm(size_t *real, size_t size, int flags)
{
	if (real)
		*real = lib_nallocx(size, flags);
	return 0;
}

/* jemalloc's names of what can be asked and set: the host's allocator has none. */
int lib_mallctl(const char *name, void *old, size_t *old_size, void *new, size_t size)
{
	(void)name, (void)old, (void)old_size, (void)new, (void)size;
	return ENOENT;
}

int lib_mallctlnametomib(const char *name, size_t *oid, size_t *count)
{
	(void)name, (void)oid, (void)count;
	return ENOENT;
}

int lib_mallctlbymib(const size_t *oid, size_t count, void *old, size_t *old_size, void *new,
		     size_t size)
{
	(void)oid, (void)count, (void)old, (void)old_size, (void)new, (void)size;
	return ENOENT;
}
