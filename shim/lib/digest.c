/*
 * libmd: digests of messages.  Contexts are the program's, as large as md5.h, sha.h, sha256.h and
 * sha512.h say, which those of the host's libraries are not.  (RFC 1321, FIPS 180-4.)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi-tables/freebsd/libc.h"
#include "lib_calls.h"
#include "shim/lib/lib.h"

/* FIPS 180-4, 4.2.3: SHA-256's are the upper halves. */
static const uint64_t round_of_sha[80] = {
	0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
	0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
	0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
	0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
	0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
	0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
	0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
	0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
	0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
	0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
	0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
	0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
	0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
	0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
	0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
	0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
	0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
	0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
	0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
	0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

/* RFC 1321, 3.4 */
static const uint32_t round_of_md5[64] = {
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613,
	0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193,
	0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d,
	0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed,
	0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122,
	0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
	0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244,
	0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
	0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
	0xeb86d391,
};

struct digest {
	size_t word, words, block, size; /* of the state, of a block, of the result; bytes */
	bool little;                     /* the last byte of a number is the first */
	void (*mix)(void *state, const uint8_t *block);
	uint64_t start[8];
};

static uint64_t number(const uint8_t *p, size_t size, bool little)
{
	uint64_t v = 0;

	for (size_t i = 0; i < size; i++)
		v = v << 8 | p[little ? size - 1 - i : i];
	return v;
}

static void put_number(uint8_t *p, uint64_t v, size_t size, bool little)
{
	for (size_t i = 0; i < size; i++, v >>= 8)
		p[little ? i : size - 1 - i] = (uint8_t)v;
}

static uint32_t left(uint32_t x, unsigned n)
{
	return x << n | x >> (32 - n);
}

static uint32_t right(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static uint64_t right64(uint64_t x, unsigned n)
{
	return x >> n | x << (64 - n);
}

static void mix_md5(void *state, const uint8_t *block)
{
	static const uint8_t turns[4][4] = {
		{ 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 }
	};
	uint32_t *s = state, a = s[0], b = s[1], c = s[2], d = s[3];

	for (unsigned i = 0; i < 64; i++) {
		unsigned part = i / 16;
		unsigned at = part == 0 ? i : part == 1 ? 5 * i + 1 : part == 2 ? 3 * i + 5 : 7 * i;
		uint32_t f = part == 0   ? (b & c) | (~b & d)
			     : part == 1 ? (d & b) | (~d & c)
			     : part == 2 ? b ^ c ^ d
					 : c ^ (b | ~d);

		f += a + round_of_md5[i] + (uint32_t)number(block + at % 16 * 4, 4, true);
		a = d;
		d = c;
		c = b;
		b += left(f, turns[part][i % 4]);
	}
	s[0] += a;
	s[1] += b;
	s[2] += c;
	s[3] += d;
}

static void mix_sha1(void *state, const uint8_t *block)
{
	uint32_t *s = state, a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], w[80];

	for (int i = 0; i < 80; i++)
		w[i] = i < 16 ? (uint32_t)number(block + 4 * i, 4, false)
			      : left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (int i = 0; i < 80; i++) {
		uint32_t f = i < 20   ? ((b & c) | (~b & d)) + 0x5a827999
			     : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1
			     : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
				      : (b ^ c ^ d) + 0xca62c1d6;

		f += left(a, 5) + e + w[i];
		e = d;
		d = c;
		c = left(b, 30);
		b = a;
		a = f;
	}
	s[0] += a;
	s[1] += b;
	s[2] += c;
	s[3] += d;
	s[4] += e;
}

/* SHA-256 and SHA-512 differ in the size of words, the rounds and by how much they turn. */
#define MIX_SHA2(name, type, rounds, constant, turn, a1, a2, a3, b1, b2, b3, c1, c2, c3, d1, d2,   \
		 d3)                                                                               \
	static void name(void *state, const uint8_t *block)                                        \
	{                                                                                          \
		type *s = state, v[8], w[rounds];                                                  \
                                                                                                   \
		memcpy(v, s, sizeof v);                                                            \
		for (int i = 0; i < rounds; i++)                                                   \
			w[i] =                                                                     \
			    i < 16                                                                 \
				? (type)number(block + sizeof(type) * (size_t)i, sizeof(type),     \
					       false)                                              \
				: w[i - 16] + w[i - 7] +                                           \
				      (turn(w[i - 15], c1) ^ turn(w[i - 15], c2) ^                 \
				       w[i - 15] >> c3) +                                          \
				      (turn(w[i - 2], d1) ^ turn(w[i - 2], d2) ^ w[i - 2] >> d3);  \
		for (int i = 0; i < rounds; i++) {                                                 \
			type one = v[7] + (turn(v[4], b1) ^ turn(v[4], b2) ^ turn(v[4], b3)) +     \
				   ((v[4] & v[5]) ^ (~v[4] & v[6])) + (type)(constant) + w[i];     \
			type two = (turn(v[0], a1) ^ turn(v[0], a2) ^ turn(v[0], a3)) +            \
				   ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));                \
                                                                                                   \
			memmove(v + 1, v, 7 * sizeof *v);                                          \
			v[4] += one;                                                               \
			v[0] = one + two;                                                          \
		}                                                                                  \
		for (int i = 0; i < 8; i++)                                                        \
			s[i] += v[i];                                                              \
	}

