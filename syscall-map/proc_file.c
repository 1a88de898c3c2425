/* Reading the host's text files of /proc: see proc_file.h. */
#include <fcntl.h>

#include "syscall-map/map.h"
#include "syscall-map/proc_file.h"

long lines_open(struct lines *l, const char *path)
{
	l->start = l->end = 0;
	l->fd = host_call(__NR_open, path, O_RDONLY | O_CLOEXEC);
	return l->fd < 0 ? l->fd : 0;
}

void lines_close(struct lines *l)
{
	host_call(__NR_close, l->fd);
}

/* More bytes behind those that are not yet lines; false at the end of the file. */
static bool refill(struct lines *l)
{
	long got;

	memmove(l->buf, l->buf + l->start, l->end - l->start);
	l->end -= l->start;
	l->start = 0;
	if (l->end == LINE_MAX_BYTES - 1)
		return false;
	got = host_call(__NR_read, l->fd, l->buf + l->end, LINE_MAX_BYTES - 1 - l->end);
	if (got <= 0)
		return false;
	l->end += (unsigned)got;
	return true;
}

char *lines_next(struct lines *l)
{
	unsigned at = l->start;

	for (;;) {
		for (; at < l->end; at++) {
			if (l->buf[at] == '\n') {
				char *line = l->buf + l->start;

				l->buf[at] = 0;
				l->start = at + 1;
				return line;
			}
		}
		at -= l->start;
		if (!refill(l))
			break;
	}
	if (l->start == l->end)
		return NULL;
	l->buf[l->end] = 0;
	at = l->start;
	l->start = l->end;
	return l->buf + at;
}

uint64_t take_decimal(char **at)
{
	uint64_t v = 0;

	while (**at >= '0' && **at <= '9')
		v = v * 10 + (uint64_t)(*(*at)++ - '0');
	return v;
}

uint64_t take_hex(char **at)
{
	uint64_t v = 0;

	for (;; (*at)++) {
		char ch = **at;

		if (ch >= '0' && ch <= '9')
			v = v << 4 | (uint64_t)(ch - '0');
		else if (ch >= 'a' && ch <= 'f')
			v = v << 4 | (uint64_t)(ch - 'a' + 10);
		else
			return v;
	}
}

char *take_word(char **at)
{
	char *word;

	while (**at == ' ')
		(*at)++;
	word = *at;
	while (**at && **at != ' ')
		(*at)++;
	if (**at)
		*(*at)++ = 0;
	return word;
}

/* start-end perms offset major:minor inode path */
static void read_mapping(char *line, struct mapping *m)
{
	char *word;

	m->start = take_hex(&line);
	line++;
	m->end = take_hex(&line);
	word = take_word(&line);
	m->shared = word[0] && word[1] && word[2] && word[3] == 's';
	m->writable = word[0] && word[1] == 'w';
	m->offset = take_hex(&line);
	line++;
	m->device = take_hex(&line) << 32;
	line++;
	m->device |= take_hex(&line);
	line++;
	m->inode = take_decimal(&line);
}

bool find_mapping(unsigned long addr, struct mapping *m)
{
	struct lines l;
	char *line;
	bool found = false;

	if (lines_open(&l, "/proc/self/maps"))
		return false;
	while (!found && (line = lines_next(&l))) {
		read_mapping(line, m);
		found = addr >= m->start && addr < m->end;
	}
	lines_close(&l);
	return found;
}
