/* libmd: the digests of RFC 1321 and FIPS 180-4, of bytes and files. */
#include "text.h"

#define DIGEST(name, under)                                                                        \
	void name##under##Init(void *context);                                                     \
	void name##under##Update(void *context, const void *bytes, size_t size);                   \
	void name##under##Final(unsigned char *to, void *context);                                 \
	char *name##under##End(void *context, char *to);                                           \
	char *name##under##Data(const void *bytes, unsigned size, char *to);                       \
	char *name##under##File(const char *path, char *to);                                       \
	char *name##under##FileChunk(const char *path, char *to, long offset, long size);

DIGEST(MD5, )
DIGEST(SHA1, _)
DIGEST(SHA224, _)
DIGEST(SHA256, _)
DIGEST(SHA384, _)
DIGEST(SHA512, _)
DIGEST(SHA512_256, _)

/* md5.h, sha.h, sha256.h, sha512.h: sizes of contexts */
static struct {
	unsigned long room[26];
	unsigned char guard;
} context;
_Static_assert(sizeof context.room == 208, "SHA512_CTX");

static char text[200];

static void known(void)
{
	SAYS("900150983cd24fb0d6963f7d28e17f72", MD5Data("abc", 3, text));
	SAYS("d41d8cd98f00b204e9800998ecf8427e", MD5Data("", 0, text));
	SAYS("a9993e364706816aba3e25717850c26c9cd0d89d", SHA1_Data("abc", 3, text));
	SAYS("23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
	     SHA224_Data("abc", 3, text));
	SAYS("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	     SHA256_Data("abc", 3, text));
	SAYS(
	    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baec"
	    "a134c825a7",
	    SHA384_Data("abc", 3, text));
	SAYS(
	    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c"
	    "23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
	    SHA512_Data("abc", 3, text));
	SAYS("53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
	     SHA512_256_Data("abc", 3, text));
}

/* In parts of every size the same as at once. */
static void parts(void)
{
	static char bytes[1000];
	char whole[130];

	for (int i = 0; i < 1000; i++)
		bytes[i] = (char)(i * 7);
	for (unsigned size = 1; size < 300; size++) {
		SHA512_Data(bytes, size * 3, whole);
		SHA512_Init(&context);
		for (unsigned at = 0; at < 3; at++)
			SHA512_Update(&context, bytes + at * size, size);
		if (strcmp(SHA512_End(&context, text), whole))
			EXPECT_EQ(size, 0);
		MD5Data(bytes, size * 3, whole);
		MD5Init(&context);
		for (unsigned at = 0; at < 3; at++)
			MD5Update(&context, bytes + at * size, size);
		if (strcmp(MD5End(&context, text), whole))
			EXPECT_EQ(size, 0);
	}
}

static void files(void)
{
	char path[64] = "/tmp/abirun-digests-XXXXXX", *made;
	int fd = mkstemp(path);

	for (int i = 0; i < 10000; i++)
		write(fd, "0123456789", 10);
	close(fd);
	made = SHA256_File(path, NULL);
	EXPECT(made && strlen(made) == 64);
	SHA256_Init(&context);
	for (int i = 0; i < 10000; i++)
		SHA256_Update(&context, "0123456789", 10);
	SAYS(made, SHA256_End(&context, text));
	free(made);
	SHA1_Data("345", 3, text);
	made = SHA1_FileChunk(path, NULL, 3, 3);
	SAYS(text, made);
	free(made);
	unlink(path);
	EXPECT(!MD5File(path, NULL));
	EXPECT_EQ(errno, BSD_ENOENT);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	context.guard = 77;
	known();
	parts();
	files();
	EXPECT_EQ(context.guard, 77);
	return result();
}
