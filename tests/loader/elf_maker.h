/* Makes ELF files, right and wrong ones, for the loader's tests. */
#ifndef TESTS_LOADER_ELF_MAKER_H
#define TESTS_LOADER_ELF_MAKER_H

#include <elf.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#define MAKER_SIZE 0x6000

struct maker {
	union {
		uint8_t bytes[MAKER_SIZE];
		Elf64_Ehdr header;
	};
	size_t size;
	Elf64_Phdr *ph;
};

/* A FreeBSD program of one code page at 0x400000, whose file offset is 0x1000. */
static inline void maker_start(struct maker *m)
{
	static const unsigned char ident[EI_NIDENT] = {
		0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT, ELFOSABI_FREEBSD
	};

	memset(m, 0, sizeof *m);
	m->size = 0x3000;
	m->header = (Elf64_Ehdr){
		.e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_version = EV_CURRENT,
		.e_entry = 0x400000,
		.e_phoff = sizeof(Elf64_Ehdr),
		.e_ehsize = sizeof(Elf64_Ehdr),
		.e_phentsize = sizeof(Elf64_Phdr),
	};
	memcpy(m->header.e_ident, ident, sizeof ident);
	m->ph = (Elf64_Phdr *)(m->bytes + sizeof(Elf64_Ehdr));
	m->ph[0] = (Elf64_Phdr){ .p_type = PT_LOAD,
				 .p_flags = PF_R | PF_X,
				 .p_offset = 0x1000,
				 .p_vaddr = 0x400000,
				 .p_filesz = 0x1000,
				 .p_memsz = 0x1000,
				 .p_align = 0x1000 };
	memset(m->bytes + 0x1000, 0x90, 0x1000);
	m->header.e_phnum = 1;
}

static inline Elf64_Phdr *maker_add(struct maker *m, Elf64_Phdr p)
{
	m->ph[m->header.e_phnum] = p;
	return &m->ph[m->header.e_phnum++];
}

/* The program header of a data segment. */
static inline Elf64_Phdr maker_data(uint64_t address, uint64_t offset, uint64_t file,
				    uint64_t memory)
{
	return (Elf64_Phdr){ .p_type = PT_LOAD,
			     .p_flags = PF_R | PF_W,
			     .p_offset = offset,
			     .p_vaddr = address,
			     .p_filesz = file,
			     .p_memsz = memory,
			     .p_align = 0x1000 };
}

/* A note at file offset `at`, found by a program header of its own. */
static inline void maker_note(struct maker *m, size_t at, const char *name, size_t name_size,
			      uint32_t type, uint32_t word)
{
	Elf64_Nhdr note = { .n_namesz = (uint32_t)name_size, .n_descsz = 4, .n_type = type };
	size_t padded = (name_size + 3) & ~(size_t)3;

	memcpy(m->bytes + at, &note, sizeof note);
	memcpy(m->bytes + at + sizeof note, name, name_size);
	memcpy(m->bytes + at + sizeof note + padded, &word, 4);
	maker_add(m, (Elf64_Phdr){ .p_type = PT_NOTE,
				   .p_offset = at,
				   .p_filesz = sizeof note + padded + 4,
				   .p_memsz = sizeof note + padded + 4,
				   .p_align = 4 });
}

static inline void maker_interpreter(struct maker *m, size_t at, const char *path)
{
	strcpy((char *)m->bytes + at, path);
	maker_add(m, (Elf64_Phdr){ .p_type = PT_INTERP,
				   .p_offset = at,
				   .p_filesz = strlen(path) + 1,
				   .p_memsz = strlen(path) + 1,
				   .p_align = 1 });
}

/*
 * A dynamic section at file offset `at`, in the code page, with its strings behind it, that
 * needs one library.
 */
static inline void maker_needs(struct maker *m, size_t at, const char *name)
{
	Elf64_Dyn dynamic[4] = {
		{ .d_tag = DT_STRTAB, .d_un.d_ptr = 0x400000 + at - 0x1000 + sizeof dynamic },
		{ .d_tag = DT_STRSZ, .d_un.d_val = strlen(name) + 2 },
		{ .d_tag = DT_NEEDED, .d_un.d_val = 1 },
		{ .d_tag = DT_NULL },
	};

	memcpy(m->bytes + at, dynamic, sizeof dynamic);
	strcpy((char *)m->bytes + at + sizeof dynamic + 1, name);
	maker_add(m, (Elf64_Phdr){ .p_type = PT_DYNAMIC,
				   .p_offset = at,
				   .p_filesz = sizeof dynamic,
				   .p_memsz = sizeof dynamic,
				   .p_align = 8 });
}

static inline int file_with(const void *bytes, size_t size)
{
	int fd = memfd_create("file", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	return fd;
}

static inline int maker_file(const struct maker *m)
{
	return file_with(m->bytes, m->size);
}

/* A problem is one line, not empty, without a full stop. */
static inline void assert_one_line(const char *problem)
{
	assert_true(problem[0] != '\0');
	assert_null(strchr(problem, '\n'));
	assert_true(problem[strlen(problem) - 1] != '.');
}

#endif
