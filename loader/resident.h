/* Memory of the alien's that was looked at and not changed. */
#ifndef LOADER_RESIDENT_H
#define LOADER_RESIDENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Let go of the pages in [address, address + size), page aligned, that are as they
 * are in the file that is mapped there.  Failure costs memory, nothing else.
 */
void forget_unchanged(uint64_t address, size_t size);

#endif
