/* Thread-local storage of the alien's files: who has it and since when. */
#ifndef SHIM_LIB_TLS_H
#define SHIM_LIB_TLS_H

#include <stdbool.h>
#include <stddef.h>

struct lib_thread;

#define LIB_TLS_IMAGES 128

/* The initial bytes of one file's storage. */
struct lib_tls_image {
	const void *start;
	size_t size, memory_size, align;
	size_t offset; /* how far below the thread pointer; 0: a block of its own */
};
extern struct lib_tls_image lib_tls_images[LIB_TLS_IMAGES]; /* module n is image n - 1 */
extern unsigned lib_tls_count;

/* Whether the tail is where it must be. */
bool lib_tls_is_right(void);

/* Fill in the calling thread's tail again. */
void lib_tls_init(void);

/* The caller is a thread of the alien's from now on: fill in its storage.  False: no memory. */
bool lib_tls_enter(struct lib_thread *t);
void lib_tls_leave(struct lib_thread *t);

/* One more file's, in all threads there are and will be.  False: no memory. */
bool lib_tls_add(const struct lib_tls_image *image);

/* Around fork(2): no other thread is in the midst of the above, and the child has none. */
void lib_tls_before_fork(void);
void lib_tls_after_fork(bool child);

#endif
