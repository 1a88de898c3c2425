#define LATE_ROOM 40000
#include "late.h"
