/*
 * The marks by which an ELF file says what system it is for, and names of
 * machines.  Also of systems that abirun has no tables for: a file of theirs gets
 * its right name in the message.
 */
#ifndef LOADER_SYSTEMS_H
#define LOADER_SYSTEMS_H

#include <stdint.h>

/* GNU's ABI tag names the system in its first word, all others by the note's name. */
#define SYSTEM_NO_GNU (-1)

struct system {
	const char *name;
	const char *abi;  /* struct abi's name; "" for the host; NULL: no tables */
	uint8_t osabi;    /* EI_OSABI; 0: none of its own */
	const char *note; /* its ident note, of type 1; NULL: none */
	int gnu;          /* first word of the "GNU" ABI tag */
	void (*version)(uint32_t word, unsigned *major, unsigned *minor);
	const char *interpreters[5];
	const char *libc; /* its C library's DT_SONAME, as a pattern of glob(7)'s */
};

/* Each returns NULL where no system answers to it. */
const struct system *system_of_osabi(uint8_t osabi);
const struct system *system_of_note(const char *name, uint32_t first_word);
const struct system *system_of_interpreter(const char *path);
const struct system *system_of_libc(const char *name);
const struct system *system_host(void);

/* "x86-64", "aarch64", ...; "" where the name is not known. */
const char *machine_name(uint16_t machine, uint8_t elf_class);

#endif
