/* Texts of errors and signals: the alien's where they differ from the host's (texts.def). */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "abi-tables/abi.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

static const char *own_text(const struct lib_text *t, int number)
{
	for (; t && t->text; t++)
		if (t->number == number)
			return t->text;
	return NULL;
}

/* NULL: no such error. */
static const char *text_of(int error)
{
	if (error == 0)
		return lib_facts->no_error;
	if (own_text(lib_facts->errno_texts, error))
		return own_text(lib_facts->errno_texts, error);
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
	if (own_text(lib_facts->signal_texts, sig))
		return own_text(lib_facts->signal_texts, sig);
	for (const struct value_name *v = abi->signals; v->name; v++)
		if (v->alien == sig && sig < lib_facts->signal_count)
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
		if (v->alien == sig && sig < lib_facts->signal_count)
			return v->name + strlen("SIG");
	return NULL;
}

/* stdio.h: tables of texts that programs read themselves. */
static const char *texts_own[151];
static int count_own;
static void prepare_texts(void);
struct library_data lib_sys_errlist = { texts_own, texts_own, prepare_texts };
static void prepare_count(void);
struct library_data lib_sys_nerr = { &count_own, &count_own, prepare_count };

static void prepare_texts(void)
{
	for (int i = 0; i < lib_facts->errno_count; i++)
		texts_own[i] = text_of(i);
}

static void prepare_count(void)
{
	*(int *)lib_sys_nerr.at = lib_facts->errno_count;
}
