/*
 * What was found in large programs, kept in the user's cache directory: searching 77 MB
 * takes longer than many a program runs.  Only a file of the user's own is believed, only
 * of this very file and this very abirun; without one, the search is made.
 *
 *	$XDG_CACHE_HOME/abirun, or $HOME/.cache/abirun	ABIRUN_CACHE=off: neither read nor written
 */
#ifndef LOADER_CODE_CACHE_H
#define LOADER_CODE_CACHE_H

#include "shim/glibc/sieve.h"

/* Seconds since a program's last change before it is kept. */
extern unsigned code_cache_settled;

/* candidates_find, from the cache where it is there, and kept in it where not. */
long code_candidates(int fd, uint64_t offset, size_t size, struct candidates *found);

#endif
