/* What the parts of dlfcn(3) use of each other. */
#ifndef LOADER_LINK_DL_H
#define LOADER_LINK_DL_H

#include "loader/link.h"

/* The handle of the libraries that abirun stands in for. */
extern struct link_object link_provided;

bool link_is_handle(const void *handle);

#endif
