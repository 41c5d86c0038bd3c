#define SKYSHED_KERNEL_SET avx2
#include "engine/sight/sweep_kernels_body.h"
