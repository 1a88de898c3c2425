/* Streams of wide characters: the host's, behind the alien's. */
#include <wchar.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"
#include "shim/lib/xlocale.h"

wint_t lib_fgetwc(struct lib_file *f)
{
	wint_t c = fgetwc(lib_host_file(f));

	if (c == WEOF)
		lib_file_done(f, 0, !feof(f->host));
	return c;
}

wint_t lib_getwchar(void)
{
	return lib_fgetwc(lib_input());
}

wint_t lib_fputwc(wchar_t c, struct lib_file *f)
{
	wint_t ret = fputwc(c, lib_host_file(f));

	if (ret == WEOF)
		lib_file_done(f, 0, true);
	return ret;
}

wint_t lib_putwchar(wchar_t c)
{
	return lib_fputwc(c, lib_output());
}

wint_t lib_ungetwc(wint_t c, struct lib_file *f)
{
	wint_t ret = ungetwc(c, lib_host_file(f));

	lib_file_done(f, 0, false);
	return ret;
}

wchar_t *lib_fgetws(wchar_t *to, int size, struct lib_file *f)
{
	wchar_t *line = fgetws(to, size, lib_host_file(f));

	if (!line)
		lib_file_done(f, 0, !feof(f->host));
	return line;
}

int lib_fputws(const wchar_t *text, struct lib_file *f)
{
	int ret = fputws(text, lib_host_file(f));

	return ret == -1 ? lib_file_done(f, ret, true) : ret;
}

int lib_fwide(struct lib_file *f, int mode)
{
	return fwide(lib_host_file(f), mode);
}

/* clang-format off */
IN_LOCALE(wint_t, fgetwc, (struct lib_file *f, void *locale), lib_fgetwc(f))
IN_LOCALE(wint_t, getwchar, (void *locale), lib_getwchar())
IN_LOCALE(wint_t, fputwc, (wchar_t c, struct lib_file *f, void *locale), lib_fputwc(c, f))
IN_LOCALE(wint_t, putwchar, (wchar_t c, void *locale), lib_putwchar(c))
IN_LOCALE(wint_t, ungetwc, (wint_t c, struct lib_file *f, void *locale), lib_ungetwc(c, f))
IN_LOCALE(wchar_t *, fgetws, (wchar_t *to, int size, struct lib_file *f, void *locale), lib_fgetws(to, size, f))
IN_LOCALE(int, fputws, (const wchar_t *text, struct lib_file *f, void *locale), lib_fputws(text, f))
/* clang-format on */