MIX_SHA2(mix_sha256, uint32_t, 64, round_of_sha[i] >> 32, right, 2, 13, 22, 6, 11, 25, 7, 18, 3, 17,
	 19, 10)
MIX_SHA2(mix_sha512, uint64_t, 80, round_of_sha[i], right64, 28, 34, 39, 14, 18, 41, 1, 8, 7, 19,
	 61, 6)

/* A context is the state, how many bytes there were (8, or 16 of which half are used), a block. */
static uint8_t *count_of(const struct digest *d, void *context)
{
	return (uint8_t *)context + d->word * d->words;
}

static uint8_t *block_of(const struct digest *d, void *context)
{
	return count_of(d, context) + (d->word == 8 ? 16 : 8);
}

static void start(const struct digest *d, void *context)
{
	uint64_t none[2] = { 0, 0 };

	for (size_t i = 0; i < d->words; i++)
		put_number((uint8_t *)context + i * d->word, d->start[i], d->word, true);
	memcpy(count_of(d, context), none, d->word == 8 ? 16 : 8);
}

static void update(const struct digest *d, void *context, const void *bytes, size_t size)
{
	uint8_t *block = block_of(d, context);
	const uint8_t *from = bytes;
	uint64_t count;

	memcpy(&count, count_of(d, context), sizeof count);
	while (size) {
		size_t at = count % d->block, n = d->block - at < size ? d->block - at : size;

		memcpy(block + at, from, n);
		count += n;
		from += n;
		size -= n;
		if (count % d->block == 0)
			d->mix(context, block);
	}
	memcpy(count_of(d, context), &count, sizeof count);
}

static void finish(const struct digest *d, uint8_t *to, void *context)
{
	uint8_t pad[256] = { 0x80 }, whole[64];
	size_t room = d->word == 8 ? 16 : 8, n;
	uint64_t count;

	memcpy(&count, count_of(d, context), sizeof count);
	n = (2 * d->block - 1 - room - count % d->block) % d->block + 1;
	put_number(pad + n + (d->little ? 0 : room - 8), count * 8, 8, d->little);
	update(d, context, pad, n + room);
	for (size_t i = 0; i < d->words; i++) {
		uint64_t v = number((uint8_t *)context + i * d->word, d->word, true);

		put_number(whole + i * d->word, v, d->word, d->little);
	}
	memcpy(to, whole, d->size);
	explicit_bzero(context, (size_t)(block_of(d, context) - (uint8_t *)context) + d->block);
}

/* In hexadecimal, malloc'ed where `to` is NULL. */
static char *end(const struct digest *d, void *context, char *to)
{
	uint8_t bytes[64];

	if (!to)
		to = malloc(2 * d->size + 1);
	if (!to)
		return NULL;
	finish(d, bytes, context);
	for (size_t i = 0; i < d->size; i++)
		sprintf(to + 2 * i, "%02x", bytes[i]);
	return to;
}

#define CONTEXT 208 /* the largest */

