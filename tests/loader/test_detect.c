/* What detect_file says of good, foreign, broken and truncated files. */
#include "tests/loader/elf_maker.h"

#include <fcntl.h>

#include "loader/loader.h"

static void detect(const struct maker *m, struct file_info *info)
{
	int fd = maker_file(m);

	assert_int_equal(detect_file(fd, info), 0);
	close(fd);
}

static void detect_bytes(const void *bytes, size_t size, struct file_info *info)
{
	int fd = file_with(bytes, size);

	assert_int_equal(detect_file(fd, info), 0);
	close(fd);
}

static void freebsd_by_osabi(void **state)
{
	struct file_info info;
	struct maker m;

	(void)state;
	maker_start(&m);
	detect(&m, &info);
	assert_string_equal(info.problem, "");
	assert_int_equal(info.kind, FILE_ALIEN);
	assert_string_equal(info.abi->name, "freebsd");
	assert_string_equal(info.system, "FreeBSD x86-64");
	assert_false(info.dynamic);
}

static void freebsd_by_note(void **state)
{
	struct file_info info;
	struct maker m;

	(void)state;
	maker_start(&m);
	m.header.e_ident[EI_OSABI] = 0;
	maker_note(&m, 0x2000, "GNU", 4, 3, 0); /* build id: says nothing */
	maker_note(&m, 0x2100, "FreeBSD", 8, 1, 1301000);
	detect(&m, &info);
	assert_int_equal(info.kind, FILE_ALIEN);
	assert_string_equal(info.system, "FreeBSD 13.1 x86-64");
}

static void freebsd_by_interpreter(void **state)
{
	struct file_info info;
	struct maker m;

	(void)state;
	maker_start(&m);
	m.header.e_ident[EI_OSABI] = 0;
	maker_interpreter(&m, 0x2000, "/libexec/ld-elf.so.1");
	detect(&m, &info);
	assert_int_equal(info.kind, FILE_ALIEN);
	assert_true(info.dynamic);
	assert_string_equal(info.interpreter, "/libexec/ld-elf.so.1");
	assert_string_equal(info.problem, "");
}

