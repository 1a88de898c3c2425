/*
 * Which calls are traced.  What a row belongs to is read off the row: its
 * argument kinds, and the call of the host's that serves it.
 */
#include <errno.h>

#include "shim/host.h"
#include "shim/trace.h"

#define ROWS_MAX 1024

char trace_unknown[64];

static uint8_t wanted[ROWS_MAX]; /* by number */
static unsigned sets_wanted;     /* what is not a row's: signals, holes, unknown numbers */

#define SET(name) (1u << TRACE_##name)

static unsigned set_of_table(unsigned kind, unsigned table)
{
	if (kind != ARG_FLAGS && kind != ARG_ENUM)
		return 0;
	switch (table) {
	case XLAT_prot:
	case XLAT_mmap:
		return SET(memory);
	case XLAT_wait:
		return SET(process);
	case XLAT_sa:
	case XLAT_sigmask:
		return SET(signal);
	case XLAT_family:
	case XLAT_socktype:
	case XLAT_msg:
		return SET(net);
	}
	return 0;
}

static const unsigned short set_of_kind[ARG_KIND_COUNT] = {
	[ARG_FD] = SET(desc),       [ARG_DIRFD] = SET(desc) | SET(file),
	[ARG_PATH] = SET(file),     [ARG_CWD] = SET(file),
	[ARG_SIGNAL] = SET(signal), [ARG_ADDR_IN] = SET(net),
	[ARG_ADDR_OUT] = SET(net),  [ARG_LPATH] = SET(file),
};

/* The host's numbers stand in groups (asm/unistd_64.h). */
static const struct {
	short first, last;
	unsigned short set;
} set_of_host[] = {
	{ __NR_mmap, __NR_brk, SET(memory) },
	{ __NR_rt_sigaction, __NR_rt_sigreturn, SET(signal) },
	{ __NR_mremap, __NR_madvise, SET(memory) },
	{ __NR_socket, __NR_getsockopt, SET(net) | SET(desc) },
	{ __NR_clone, __NR_wait4, SET(process) },
	{ __NR_kill, __NR_kill, SET(signal) },
	{ __NR_rt_sigpending, __NR_sigaltstack, SET(signal) },
	{ __NR_mlock, __NR_munlockall, SET(memory) },
	{ __NR_tkill, __NR_tkill, SET(signal) },
	{ __NR_exit_group, __NR_exit_group, SET(process) },
	{ __NR_tgkill, __NR_tgkill, SET(signal) },
	{ __NR_waitid, __NR_waitid, SET(process) },
	{ __NR_accept4, __NR_accept4, SET(net) | SET(desc) },
};

static unsigned sets_of(const struct row *row)
{
	unsigned sets = SET(call);

	if (row->kind == ROW_NONE || row->kind == ROW_ABSENT)
		sets |= SET(hole);
	for (int i = 0; i < ROW_ARGS && row->args[i].kind; i++)
		sets |= set_of_kind[row->args[i].kind] |
			set_of_table(row->args[i].kind, row->args[i].table);
	for (unsigned i = 0; i < sizeof set_of_host / sizeof *set_of_host; i++)
		if (row->host >= set_of_host[i].first && row->host <= set_of_host[i].last)
			sets |= set_of_host[i].set;
	return sets;
}

static bool is_word(const char *word, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (word[i] != name[i])
			return false;
	return !name[n] || name[n] == '@';
}

/* Choose, or take away, every row that the word names or that is in `sets`. */
static bool choose(const char *word, size_t n, unsigned sets, bool on)
{
	bool found = sets != 0;

	for (size_t nr = 0; nr < abi->row_count && nr < ROWS_MAX; nr++) {
		const struct row *row = &abi->rows[nr];
		bool named = word && row->symbol && is_word(word, n, row->symbol);

		if (named || sets_of(row) & sets)
			wanted[nr] = on;
		found |= named;
	}
	if (on)
		sets_wanted |= sets;
	else
		sets_wanted &= ~sets;
	return found;
}

static unsigned set_named(const char *word, size_t n)
{
	static const char *const names[] = {
#define X(name) #name,
		TRACE_SETS(X)
#undef X
	};

	for (int i = 0; i < TRACE_SET_COUNT; i++)
		if (is_word(word, n, names[i]))
			return 1u << i;
	return 0;
}

static long unknown(const char *word, size_t n)
{
	size_t i;

	for (i = 0; i < n && i < sizeof trace_unknown - 1; i++)
		trace_unknown[i] = word[i];
	trace_unknown[i] = 0;
	return -EINVAL;
}

long trace_select(const char *set)
{
	if (!set || !*set || *set == '!')
		choose(NULL, 0, (1u << TRACE_SET_COUNT) - 1, true);
	while (set && *set) {
		bool on = *set != '!';
		const char *word = set += !on;
		unsigned sets;

		while (*set && *set != ',')
			set++;
		sets = set_named(word, set - word);
		if (set == word || !choose(sets ? NULL : word, set - word, sets, on))
			return unknown(word, set - word);
		set += *set == ',';
	}
	return 0;
}

bool trace_wants(const struct row *row)
{
	size_t nr = row - abi->rows;

	if (row < abi->rows || nr >= abi->row_count || nr >= ROWS_MAX)
		return sets_wanted & (SET(call) | SET(hole));
	return wanted[nr];
}

bool trace_wants_set(enum trace_set set)
{
	return sets_wanted >> set & 1;
}
