/*
 * Reading and writing the alien's memory.  Each returns -EFAULT where the alien
 * gave a bad address: the fault is caught by shim/signal.c through the recovery
 * table that these functions fill (section alien_fixup).
 */
#ifndef SHIM_ALIEN_MEM_H
#define SHIM_ALIEN_MEM_H

#include <stddef.h>
#include <stdint.h>

/* Copy n bytes.  0 or -EFAULT. */
long copy_from_alien(void *host, unsigned long alien, size_t n);
long copy_to_alien(unsigned long alien, const void *host, size_t n);
/* Set n bytes to zero.  0 or -EFAULT. */
long clear_alien(unsigned long alien, size_t n);

/*
 * Copy a string with its NUL into size bytes.  Its length, -EFAULT, or
 * -ENAMETOOLONG where no NUL was found in size bytes.
 */
long string_from_alien(char *host, unsigned long alien, size_t size);

/* One value.  0 or -EFAULT. */
static inline long get_alien_u32(uint32_t *v, unsigned long alien)
{
	return copy_from_alien(v, alien, sizeof *v);
}

static inline long put_alien_u32(unsigned long alien, uint32_t v)
{
	return copy_to_alien(alien, &v, sizeof v);
}

static inline long get_alien_u64(uint64_t *v, unsigned long alien)
{
	return copy_from_alien(v, alien, sizeof *v);
}

static inline long put_alien_u64(unsigned long alien, uint64_t v)
{
	return copy_to_alien(alien, &v, sizeof v);
}

/*
 * Compare and exchange, and fetch and add, on a 32-bit word of the alien's.  The
 * value found goes to *old.  0 or -EFAULT.
 */
long cas_alien_u32(unsigned long alien, uint32_t expected, uint32_t desired, uint32_t *old);
long xadd_alien_u32(unsigned long alien, uint32_t add, uint32_t *old);

/* Where a thread that faulted at `rip` goes on; 0: the fault is not such a copy's. */
unsigned long alien_fixup(unsigned long rip);

#endif
