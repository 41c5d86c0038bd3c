// The name of cairo's drawing context, so that whoever includes our headers needs none of cairo's.
#pragma once

typedef struct _cairo cairo_t;
