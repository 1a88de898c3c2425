#ifndef LOADER_LIST_H
#define LOADER_LIST_H

#include <stdbool.h>

#include "abi-tables/abi.h"

/* A line for each state of calls, a column for each system: the README's table. */
void list_summary(bool markdown);

/* One system's calls as Markdown: those that work, those in part with what is not, and the
 * rest by its reason. */
void list_markdown(const struct abi *abi);

#endif
