#define SKYSHED_KERNEL_SET scalar
#include "engine/sight/sweep_kernels_body.h"
