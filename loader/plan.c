#include "loader/plan.h"

#include <errno.h>
#include <gelf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

/* The last address a program may use: the host's TASK_SIZE with four page levels. */
#define USER_END  0x7ffffffff000UL
#define ALIGN_MAX (1UL << 30)

struct where {
	char *text;
	size_t size;
};

static int refuse(const struct where *problem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int refuse(const struct where *problem, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(problem->text, problem->size, format, args);
	va_end(args);
	return -ENOEXEC;
}

static int check_header(const Elf64_Ehdr *e, uint64_t file_size, const struct where *problem)
{
	size_t wanted =
	    e->e_ident[EI_CLASS] == ELFCLASS64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
	uint64_t end;

	if (e->e_type == ET_REL)
		return refuse(problem, "is an object file, not yet linked");
	if (e->e_type == ET_CORE)
		return refuse(problem, "is a core dump");
	if (e->e_type != ET_EXEC && e->e_type != ET_DYN)
		return refuse(problem, "malformed ELF file: unknown type %u", e->e_type);
	if (!e->e_phnum)
		return refuse(problem, "malformed ELF file: no program headers");
	if (e->e_phentsize != wanted)
		return refuse(problem, "malformed ELF file: program headers of %u bytes, not %zu",
			      e->e_phentsize, wanted);
	if (e->e_phnum > PLAN_HEADERS)
		return refuse(problem, "malformed ELF file: %u program headers, more than %d",
			      e->e_phnum, PLAN_HEADERS);
	if (__builtin_add_overflow(e->e_phoff, e->e_phnum * wanted, &end) || end > file_size)
		return refuse(problem,
			      "truncated ELF file: program headers at %#lx, but it has %lu bytes",
			      e->e_phoff, file_size);
	return 0;
}

int read_headers(Elf *elf, uint64_t file_size, struct elf_headers *h, char *text, size_t size)
{
	const struct where problem = { text, size };
	int ret;

	if (!gelf_getehdr(elf, &h->file))
		return refuse(&problem, "truncated ELF file: not even its header is whole");
	ret = check_header(&h->file, file_size, &problem);
	if (ret < 0)
		return ret;
	h->file_size = file_size;
	h->count = h->file.e_phnum;
	for (unsigned i = 0; i < h->count; i++)
		if (!gelf_getphdr(elf, (int)i, &h->program[i]))
			return refuse(&problem, "malformed ELF file: program header %u: %s", i,
				      elf_errmsg(-1));
	return 0;
}

static int prot_of(uint32_t flags)
{
	int prot = 0;

	/* What may be executed or written may be read on x86-64, as the alien's kernel has it. */
	if (flags & (PF_R | PF_W | PF_X))
		prot |= PROT_READ;
	if (flags & PF_W)
		prot |= PROT_WRITE;
	if (flags & PF_X)
		prot |= PROT_EXEC;
	return prot;
}

static int check_load(const struct elf_headers *h, unsigned n, const struct where *problem)
{
	const Elf64_Phdr *p = &h->program[n];
	uint64_t end;

	if (p->p_filesz > p->p_memsz)
		return refuse(problem,
			      "malformed ELF file: segment %u: %#lx bytes do not fit in %#lx", n,
			      p->p_filesz, p->p_memsz);
	if (__builtin_add_overflow(p->p_vaddr, p->p_memsz, &end) || end > USER_END)
		return refuse(problem,
			      "malformed ELF file: segment %u: %#lx bytes at %#lx reach too high",
			      n, p->p_memsz, p->p_vaddr);
	if (__builtin_add_overflow(p->p_offset, p->p_filesz, &end) || end > h->file_size)
		return refuse(
		    problem,
		    "truncated ELF file: segment %u: %#lx bytes at %#lx, but it has %lu bytes", n,
		    p->p_filesz, p->p_offset, h->file_size);
	if (p->p_align & (p->p_align - 1))
		return refuse(problem,
			      "malformed ELF file: segment %u: alignment %#lx is no power of two",
			      n, p->p_align);
	if (p->p_align > ALIGN_MAX)
		return refuse(problem, "segment %u: alignment %#lx is more than 1 GiB", n,
			      p->p_align);
	return 0;
}

/* In ascending order, wherever it comes in the file. */
static void insert_load(struct plan *plan, const Elf64_Phdr *p)
{
	unsigned at = plan->count++;

	while (at > 0 && plan->segments[at - 1].address > p->p_vaddr) {
		plan->segments[at] = plan->segments[at - 1];
		at--;
	}
	plan->segments[at] = (struct segment){
		.address = p->p_vaddr,
		.file_size = p->p_filesz,
		.memory_size = p->p_memsz,
		.offset = p->p_offset,
		.prot = prot_of(p->p_flags),
	};
}

static int collect(const struct elf_headers *h, struct plan *plan, const struct where *problem)
{
	for (unsigned i = 0; i < h->count; i++) {
		const Elf64_Phdr *p = &h->program[i];
		int ret;

		if (p->p_type == PT_GNU_STACK) {
			plan->stack_executable = p->p_flags & PF_X;
			plan->stack_size = p->p_memsz;
		}
		if (p->p_type != PT_LOAD || !p->p_memsz)
			continue;
		ret = check_load(h, i, problem);
		if (ret < 0)
			return ret;
		if (plan->count == PLAN_SEGMENTS)
			return refuse(problem, "more than %d segments to load", PLAN_SEGMENTS);
		insert_load(plan, p);
		if (p->p_align > plan->align)
			plan->align = p->p_align;
	}
	if (!plan->count)
		return refuse(problem, "malformed ELF file: no segment to load");
	return 0;
}

/* Which pages can come straight from the file: see struct segment. */
static int place(struct plan *plan, const struct where *problem)
{
	uint64_t end = 0; /* of the segment before */

	for (unsigned i = 0; i < plan->count; i++) {
		struct segment *s = &plan->segments[i];
		uint64_t file_end = s->address + s->file_size;

		if (s->address < end)
			return refuse(problem,
				      "malformed ELF file: segments overlap at address %#lx",
				      s->address);
		s->joins = i > 0 && page_down(s->address) < page_up(end);
		end = s->address + s->memory_size;

		s->map = s->joins ? page_up(s->address) : page_down(s->address);
		if ((s->address - s->offset) % PLAN_PAGE == 0 && file_end > s->map) {
			s->map_size = page_up(file_end) - s->map;
			s->map_offset = page_down(s->offset) + (s->map - page_down(s->address));
		}
	}
	plan->low = page_down(plan->segments[0].address);
	plan->high = plan->brk = page_up(end);
	return 0;
}

static const struct segment *segment_of_offset(const struct plan *plan, uint64_t offset,
					       uint64_t size)
{
	for (unsigned i = 0; i < plan->count; i++) {
		const struct segment *s = &plan->segments[i];

		if (offset >= s->offset && offset + size <= s->offset + s->file_size)
			return s;
	}
	return NULL;
}

static int find_entry(const struct elf_headers *h, struct plan *plan, const struct where *problem)
{
	plan->entry = h->file.e_entry;
	for (unsigned i = 0; i < plan->count; i++) {
		const struct segment *s = &plan->segments[i];

		if ((s->prot & PROT_EXEC) && plan->entry >= s->address &&
		    plan->entry - s->address < s->file_size)
			return 0;
	}
	if (h->file.e_type == ET_DYN && !plan->entry)
		return refuse(problem, "is a shared library: it has no place to start");
	return refuse(problem, "malformed ELF file: its start, %#lx, is in no executable segment",
		      plan->entry);
}

int plan_library(const struct elf_headers *h, struct plan *plan, char *text, size_t size)
{
	const struct where problem = { text, size };
	const struct segment *s;
	int ret;

	memset(plan, 0, sizeof *plan);
	plan->fixed = h->file.e_type == ET_EXEC;
	plan->align = PLAN_PAGE;
	ret = collect(h, plan, &problem);
	if (ret == 0)
		ret = place(plan, &problem);
	if (ret < 0)
		return ret;
	s = segment_of_offset(plan, h->file.e_phoff, h->count * sizeof(Elf64_Phdr));
	if (s)
		plan->phdr = s->address + (h->file.e_phoff - s->offset);
	return 0;
}

int plan_image(const struct elf_headers *h, struct plan *plan, char *text, size_t size)
{
	const struct where problem = { text, size };
	int ret = plan_library(h, plan, text, size);

	return ret < 0 ? ret : find_entry(h, plan, &problem);
}
