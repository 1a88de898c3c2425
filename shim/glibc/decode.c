/*
 * Single instructions: each offset is decoded once and kept, since the windows
 * around neighbouring byte pairs overlap.
 */
#include <string.h>

#include "shim/glibc/code.h"

#define M(name)       [ZYDIS_MNEMONIC_##name]
#define NO_OFFSET     ((size_t)-1)
#define STRANGE_FIXED (INSN_FIXED | INSN_ODD)

/* Everything that is not just an instruction like any other. */
static const uint8_t flags_of[ZYDIS_MNEMONIC_MAX_VALUE + 1] = {
	M(JB) = INSN_BRANCH,
	M(JBE) = INSN_BRANCH,
	M(JL) = INSN_BRANCH,
	M(JLE) = INSN_BRANCH,
	M(JNB) = INSN_BRANCH,
	M(JNBE) = INSN_BRANCH,
	M(JNL) = INSN_BRANCH,
	M(JNLE) = INSN_BRANCH,
	M(JNO) = INSN_BRANCH,
	M(JNP) = INSN_BRANCH,
	M(JNS) = INSN_BRANCH,
	M(JNZ) = INSN_BRANCH,
	M(JO) = INSN_BRANCH,
	M(JP) = INSN_BRANCH,
	M(JS) = INSN_BRANCH,
	M(JZ) = INSN_BRANCH,
	M(JMP) = INSN_BRANCH | INSN_END,
	M(CALL) = INSN_FIXED | INSN_TARGET,
	M(RET) = INSN_END,
	M(UD0) = INSN_END | INSN_FIXED,
	M(UD1) = INSN_END | INSN_FIXED,
	M(UD2) = INSN_END | INSN_FIXED,
	M(INT3) = INSN_PAD | INSN_FIXED,
	M(NOP) = INSN_PAD,
	M(SYSCALL) = INSN_SYSCALL | INSN_FIXED,
	M(XBEGIN) = INSN_FIXED | INSN_TARGET,
	M(JRCXZ) = INSN_FIXED | INSN_TARGET,
	M(JECXZ) = STRANGE_FIXED | INSN_TARGET,
	M(LOOP) = STRANGE_FIXED | INSN_TARGET,
	M(LOOPE) = STRANGE_FIXED | INSN_TARGET,
	M(LOOPNE) = STRANGE_FIXED | INSN_TARGET,

	/* Privileged, or of other times. */
	M(HLT) = INSN_FIXED | INSN_END,
	M(INT) = STRANGE_FIXED,
	M(INT1) = STRANGE_FIXED,
	M(IRET) = STRANGE_FIXED | INSN_END,
	M(IRETD) = STRANGE_FIXED | INSN_END,
	M(IRETQ) = STRANGE_FIXED | INSN_END,
	M(SYSENTER) = STRANGE_FIXED,
	M(SYSEXIT) = STRANGE_FIXED,
	M(SYSRET) = STRANGE_FIXED,
	M(IN) = INSN_ODD,
	M(OUT) = INSN_ODD,
	M(INSB) = INSN_ODD,
	M(INSD) = INSN_ODD,
	M(INSW) = INSN_ODD,
	M(OUTSB) = INSN_ODD,
	M(OUTSD) = INSN_ODD,
	M(OUTSW) = INSN_ODD,
	M(CLI) = INSN_ODD,
	M(STI) = INSN_ODD,
	M(CLTS) = INSN_ODD,
	M(INVD) = INSN_ODD,
	M(WBINVD) = INSN_ODD,
	M(LGDT) = INSN_ODD,
	M(LIDT) = INSN_ODD,
	M(LLDT) = INSN_ODD,
	M(LTR) = INSN_ODD,
	M(LMSW) = INSN_ODD,
	M(SGDT) = INSN_ODD,
	M(SIDT) = INSN_ODD,
	M(SLDT) = INSN_ODD,
	M(SMSW) = INSN_ODD,
	M(STR) = INSN_ODD,
	M(RDMSR) = INSN_ODD,
	M(WRMSR) = INSN_ODD,
	M(VERR) = INSN_ODD,
	M(VERW) = INSN_ODD,
	M(LAR) = INSN_ODD,
	M(LSL) = INSN_ODD,
	M(LFS) = INSN_ODD,
	M(LGS) = INSN_ODD,
	M(LSS) = INSN_ODD,
	M(ENTER) = INSN_ODD,
	M(XLAT) = INSN_ODD,
	M(CMC) = INSN_ODD,
	M(LAHF) = INSN_ODD,
	M(SAHF) = INSN_ODD,
	M(SALC) = INSN_ODD,
	M(FWAIT) = INSN_ODD,
	M(LODSB) = INSN_ODD,
	M(LODSD) = INSN_ODD,
	M(LODSW) = INSN_ODD,
	M(LODSQ) = INSN_ODD,
	M(SCASD) = INSN_ODD,
	M(SCASW) = INSN_ODD,
	M(SCASQ) = INSN_ODD,
	M(CMPSD) = INSN_ODD,
	M(CMPSW) = INSN_ODD,
	M(RCL) = INSN_ODD,
	M(RCR) = INSN_ODD,
	M(FIADD) = INSN_ODD,
	M(FICOM) = INSN_ODD,
	M(FISUB) = INSN_ODD,
	M(FISUBR) = INSN_ODD,
	M(FIDIV) = INSN_ODD,
	M(FIDIVR) = INSN_ODD,
	M(FIMUL) = INSN_ODD,
	M(FICOMP) = INSN_ODD,
	M(FCOM) = INSN_ODD,
	M(FCOMP) = INSN_ODD,
	M(FRSTOR) = INSN_ODD,
	M(FNSAVE) = INSN_ODD,
	M(FBLD) = INSN_ODD,
	M(FBSTP) = INSN_ODD,
	M(FSUBR) = INSN_ODD,
	M(FDIVR) = INSN_ODD,
	M(VMREAD) = INSN_ODD,
	M(VMWRITE) = INSN_ODD,
	M(UMONITOR) = INSN_ODD,
};