static void other_systems(void **state)
{
	static const struct {
		uint8_t osabi;
		const char *note;
		size_t note_size;
		uint32_t word;
		const char *interpreter;
		const char *system;
		enum file_kind kind;
	} cases[] = {
		{ 0, "NetBSD\0", 7, 900000000, NULL, "NetBSD 9.0 x86-64", FILE_FOREIGN },
		{ 0, "NetBSD\0", 8, 700000000, NULL, "NetBSD 7.0 x86-64", FILE_FOREIGN },
		{ 2, NULL, 0, 0, NULL, "NetBSD x86-64", FILE_FOREIGN },
		{ 0, NULL, 0, 0, "/usr/libexec/ld.elf_so", "NetBSD x86-64", FILE_FOREIGN },
		{ 0, NULL, 0, 0, "/libexec/ld.elf_so", "NetBSD x86-64", FILE_FOREIGN },
		{ 0, "OpenBSD", 8, 0, NULL, "OpenBSD x86-64", FILE_FOREIGN },
		{ 12, NULL, 0, 0, NULL, "OpenBSD x86-64", FILE_FOREIGN },
		{ 0, NULL, 0, 0, "/usr/libexec/ld.so", "OpenBSD x86-64", FILE_FOREIGN },
		{ 0, NULL, 0, 0, "/lib/amd64/ld.so.1", "illumos x86-64", FILE_FOREIGN },
		{ 0, NULL, 0, 0, "/usr/lib/amd64/ld.so.1", "illumos x86-64", FILE_FOREIGN },
		{ 6, NULL, 0, 0, NULL, "illumos x86-64", FILE_FOREIGN },
		{ 0, "DragonFly", 10, 600400, NULL, "DragonFly 6.0 x86-64", FILE_FOREIGN },
		{ 0, "GNU", 4, 1, NULL, "GNU/Hurd x86-64", FILE_FOREIGN },
		{ 0, "GNU", 4, 0, NULL, "Linux x86-64", FILE_NATIVE },
		{ 3, NULL, 0, 0, NULL, "Linux x86-64", FILE_NATIVE },
		{ 0, NULL, 0, 0, "/lib64/ld-linux-x86-64.so.2", "Linux x86-64", FILE_NATIVE },
		{ 0, NULL, 0, 0, "/lib/ld-musl-x86_64.so.1", "Linux x86-64", FILE_NATIVE },
		{ 0, NULL, 0, 0, NULL, "Linux x86-64", FILE_NATIVE },
		{ 77, NULL, 0, 0, NULL, "ELF OSABI 77", FILE_FOREIGN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct file_info info;
		struct maker m;

		maker_start(&m);
		m.header.e_ident[EI_OSABI] = cases[i].osabi;
		if (cases[i].note)
			maker_note(&m, 0x2000, cases[i].note, cases[i].note_size, 1, cases[i].word);
		if (cases[i].interpreter)
			maker_interpreter(&m, 0x2100, cases[i].interpreter);
		detect(&m, &info);
		assert_string_equal(info.system, cases[i].system);
		/* Systems get their tables one after the other; what is alien today may be foreign.
		 */
		if (info.kind != FILE_ALIEN)
			assert_int_equal(info.kind, cases[i].kind);
		if (info.kind == FILE_FOREIGN)
			assert_one_line(info.problem);
	}
}

static void by_c_library(void **state)
{
	static const struct {
		const char *needs, *system;
		enum file_kind kind;
	} cases[] = {
		{ "libc.so.7", "FreeBSD x86-64", FILE_ALIEN },
		{ "libc.so.12", "NetBSD x86-64", FILE_ALIEN },
		{ "libc.so.97.1", "OpenBSD x86-64", FILE_ALIEN },
		{ "libc.so.1", "illumos x86-64", FILE_ALIEN },
		{ "libc.so.6", "Linux x86-64", FILE_NATIVE },
		{ "libm.so.5", "Linux x86-64", FILE_NATIVE },
	};
	struct file_info info;
	struct maker m;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		maker_start(&m);
		m.header.e_ident[EI_OSABI] = 0;
		maker_needs(&m, 0x1800, cases[i].needs);
		detect(&m, &info);
		assert_string_equal(info.system, cases[i].system);
		assert_int_equal(info.kind, cases[i].kind);
	}
	/* A mark says more, and what has no end says nothing. */
	maker_start(&m);
	maker_needs(&m, 0x1800, "libc.so.12");
	detect(&m, &info);
	assert_string_equal(info.system, "FreeBSD x86-64");
	m.header.e_ident[EI_OSABI] = 0;
	((Elf64_Dyn *)(m.bytes + 0x1800))[1].d_un.d_val = sizeof "libc.so.12" - 1;
	detect(&m, &info);
	assert_string_equal(info.system, "Linux x86-64");
}

static void other_machines(void **state)
{
	struct file_info info;
	struct maker m;

	(void)state;
	maker_start(&m);
	m.header.e_machine = EM_AARCH64;
	detect(&m, &info);
	assert_int_equal(info.kind, FILE_FOREIGN);
	assert_string_equal(info.system, "FreeBSD aarch64");
	assert_one_line(info.problem);

	m.header.e_machine = 4711;
	detect(&m, &info);
	assert_string_equal(info.system, "FreeBSD machine 4711");
	assert_int_equal(info.kind, FILE_FOREIGN);
}

