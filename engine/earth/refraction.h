// How the atmosphere bends a ray.
//
// What       effective-radius: straight rays over an earth of k times its radius; exponential: rays that bend less the
//            thinner the air, which at 400 km and more differ by hundreds of metres.
// Source     effective radius: ITU-R P.834; exponential atmosphere: ITU-R P.453 (N0 = 315, 7.35 km).
#pragma once

namespace skyshed {

struct Refraction {
  enum class Model { effective_radius, exponential };
  Model model = Model::effective_radius;
  double effective_radius_factor = 4.0 / 3.0;  // k: the earth's radius of curvature along the azimuth times this
  double surface_refractivity = 315.0;         // N0 at sea level, exponential model
  double scale_height_m = 7350.0;              // exponential model
  friend bool operator==(const Refraction&, const Refraction&) = default;
};

}  // namespace skyshed
