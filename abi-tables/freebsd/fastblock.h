/* sys/signalvar.h, sigfastblock(2): the word. */
#ifndef ABI_TABLES_FREEBSD_FASTBLOCK_H
#define ABI_TABLES_FREEBSD_FASTBLOCK_H

#define SIGFASTBLOCK_PEND  0x1u
#define SIGFASTBLOCK_FLAGS 0xfu

#endif
