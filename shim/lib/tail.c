/*
 * The thread-local storage of the alien.  Code of the alien's has it directly below
 * the thread pointer, where the host's linker puts the program's own: abirun's.  So
 * abirun's ends with a tail that is the alien's: this file is linked last.
 *
 * It is zeros, and each thread that shall run alien code fills it in when it starts
 * (lib_tls_enter); all of them are started by shim/lib.  Every page of it costs every
 * thread, also of programs that have none, a page of memory.
 */
#include <string.h>

#include "shim/lib/lib.h"

__thread char lib_tail[LIB_TLS_SIZE] __attribute__((aligned(LIB_TLS_ALIGN)));
