/* Write files for the loader's fuzzers to begin with: make_seeds DIRECTORY */
#include "tests/loader/elf_maker.h"

#include <stdio.h>
#include <stdlib.h>

static const char *directory;

static void write_bytes(const char *name, const void *bytes, size_t size)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", directory, name);
	file = fopen(path, "we");
	if (!file || fwrite(bytes, 1, size, file) != size || fclose(file)) {
		perror(path);
		exit(1);
	}
}

static void write_elf(const char *name, const struct maker *m)
{
	write_bytes(name, m->bytes, m->size);
}

static Elf64_Phdr header(uint32_t type, uint32_t flags, uint64_t offset, uint64_t address,
			 uint64_t file, uint64_t memory)
{
	return (Elf64_Phdr){ .p_type = type,
			     .p_flags = flags,
			     .p_offset = offset,
			     .p_vaddr = address,
			     .p_filesz = file,
			     .p_memsz = memory,
			     .p_align = 0x1000 };
}

static void whole_program(struct maker *m)
{
	maker_start(m);
	maker_add(m, header(PT_LOAD, PF_R | PF_W, 0x2000, 0x402000, 0x800, 0x3000));
	maker_add(m, header(PT_TLS, PF_R, 0x2000, 0x402000, 0x40, 0x80));
	maker_add(m, header(PT_GNU_STACK, PF_R | PF_W, 0, 0, 0, 0x100000));
	maker_note(m, 0x400, "FreeBSD", 8, 1, 1401000);
}

static void write_programs(void)
{
	struct maker m;

	whole_program(&m);
	write_elf("static", &m);
	m.header.e_type = ET_DYN;
	maker_interpreter(&m, 0x500, "/libexec/ld-elf.so.1");
	maker_add(&m, header(PT_DYNAMIC, PF_R | PF_W, 0x2400, 0x402400, 0x100, 0x100));
	write_elf("dynamic", &m);
	maker_start(&m);
	maker_add(&m, header(PT_LOAD, PF_R | PF_W | PF_X, 0x1800, 0x401800, 0x1000, 0x1800));
	maker_note(&m, 0x400, "FreeBSD", 8, 1, 1500000);
	write_elf("joined", &m);
	maker_start(&m);
	m.header.e_ident[EI_OSABI] = 0;
	maker_note(&m, 0x400, "NetBSD", 7, 1, 1000000000);
	write_elf("netbsd", &m);
	maker_start(&m);
	m.header.e_ident[EI_OSABI] = 0;
	maker_note(&m, 0x400, "OpenBSD", 8, 1, 0);
	write_elf("openbsd", &m);
	maker_start(&m);
	m.header.e_ident[EI_OSABI] = 0;
	maker_note(&m, 0x400, "GNU", 4, 1, 0);
	maker_interpreter(&m, 0x500, "/lib64/ld-linux-x86-64.so.2");
	write_elf("linux", &m);
	maker_start(&m);
	m.header.e_machine = EM_AARCH64;
	write_elf("other", &m);
	whole_program(&m);
	m.size = 0x700;
	write_elf("short", &m);
}

static void write_others(void)
{
	static const char script[] = "#!/usr/bin/env  -S sh\necho\n", bare[] = "#!",
			  start[] = "\0\3/bin/program\0program\0one\0two\0\0HOME=/\0PATH=/bin\0";
	unsigned char pe[256] = { 'M', 'Z', [0x3c] = 0x40, [0x40] = 'P', 'E', 0, 0, 0x64, 0x86 };
	static const unsigned char mach[32] = { 0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1 };

	write_bytes("script", script, sizeof script - 1);
	write_bytes("bare", bare, 2);
	write_bytes("stack", start, sizeof start);
	write_bytes("pe", pe, sizeof pe);
	write_bytes("mach", mach, sizeof mach);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	directory = argv[1];
	write_programs();
	write_others();
	return 0;
}
