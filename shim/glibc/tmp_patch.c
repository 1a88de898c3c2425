/* Placeholder until patch.c and site.c land; delete then. */
#include <string.h>
#include <sys/mman.h>
#include <Zydis/Zydis.h>
#include "shim/glibc/patch.h"
static struct site sites[4096]; static unsigned n; static uint8_t *arena, *next_;
const struct site *site_at(uint64_t a){ for(unsigned i=0;i<n;i++) if(sites[i].address==a) return &sites[i]; return 0; }
const struct site *site_of_stub(uint64_t a){ for(unsigned i=0;i<n;i++) if(a>=sites[i].stub&&a<sites[i].stub_end) return &sites[i]; return 0; }
const struct site *site_of_resume(uint64_t a){ for(unsigned i=0;i<n;i++) if(sites[i].resume==a) return &sites[i]; return 0; }
bool is_stub(uint64_t a){ return arena && a>=(uint64_t)arena && a<(uint64_t)arena+65536; }
const struct site *patch_trapped(uint64_t a){ (void)a; return 0; }
static ZydisDecoder dec;
static void one(uint8_t *s, struct patch_counts *c){
	int votes[16]={0}, land=0, tot=0; uint8_t len[100]; ZydisDecodedInstruction in; ZydisDecoderContext dc;
	for(int k=1;k<100;k++) len[k]=ZYAN_FAILED(ZydisDecoderDecodeInstruction(&dec,&dc,s-k,16,&in))?0:in.length;
	for(int k=99;k>=16;k--){ int q=k,l=0; while(q>0){ if(!len[q]){q=-1;break;} l=q; q-=len[q]; } tot++; if(!q){land++; votes[l]++;} }
	c->pairs++; if(land*2<tot) return;
	int bl=0; for(int i=1;i<16;i++) if(votes[i]>votes[bl]) bl=i;
	struct site *t=&sites[n]; memset(t,0,sizeof *t); uint8_t *st=next_;
	t->address=(uint64_t)s; t->stub=(uint64_t)st; t->nr=-1;
	memcpy(st,s-bl,bl); t->moves[0]=(struct move){(uint64_t)(s-bl),(uint64_t)st}; t->move_count=1; st+=bl;
	t->call=(uint64_t)st; t->resume=(uint64_t)s+2;
	if(s[-bl]==0xb8&&bl==5){ t->nr=*(int*)(s-4); }
	int h=t->nr>=0?thin_host_number(t->nr):-1;
	if(h>=0){ *st++=0xb8; *(int*)st=h; st+=4; t->thin=(uint64_t)st; *st++=0xf; *st++=5; uint8_t b[]={0x48,0x3d,0x01,0xf0,0xff,0xff,0x73,6,0xf8,0xe9}; memcpy(st,b,10); st+=10; *(int*)st=(int)((s+2)-(st+4)); st+=4; }
	*st++=0x48;*st++=0x8d;*st++=0x0d;*(int*)st=(int)((s+2)-(st+4)); st+=4; *st++=0xff;*st++=0x25;*(int*)st=0;st+=4; *(uint64_t*)st=(uint64_t)(h>=0?entry_thin_error:entry); st+=8;
	t->stub_end=(uint64_t)st; next_=(uint8_t*)(((uint64_t)st+15)&~15ull);
	uint8_t *p=s-bl; p[0]=0xe9; *(int*)(p+1)=(int)((uint8_t*)t->stub-(p+5)); for(int i=5;i<bl;i++) p[i]=0xcc;
	if(bl<5){ s[0]=s[1]=0xcc; }
	n++; c->sites++;
}
long patch_range(uint8_t *p, size_t size, struct patch_counts *c){
	if(!arena){ ZydisDecoderInit(&dec,ZYDIS_MACHINE_MODE_LONG_64,ZYDIS_STACK_WIDTH_64); ZydisDecoderEnableMode(&dec,ZYDIS_DECODER_MODE_MINIMAL,1); arena=next_=mmap((void*)0x8000000,65536,7,MAP_PRIVATE|MAP_ANONYMOUS,-1,0); }
	for(uint8_t *q=p+100;q+1<p+size;q++) if(q[0]==0xf&&q[1]==5) one(q,c);
	return 0; }
void find_sites(const uint8_t *code, size_t size, uint64_t address, found_fn *found, void *arg, struct patch_counts *c){
	for(size_t i=5;i+1<size;i++) if(code[i]==0xf&&code[i+1]==5){ struct found_site s={address+i,-1,PATCH_BEFORE}; if(code[i-5]==0xb8) memcpy(&s.nr,code+i-4,4); c->pairs++; c->sites++; found(&s,arg); } }
