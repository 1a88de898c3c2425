/* Texts of errors and signals: FreeBSD's where they differ from the host's (texts.def). */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "abi-tables/abi.h"
#include "abi-tables/freebsd/libc.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

static const struct text {
	int number;
	const char *text;
} error_texts[] = {
#define ERRNO_TEXT(number, text) { number, text },
#define SIGNAL_TEXT(number, text)
#define REGEX_TEXT(number, text)
#include "abi-tables/freebsd/texts.def"
#undef ERRNO_TEXT
#undef SIGNAL_TEXT
#undef REGEX_TEXT
	{ 0, NULL }
}, signal_texts[] = {
#define ERRNO_TEXT(number, text)
#define SIGNAL_TEXT(number, text) { number, text },
#define REGEX_TEXT(number, text)
#include "abi-tables/freebsd/texts.def"
#undef ERRNO_TEXT
#undef SIGNAL_TEXT
#undef REGEX_TEXT
	{ 0, NULL }
};

static const char *own_text(const struct text *t, int number)
{
	for (; t->text; t++)
		if (t->number == number)
			return t->text;
	return NULL;
}

/* NULL: no such error. */
static const char *text_of(int error)
{
	if (error == 0)
		return "No error: 0";
	if (own_text(error_texts, error))
		return own_text(error_texts, error);
	for (const struct value_name *v = abi->errnos; v->name; v++) {
		const char *text;

		if (v->alien != error)
			continue;
		text = v->host > 0 ? strerrordesc_np(v->host) : NULL;
		return text ? text : v->name;
	}
	return NULL;
}

/* EINVAL for a number that is none, ERANGE where the text is cut off; the text in any case. */
int lib_strerror_r(int error, char *buffer, size_t size)
{
	const char *text = text_of(error);
	char unknown[40];

	if (!text)
		snprintf(unknown, sizeof unknown, "Unknown error: %d", error);
	if ((size_t)snprintf(buffer, size, "%s", text ? text : unknown) >= size)
		return ERANGE;
	return text ? 0 : EINVAL;
}

char *lib_strerror(int error)
{
	static __thread char buffer[128];

	if (lib_strerror_r(error, buffer, sizeof buffer))
		errno = EINVAL;
	return buffer;
}

const char *lib_signal_text(int sig)
{
	if (own_text(signal_texts, sig))
		return own_text(signal_texts, sig);
	for (const struct value_name *v = abi->signals; v->name; v++)
		if (v->alien == sig && sig < FREEBSD_SIG_COUNT)
			return v->host > 0 && sigdescr_np(v->host) ? sigdescr_np(v->host) : v->name;
	return NULL;
}

char *lib_strsignal(int sig)
{
	static __thread char buffer[64];
	const char *text = lib_signal_text(sig);

	if (text)
		snprintf(buffer, sizeof buffer, "%s", text);
	else
		snprintf(buffer, sizeof buffer, "Unknown signal: %d", sig);
	return buffer;
}

/* "HUP"; NULL: there is no such signal. */
const char *lib_signal_name(int sig)
{
	for (const struct value_name *v = abi->signals; v->name; v++)
		if (v->alien == sig && sig < FREEBSD_SIG_COUNT)
			return v->name + strlen("SIG");
	return NULL;
}

/* stdio.h: tables of texts that programs read themselves. */
static const char *texts_own[FREEBSD_ERRNO_ROOM];
static int count_own = FREEBSD_ERRNO_COUNT;
static void prepare_texts(void);
struct library_data lib_sys_errlist = { texts_own, texts_own, prepare_texts };
struct library_data lib_sys_nerr = { &count_own, &count_own, NULL };

static void prepare_texts(void)
{
	for (int i = 0; i < FREEBSD_ERRNO_COUNT; i++)
		texts_own[i] = text_of(i);
}
