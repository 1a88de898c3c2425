/* Lists of addresses, and sets of small numbers. */
#include "shim/trace_show.h"
#include "shim/alien_mem.h"

#define SHOWN_POINTERS 16
#define SHOWN_NUMBERS  64   /* of a set */
#define LOOKED_AT      8192 /* bits of it */

void show_pointers(struct text *t, enum layout_id id, unsigned long address, long count)
{
	uint64_t at;

	if (!address || (count > 0 && get_alien_u64(&at, address) < 0)) {
		show_address(t, address);
		return;
	}
	text_char(t, '[');
	for (long i = 0; i < count; i++, address += sizeof at) {
		if (i)
			text_str(t, ", ");
		if (i == SHOWN_POINTERS || get_alien_u64(&at, address) < 0) {
			text_str(t, "...");
			break;
		}
		show_struct(t, id, at);
	}
	text_char(t, ']');
}

/* What lies behind the byte that can't be read, or is far out, is not looked at. */
void show_numbers(struct text *t, unsigned long address, unsigned long limit)
{
	unsigned shown = 0;
	uint8_t byte = 0;

	if (!address || copy_from_alien(&byte, address, 1) < 0) {
		show_address(t, address);
		return;
	}
	text_char(t, '[');
	for (unsigned long n = 0; n < limit && n < LOOKED_AT; n++) {
		if (n % 8 == 0 && copy_from_alien(&byte, address + n / 8, 1) < 0)
			break;
		if (!(byte >> n % 8 & 1))
			continue;
		if (shown)
			text_char(t, ' ');
		if (shown++ == SHOWN_NUMBERS) {
			text_str(t, "...");
			break;
		}
		text_udec(t, n);
	}
	text_char(t, ']');
}
