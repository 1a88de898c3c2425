/* Which memory is the host's: abirun itself, its libraries, its stacks and tables. */
#ifndef SHIM_RANGES_H
#define SHIM_RANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether an address is in host code (the alien's code is everything else). */
bool is_host(uint64_t rip);

/* Whether [addr, addr + len) touches memory that is the host's and must stay as it is. */
bool is_host_range(uint64_t addr, uint64_t len);

/* The same of abirun itself and its libraries alone: all host code but the stubs. */
bool is_host_object(uint64_t addr, uint64_t len);

/* Add a range of the host's.  `code`: instructions may run there.  Before there are threads. */
void host_range_add(uint64_t from, uint64_t to, bool code);

/* abirun's own code, which is added first: what the net's exclusive mode lets through. */
void host_text(uint64_t *from, uint64_t *to);

#endif
