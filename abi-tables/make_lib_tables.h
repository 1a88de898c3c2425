/*
 * The tables of struct lib_facts that are .def files: TEXTS_DEF, SYSCONF_DEF and LANGINFO_DEF
 * say which.  Included once by abi-tables/<os>/lib_facts.c; MADE_LIB_TABLES are its members.
 */
#include <langinfo.h>
#include <unistd.h>

static const struct lib_text errno_texts[] = {
#define ERRNO_TEXT(number, text) { number, text },
#define SIGNAL_TEXT(number, text)
#include TEXTS_DEF
#undef ERRNO_TEXT
#undef SIGNAL_TEXT
	{ 0, NULL },
};

static const struct lib_text signal_texts[] = {
#define ERRNO_TEXT(number, text)
#define SIGNAL_TEXT(number, text) { number, text },
#include TEXTS_DEF
#undef ERRNO_TEXT
#undef SIGNAL_TEXT
	{ 0, NULL },
};

static const struct lib_answer sysconf_answers[] = {
#define SAYS(number, name, value) { number, -1, value },
#define ASKS(number, name)        { number, _SC_##name, 0 },
#include SYSCONF_DEF
#undef SAYS
#undef ASKS
};

static const struct lib_items langinfo_items[] = {
#define ITEM(number, name)        { number, 1, name },
#define MANY(number, name, count) { number, count, name },
#include LANGINFO_DEF
#undef ITEM
#undef MANY
};

#define MADE_LIB_TABLES                                                                            \
	.errno_texts = errno_texts, .signal_texts = signal_texts, .sysconf = sysconf_answers,      \
	.sysconf_count = sizeof sysconf_answers / sizeof sysconf_answers[0],                       \
	.langinfo = langinfo_items,                                                                \
	.langinfo_count = sizeof langinfo_items / sizeof langinfo_items[0]
