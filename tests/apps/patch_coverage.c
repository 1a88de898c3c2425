/*
 * How the patcher does on real programs: a line of counts for each file, from a
 * copy of its code that is really patched.  Every byte that changed must belong to
 * a patch of a site.
 *
 *	patch_coverage [-s] FILE...	-s: the sites' addresses instead
 */
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "shim/glibc/patch.h"
#include "shim/glibc/stub.h"

struct file {
	const uint8_t *bytes;
	size_t size;
	const char *name;
	bool list;
	struct patch_counts counts;
	unsigned strange; /* bytes changed that are no patch's */
	double code, ms;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool inside(uint64_t at, uint64_t from, uint64_t length)
{
	return at - from < length;
}

/* Holes are not in the records; they are where the two-byte jumps lead. */
static bool belongs_to_patch(uint64_t at, unsigned first)
{
	for (unsigned i = first; i < site_count(); i++) {
		const struct site *s = site_nth(i);
		uint64_t hole = s->patch + 2 + *(int8_t *)(s->patch + 1);

		if (inside(at, s->patch, s->patch_length))
			return true;
		if (s->technique == PATCH_HOLE && inside(at, hole, 5))
			return true;
		/* The site behind the patch is ud2. */
		if (s->technique == PATCH_BEFORE && at == s->address + 1)
			return *(uint8_t *)at == 0x0b;
	}
	return false;
}

static void check_bytes(struct file *f, const uint8_t *before, const uint8_t *after, size_t size,
			unsigned first)
{
	for (size_t i = 0; i < size; i++) {
		if (before[i] == after[i] || belongs_to_patch((uint64_t)after + i, first))
			continue;
		f->strange++;
		fprintf(stderr, "%s: offset %#zx changed\n", f->name, i);
	}
}

static void patch_segment(struct file *f, const Elf64_Phdr *p)
{
	const uint8_t *before = f->bytes + p->p_offset;
	uint8_t *copy =
	    mmap(NULL, p->p_filesz, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned first = site_count();
	double start;

	if (copy == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
	memcpy(copy, before, p->p_filesz);
	f->code += (double)p->p_filesz / 1e6;
	start = now();
	if (patch_range(copy, p->p_filesz, &f->counts)) {
		fprintf(stderr, "%s: not patched\n", f->name);
		exit(1);
	}
	f->ms += now() - start;
	check_bytes(f, before, copy, p->p_filesz, first);
	for (unsigned i = first; i < site_count() && f->list; i++)
		printf("%lx\n", site_nth(i)->address - (uint64_t)copy + p->p_vaddr);
	munmap(copy, p->p_filesz);
}

static bool is_elf(const struct file *f)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)f->bytes;

	return f->size > sizeof *e && memcmp(e->e_ident, ELFMAG, SELFMAG) == 0 &&
	       e->e_ident[EI_CLASS] == ELFCLASS64 && e->e_machine == EM_X86_64 &&
	       e->e_phoff + e->e_phnum * sizeof(Elf64_Phdr) <= f->size;
}

static bool patch_file(struct file *f)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)f->bytes;
	const Elf64_Phdr *p;

	if (!is_elf(f))
		return false;
	p = (const Elf64_Phdr *)(f->bytes + e->e_phoff);
	for (unsigned i = 0; i < e->e_phnum; i++)
		if (p[i].p_type == PT_LOAD && (p[i].p_flags & PF_X) && p[i].p_filesz &&
		    p[i].p_offset + p[i].p_filesz <= f->size)
			patch_segment(f, &p[i]);
	return true;
}

static void print_counts(const struct file *f)
{
	const struct patch_counts *c = &f->counts;

	printf("%5u %5u %5u %6u %5u %5u %5u %5u %5u %5u %7u %7.1f %7.2f  %s\n", c->pairs, c->sites,
	       c->known_numbers, c->technique[PATCH_BEFORE], c->technique[PATCH_WITH],
	       c->technique[PATCH_AFTER], c->technique[PATCH_HOLE], c->technique[PATCH_NET],
	       c->not_calls, c->undecided, f->strange, f->code, f->ms, f->name);
}

static bool do_file(const char *name, bool list, struct patch_counts *sum)
{
	struct file f = { .name = name, .list = list };
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	struct stat st;
	bool done;

	if (fd < 0 || fstat(fd, &st) || st.st_size == 0) {
		perror(name);
		exit(1);
	}
	f.size = (size_t)st.st_size;
	f.bytes = mmap(NULL, f.size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	close(fd);
	done = patch_file(&f);
	if (done && !list)
		print_counts(&f);
	munmap((void *)f.bytes, f.size);
	for (size_t i = 0; i < sizeof *sum / sizeof(unsigned); i++)
		((unsigned *)sum)[i] += ((unsigned *)&f.counts)[i];
	return f.strange == 0;
}

/* The tables of the program's system are not of interest here. */
static int not_thin(long nr)
{
	(void)nr;
	return -1;
}

int main(int argc, char **argv)
{
	bool list = argc > 1 && !strcmp(argv[1], "-s");
	struct patch_counts sum = { 0 };
	bool good = true;

	patch_thin_number = not_thin;
	if (!list)
		printf("pairs sites known before  with after  hole   net   not undec strange      "
		       "MB      ms\n");
	for (int i = list ? 2 : 1; i < argc; i++)
		good &= do_file(argv[i], list, &sum);
	if (!list && argc > 2)
		print_counts(&(struct file){ .counts = sum, .name = "all" });
	return !good;
}
