/*
 * Whose an ELF file is.  The ident note is asked first, then EI_OSABI, then the
 * interpreter, in the order that FreeBSD's kernel tries its brands: binaries of the
 * other systems may have EI_OSABI 0 (illumos and C on NetBSD, OpenBSD), and FreeBSD's
 * hold GNU notes beside their own.  Libraries may have none of these, but need a C
 * library.  A file without any mark is what Linux takes it for: its own.
 */
#include "loader/detect.h"

#include <gelf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>


#define NOTES_MAX     65536
#define NT_ABI_TAG    1 /* the same in all systems' ident notes, and GNU's */
#define NOTE_NAME_MAX 16

void file_system(struct file_info *info, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(info->system, sizeof info->system, format, args);
	va_end(args);
}

void file_problem(struct file_info *info, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(info->problem, sizeof info->problem, format, args);
	va_end(args);
}

/* What a file says of itself. */
struct marks {
	const struct system *note, *osabi, *interpreter;
	uint32_t version; /* first word of the ident note */
};

static void look_at_note(const char *name, size_t name_size, const uint8_t *desc, size_t desc_size,
			 bool swap, struct marks *marks)
{
	char text[NOTE_NAME_MAX + 1] = "";
	uint32_t word;

	/* NetBSD's name may or may not count its second NUL. */
	if (name_size > NOTE_NAME_MAX || desc_size < sizeof word || marks->note)
		return;
	memcpy(text, name, name_size);
	memcpy(&word, desc, sizeof word);
	if (swap)
		word = __builtin_bswap32(word);
	marks->note = system_of_note(text, word);
	if (marks->note)
		marks->version = word;
}

static void look_at_notes(Elf *elf, const Elf64_Phdr *p, bool swap, struct marks *marks)
{
	Elf_Data *data;
	size_t at = 0, name_at, desc_at;
	GElf_Nhdr note;

	if (p->p_filesz > NOTES_MAX)
		return;
	data = elf_getdata_rawchunk(elf, (int64_t)p->p_offset, p->p_filesz,
				    p->p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR);
	if (!data)
		return;
	while (at < data->d_size) {
		const char *bytes = data->d_buf;

		at = gelf_getnote(data, at, &note, &name_at, &desc_at);
		if (!at)
			return;
		if (note.n_type == NT_ABI_TAG)
			look_at_note(bytes + name_at, note.n_namesz,
				     (const uint8_t *)bytes + desc_at, note.n_descsz, swap, marks);
	}
}

/* 0, or -1 with the problem set. */
static int look_at_interpreter(Elf *elf, const Elf64_Phdr *p, struct file_info *info,
			       struct marks *marks)
{
	Elf_Data *data = NULL;

	info->dynamic = true;
	if (p->p_filesz && p->p_filesz <= sizeof info->interpreter)
		data = elf_getdata_rawchunk(elf, (int64_t)p->p_offset, p->p_filesz, ELF_T_BYTE);
	if (!data || ((char *)data->d_buf)[data->d_size - 1]) {
		file_problem(info, "malformed ELF file: its interpreter's name is no string");
		return -1;
	}
	memcpy(info->interpreter, data->d_buf, data->d_size);
	marks->interpreter = system_of_interpreter(info->interpreter);
	return 0;
}

static int find_marks(Elf *elf, const struct elf_headers *h, struct file_info *info,
		      struct marks *marks)
{
	bool swap = h->file.e_ident[EI_DATA] == ELFDATA2MSB;

	marks->osabi = system_of_osabi(h->file.e_ident[EI_OSABI]);
	for (unsigned i = 0; i < h->count; i++) {
		const Elf64_Phdr *p = &h->program[i];

		if (p->p_type == PT_NOTE)
			look_at_notes(elf, p, swap, marks);
		else if (p->p_type == PT_INTERP && look_at_interpreter(elf, p, info, marks) < 0)
			return -1;
	}
	return 0;
}

static void name_system(const struct elf_headers *h, const struct system *system,
			const struct marks *marks, struct file_info *info)
{
	const char *machine = machine_name(h->file.e_machine, h->file.e_ident[EI_CLASS]);
	char release[32] = "", number[32];
	unsigned major, minor;

	if (marks->note == system && system->version) {
		system->version(marks->version, &major, &minor);
		snprintf(release, sizeof release, " %u.%u", major, minor);
	}
	if (!machine[0]) {
		snprintf(number, sizeof number, "machine %u", h->file.e_machine);
		machine = number;
	}
	file_system(info, "%s%s %s", system->name, release, machine);
}

static bool runs_here(const struct elf_headers *h)
{
	return h->file.e_machine == EM_X86_64 && h->file.e_ident[EI_CLASS] == ELFCLASS64 &&
	       h->file.e_ident[EI_DATA] == ELFDATA2LSB;
}

/* The host may run its own 32-bit programs: that is for it to say. */
static bool host_may_run(const struct elf_headers *h)
{
	return runs_here(h) || (h->file.e_ident[EI_DATA] == ELFDATA2LSB &&
				(h->file.e_machine == EM_386 || h->file.e_machine == EM_X86_64));
}

static void decide(const struct elf_headers *h, const struct system *system, struct file_info *info)
{
	struct plan plan;

	info->kind = FILE_FOREIGN;
	if (system->abi && !system->abi[0] && host_may_run(h)) {
		info->kind = FILE_NATIVE;
		return;
	}
	if (!runs_here(h)) {
		file_problem(info, "is for %s; abirun runs x86-64 programs only", info->system);
		return;
	}
	info->abi = abi_named(system->abi);
	if (!info->abi) {
		file_problem(info, "is for %s, which abirun does not run yet", info->system);
		return;
	}
	info->kind = FILE_ALIEN;
	plan_image(h, &plan, info->problem, sizeof info->problem);
}

void detect_elf_open(Elf *elf, uint64_t file_size, struct file_info *info)
{
	struct elf_headers headers;
	struct marks marks = { 0 };
	const struct system *system;

	info->kind = FILE_FOREIGN;
	if (read_headers(elf, file_size, &headers, info->problem, sizeof info->problem) < 0 ||
	    find_marks(elf, &headers, info, &marks) < 0)
		return;
	system = marks.note ? marks.note : marks.osabi ? marks.osabi : marks.interpreter;
	if (!system && headers.file.e_ident[EI_OSABI]) {
		file_system(info, "ELF OSABI %u", headers.file.e_ident[EI_OSABI]);
		file_problem(info, "is for a system that abirun does not know (%s)", info->system);
		return;
	}
	if (!system)
		system = system_of_needed(elf, &headers);
	if (!system)
		system = system_host();
	name_system(&headers, system, &marks, info);
	decide(&headers, system, info);
}

void detect_elf(int fd, const uint8_t *head, size_t size, uint64_t file_size,
		struct file_info *info)
{
	Elf *elf;

	file_system(info, "ELF");
	info->kind = FILE_FOREIGN;
	if (size < (size > EI_CLASS && head[EI_CLASS] == ELFCLASS32 ? sizeof(Elf32_Ehdr)
								    : sizeof(Elf64_Ehdr))) {
		file_problem(info, "truncated ELF file: its header is cut off after %zu bytes",
			     size);
		return;
	}
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf) {
		file_problem(info, "malformed ELF file: %s", elf_errmsg(-1));
		return;
	}
	if (elf_kind(elf) == ELF_K_ELF)
		detect_elf_open(elf, file_size, info);
	else
		file_problem(info, "malformed ELF file: unknown class, byte order or version");
	elf_end(elf);
}
