/* Variables of the library: addresses, numbers, the default environment of arithmetic; names of
 * DNS. */
#include "text.h"

extern const unsigned char in6addr_any[16], in6addr_loopback[16], in6addr_linklocal_allnodes[16];
extern const double __infinity;
extern const float __nan;
extern const char *malloc_conf;
extern const char *h_errlist[];
extern const struct {
	unsigned words[8];
} __fe_dfl_env;
int fesetround(int how), fegetround(void), fesetenv(const void *e);
int __dn_expand(const unsigned char *message, const unsigned char *end, const unsigned char *from,
		char *to, int size);
int __ns_name_pton(const char *name, unsigned char *to, size_t size);

int main(int argc, char **argv, char **envp)
{
	unsigned char wire[64];

	(void)argc, (void)argv, (void)envp;
	EXPECT(in6addr_any[15] == 0 && in6addr_loopback[15] == 1 &&
	       in6addr_linklocal_allnodes[1] == 2);
	EXPECT(__infinity > 1e308 && __nan != __nan && !malloc_conf);
	SAYS("Unknown host", h_errlist[1]);
	EXPECT_EQ(fesetround(0x800), 0);
	EXPECT_EQ(fesetenv(&__fe_dfl_env), 0);
	EXPECT_EQ(fegetround(), 0);
	EXPECT_EQ(__ns_name_pton("www.example.org", wire, sizeof wire), 0);
	EXPECT(wire[0] == 3 && wire[4] == 7);
	EXPECT_EQ(__dn_expand(wire, wire + sizeof wire, wire, text_room, sizeof text_room), 17);
	SAYS("www.example.org", text_room + 0);
	return result();
}
