/* FreeBSD's run-time linker as programs see it.  Sources: dlfcn.h, sys/link_elf.h. */
#ifndef ABI_TABLES_FREEBSD_DLFCN_H
#define ABI_TABLES_FREEBSD_DLFCN_H

#define FREEBSD_RTLD_LAZY     1
#define FREEBSD_RTLD_NOW      2
#define FREEBSD_RTLD_GLOBAL   0x100
#define FREEBSD_RTLD_TRACE    0x200
#define FREEBSD_RTLD_NODELETE 0x1000
#define FREEBSD_RTLD_NOLOAD   0x2000
#define FREEBSD_RTLD_DEEPBIND 0x4000
#define FREEBSD_RTLD_NEXT     ((void *)-1)
#define FREEBSD_RTLD_DEFAULT  ((void *)-2)
#define FREEBSD_RTLD_SELF     ((void *)-3)

#define FREEBSD_DI_LINKMAP    2
#define FREEBSD_DI_ORIGIN     6

struct freebsd_link_map {
	char *base;
	const char *name;
	const void *dynamic;
	struct freebsd_link_map *next, *before;
	char *address; /* the same as base, of a library */
	const char *filters;
};

#endif
