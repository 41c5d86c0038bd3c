// The name of cairo's drawing context, so that whoever includes our headers needs none of cairo's.
#pragma once

using cairo_t = struct _cairo;