static void thirty_two_bits(void **state)
{
	struct file_info info;
	uint8_t bytes[4096] = { 0x7f,       'E',         'L',        'F',
				ELFCLASS32, ELFDATA2LSB, EV_CURRENT, ELFOSABI_FREEBSD };
	Elf32_Ehdr *e = (Elf32_Ehdr *)bytes;
	Elf32_Phdr *p = (Elf32_Phdr *)(bytes + sizeof *e);

	(void)state;
	e->e_type = ET_EXEC;
	e->e_machine = EM_386;
	e->e_version = EV_CURRENT;
	e->e_phoff = e->e_ehsize = sizeof *e;
	e->e_phentsize = sizeof *p;
	e->e_phnum = 1;
	p->p_type = PT_LOAD;
	detect_bytes(bytes, sizeof bytes, &info);
	assert_int_equal(info.kind, FILE_FOREIGN);
	assert_string_equal(info.system, "FreeBSD i386");
	bytes[EI_OSABI] = 0;
	detect_bytes(bytes, sizeof bytes, &info);
	assert_int_equal(info.kind, FILE_NATIVE);
}

static void file_types(void **state)
{
	static const uint16_t wrong[] = { ET_NONE, ET_REL, ET_CORE, 99 };

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct file_info info;
		struct maker m;

		maker_start(&m);
		m.header.e_type = wrong[i];
		detect(&m, &info);
		assert_one_line(info.problem);
	}
}

/* Every length from nothing to the whole file: a line each, and only the whole file is good. */
static void truncated(void **state)
{
	struct file_info info;
	struct maker m;

	(void)state;
	maker_start(&m);
	maker_note(&m, 0x800, "FreeBSD", 8, 1, 1301000);
	m.size = 0x2000;
	detect(&m, &info);
	assert_string_equal(info.problem, "");
	for (size_t size = 0; size < 0x2000; size += size < 0x200 ? 1 : 0xf3) {
		detect_bytes(m.bytes, size, &info);
		assert_one_line(info.problem);
		assert_int_not_equal(info.kind, FILE_NATIVE);
	}
	detect_bytes(m.bytes, 0x1fff, &info);
	assert_non_null(strstr(info.problem, "truncated"));
}

/* Each header field with values that mean trouble: any answer, but an answer. */
static void odd_fields(void **state)
{
	static const uint64_t values[] = { 0,
					   1,
					   0x3f,
					   0x41,
					   0xffff,
					   0x7fffffff,
					   0xffffffff,
					   0x7ffffffffffff000,
					   0xffffffffffffffff };

	(void)state;
	for (size_t at = 16; at < sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Phdr); at += 2) {
		for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
			struct file_info info;
			struct maker m;
			size_t n = at % 8 == 0 ? 8 : at % 4 == 0 ? 4 : 2;

			maker_start(&m);
			maker_note(&m, 0x800, "FreeBSD", 8, 1, 1301000);
			memcpy(m.bytes + at, &values[i], n);
			detect(&m, &info);
			assert_true(memchr(info.problem, 0, sizeof info.problem) != NULL);
		}
	}
}

static void interpreter_is_no_string(void **state)
{
	struct file_info info;
	struct maker m;

	(void)state;
	maker_start(&m);
	maker_interpreter(&m, 0x2000, "/libexec/ld-elf.so.1");
	m.ph[1].p_filesz--;
	detect(&m, &info);
	assert_one_line(info.problem);
	m.ph[1].p_filesz = 4000;
	detect(&m, &info);
	assert_one_line(info.problem);
	m.ph[1].p_filesz = 0;
	detect(&m, &info);
	assert_one_line(info.problem);
}

