#include "abi-tables/fpu.h"

#include <errno.h>
#include <string.h>

#include "shim/alien_mem.h"
#include "shim/host_signal.h"

#define FCW_DEFAULT   0x37f
#define MXCSR_DEFAULT 0x1f80
#define MXCSR_OFFSET  24
#define MXCSR_MASK    0xffffu

/* The features and size of the XSAVE areas that this host makes; the same for all threads. */
static struct fpx_sw host_xstate;

uint64_t fpu_push(const struct host_sigcontext *regs, uint64_t sp)
{
	static const uint8_t none[sizeof(struct fpx_sw)];
	const uint8_t *fp = (const uint8_t *)regs->fpstate;
	uint64_t size = FXSAVE_SIZE;
	struct fpx_sw sw;

	memcpy(&sw, fp + FPX_SW_OFFSET, sizeof sw);
	if (sw.magic1 == FPX_MAGIC1) {
		host_xstate = sw;
		size = sw.xstate_size;
	}
	sp = (sp - size) & ~63ul;
	/* What the host keeps in the software's bytes is not the alien's. */
	if (copy_to_alien(sp, fp, size) || copy_to_alien(sp + FPX_SW_OFFSET, none, sizeof none))
		return 0;
	return sp;
}

long fpu_pop(struct host_sigcontext *regs, uint64_t from, uint8_t *xstate)
{
	static const uint32_t end = FPX_MAGIC2;
	uint64_t size = host_xstate.magic1 ? host_xstate.xstate_size : FXSAVE_SIZE;
	uint32_t mxcsr;

	if (size + sizeof end > XSTATE_MAX)
		return -EINVAL;
	if (copy_from_alien(xstate, from, size))
		return -EFAULT;
	memcpy(&mxcsr, xstate + MXCSR_OFFSET, sizeof mxcsr);
	mxcsr &= MXCSR_MASK;
	memcpy(xstate + MXCSR_OFFSET, &mxcsr, sizeof mxcsr);
	memcpy(xstate + FPX_SW_OFFSET, &host_xstate, sizeof host_xstate);
	if (host_xstate.magic1)
		memcpy(xstate + size, &end, sizeof end);
	regs->fpstate = (uint64_t)xstate;
	return 0;
}

void fpu_reset(struct host_sigcontext *regs)
{
	static const uint32_t mxcsr = MXCSR_DEFAULT;
	static const uint16_t fcw = FCW_DEFAULT;
	uint8_t *fp = (uint8_t *)regs->fpstate;
	uint32_t magic;

	memcpy(&magic, fp + FPX_SW_OFFSET, sizeof magic);
	memset(fp, 0, 416);
	memcpy(fp, &fcw, sizeof fcw);
	memcpy(fp + MXCSR_OFFSET, &mxcsr, sizeof mxcsr);
	if (magic == FPX_MAGIC1)
		memset(fp + FXSAVE_SIZE, 0, 8); /* no component is in use */
}
