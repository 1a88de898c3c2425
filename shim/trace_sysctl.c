/* Numbers of kernel values by the names that the OS's tree has for them. */
#include "shim/alien_mem.h"
#include "shim/trace_show.h"
#include "abi-tables/sysctl.h"

/* "{kern.proc.pathname, -1}": numbers that the tree has no name for come behind. */
void show_oid(struct text *t, unsigned long address, unsigned count)
{
	uint32_t oid[SYSCTL_DEPTH];
	const struct sysctl_row *row;
	unsigned at;

	if (!count || count > SYSCTL_DEPTH ||
	    copy_from_alien(oid, address, count * sizeof oid[0])) {
		show_address(t, address);
		return;
	}
	row = sysctl_find(oid, count);
	text_char(t, '{');
	if (row)
		text_str(t, row->name);
	for (at = row ? row->depth : 0; at < count; at++) {
		if (at)
			text_str(t, ", ");
		text_dec(t, (int32_t)oid[at]);
	}
	text_char(t, '}');
}
