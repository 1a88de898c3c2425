/*
 * What a file is, by its first bytes.  ELF files are looked at in detect_elf.c.
 */
#include "loader/loader.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loader/detect.h"

/* execve(2): the kernel looks at so much of a #! line, its newline included. */
#define SCRIPT_LINE 256
#define HEAD_SIZE   4096

static uint32_t little32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint16_t little16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t big32(const uint8_t *p)
{
	return (uint32_t)p[3] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 24;
}

static size_t copy_word(char *to, size_t size, const char *from, size_t length)
{
	if (length >= size)
		length = size - 1;
	memcpy(to, from, length);
	to[length] = '\0';
	return length;
}

/* As Linux parses it: one interpreter, and all that follows is one argument. */
static void detect_script(const char *head, size_t size, struct file_info *info)
{
	const char *line = head + 2;
	size_t limit = size < SCRIPT_LINE ? size : SCRIPT_LINE;
	const char *end = memchr(line, '\n', limit - 2);
	bool whole = end || size < SCRIPT_LINE;
	const char *word;

	info->kind = FILE_SCRIPT;
	file_system(info, "script");
	if (!end)
		end = head + limit;
	while (end > line && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	while (line < end && (*line == ' ' || *line == '\t'))
		line++;
	for (word = line; word < end && *word != ' ' && *word != '\t' && *word; word++)
		;
	copy_word(info->interpreter, sizeof info->interpreter, line, (size_t)(word - line));
	while (word < end && (*word == ' ' || *word == '\t'))
		word++;
	copy_word(info->argument, sizeof info->argument, word, (size_t)(end - word));
	if (!info->interpreter[0])
		file_problem(info, "its #! line names no interpreter");
	else if (!whole && !info->argument[0])
		file_problem(info, "its #! line is longer than %d bytes", SCRIPT_LINE);
}

/* PE: Microsoft's "PE Format"; the offset of the real header is at 0x3c. */
static void detect_mz(int fd, const uint8_t *head, size_t size, struct file_info *info)
{
	uint8_t pe[26] = { 0 };
	const char *bits, *machine;
	uint32_t at = size >= 0x40 ? little32(head + 0x3c) : 0;

	info->kind = FILE_FOREIGN;
	if (!at || pread(fd, pe, sizeof pe, at) != (ssize_t)sizeof pe || memcmp(pe, "PE\0\0", 4)) {
		file_system(info, "DOS");
		file_problem(info, "is a DOS program, or a truncated Windows one");
		return;
	}
	info->kind = FILE_PE;
	switch (little16(pe + 4)) {
	case 0x8664:
		machine = "x86-64";
		break;
	case 0x14c:
		machine = "i386";
		break;
	case 0xaa64:
		machine = "aarch64";
		break;
	default:
		machine = "other machine";
	}
	bits = little16(pe + 24) == 0x20b ? "PE32+" : "PE32";
	file_system(info, "Windows %s %s", bits, machine);
	if (little16(pe + 22) & 0x2000)
		file_problem(info, "is a Windows library (%s %s), not a program", bits, machine);
	else
		file_problem(info, "is a Windows program (%s %s), which abirun does not run", bits,
			     machine);
}

/* mach-o/loader.h and mach-o/fat.h: CPU_TYPE_X86_64 and CPU_TYPE_ARM64. */
static bool detect_mach(const uint8_t *head, size_t size, struct file_info *info)
{
	uint32_t magic = size >= 8 ? little32(head) : 0;
	const char *machine = "other machine";

	if (magic == 0xfeedfacf || magic == 0xfeedface) {
		if (little32(head + 4) == 0x01000007)
			machine = "x86-64";
		else if (little32(head + 4) == 0x0100000c)
			machine = "aarch64";
	} else if (size >= 8 && big32(head) == 0xcafebabe && big32(head + 4) < 40) {
		/* A Java class file begins so too, with its version, 45 or more, there. */
		machine = "several machines";
	} else {
		return false;
	}
	info->kind = FILE_FOREIGN;
	file_system(info, "macOS Mach-O, %s", machine);
	file_problem(info, "is a macOS program (%s), which abirun does not run", machine);
	return true;
}

static void detect_other(const uint8_t *head, size_t size, struct file_info *info)
{
	bool text = true;

	file_system(info, "unknown");
	for (size_t i = 0; i < size && i < SCRIPT_LINE; i++)
		if (head[i] < 9 || (head[i] > 13 && head[i] < 32))
			text = false;
	if (!size)
		file_problem(info, "is empty");
	else if (text)
		file_problem(info, "is text without a #! line; run it with its interpreter");
	else if (size >= 4 && !memcmp(head, "\0asm", 4))
		file_problem(info, "is WebAssembly, which abirun does not run");
	else
		file_problem(info, "is no program in a format that abirun knows");
}

static ssize_t read_head(int fd, uint8_t *head)
{
	ssize_t n;

	do
		n = pread(fd, head, HEAD_SIZE, 0);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

int detect_file(int fd, struct file_info *info)
{
	uint8_t head[HEAD_SIZE];
	struct stat st;
	ssize_t size;

	memset(info, 0, sizeof *info);
	info->kind = FILE_UNKNOWN;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode)) {
		file_problem(info,
			     S_ISDIR(st.st_mode) ? "is a directory" : "is not a regular file");
		return 0;
	}
	size = read_head(fd, head);
	if (size < 0)
		return (int)size;
	if (size >= 4 && !memcmp(head, "\177ELF", 4))
		detect_elf(fd, head, (size_t)size, (uint64_t)st.st_size, info);
	else if (size >= 2 && !memcmp(head, "#!", 2))
		detect_script((char *)head, (size_t)size, info);
	else if (size >= 2 && !memcmp(head, "MZ", 2))
		detect_mz(fd, head, (size_t)size, info);
	else if (!detect_mach(head, (size_t)size, info))
		detect_other(head, (size_t)size, info);
	return 0;
}
