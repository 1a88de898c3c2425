/* What the alien asks its linker. */
#include <link.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

/* link.h: struct dl_phdr_info is the same on both. */
int lib_dl_iterate_phdr(int (*visit)(struct dl_phdr_info *, size_t, void *), void *arg)
{
	int ret = 0;

	lib_dl_lock();
	for (unsigned i = 0; i < lib_object_count && !ret; i++) {
		const struct lib_object *o = &lib_objects[i];
		struct dl_phdr_info info = { .dlpi_addr = o->base,
					     .dlpi_name = o->path,
					     .dlpi_phdr = o->phdr,
					     .dlpi_phnum = o->phnum,
					     .dlpi_adds = lib_object_adds,
					     .dlpi_subs = lib_object_subs,
					     .dlpi_tls_modid = o->tls_module };

		if (o->tls_module)
			info.dlpi_tls_data =
			    lib_tls_get_addr(&(struct lib_tls_index){ o->tls_module, 0 });
		ret = visit(&info, sizeof info, arg);
	}
	lib_dl_unlock();
	return ret;
}

static const uint64_t *auxiliary(uint64_t type)
{
	for (const uint64_t(*a)[2] = lib_auxv; (*a)[0]; a++)
		if ((*a)[0] == type)
			return &(*a)[1];
	return NULL;
}

/* elf_aux_info(3): a size that is not the value's is EINVAL, what there is not ENOENT. */
int lib_elf_aux_info(int type, void *buffer, int size)
{
	const uint64_t *value = auxiliary((uint64_t)type);
	size_t is;

	if (!buffer || size <= 0)
		return EINVAL;
	switch (type) {
	case FREEBSD_AT_CANARY:
	case FREEBSD_AT_PAGESIZES:
	case FREEBSD_AT_EXECPATH:
		if (!value)
			return ENOENT;
		if (type == FREEBSD_AT_EXECPATH) {
			is = strlen((const char *)*value) + 1; /* NOLINT */
			if (is > (size_t)size)
				return EINVAL;
		} else {
			is = *auxiliary((uint64_t)type + 1);
			if (is < (size_t)size)
				return EINVAL;
			is = (size_t)size;
		}
		memcpy(buffer, (const void *)*value, is); /* NOLINT */
		return 0;
	case FREEBSD_AT_HWCAP:
	case FREEBSD_AT_HWCAP2:
		is = sizeof(long);
		break;
	case FREEBSD_AT_NCPUS:
	case FREEBSD_AT_OSRELDATE:
	case FREEBSD_AT_PAGESZ:
		is = sizeof(int);
		break;
	case FREEBSD_AT_TIMEKEEP:
	case FREEBSD_AT_USRSTACKBASE:
		is = sizeof(void *);
		break;
	default:
		return EINVAL;
	}
	if ((size_t)size != is)
		return EINVAL;
	if (!value || (!*value && type != FREEBSD_AT_HWCAP))
		return ENOENT;
	memcpy(buffer, value, is);
	return 0;
}

void lib_unmap(uint64_t low, uint64_t high)
{
	lib_row(NR_munmap, low, high - low);
}
