/*
 * Local time.  struct tm is the same, and so are the host's zones; the program's variables
 * environ and tzname are its own, and strftime(3) knows two more letters there.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"
#include "shim/lib/xlocale.h"

static char *names_own[2] = { "UTC", "UTC" };
static void prepare_names(void);
struct library_data lib_tzname = { names_own, names_own, prepare_names };

static void names_from_host(void)
{
	((char **)lib_tzname.at)[0] = tzname[0];
	((char **)lib_tzname.at)[1] = tzname[1];
}

static void prepare_names(void)
{
	tzset();
	names_from_host();
}

void lib_tzset(void)
{
	lib_environ_to_host();
	tzset();
	names_from_host();
}

/* The system's zone, whatever TZ says. */
void lib_tzsetwall(void)
{
	char **kept = environ, *none[] = { NULL };

	environ = none;
	tzset();
	environ = kept;
	names_from_host();
}

struct tm *lib_localtime_r(const time_t *time, struct tm *to)
{
	struct tm *tm;

	lib_tzset();
	tm = localtime_r(time, to);
	if (!tm)
		lib_failed();
	return tm;
}

struct tm *lib_localtime(const time_t *time)
{
	static struct tm tm;

	return lib_localtime_r(time, &tm);
}

time_t lib_mktime(struct tm *tm)
{
	time_t time;
	int before = errno;

	lib_tzset();
	errno = 0;
	time = mktime(tm);
	if (time == -1 && errno)
		lib_failed();
	else
		errno = before;
	return time;
}

char *lib_ctime_r(const time_t *time, char *to)
{
	struct tm tm;

	return lib_localtime_r(time, &tm) ? asctime_r(&tm, to) : NULL;
}

char *lib_ctime(const time_t *time)
{
	struct tm *tm = lib_localtime(time);

	return tm ? asctime(tm) : NULL;
}

/* As gmtime(3) in a zone so many seconds east of it. */
struct tm *lib_offtime_r(const time_t *time, long offset, struct tm *to)
{
	time_t there = *time + offset;
	struct tm *tm = gmtime_r(&there, to);

	if (tm)
		tm->tm_gmtoff = offset;
	else
		lib_failed();
	return tm;
}

struct tm *lib_offtime(const time_t *time, long offset)
{
	static struct tm tm;

	return lib_offtime_r(time, offset, &tm);
}

time_t lib_timeoff(struct tm *tm, long offset)
{
	if (tm)
		tm->tm_isdst = 0;
	return timegm(tm) - offset;
}

/* Neither system's clock has leap seconds in it. */
time_t lib_time2posix(time_t time)
{
	return time;
}

/* "GMT+h:mm" where the program's TZ has no name for it; west is positive. */
char *lib_timezone(int west, int dst)
{
	static char text[32];
	int minutes = west < 0 ? -west : west;

	lib_tzset();
	if (timezone == west * 60L || dst)
		return tzname[dst && daylight];
	snprintf(text, sizeof text, "GMT%c%d:%02d", west > 0 ? '-' : '+', minutes / 60,
		 minutes % 60);
	return text;
}

/* What a letter of FreeBSD's is in the host's; NULL: it is the same. */
static const char *meaning(char letter)
{
	return letter == '+' ? "%a %b %e %H:%M:%S %Z %Y" : letter == 'v' ? "%e-%b-%Y" : NULL;
}

/* The format in the host's letters; NULL: it is so already, or there is no memory. */
static char *rewritten(const char *format)
{
	size_t more = 0, n = 0;
	const char *p;
	char *made;

	for (p = format; (p = strchr(p, '%')) && p[1]; p += 2)
		more += meaning(p[1]) ? strlen(meaning(p[1])) : 0;
	made = more ? malloc(strlen(format) + more + 1) : NULL;
	if (!made)
		return NULL;
	for (p = format; *p; p++) {
		const char *in = *p == '%' ? meaning(p[1]) : NULL;

		if (in) {
			n += (size_t)(stpcpy(made + n, in) - (made + n));
			p++;
			continue;
		}
		made[n++] = *p;
		if (*p == '%' && p[1])
			made[n++] = *++p;
	}
	made[n] = 0;
	return made;
}

size_t lib_strftime(char *to, size_t size, const char *format, const struct tm *tm)
{
	char *host;
	size_t n;

	lib_tzset();
	host = rewritten(format);
	n = strftime(to, size, host ? host : format, tm); /* NOLINT */
	free(host);
	return n;
}

/* By its bytes, where the host does not know a letter. */
size_t lib_wcsftime(wchar_t *to, size_t size, const wchar_t *format, const struct tm *tm)
{
	char bytes[512], *host = NULL;
	wchar_t wide[512];
	size_t n;

	lib_tzset();
	if (wcstombs(bytes, format, sizeof bytes) < sizeof bytes)
		host = rewritten(bytes);
	n = host ? mbstowcs(wide, host, 512) : 512;
	free(host);
	return wcsftime(to, size, n < 512 ? wide : format, tm);
}

IN_LOCALE(size_t, strftime,
	  (char *to, size_t size, const char *format, const struct tm *tm, void *locale),
	  lib_strftime(to, size, format, tm))
IN_LOCALE(size_t, wcsftime,
	  (wchar_t * to, size_t size, const wchar_t *format, const struct tm *tm, void *locale),
	  lib_wcsftime(to, size, format, tm))
IN_LOCALE(char *, strptime, (const char *s, const char *format, struct tm *tm, void *locale),
	  strptime(s, format, tm))
