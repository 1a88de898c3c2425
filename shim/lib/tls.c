/* The alien's thread-local storage in each thread. */
#include <string.h>

#include "shim/lib/lib.h"

extern __thread char lib_tail[LIB_TLS_SIZE];

struct lib_tls_image *lib_tls_images;
unsigned lib_tls_count;

bool lib_tls_is_right(void)
{
	return lib_tail + sizeof lib_tail == (char *)__builtin_thread_pointer();
}

void lib_tls_init(void)
{
	for (unsigned i = 0; i < lib_tls_count; i++) {
		const struct lib_tls_image *image = &lib_tls_images[i];
		char *at = (char *)__builtin_thread_pointer() - image->offset;

		if (image->size)
			memcpy(at, image->start, image->size);
	}
}

void *lib_tls_get_addr(const struct lib_tls_index *index)
{
	char *pointer = __builtin_thread_pointer();

	if (index->module == LIB_TLS_HOST)
		return pointer + index->offset;
	return pointer - lib_tls_images[index->module - 1].offset + index->offset;
}
