#include "loader/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loader/loader.h"
#include "shim/options.h"
#include "shim/process.h"
#include "syscall-map/sysroot.h"
#include "syscall-map/procdesc.h"

/* Long options without a letter of their own. */
enum {
	OPT_TRACE = 256,
	OPT_STATS,
	OPT_STRICT,
	OPT_NET,
	OPT_CHECK,
	OPT_LIST,
	OPT_JSON,
	OPT_MARKDOWN,
	OPT_REGISTER,
	OPT_UNREGISTER,
	OPT_ARGV0,
	OPT_APPEND,
	OPT_SYSROOT,
	OPT_LEASH
};

static const struct option long_options[] = {
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ "trace", optional_argument, NULL, OPT_TRACE },
	{ "output", required_argument, NULL, 'o' },
	{ "stats", no_argument, NULL, OPT_STATS },
	{ "strict", no_argument, NULL, OPT_STRICT },
	{ "net", required_argument, NULL, OPT_NET },
	{ "check", no_argument, NULL, OPT_CHECK },
	{ "list", no_argument, NULL, OPT_LIST },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "markdown", no_argument, NULL, OPT_MARKDOWN },
	{ "register", no_argument, NULL, OPT_REGISTER },
	{ "unregister", no_argument, NULL, OPT_UNREGISTER },
	{ "argv0", required_argument, NULL, OPT_ARGV0 },
	{ "append", no_argument, NULL, OPT_APPEND },
	{ "sysroot", required_argument, NULL, OPT_SYSROOT },
	{ "leash", required_argument, NULL, OPT_LEASH },
	{ 0 },
};

int complain_and(int status, const char *format, ...)
{
	char line[4608];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	/* Names may hold anything; the message stays one line. */
	for (char *p = line; *p; p++)
		if ((unsigned char)*p < ' ')
			*p = '?';
	fprintf(stderr, "abirun: %s\n", line);
	return status;
}

/* Kept for the aliens that this one executes. */
static void keep(const char *format, const char *value)
{
	static int count;
	char *word;

	if (count < EXEC_OPTIONS_MAX && asprintf(&word, format, value) > 0)
		exec_options[count++] = word;
}

/* An alien may change its directory before it executes another. */
static void keep_output(const char *file)
{
	char *absolute = realpath(file, NULL);
	char *here = NULL;

	if (!absolute && file[0] != '/' && (here = getcwd(NULL, 0)) != NULL &&
	    asprintf(&absolute, "%s/%s", here, file) < 0)
		absolute = NULL;
	keep("--output=%s", absolute ? absolute : file);
	keep("--append%s", "");
	free(here);
	free(absolute);
}

static int parse_net(const char *mode)
{
	if (!strcmp(mode, "auto"))
		options.net = NET_AUTO;
	else if (!strcmp(mode, "always"))
		options.net = NET_ALWAYS;
	else if (!strcmp(mode, "off"))
		options.net = NET_OFF;
	else if (!strcmp(mode, "exclusive"))
		options.net = NET_EXCLUSIVE;
	else
		return complain_and(STATUS_OWN_FAILURE,
				    "--net=%s: is none of auto, always, exclusive, off", mode);
	keep("--net=%s", mode);
	return 0;
}

/* An alien that this one executes finds the same directory, wherever it is then. */
static int set_sysroot(const char *directory, const char *source)
{
	char *absolute = realpath(directory, NULL);
	int error = absolute ? (int)-sysroot_set(absolute) : errno;

	if (!error && !strcmp(absolute, "/"))
		error = EINVAL;
	if (!error)
		keep("--sysroot=%s", absolute);
	free(absolute);
	return error ? complain_and(STATUS_OWN_FAILURE, "%s=%s: %s", source, directory,
				    strerror(error))
		     : 0;
}

static int sysroot_of_environment(void)
{
	const char *directory = getenv("ABIRUN_SYSROOT");

	if (sysroot_given() || !directory || !*directory)
		return 0;
	return set_sysroot(directory, "ABIRUN_SYSROOT");
}

static int set_option(int option, struct command *c)
{
	switch (option) {
	case 'h':
		c->action = ACTION_HELP;
		break;
	case 'V':
		c->action = ACTION_VERSION;
		break;
	case 'o':
		c->output = optarg;
		break;
	case OPT_TRACE:
		c->trace = optarg ? optarg : "";
		options.trace = true;
		keep("--trace=%s", c->trace);
		break;
	case OPT_STATS:
		options.stats = true;
		keep("--stats%s", "");
		break;
	case OPT_STRICT:
		options.strict = true;
		keep("--strict%s", "");
		break;
	case OPT_NET:
		return parse_net(optarg);
	case OPT_CHECK:
		c->action = ACTION_CHECK;
		break;
	case OPT_LIST:
		c->action = ACTION_LIST;
		break;
	case OPT_REGISTER:
		c->action = ACTION_REGISTER;
		break;
	case OPT_UNREGISTER:
		c->action = ACTION_UNREGISTER;
		break;
	case OPT_JSON:
		c->json = true;
		break;
	case OPT_MARKDOWN:
		c->markdown = true;
		break;
	case OPT_ARGV0:
		c->argv0 = optarg;
		break;
	case OPT_APPEND:
		c->append = true;
		break;
	case OPT_SYSROOT:
		return set_sysroot(optarg, "--sysroot");
	case OPT_LEASH:
		procdesc_set_leash((int)strtol(optarg, NULL, 10));
		break;
	}
	return 0;
}

static int bad_option(int option, char **argv)
{
	const char *word = argv[optind - 1];

	if (optopt && optopt < 256 && strncmp(word, "--", 2) != 0)
		return complain_and(STATUS_OWN_FAILURE, "-%c: %s: see abirun --help", optopt,
				    option == ':' ? "needs a value" : "unknown option");
	return complain_and(STATUS_OWN_FAILURE, "%s: %s: see abirun --help", word,
			    option == ':' ? "needs a value"
			    : optopt      ? "takes no value"
					  : "unknown option");
}

static int check_counts(const struct command *c)
{
	switch (c->action) {
	case ACTION_RUN:
		if (c->argc < 1)
			return complain_and(STATUS_OWN_FAILURE,
					    "no program: say which, or see abirun --help");
		break;
	case ACTION_CHECK:
		if (c->argc != 1)
			return complain_and(STATUS_OWN_FAILURE, "--check: takes one file");
		break;
	case ACTION_LIST:
		if (c->argc > 2)
			return complain_and(STATUS_OWN_FAILURE,
					    "--list: takes a system and a call at most");
		break;
	case ACTION_REGISTER:
	case ACTION_UNREGISTER:
		if (c->argc != 0)
			return complain_and(STATUS_OWN_FAILURE, "--register: takes no file");
		break;
	default:
		break;
	}
	return 0;
}

int parse_command(int argc, char **argv, struct command *c)
{
	int option, status;

	memset(c, 0, sizeof *c);
	opterr = 0;
	optind = 0;
	/* The first word that is no option is the program; what follows is its own. */
	while ((option = getopt_long(argc, argv, "+:hVo:", long_options, NULL)) != -1) {
		if (option == '?' || option == ':')
			return bad_option(option, argv);
		status = set_option(option, c);
		if (status)
			return status;
	}
	if (c->output)
		keep_output(c->output);
	c->argc = argc - optind;
	c->argv = argv + optind;
	status = sysroot_of_environment();
	return status ? status : check_counts(c);
}
