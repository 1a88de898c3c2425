/*
 * The alien's thread-local storage in each thread.  A file's is in the tail, where all
 * of the program's own are and those of libraries as long as there is room; that of a
 * library loaded later may be a block of its own for each thread.
 */
#include "shim/lib/tls.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

extern __thread char lib_tail[LIB_TLS_SIZE];

struct lib_tls_image lib_tls_images[LIB_TLS_IMAGES];
unsigned lib_tls_count;

/* Of the threads' list and of the images. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct lib_thread *threads;

__thread char **lib_tls_blocks; /* of the calling thread: by image, those of their own */

bool lib_tls_is_right(void)
{
	return lib_tail + sizeof lib_tail == (char *)__builtin_thread_pointer();
}

/* A thread's block of an image that is not in the tail. */
static bool make_block(struct lib_thread *t, unsigned n)
{
	const struct lib_tls_image *image = &lib_tls_images[n];
	size_t align = image->align < 16 ? 16 : image->align;
	char *block;

	if (!*t->blocks)
		*t->blocks = calloc(LIB_TLS_IMAGES, sizeof **t->blocks);
	if (!*t->blocks)
		return false;
	block = aligned_alloc(align, (image->memory_size + align - 1) & ~(align - 1));
	if (!block)
		return false;
	memcpy(block, image->start, image->size);
	memset(block + image->size, 0, image->memory_size - image->size);
	(*t->blocks)[n] = block;
	return true;
}

static bool fill(struct lib_thread *t, unsigned n)
{
	const struct lib_tls_image *image = &lib_tls_images[n];

	if (!image->offset)
		return make_block(t, n);
	if (image->size)
		memcpy(t->pointer - image->offset, image->start, image->size);
	return true;
}

void lib_tls_init(void)
{
	for (unsigned i = 0; i < lib_tls_count; i++) {
		const struct lib_tls_image *image = &lib_tls_images[i];

		if (image->offset && image->size)
			memcpy((char *)__builtin_thread_pointer() - image->offset, image->start,
			       image->size);
	}
}

bool lib_tls_enter(struct lib_thread *t)
{
	bool done = true;

	t->pointer = __builtin_thread_pointer();
	t->blocks = &lib_tls_blocks;
	pthread_mutex_lock(&lock);
	for (unsigned i = 0; i < lib_tls_count && done; i++)
		done = fill(t, i);
	t->before = NULL;
	t->next = threads;
	if (threads)
		threads->before = t;
	threads = t;
	pthread_mutex_unlock(&lock);
	return done;
}

void lib_tls_leave(struct lib_thread *t)
{
	pthread_mutex_lock(&lock);
	if (t->before)
		t->before->next = t->next;
	else
		threads = t->next;
	if (t->next)
		t->next->before = t->before;
	pthread_mutex_unlock(&lock);
	for (unsigned i = 0; lib_tls_blocks && i < LIB_TLS_IMAGES; i++)
		free(lib_tls_blocks[i]);
	free(lib_tls_blocks);
	lib_tls_blocks = NULL;
}

bool lib_tls_add(const struct lib_tls_image *image)
{
	bool done = true;

	pthread_mutex_lock(&lock);
	lib_tls_images[lib_tls_count] = *image;
	for (struct lib_thread *t = threads; t && done; t = t->next)
		done = fill(t, lib_tls_count);
	if (done)
		lib_tls_count++;
	pthread_mutex_unlock(&lock);
	return done;
}

void lib_tls_before_fork(void)
{
	pthread_mutex_lock(&lock);
}

void lib_tls_after_fork(bool child)
{
	if (child) {
		threads = lib_self();
		threads->next = threads->before = NULL;
	}
	pthread_mutex_unlock(&lock);
}

void *lib_tls_get_addr(const struct lib_tls_index *index)
{
	char *pointer = __builtin_thread_pointer();
	const struct lib_tls_image *image;

	if (index->module == LIB_TLS_HOST)
		return pointer + index->offset;
	image = &lib_tls_images[index->module - 1];
	return (image->offset ? pointer - image->offset : lib_tls_blocks[index->module - 1]) +
	       index->offset;
}
