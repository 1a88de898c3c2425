/* struct termios of the BSDs: sys/_termios.h, sys/termios.h. */
#ifndef ABI_TABLES_BSD44_TERMIOS_H
#define ABI_TABLES_BSD44_TERMIOS_H

#include "abi-tables/members.h"

struct bsd44_termios {
	uint32_t c_iflag, c_oflag, c_cflag, c_lflag;
	uint8_t c_cc[20];
	uint32_t c_ispeed, c_ospeed;
};
SIZE_IS(struct bsd44_termios, 44);

void bsd44_termios_to_alien(void *alien, const void *host);
long bsd44_termios_to_host(void *host, const void *alien);

#define BSD44_HOST_TERMIOS 44 /* sizeof(struct termios2), asm/termbits.h */

#endif