void decoder_start(struct decoder *d, const struct code *code)
{
	if (d->minimal.stack_width == 0) {
		ZydisDecoderInit(&d->full, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
		d->minimal = d->full;
		ZydisDecoderEnableMode(&d->minimal, ZYDIS_DECODER_MODE_MINIMAL, ZYAN_TRUE);
	}
	d->code = *code;
	for (size_t i = 0; i < INSN_CACHE; i++)
		d->cache[i].offset = NO_OFFSET;
}

/* Zeros decode as `add %al, (%rax)`; byte arithmetic with carry is as rare in real code. */
static bool is_byte_noise(const ZydisDecodedInstruction *z)
{
	if (z->opcode_map != ZYDIS_OPCODE_MAP_DEFAULT)
		return false;
	switch (z->opcode) {
	case 0x00: /* add r/m8, r8 */
	case 0x10: /* adc r/m8, r8 */
	case 0x12: /* adc r8, r/m8 */
	case 0x18: /* sbb r/m8, r8 */
	case 0x1a: /* sbb r8, r/m8 */
		return z->raw.modrm.mod != 3;
	default:
		return z->opcode == 0x14 || z->opcode == 0x1c; /* adc, sbb al, imm8 */
	}
}

static uint8_t classify(const ZydisDecodedInstruction *z)
{
	uint8_t flags = flags_of[z->mnemonic];
	bool relative = z->raw.imm[0].is_relative;

	if ((flags & (INSN_BRANCH | INSN_TARGET)) && !relative) {
		flags &= ~(INSN_BRANCH | INSN_TARGET);
		if (z->opcode == 0xff && (z->raw.modrm.reg & 1)) /* far */
			flags |= STRANGE_FIXED;
	}
	if (z->mnemonic == ZYDIS_MNEMONIC_RET && (z->opcode & 0xf8) == 0xc8) /* far */
		flags |= STRANGE_FIXED;
	if (is_byte_noise(z))
		flags |= INSN_ODD;
	return flags;
}

const struct insn *insn_at(struct decoder *d, size_t offset)
{
	struct insn *n = &d->cache[offset % INSN_CACHE];
	const uint8_t *bytes = d->code.bytes + offset;
	ZydisDecodedInstruction z;

	if (n->offset == offset)
		return n;
	*n = (struct insn){ .offset = offset };
	if (bytes[0] == 0xcc) {
		n->length = 1;
		n->flags = flags_of[ZYDIS_MNEMONIC_INT3];
	} else if (ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(&d->minimal, NULL, bytes,
							      d->code.size - offset, &z))) {
		n->length = z.length;
		n->flags = classify(&z);
		n->rel = (int32_t)z.raw.imm[0].value.s;
	}
	return n;
}

static bool decode_full(struct decoder *d, const struct insn *n, ZydisDecodedInstruction *z,
			ZydisDecodedOperand *operands)
{
	return ZYAN_SUCCESS(
	    ZydisDecoderDecodeFull(&d->full, d->code.bytes + n->offset, n->length, z, operands));
}

static bool is_rax(ZydisRegister r)
{
	return ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, r) ==
	       ZYDIS_REGISTER_RAX;
}

bool writes_rax(struct decoder *d, const struct insn *n)
{
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction z;

	if (n->flags & (INSN_FIXED | INSN_END) || !decode_full(d, n, &z, operands))
		return true;
	for (unsigned i = 0; i < z.operand_count; i++)
		if (operands[i].type == ZYDIS_OPERAND_TYPE_REGISTER &&
		    (operands[i].actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) &&
		    is_rax(operands[i].reg.value))
			return true;
	return false;
}

bool loads_rax(struct decoder *d, const struct insn *n, int64_t *value)
{
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction z;
	ZydisRegister r;

	if (!decode_full(d, n, &z, operands) || z.operand_count_visible != 2 ||
	    operands[0].type != ZYDIS_OPERAND_TYPE_REGISTER)
		return false;
	r = operands[0].reg.value;
	if (r != ZYDIS_REGISTER_EAX && r != ZYDIS_REGISTER_RAX)
		return false;
	if (z.mnemonic == ZYDIS_MNEMONIC_XOR && operands[1].type == ZYDIS_OPERAND_TYPE_REGISTER &&
	    operands[1].reg.value == r) {
		*value = 0;
		return true;
	}
	if (z.mnemonic != ZYDIS_MNEMONIC_MOV || operands[1].type != ZYDIS_OPERAND_TYPE_IMMEDIATE)
		return false;
	*value = operands[1].imm.value.s;
	return true;
}

bool moves_rax(struct decoder *d, const struct insn *n)
{
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction z;

	if (!decode_full(d, n, &z, operands) || operands[0].type != ZYDIS_OPERAND_TYPE_REGISTER ||
	    operands[0].size < 32)
		return false;
	if (z.meta.category == ZYDIS_CATEGORY_CMOV)
		return true;
	return z.mnemonic == ZYDIS_MNEMONIC_MOV || z.mnemonic == ZYDIS_MNEMONIC_MOVZX ||
	       z.mnemonic == ZYDIS_MNEMONIC_MOVSXD || z.mnemonic == ZYDIS_MNEMONIC_LEA ||
	       z.mnemonic == ZYDIS_MNEMONIC_POP;
}
