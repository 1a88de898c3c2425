/*
 * Characters of several bytes in a locale: xlocale(3), multibyte(3), wctype(3).  mbstate_t
 * has 128 bytes there; the host's state is the first eight of them.  wint_t has a sign
 * there, and the same bits.
 */
#include <stdlib.h>
#include <uchar.h>
#include <wchar.h>
#include <wctype.h>

#include "shim/lib/xlocale.h"

#define BAD ((size_t)-1)

/* clang-format off */
HOST_IN_LOCALE(int, mblen, (const char *s, size_t n, void *locale), mblen(s, n), -1)
HOST_IN_LOCALE(int, mbtowc, (wchar_t *c, const char *s, size_t n, void *locale), mbtowc(c, s, n), -1)
HOST_IN_LOCALE(int, wctomb, (char *s, wchar_t c, void *locale), wctomb(s, c), -1)
HOST_IN_LOCALE(size_t, mbstowcs, (wchar_t *to, const char *s, size_t n, void *locale), mbstowcs(to, s, n), BAD)
HOST_IN_LOCALE(size_t, wcstombs, (char *to, const wchar_t *s, size_t n, void *locale), wcstombs(to, s, n), BAD)
HOST_IN_LOCALE(size_t, mbrlen, (const char *s, size_t n, mbstate_t *state, void *locale), mbrlen(s, n, state), BAD)
HOST_IN_LOCALE(size_t, mbrtowc, (wchar_t *c, const char *s, size_t n, mbstate_t *state, void *locale), mbrtowc(c, s, n, state), BAD)
HOST_IN_LOCALE(size_t, wcrtomb, (char *s, wchar_t c, mbstate_t *state, void *locale), wcrtomb(s, c, state), BAD)
HOST_IN_LOCALE(size_t, mbsrtowcs, (wchar_t *to, const char **s, size_t n, mbstate_t *state, void *locale), mbsrtowcs(to, s, n, state), BAD)
HOST_IN_LOCALE(size_t, mbsnrtowcs, (wchar_t *to, const char **s, size_t bytes, size_t n, mbstate_t *state, void *locale), mbsnrtowcs(to, s, bytes, n, state), BAD)
HOST_IN_LOCALE(size_t, wcsrtombs, (char *to, const wchar_t **s, size_t n, mbstate_t *state, void *locale), wcsrtombs(to, s, n, state), BAD)
HOST_IN_LOCALE(size_t, wcsnrtombs, (char *to, const wchar_t **s, size_t chars, size_t n, mbstate_t *state, void *locale), wcsnrtombs(to, s, chars, n, state), BAD)
HOST_IN_LOCALE(size_t, mbrtoc16, (char16_t *c, const char *s, size_t n, mbstate_t *state, void *locale), mbrtoc16(c, s, n, state), BAD)
HOST_IN_LOCALE(size_t, mbrtoc32, (char32_t *c, const char *s, size_t n, mbstate_t *state, void *locale), mbrtoc32(c, s, n, state), BAD)
HOST_IN_LOCALE(size_t, c16rtomb, (char *s, char16_t c, mbstate_t *state, void *locale), c16rtomb(s, c, state), BAD)
HOST_IN_LOCALE(size_t, c32rtomb, (char *s, char32_t c, mbstate_t *state, void *locale), c32rtomb(s, c, state), BAD)
IN_LOCALE(int, mbsinit, (const mbstate_t *state, void *locale), mbsinit(state))
IN_LOCALE(wint_t, btowc, (int c, void *locale), btowc(c))
IN_LOCALE(int, wctob, (wint_t c, void *locale), wctob(c))
IN_LOCALE(wint_t, towlower, (wint_t c, void *locale), towlower(c))
IN_LOCALE(wint_t, towupper, (wint_t c, void *locale), towupper(c))
IN_LOCALE(int, wcwidth, (wchar_t c, void *locale), wcwidth(c))
IN_LOCALE(int, wcswidth, (const wchar_t *s, size_t n, void *locale), wcswidth(s, n))
/* clang-format on */

#define CLASS(name) IN_LOCALE(int, isw##name, (wint_t c, void *locale), isw##name(c))

CLASS(alnum)
CLASS(alpha)
CLASS(blank)
CLASS(cntrl)
CLASS(digit)
CLASS(graph)
CLASS(lower)
CLASS(print)
CLASS(punct)
CLASS(space)
CLASS(upper)
CLASS(xdigit)
