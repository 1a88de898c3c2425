#include "loader/systems.h"

#include <elf.h>
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

/*
 * Notes: FreeBSD sys/elf_common.h (NT_FREEBSD_ABI_TAG), NetBSD and OpenBSD
 * sys/exec_elf.h, DragonFly sys/elf_common.h; all are type 1.  The GNU tag's
 * words: elf.h (ELF_NOTE_OS_*).  Interpreters: rtld(1) of each.
 */
static const struct system systems[] = {
	{ .name = "Linux", .abi = "", .osabi = ELFOSABI_LINUX, .gnu = ELF_NOTE_OS_LINUX },
	{ .name = "Linux",
	  .abi = "",
	  .note = "Android",
	  .gnu = SYSTEM_NO_GNU,
	  .interpreters = { "/system/bin/linker64", "/system/bin/linker" } },
	{ .name = "FreeBSD",
	  .abi = "freebsd",
	  .osabi = ELFOSABI_FREEBSD,
	  .note = "FreeBSD",
	  .gnu = SYSTEM_NO_GNU,
	  .version = version_freebsd,
	  .interpreters = { "/libexec/ld-elf.so.1", "/usr/libexec/ld-elf.so.1",
			    "/libexec/ld-elf32.so.1" } },
	{ .name = "NetBSD",
	  .abi = "netbsd",
	  .osabi = ELFOSABI_NETBSD,
	  .note = "NetBSD",
	  .gnu = SYSTEM_NO_GNU,
	  .version = version_netbsd,
	  .interpreters = { "/usr/libexec/ld.elf_so", "/libexec/ld.elf_so" } },
	{ .name = "OpenBSD",
	  .abi = "openbsd",
	  .osabi = ELFOSABI_OPENBSD,
	  .note = "OpenBSD",
	  .gnu = SYSTEM_NO_GNU,
	  .interpreters = { "/usr/libexec/ld.so" } },
	{ .name = "DragonFly",
	  .abi = "dragonfly",
	  .note = "DragonFly",
	  .gnu = SYSTEM_NO_GNU,
	  .version = version_freebsd,
	  .interpreters = { "/libexec/ld-elf.so.2", "/usr/libexec/ld-elf.so.2" } },
	{ .name = "illumos",
	  .abi = "illumos",
	  .osabi = ELFOSABI_SOLARIS,
	  .gnu = ELF_NOTE_OS_SOLARIS2,
	  .interpreters = { "/lib/amd64/ld.so.1", "/usr/lib/amd64/ld.so.1", "/lib/64/ld.so.1",
			    "/usr/lib/64/ld.so.1", "/usr/lib/ld.so.1" } },
	{ .name = "GNU/kFreeBSD",
	  .gnu = ELF_NOTE_OS_FREEBSD,
	  .interpreters = { "/lib/ld-kfreebsd-x86-64.so.1" } },
	{ .name = "GNU/Hurd",
	  .gnu = ELF_NOTE_OS_GNU,
	  .interpreters = { "/lib/ld-x86-64.so.1", "/lib/ld.so" } },
	{ .name = "HP-UX", .osabi = ELFOSABI_HPUX, .gnu = SYSTEM_NO_GNU },
	{ .name = "AIX", .osabi = ELFOSABI_AIX, .gnu = SYSTEM_NO_GNU },
	{ .name = "IRIX", .osabi = ELFOSABI_IRIX, .gnu = SYSTEM_NO_GNU },
	{ .name = "Tru64", .osabi = ELFOSABI_TRU64, .gnu = SYSTEM_NO_GNU },
	{ .name = "OpenVMS", .osabi = 13, .gnu = SYSTEM_NO_GNU },
	{ .name = "CloudABI", .osabi = 17, .gnu = SYSTEM_NO_GNU },
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
