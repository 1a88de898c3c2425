/* Memory of the alien's. */
#ifndef SYSCALL_MAP_MEM_H
#define SYSCALL_MAP_MEM_H

#include <stdbool.h>
#include <stdint.h>

#define PAGE     4096ul
#define USER_END (1ul << 47) /* the alien's addresses end here */

/*
 * The range of pages that holds [addr, addr + len).  0, or -EINVAL where it wraps
 * or is not memory of the alien's to change.
 */
long alien_pages(unsigned long addr, unsigned long len, unsigned long *start, unsigned long *size);

#endif
