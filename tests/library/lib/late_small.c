#define LATE_ROOM 100
#include "late.h"
