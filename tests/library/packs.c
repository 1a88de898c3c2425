/* zlib and liblzma, which are the host's: what goes in comes out, and errno is the alien's. */
#include <stdarg.h>

#include "text.h"

struct gz;
int compress(void *to, unsigned long *size, const void *from, unsigned long from_size),
    uncompress(void *to, unsigned long *size, const void *from, unsigned long from_size);
unsigned long crc32(unsigned long crc, const void *from, unsigned size),
    compressBound(unsigned long size);
struct gz *gzopen(const char *path, const char *mode), *gzdopen(int fd, const char *mode);
int gzprintf(struct gz *file, const char *format, ...),
    gzvprintf(struct gz *file, const char *format, va_list args),
    gzread(struct gz *file, void *to, unsigned size), gzclose(struct gz *file);
char *gzgets(struct gz *file, char *to, int size);
FILE *zopen(const char *path, const char *mode), *zdopen(int fd, const char *mode);
char *fgets(char *to, int size, FILE *f);
int fputs(const char *text, FILE *f), fclose(FILE *f), symlink(const char *to, const char *path),
    unlink(const char *path), open(const char *path, int flags, ...);

unsigned lzma_crc32(const void *from, unsigned long size, unsigned crc);
int lzma_easy_buffer_encode(unsigned preset, int check, const void *allocator, const void *from,
			    unsigned long size, void *to, unsigned long *at, unsigned long room);
int lzma_stream_buffer_decode(unsigned long *limit, unsigned flags, const void *allocator,
			      const void *from, unsigned long *at, unsigned long size, void *to,
			      unsigned long *to_at, unsigned long room);

#define ELOOP 62

static char path[] = "/tmp/abirun-packs-XXXXXX";
static char text[10000], packed[12000], unpacked[10000];

static void vprinted(struct gz *file, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	EXPECT(gzvprintf(file, format, args) == 6);
	va_end(args);
}

static void test_memory(void)
{
	unsigned long size = sizeof packed, back = sizeof unpacked, at = 0, limit = ~0ul;

	for (unsigned i = 0; i < sizeof text; i++)
		text[i] = (char)(i * i >> 7);
	EXPECT(crc32(0, "123456789", 9) == 0xcbf43926);
	EXPECT(compressBound(sizeof text) <= sizeof packed);
	EXPECT(compress(packed, &size, text, sizeof text) == 0 && size < sizeof text);
	EXPECT(uncompress(unpacked, &back, packed, size) == 0 && back == sizeof text);
	EXPECT(!memcmp(text, unpacked, back));
	EXPECT(uncompress(unpacked, &back, packed, size / 2) != 0);

	memset(unpacked, 0, sizeof unpacked);
	size = back = 0;
	EXPECT(lzma_crc32("123456789", 9, 0) == 0xcbf43926);
	EXPECT(lzma_easy_buffer_encode(6, 4, NULL, text, sizeof text, packed, &size,
				       sizeof packed) == 0);
	EXPECT(lzma_stream_buffer_decode(&limit, 0, NULL, packed, &at, size, unpacked, &back,
					 sizeof unpacked) == 0);
	EXPECT(at == size && back == sizeof text && !memcmp(text, unpacked, back));
}

static void test_files(void)
{
	struct gz *file;
	char line[64];
	FILE *f;

	/* More than registers hold, and a format of the alien's. */
	file = gzopen(path, "wb9");
	EXPECT(gzprintf(file, "%d %d %d %d %d %d %s\n", 1, 2, 3, 4, 5, 6, "seven") == 18);
	vprinted(file, "%p\n", (void *)0xabc);
	EXPECT(gzclose(file) == 0);
	file = gzopen(path, "rb");
	EXPECT(!strcmp(gzgets(file, line, sizeof line), "1 2 3 4 5 6 seven\n"));
	EXPECT(gzread(file, line, sizeof line) == 6 && !memcmp(line, "0xabc\n", 6));
	EXPECT(gzclose(file) == 0);

	f = zopen(path, "w");
	EXPECT(fputs("one\ntwo\n", f) >= 0);
	EXPECT(fclose(f) == 0);
	f = zdopen(open(path, 0), "r");
	EXPECT(!strcmp(fgets(line, sizeof line, f), "one\n"));
	EXPECT(!strcmp(fgets(line, sizeof line, f), "two\n"));
	EXPECT(!fgets(line, sizeof line, f));
	EXPECT(fclose(f) == 0);

	EXPECT(unlink(path) == 0 && symlink(path, path) == 0);
	EXPECT(!gzopen(path, "rb") && errno == ELOOP);
	EXPECT(!zopen(path, "r") && errno == ELOOP);
	EXPECT(unlink(path) == 0);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_memory();
	close(mkstemp(path));
	test_files();
	return result();
}
