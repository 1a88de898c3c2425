#include "loader/systems.h"

#include <elf.h>
#include <fnmatch.h>
#include <stddef.h>
#include <string.h>

#include "loader/loader.h"

/* FreeBSD, sys/param.h: __FreeBSD_version, two digits of minor and three of steps. */
static void version_freebsd(uint32_t word, unsigned *major, unsigned *minor)
{
	*major = word / 100000;
	*minor = word / 1000 % 100;
}

/* NetBSD, sys/param.h: __NetBSD_Version__, MMmmrrpp00. */
static void version_netbsd(uint32_t word, unsigned *major, unsigned *minor)
{
	*major = word / 100000000;
	*minor = word / 1000000 % 100;
}

static const struct system systems[] = {
#include "loader/systems.def"
};

#define SYSTEM_COUNT (sizeof systems / sizeof systems[0])

const struct system *system_of_osabi(uint8_t osabi)
{
	for (size_t i = 0; osabi && i < SYSTEM_COUNT; i++)
		if (systems[i].osabi == osabi)
			return &systems[i];
	return NULL;
}

const struct system *system_of_note(const char *name, uint32_t first_word)
{
	for (size_t i = 0; i < SYSTEM_COUNT; i++) {
		if (!strcmp(name, "GNU") && systems[i].gnu == (int)first_word)
			return &systems[i];
		if (systems[i].note && !strcmp(name, systems[i].note))
			return &systems[i];
	}
	return NULL;
}

const struct system *system_of_interpreter(const char *path)
{
	for (size_t i = 0; i < SYSTEM_COUNT; i++)
		for (size_t k = 0; k < 5 && systems[i].interpreters[k]; k++)
			if (!strcmp(path, systems[i].interpreters[k]))
				return &systems[i];
	return NULL;
}

const struct system *system_of_libc(const char *name)
{
	for (size_t i = 0; i < SYSTEM_COUNT; i++)
		if (systems[i].libc && !fnmatch(systems[i].libc, name, 0))
			return &systems[i];
	return NULL;
}

const struct abi *abi_named(const char *name)
{
	for (const struct abi *const *a = abis; name && *a; a++)
		if (!strcmp((*a)->name, name))
			return *a;
	return NULL;
}

const struct system *system_host(void)
{
	return &systems[0];
}

static const struct {
	uint16_t machine;
	const char *name;
} machines[] = {
	{ EM_X86_64, "x86-64" },    { EM_386, "i386" },
	{ EM_AARCH64, "aarch64" },  { EM_ARM, "arm" },
	{ EM_RISCV, "riscv" },      { EM_PPC64, "powerpc64" },
	{ EM_PPC, "powerpc" },      { EM_S390, "s390" },
	{ EM_MIPS, "mips" },        { EM_SPARC, "sparc" },
	{ EM_SPARCV9, "sparc64" },  { EM_IA_64, "ia64" },
	{ EM_ALPHA, "alpha" },      { EM_PARISC, "hppa" },
	{ EM_68K, "m68k" },         { EM_SH, "sh" },
	{ 258, "loongarch" },       { EM_BPF, "bpf" },
	{ EM_FAKE_ALPHA, "alpha" },
};

const char *machine_name(uint16_t machine, uint8_t elf_class)
{
	if (machine == EM_X86_64 && elf_class == ELFCLASS32)
		return "x32";
	for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++)
		if (machines[i].machine == machine)
			return machines[i].name;
	return "";
}
