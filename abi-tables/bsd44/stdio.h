/* stdio.h of the BSDs: how a stream begins, which their macros look at. */
#ifndef ABI_TABLES_BSD44_STDIO_H
#define ABI_TABLES_BSD44_STDIO_H

#include <stdint.h>

struct bsd44_file {
	unsigned char *p;
	int32_t r, w;
	int16_t flags, file;
	unsigned char *base; /* of the buffer */
	int32_t size, pad0;
	int32_t line_size, pad1; /* 0, or minus its size */
};
_Static_assert(sizeof(struct bsd44_file) == 48, "struct __sFILE");

#define BSD44_SNBF 0x0002
#define BSD44_SRD  0x0004
#define BSD44_SWR  0x0008
#define BSD44_SRW  0x0010
#define BSD44_SEOF 0x0020
#define BSD44_SERR 0x0040

#endif
