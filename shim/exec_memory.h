/* Memory becomes executable: never before its system calls are patched. */
#ifndef SHIM_EXEC_MEMORY_H
#define SHIM_EXEC_MEMORY_H

#include <stddef.h>

/*
 * Give [addr, addr + len), page aligned and mapped, the protection `prot` (host
 * PROT_ bits with PROT_EXEC).  Its sites are found and patched while it is writable
 * and not executable; where that is not possible, or it is to stay writable, the
 * net is armed for it.  0 or -errno, and then the protection is as it was.
 */
long exec_memory(unsigned long addr, size_t len, int prot);

#endif
