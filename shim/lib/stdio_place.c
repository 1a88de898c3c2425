/* Places in streams, lines without copies, buffers. */
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"

int lib_fseeko(struct lib_file *f, off_t offset, int whence);
off_t lib_ftello(struct lib_file *f);
int lib_setvbuf(struct lib_file *f, char *buffer, int mode, size_t size);

/* fpos_t is an off_t there. */
int lib_fgetpos(struct lib_file *f, off_t *place)
{
	*place = lib_ftello(f);
	return *place < 0 ? -1 : 0;
}

int lib_fsetpos(struct lib_file *f, const off_t *place)
{
	return lib_fseeko(f, *place, SEEK_SET);
}

/* The line stays the stream's, until something else is read. */
char *lib_fgetln(struct lib_file *f, size_t *length)
{
	ssize_t n = getline(&f->line, &f->line_room, lib_host_file(f));

	*length = n < 0 ? 0 : (size_t)n;
	if (n < 0)
		lib_file_done(f, 0, ferror(f->host));
	return n < 0 ? NULL : f->line;
}

wchar_t *lib_fgetwln(struct lib_file *f, size_t *length)
{
	FILE *host = lib_host_file(f);
	size_t n = 0;
	wint_t c = 0;

	flockfile(host);
	while (c != L'\n' && (c = getwc_unlocked(host)) != WEOF) {
		if ((n + 1) * sizeof c > f->line_room) {
			size_t room = 2 * f->line_room + 64 * sizeof c;
			char *more = realloc(f->line, room);

			if (!more) {
				n = 0;
				break;
			}
			f->line = more;
			f->line_room = room;
		}
		((wchar_t *)(void *)f->line)[n++] = (wchar_t)c;
	}
	funlockfile(host);
	*length = n;
	if (!n)
		lib_file_done(f, 0, ferror(host));
	return n ? (wchar_t *)(void *)f->line : NULL;
}

void lib_setbuffer(struct lib_file *f, char *buffer, int size)
{
	lib_setvbuf(f, buffer, buffer ? _IOFBF : _IONBF, (size_t)size);
}

/* What is in the buffer is forgotten. */
int lib_fpurge(struct lib_file *f)
{
	__fpurge(lib_host_file(f));
	return lib_file_done(f, 0, false);
}

void lib_fcloseall(void)
{
	fflush(NULL);
	fcloseall();
}

/* A word is an int. */
int lib_getw(struct lib_file *f)
{
	int word;

	return fread(&word, sizeof word, 1, lib_host_file(f)) == 1
		   ? word
		   : lib_file_done(f, EOF, ferror(f->host));
}

int lib_putw(int word, struct lib_file *f)
{
	return fwrite(&word, sizeof word, 1, lib_host_file(f)) == 1 ? 0
								    : lib_file_done(f, EOF, true);
}
