/* Shared by detect.c and detect_elf.c. */
#ifndef LOADER_DETECT_H
#define LOADER_DETECT_H

#include <libelf.h>
#include <stddef.h>
#include <stdint.h>

#include "loader/loader.h"
#include "loader/plan.h"
#include "loader/systems.h"

void file_system(struct file_info *info, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void file_problem(struct file_info *info, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* An ELF file of `file_size` bytes, whose first `size` are `head`. */
void detect_elf(int fd, const uint8_t *head, size_t size, uint64_t file_size,
		struct file_info *info);
/* The same for one that libelf has open. */
void detect_elf_open(Elf *elf, uint64_t file_size, struct file_info *info);

/* The system whose C library the file needs (DT_NEEDED); NULL: none that is known. */
const struct system *system_of_needed(Elf *elf, const struct elf_headers *h);

#endif
