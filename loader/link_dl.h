/* What the parts of dlfcn(3) use of each other. */
#ifndef LOADER_LINK_DL_H
#define LOADER_LINK_DL_H

#include "loader/link.h"

/* The handle of the libraries that abirun stands in for. */
extern struct link_object link_provided;

bool link_is_handle(const void *handle);

/* What dlerror(3) says next in this thread; one %s in `what`. */
void link_dl_error(const char *what, const char *name) __attribute__((format(printf, 1, 0)));

#endif
