#include "shim/ranges.h"

#include "shim/site.h"

#define RANGES 64

static struct range {
	uint64_t from, to;
	bool code;
} ranges[RANGES];
static unsigned count;

void host_range_add(uint64_t from, uint64_t to, bool code)
{
	if (count < RANGES)
		ranges[count++] = (struct range){ from, to, code };
}

bool is_host(uint64_t rip)
{
	for (unsigned i = 0; i < count; i++)
		if (ranges[i].code && rip >= ranges[i].from && rip < ranges[i].to)
			return true;
	return false;
}

bool is_host_object(uint64_t addr, uint64_t len)
{
	for (unsigned i = 0; i < count; i++)
		if (addr < ranges[i].to && addr + len > ranges[i].from)
			return true;
	return false;
}

bool is_host_range(uint64_t addr, uint64_t len)
{
	return is_host_object(addr, len) || is_stub_range(addr, len);
}

void host_text(uint64_t *from, uint64_t *to)
{
	unsigned i = 0;

	while (i < count - 1 && !ranges[i].code)
		i++;
	*from = ranges[i].from;
	*to = ranges[i].to;
}
