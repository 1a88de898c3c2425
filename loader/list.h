#ifndef LOADER_LIST_H
#define LOADER_LIST_H

#include "abi-tables/abi.h"

/* The README's coverage table of one system. */
void list_markdown(const struct abi *abi);

#endif
