/* Local time: the program's own tzname and environ, and letters that only FreeBSD knows. */
#include "text.h"

struct tm {
	int sec, min, hour, mday, mon, year, wday, yday, isdst;
	long gmtoff;
	char *zone;
};
extern char *tzname[2];
void tzset(void);
size_t strftime(char *to, size_t size, const char *format, const struct tm *tm);
size_t wcsftime(wchar_t *to, size_t size, const wchar_t *format, const struct tm *tm);
struct tm *gmtime(const long *time), *localtime(const long *time),
    *offtime(const long *time, long offset);
long mktime(struct tm *tm), timeoff(struct tm *tm, long offset);
char *ctime(const long *time), *timezone(int west, int dst);

int main(int argc, char **argv, char **envp)
{
	static char *other[] = { "TZ=AAA-2BBB,M3.5.0,M10.5.0/3", NULL };
	const long year = 365 * 86400l;
	wchar_t wide[64];
	struct tm tm;

	(void)argc, (void)argv, (void)envp;
	setenv("TZ", "XYZ5", 1);
	tzset();
	SAYS("XYZ", tzname[0]);
	SAYS("XYZ", localtime(&year)->zone);
	EXPECT_EQ(localtime(&year)->gmtoff, -5 * 3600);
	environ = other; /* the program's own variable counts */
	SAYS("Fri Jan  1 02:00:00 1971\n", ctime(&year));
	SAYS("BBB", tzname[1]);
	tm = *gmtime(&year);
	strftime(text_room, sizeof text_room, "%v|%+|%%v|%%%v|%s", &tm);
	SAYS(" 1-Jan-1971|Fri Jan  1 00:00:00 GMT 1971|%v|% 1-Jan-1971|31528800", text_room);
	EXPECT_EQ(wcsftime(wide, 64, L"%v", &tm), 11);
	EXPECT(wide[3] == 'J' && wide[10] == '1');
	EXPECT_EQ(mktime(&tm), year - 7200);
	tm = *offtime(&year, 3600);
	EXPECT_EQ(tm.hour, 1);
	EXPECT_EQ(tm.gmtoff, 3600);
	EXPECT_EQ(timeoff(&tm, 3600), year);
	SAYS("GMT-3:30", timezone(210, 0));
	return result();
}
