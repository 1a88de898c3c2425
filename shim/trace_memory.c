#include "shim/trace_show.h"
#include "shim/alien_mem.h"
#include "syscall-map/map.h"

#define SHOWN_STRING  64  /* characters of a string */
#define SHOWN_BYTES   32  /* bytes of a buffer */
#define SHOWN_ENTRIES 16  /* of a list */
#define SHOWN_PATH    256 /* of a path: what one looks for is often at its end */

void show_address(struct text *t, unsigned long address)
{
	if (address)
		text_hex(t, address);
	else
		text_str(t, "NULL");
}

/* As much of a string as can be read, page by page; its length, or -EFAULT where nothing can. */
static long read_string(char *host, unsigned long address, size_t size)
{
	for (size_t n = 0; n < size; n++) {
		if (copy_from_alien(host + n, address + n, 1) < 0)
			return n ? (long)n : -EFAULT;
		if (!host[n])
			return n;
	}
	return size;
}

static void show_chars(struct text *t, unsigned long address, size_t limit, bool ends)
{
	char buf[SHOWN_PATH];
	long n = address ? read_string(buf, address, limit) : -EFAULT;

	if (n < 0) {
		show_address(t, address);
		return;
	}
	text_quoted(t, buf, n);
	if (ends && (size_t)n == limit)
		text_str(t, "...");
}

void show_string(struct text *t, unsigned long address)
{
	show_chars(t, address, SHOWN_STRING, true);
}

void show_path(struct text *t, unsigned long address)
{
	show_chars(t, address, SHOWN_PATH, true);
}

void show_bytes(struct text *t, unsigned long address, unsigned long count)
{
	char buf[SHOWN_BYTES];
	unsigned long n = count < sizeof buf ? count : sizeof buf;

	if (!address || copy_from_alien(buf, address, n) < 0) {
		show_address(t, address);
		return;
	}
	text_quoted(t, buf, n);
	if (n < count)
		text_str(t, "...");
}

/* struct iovec is the same everywhere: address, length.  `bytes` of them have been filled. */
void show_iovecs(struct text *t, unsigned long address, long count, long bytes)
{
	uint64_t iov[2];

	if (!address || (count > 0 && copy_from_alien(iov, address, sizeof iov) < 0)) {
		show_address(t, address);
		return;
	}
	text_char(t, '[');
	for (long i = 0; i < count; i++, address += sizeof iov) {
		unsigned long here;

		if (i)
			text_str(t, ", ");
		if (i == SHOWN_ENTRIES || copy_from_alien(iov, address, sizeof iov) < 0) {
			text_str(t, "...");
			break;
		}
		here = (unsigned long)bytes < iov[1] ? (unsigned long)bytes : iov[1];
		text_char(t, '{');
		show_bytes(t, iov[0], here);
		text_str(t, ", ");
		text_udec(t, iov[1]);
		text_char(t, '}');
		bytes -= here;
	}
	text_char(t, ']');
}

/* What is set, or, where that is more than half, what is not: "~[SIGKILL SIGSTOP]". */
static void show_signals(struct text *t, unsigned long address, unsigned width)
{
	uint8_t set[16];
	unsigned count = 0, last = abi->signal_limit ? abi->signal_limit - 1 : (int)width * 8;
	bool first = true, wanted;

	if (last > width * 8)
		last = width * 8;
	if (copy_from_alien(set, address, width) < 0) {
		show_address(t, address);
		return;
	}
	for (unsigned sig = 0; sig < last; sig++)
		count += set[sig / 8] >> sig % 8 & 1;
	wanted = count <= last / 2;
	text_str(t, wanted ? "[" : "~[");
	for (unsigned sig = 1; sig <= last; sig++) {
		if ((set[(sig - 1) / 8] >> ((sig - 1) % 8) & 1) != wanted)
			continue;
		if (!first)
			text_char(t, ' ');
		first = false;
		show_signal(t, sig);
	}
	text_char(t, ']');
}

static void show_field(struct text *t, const struct field *f, unsigned long address)
{
	uint64_t v = 0;

	address += f->offset;
	if (f->kind == ARG_SIGNAL && f->width > 4 && f->width <= 16)
		show_signals(t, address, f->width);
	else if (f->kind == ARG_STR)
		show_chars(t, address, f->width < SHOWN_PATH ? f->width : SHOWN_PATH, false);
	else if (f->kind == ARG_IN)
		show_struct(t, f->table, address);
	else if (f->width > sizeof v || copy_from_alien(&v, address, f->width) < 0)
		text_char(t, '?');
	else
		show_plain(t, f->kind, f->table, v, f->width);
}

/* As wait(2) tells it: 7 bits of a signal, 0x7f for a stop, and a byte above them. */
static void show_status(struct text *t, unsigned long address)
{
	uint32_t status;

	if (get_alien_u32(&status, address) < 0) {
		show_address(t, address);
		return;
	}
	text_char(t, '[');
	if (abi->wait_continued && status == abi->wait_continued) {
		text_str(t, "continued");
	} else if (!(status & 0x7f)) {
		text_str(t, "exited ");
		text_udec(t, status >> 8);
	} else {
		bool stopped = (status & 0x7f) == 0x7f;

		text_str(t, stopped ? "stopped " : "killed ");
		show_signal(t, stopped ? status >> 8 & 0xff : status & 0x7f);
	}
	text_char(t, ']');
}

void show_struct(struct text *t, enum layout_id id, unsigned long address)
{
	show_part(t, id, address, (unsigned long)-1);
}

void show_part(struct text *t, enum layout_id id, unsigned long address, unsigned long size)
{
	const struct field *f = abi->fields ? abi->fields[id] : NULL;
	char probe;

	if (!f || !address || copy_from_alien(&probe, address, 1) < 0) {
		show_address(t, address);
		return;
	}
	if (id == LAYOUT_status) {
		show_status(t, address);
		return;
	}
	if (!*f->name) {
		/* An address that is pointed to is not to be taken for the argument. */
		if (f->kind == ARG_PTR)
			text_char(t, '[');
		show_field(t, f, address);
		if (f->kind == ARG_PTR)
			text_char(t, ']');
		return;
	}
	text_char(t, '{');
	for (const struct field *first = f; f->name; f++) {
		if (f != first && f->offset + f->width > size)
			continue;
		if (f != first)
			text_str(t, ", ");
		text_str(t, f->name);
		text_char(t, '=');
		show_field(t, f, address);
	}
	text_char(t, '}');
}

void show_list(struct text *t, enum layout_id id, unsigned long address, long count)
{
	unsigned size = abi->layouts ? abi->layouts[id].alien_size : 0;

	if (!address || !size) {
		show_address(t, address);
		return;
	}
	text_char(t, '[');
	for (long i = 0; i < count; i++, address += size) {
		if (i)
			text_str(t, ", ");
		if (i == SHOWN_ENTRIES) {
			text_str(t, "...");
			break;
		}
		show_struct(t, id, address);
	}
	text_char(t, ']');
}

/* A vector of strings that ends with NULL, as execve(2) takes. */
void show_strings(struct text *t, unsigned long address)
{
	uint64_t string;

	if (!address || get_alien_u64(&string, address) < 0) {
		show_address(t, address);
		return;
	}
	text_char(t, '[');
	for (int i = 0; string; i++) {
		if (i)
			text_str(t, ", ");
		if (i == SHOWN_ENTRIES) {
			text_str(t, "...");
			break;
		}
		show_string(t, string);
		address += sizeof string;
		if (get_alien_u64(&string, address) < 0)
			break;
	}
	text_char(t, ']');
}