static void scripts(void **state)
{
	static const struct {
		const char *text, *interpreter, *argument;
		int good;
	} cases[] = {
		{ "#!/bin/sh\necho", "/bin/sh", "", 1 },
		{ "#! /bin/sh -e \t\n", "/bin/sh", "-e", 1 },
		{ "#!/usr/bin/env  python3 -u\nx", "/usr/bin/env", "python3 -u", 1 },
		{ "#!/bin/sh", "/bin/sh", "", 1 },
		{ "#!/bin/sh\r\nx", "/bin/sh", "", 1 },
		{ "#!\n", "", "", 0 },
		{ "#!   ", "", "", 0 },
		{ "#!", "", "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct file_info info;

		detect_bytes(cases[i].text, strlen(cases[i].text), &info);
		assert_int_equal(info.kind, FILE_SCRIPT);
		assert_string_equal(info.interpreter, cases[i].interpreter);
		assert_string_equal(info.argument, cases[i].argument);
		assert_int_equal(info.problem[0] == '\0', cases[i].good);
	}
}

static void long_script_line(void **state)
{
	struct file_info info;
	char text[600];

	(void)state;
	memset(text, 'a', sizeof text);
	memcpy(text, "#!/", 3);
	detect_bytes(text, sizeof text, &info);
	assert_one_line(info.problem);
	/* The argument alone is cut, as Linux does it. */
	text[20] = ' ';
	detect_bytes(text, sizeof text, &info);
	assert_string_equal(info.problem, "");
	assert_int_equal(strlen(info.argument), 256 - 21);
}

static void windows(void **state)
{
	struct file_info info;
	uint8_t bytes[0x200] = { 'M', 'Z',  [0x3c] = 0x80, [0x80] = 'P',  'E', 0,
				 0,   0x64, 0x86,          [0x98] = 0x0b, 0x02 };

	(void)state;
	detect_bytes(bytes, sizeof bytes, &info);
	assert_int_equal(info.kind, FILE_PE);
	assert_string_equal(info.system, "Windows PE32+ x86-64");
	assert_one_line(info.problem);
	detect_bytes(bytes, 0x90, &info);
	assert_one_line(info.problem);
	detect_bytes(bytes, 2, &info);
	assert_one_line(info.problem);
	memset(bytes + 0x3c, 0xff, 4);
	detect_bytes(bytes, sizeof bytes, &info);
	assert_one_line(info.problem);
}

static void macos(void **state)
{
	static const uint8_t thin[] = { 0xcf, 0xfa, 0xed, 0xfe, 0x0c, 0, 0, 1 };
	static const uint8_t fat[] = { 0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2 };
	static const uint8_t java[] = { 0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61 };
	struct file_info info;

	(void)state;
	detect_bytes(thin, sizeof thin, &info);
	assert_string_equal(info.system, "macOS Mach-O, aarch64");
	assert_one_line(info.problem);
	detect_bytes(fat, sizeof fat, &info);
	assert_string_equal(info.system, "macOS Mach-O, several machines");
	detect_bytes(java, sizeof java, &info);
	assert_int_equal(info.kind, FILE_UNKNOWN);
}

static void no_program(void **state)
{
	struct file_info info;
	int fd = open("/", O_RDONLY);

	(void)state;
	detect_bytes("", 0, &info);
	assert_string_equal(info.problem, "is empty");
	detect_bytes("hello\n", 6, &info);
	assert_int_equal(info.kind, FILE_UNKNOWN);
	assert_one_line(info.problem);
	detect_bytes("\1\2\3\4", 4, &info);
	assert_one_line(info.problem);
	assert_int_equal(detect_file(fd, &info), 0);
	assert_string_equal(info.problem, "is a directory");
	close(fd);
	assert_true(detect_file(-1, &info) < 0);
}

/* This test is a program of the host's. */
static void ourselves(void **state)
{
	struct file_info info;
	int fd = open("/proc/self/exe", O_RDONLY);

	(void)state;
	assert_int_equal(detect_file(fd, &info), 0);
	assert_int_equal(info.kind, FILE_NATIVE);
	assert_string_equal(info.problem, "");
	assert_true(info.dynamic);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(freebsd_by_osabi),
		cmocka_unit_test(freebsd_by_note),
		cmocka_unit_test(freebsd_by_interpreter),
		cmocka_unit_test(other_systems),
		cmocka_unit_test(by_c_library),
		cmocka_unit_test(other_machines),
		cmocka_unit_test(thirty_two_bits),
		cmocka_unit_test(file_types),
		cmocka_unit_test(truncated),
		cmocka_unit_test(odd_fields),
		cmocka_unit_test(interpreter_is_no_string),
		cmocka_unit_test(scripts),
		cmocka_unit_test(long_script_line),
		cmocka_unit_test(windows),
		cmocka_unit_test(macos),
		cmocka_unit_test(no_program),
		cmocka_unit_test(ourselves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
