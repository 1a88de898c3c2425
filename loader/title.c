/*
 * What others see of the process: the alien's arguments and environment in
 * /proc, in ps(1) and in the alien's own questions about processes, in place of
 * abirun's.  The kernel is told where on the alien's stack they are.
 */
#include <linux/prctl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "loader/start.h"
#include "shim/lib/lib.h"

/* Strings that stand one behind the other: the first's start, the last's end.  What is behind the
 * NULL. */
static char **span(char **words, uint64_t *start, uint64_t *end)
{
	*start = *end = (uint64_t)words[0];
	for (; *words; words++)
		*end = (uint64_t)*words + strlen(*words) + 1;
	return words + 1;
}

/*
 * What the kernel knows already and wants said again, proc(5), stat: fields 26
 * to 28 and 45 to 47, behind the name in brackets.
 */
static int present(struct prctl_mm_map *map)
{
	char text[1024], *p;
	unsigned long field[48] = { 0 };
	FILE *f = fopen("/proc/self/stat", "re");
	size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;

	if (f)
		fclose(f);
	text[n] = 0;
	p = strrchr(text, ')');
	if (!p)
		return -1;
	p = strchr(p + 2, ' ');
	for (int i = 4; i < 48 && p; i++)
		field[i] = strtoul(p, &p, 10);
	map->start_code = field[26];
	map->end_code = field[27];
	map->start_stack = field[28];
	map->start_data = field[45];
	map->end_data = field[46];
	map->start_brk = field[47];
	map->brk = (uint64_t)syscall(SYS_brk, 0);
	return 0;
}

/* Where the alien's are, or `title`. */
static void show(unsigned long vector, const char *title, size_t size)
{
	struct prctl_mm_map map = { .exe_fd = (uint32_t)-1 };
	char **words = (char **)(vector + sizeof(long)); /* NOLINT */
	uint64_t start, end;

	if (!words[0] || present(&map))
		return;
	words = span(words, &start, &end);
	map.arg_start = title ? (uint64_t)title : start;
	map.arg_end = title ? (uint64_t)title + size : end;
	if (words[0])
		span(words, &start, &end);
	else
		start = end;
	map.env_start = start;
	map.env_end = end;
	/* A kernel without CONFIG_CHECKPOINT_RESTORE refuses; then ps shows abirun's own. */
	prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof map, 0);
}

static unsigned long own;

/* `vector` is the start of what the alien finds: a count, arguments, NULL, environment, NULL. */
void show_arguments(unsigned long vector)
{
	own = vector;
	show(vector, NULL, 0);
}

/* setproctitle(3) */
void lib_show_title(const char *title, size_t size)
{
	show(own, title, size);
}
