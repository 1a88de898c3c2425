/* What a program finds on its stack when it starts; numbers from sys/elf_common.h. */
#include "alien.h"

enum {
	AT_PHDR = 3,
	AT_PHENT = 4,
	AT_PHNUM = 5,
	AT_PAGESZ = 6,
	AT_BASE = 7,
	AT_ENTRY = 9,
	AT_EXECPATH = 15,
	AT_CANARY = 16,
	AT_CANARYLEN = 17,
	AT_OSRELDATE = 18,
	AT_NCPUS = 19,
	AT_PAGESIZES = 20,
	AT_PAGESIZESLEN = 21,
	AT_STACKPROT = 23,
	AT_ARGC = 28,
	AT_ARGV = 29,
	AT_ENVC = 30,
	AT_ENVV = 31,
	AT_PS_STRINGS = 32,
	AT_USRSTACKBASE = 35,
	AT_USRSTACKLIM = 36,
	AT_COUNT = 37
};

extern char _start[], __ehdr_start[];

static unsigned long aux[AT_COUNT];

static void read_vector(unsigned long *v)
{
	for (; v[0]; v += 2) {
		EXPECT(v[0] < AT_COUNT);
		if (v[0] < AT_COUNT)
			aux[v[0]] = v[1];
	}
}

/* The program as the vector describes it is the program as it is. */
static void check_image(void)
{
	EXPECT_EQ(aux[AT_PHDR], __ehdr_start + 64);
	EXPECT_EQ(aux[AT_PHENT], 56);
	EXPECT(aux[AT_PHNUM] >= 3);
	EXPECT_EQ(*(uint32_t *)aux[AT_PHDR], 6); /* PT_PHDR, which lld puts first */
	EXPECT_EQ(aux[AT_ENTRY], _start);
	EXPECT_EQ(aux[AT_BASE], 0);
	EXPECT_EQ(aux[AT_PAGESZ], 4096);
}

static void check_arguments(int argc, char **argv, char **envp)
{
	unsigned long *ps = (unsigned long *)aux[AT_PS_STRINGS];
	unsigned count = 0;

	while (envp[count])
		count++;
	EXPECT_EQ(aux[AT_ARGC], argc);
	EXPECT_EQ(aux[AT_ARGV], argv);
	EXPECT_EQ(aux[AT_ENVC], count);
	EXPECT_EQ(aux[AT_ENVV], envp);
	EXPECT_EQ(ps[0], argv);
	EXPECT_EQ((uint32_t)ps[1], argc);
	EXPECT_EQ(ps[2], envp);
	EXPECT_EQ((uint32_t)ps[3], count);
	EXPECT_EQ(*(char *)aux[AT_EXECPATH], '/');
}

static void check_stack(void)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);

	EXPECT(here < aux[AT_USRSTACKBASE]);
	EXPECT_EQ(aux[AT_USRSTACKBASE] % 4096, 0);
	EXPECT(aux[AT_USRSTACKLIM] > 0);
	EXPECT_EQ(aux[AT_STACKPROT], PROT_READ | PROT_WRITE);
	EXPECT_EQ(aux[AT_PS_STRINGS], aux[AT_USRSTACKBASE] - 32);
}

static void check_system(void)
{
	unsigned long *canary = (unsigned long *)aux[AT_CANARY];
	unsigned long *sizes = (unsigned long *)aux[AT_PAGESIZES];

	EXPECT_EQ(aux[AT_CANARYLEN], 64);
	EXPECT(canary[0] != canary[1] && canary[0] != 0);
	EXPECT(aux[AT_OSRELDATE] >= 1300000 && aux[AT_OSRELDATE] < 1600000);
	EXPECT(aux[AT_NCPUS] >= 1);
	EXPECT_EQ(aux[AT_PAGESIZESLEN], 24);
	EXPECT_EQ(sizes[0], 4096);
}

int main(int argc, char **argv, char **envp)
{
	char **end = envp;

	while (*end)
		end++;
	read_vector((unsigned long *)(end + 1));
	check_image();
	check_arguments(argc, argv, envp);
	check_stack();
	check_system();
	return result();
}