/* From `offset` on, `size` bytes (0: all); NULL with errno. */
static char *of_descriptor(const struct digest *d, int fd, char *to, int64_t offset, int64_t size)
{
	uint64_t context[CONTEXT / 8];
	char bytes[16384];
	long n = 1;

	start(d, context);
	if (offset > 0 && lib_row(NR_lseek, fd, offset, 0) < 0)
		return NULL;
	for (int64_t left = size; n > 0 && (left > 0 || !size); left -= n) {
		size_t most = size && left < (int64_t)sizeof bytes ? (size_t)left : sizeof bytes;

		n = lib_row(NR_read, fd, bytes, most);
		if (n < 0)
			return NULL;
		update(d, context, bytes, (size_t)n);
	}
	return end(d, context, to);
}

static char *of_file(const struct digest *d, const char *path, char *to, int64_t offset,
		     int64_t size)
{
	int fd = (int)lib_row(NR_open, path, FREEBSD_O_CLOEXEC), error;
	char *text;

	if (fd < 0)
		return NULL;
	text = of_descriptor(d, fd, to, offset, size);
	error = errno;
	lib_row(NR_close, fd);
	errno = error;
	return text;
}

static char *of_bytes(const struct digest *d, const void *bytes, unsigned size, char *to)
{
	uint64_t context[CONTEXT / 8];

	start(d, context);
	update(d, context, bytes, size);
	return end(d, context, to);
}

#define DIGEST(name, ...)                                                                          \
	static const struct digest name = { __VA_ARGS__ };                                         \
	void lib_##name##_init(void *context)                                                      \
	{                                                                                          \
		start(&name, context);                                                             \
	}                                                                                          \
	void lib_##name##_update(void *context, const void *bytes, size_t size)                    \
	{                                                                                          \
		update(&name, context, bytes, size);                                               \
	}                                                                                          \
	void lib_##name##_final(uint8_t *to, void *context)                                        \
	{                                                                                          \
		finish(&name, to, context);                                                        \
	}                                                                                          \
	char *lib_##name##_end(void *context, char *to)                                            \
	{                                                                                          \
		return end(&name, context, to);                                                    \
	}                                                                                          \
	char *lib_##name##_data(const void *bytes, unsigned size, char *to)                        \
	{                                                                                          \
		return of_bytes(&name, bytes, size, to);                                           \
	}                                                                                          \
	char *lib_##name##_fd(int fd, char *to)                                                    \
	{                                                                                          \
		return of_descriptor(&name, fd, to, 0, 0);                                         \
	}                                                                                          \
	char *lib_##name##_fdchunk(int fd, char *to, int64_t offset, int64_t size)                 \
	{                                                                                          \
		return of_descriptor(&name, fd, to, offset, size);                                 \
	}                                                                                          \
	char *lib_##name##_file(const char *path, char *to)                                        \
	{                                                                                          \
		return of_file(&name, path, to, 0, 0);                                             \
	}                                                                                          \
	char *lib_##name##_filechunk(const char *path, char *to, int64_t offset, int64_t size)     \
	{                                                                                          \
		return of_file(&name, path, to, offset, size);                                     \
	}

DIGEST(md5, 4, 4, 64, 16, true, mix_md5, { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 })
DIGEST(sha1, 4, 5, 64, 20, false, mix_sha1,
       { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 })
DIGEST(sha224, 4, 8, 64, 28, false, mix_sha256,
       { 0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7,
	 0xbefa4fa4 })
DIGEST(sha256, 4, 8, 64, 32, false, mix_sha256,
       { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
	 0x5be0cd19 })
DIGEST(sha384, 8, 8, 128, 48, false, mix_sha512,
       { 0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
	 0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4 })
DIGEST(sha512, 8, 8, 128, 64, false, mix_sha512,
       { 0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
	 0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179 })
DIGEST(sha512_224, 8, 8, 128, 28, false, mix_sha512,
       { 0x8c3d37c819544da2, 0x73e1996689dcd4d6, 0x1dfab7ae32ff9c82, 0x679dd514582f9fcf,
	 0x0f6d2b697bd44da8, 0x77e36f7304c48942, 0x3f9d85a86a1d36c8, 0x1112e6ad91d692a1 })
DIGEST(sha512_256, 8, 8, 128, 32, false, mix_sha512,
       { 0x22312194fc2bf72c, 0x9f555fa3c84c64c2, 0x2393b86b6f53b151, 0x963877195940eabd,
	 0x96283ee2a88effe3, 0xbe5e1e2553863992, 0x2b0199fc2c85b8aa, 0x0eb72ddc81c52ca2 })
