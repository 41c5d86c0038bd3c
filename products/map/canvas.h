// The names of cairo's drawing context and surface, so that whoever includes our headers needs none of cairo's.
#pragma once

using cairo_t = struct _cairo;
using cairo_surface_t = struct _cairo_surface;
