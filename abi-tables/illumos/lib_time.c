/*
 * Times of day: illumos' struct tm has the nine numbers of C and nothing else, the host's also
 * the zone's distance and name.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include "illumos_numbers.h"
#include "shim/lib/lib.h"

/* iso/time_iso.h */
struct illumos_tm {
	int t[9];
};
_Static_assert(offsetof(struct tm, tm_isdst) == 8 * sizeof(int), "struct tm");

static long timezone_own, altzone_own;
static int daylight_own;
static char *tzname_own[2];

static void set_zone(void);
struct library_data illumos_timezone = { &timezone_own, &timezone_own, set_zone };
struct library_data illumos_altzone = { &altzone_own, &altzone_own, set_zone };
struct library_data illumos_daylight = { &daylight_own, &daylight_own, set_zone };
struct library_data illumos_tzname = { tzname_own, tzname_own, set_zone };

/* Where there is summer time it is taken to be an hour. */
static void set_zone(void)
{
	*(long *)illumos_timezone.at = timezone;
	*(long *)illumos_altzone.at = timezone - (daylight ? 3600 : 0);
	*(int *)illumos_daylight.at = daylight;
	memcpy(illumos_tzname.at, tzname, sizeof tzname);
}

void illumos_tzset(void)
{
	tzset();
	set_zone();
}

static void to_alien(struct illumos_tm *alien, const struct tm *host)
{
	memcpy(alien, host, sizeof *alien);
}

static struct tm to_host(const struct illumos_tm *alien)
{
	struct tm host = { 0 };

	memcpy(&host, alien, sizeof *alien);
	return host;
}

static struct illumos_tm *converted(const struct tm *host, struct illumos_tm *to)
{
	if (!host) {
		lib_failed();
		return NULL;
	}
	to_alien(to, host);
	return to;
}

struct illumos_tm *illumos_localtime_r(const time_t *t, struct illumos_tm *to)
{
	struct tm host;
	struct tm *found = localtime_r(t, &host);

	set_zone();
	return converted(found, to);
}

struct illumos_tm *illumos_gmtime_r(const time_t *t, struct illumos_tm *to)
{
	struct tm host;

	return converted(gmtime_r(t, &host), to);
}

static struct illumos_tm last;

struct illumos_tm *illumos_localtime(const time_t *t)
{
	tzset();
	return illumos_localtime_r(t, &last);
}

struct illumos_tm *illumos_gmtime(const time_t *t)
{
	return illumos_gmtime_r(t, &last);
}

static time_t make(struct illumos_tm *alien, time_t (*of)(struct tm *))
{
	struct tm host = to_host(alien);
	int error = errno;
	time_t t;

	errno = 0;
	t = of(&host);
	if (t == -1 && errno) {
		lib_failed();
		return t;
	}
	errno = error;
	to_alien(alien, &host);
	set_zone();
	return t;
}

time_t illumos_mktime(struct illumos_tm *alien)
{
	return make(alien, mktime);
}

time_t illumos_timegm(struct illumos_tm *alien)
{
	return make(alien, timegm);
}

/* The zone that the host's struct says is the present one's, summer's where it is summer. */
static struct tm with_zone(const struct illumos_tm *alien)
{
	struct tm host = to_host(alien);

	tzset();
	host.tm_zone = host.tm_isdst < 0 ? "" : tzname[host.tm_isdst > 0];
	host.tm_gmtoff = -timezone + (host.tm_isdst > 0 ? 3600 : 0);
	return host;
}

size_t illumos_strftime(char *to, size_t size, const char *format, const struct illumos_tm *alien)
{
	struct tm host = with_zone(alien);

	return strftime(to, size, format, &host);
}

size_t illumos_wcsftime(wchar_t *to, size_t size, const wchar_t *format,
			const struct illumos_tm *alien)
{
	struct tm host = with_zone(alien);

	return wcsftime(to, size, format, &host);
}

/* cftime(3C), ascftime(3C): no format is %C's, the whole of date(1). */
static int put(char *to, const char *format, const struct tm *host)
{
	return (int)strftime(to, 1 << 12, format && *format ? format : "%a %b %e %H:%M:%S %Z %Y",
			     host);
}

int illumos_cftime(char *to, const char *format, const time_t *t)
{
	struct tm host;

	return localtime_r(t, &host) ? put(to, format, &host) : 0;
}

int illumos_ascftime(char *to, const char *format, const struct illumos_tm *alien)
{
	struct tm host = with_zone(alien);

	return put(to, format, &host);
}

/* What the text says nothing of is zero, but after __strptime_dontzero as it was. */
char *illumos_strptime_kept(const char *text, const char *format, struct illumos_tm *alien)
{
	struct tm host = to_host(alien);
	char *end = strptime(text, format, &host);

	to_alien(alien, &host);
	return end;
}

char *illumos_strptime(const char *text, const char *format, struct illumos_tm *alien)
{
	memset(alien, 0, sizeof *alien);
	return illumos_strptime_kept(text, format, alien);
}

/* gethrtime(3C): nanoseconds since some time; gethrvtime: of the thread's own. */
static int64_t nanoseconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000l + t.tv_nsec;
}

int64_t illumos_gethrtime(void)
{
	return nanoseconds(CLOCK_MONOTONIC);
}

int64_t illumos_gethrvtime(void)
{
	return nanoseconds(CLOCK_THREAD_CPUTIME_ID);
}

/* CLOCKS_PER_SEC is a million on both; sys/times.h counts in ticks of 10 ms, as the host. */
unsigned illumos_sleep_seconds(unsigned seconds)
{
	struct {
		int64_t s, ns;
	} t = { seconds, 0 }, left = { 0, 0 };

	if (lib_row(NR_nanosleep, &t, &left) == 0)
		return 0;
	return (unsigned)left.s + (left.ns >= 500000000);
}
