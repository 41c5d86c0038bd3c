#include "engine/earth/ray_bend.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "engine/base/error.h"
#include "engine/earth/exponential_atmosphere.h"

namespace skyshed {
namespace {

constexpr double highest_ground_m = 9000;
constexpr double highest_ray_m = 50'000;
constexpr double steepest_ground =
    0.5;  // obstacles seen under a greater elevation stand so near that air does not matter
constexpr double vertical = 1e6;
constexpr double worst_error_m = 0.5;

// One point that a traced ray meets, in the numbers of the kernels.
struct Sample {
  double rho = 0;       // chord
  double fall = 0;      // of the earth below the horizontal
  double altitude = 0;  // of the point
  double rise = 0;      // of the point over the horizontal
  double launched = 0;  // rise of the straight ray with the traced launch at the point's own height (forward)
  double straight = 0;  // altitude of that straight ray (back)
  double above = 0;     // its rise without the height's own widening (back)
  double flatness = 0;  // 1 − mean radius/radius
};

Sample sample(const ExponentialAtmosphere& air, double earth_radius, double antenna, double distance, double altitude) {
  const double angle = distance / earth_radius;
  const double half = std::sin(angle / 2);
  const double fall = 2 * earth_radius * half * half;
  const double reach = earth_radius * std::sin(angle);  // here the chord itself: k = 1
  const double growth = 1 + altitude / earth_radius;
  const double tangent = air.tangent_to(altitude, antenna, earth_radius, distance);
  const double above = tangent * reach;
  return {.rho = reach,
          .fall = fall,
          .altitude = altitude,
          .rise = (altitude - antenna) - fall * growth,
          .launched = tangent * reach * growth,
          .straight = (antenna + fall + above) / (1 - (fall + above) / earth_radius),
          .above = above,
          .flatness = 0};
}

std::vector<Sample> samples(const ExponentialAtmosphere& air, const CurvatureRadii& radii, const RayBend& bend,
                            double antenna, double radius, double top, double steepest, int distances, int altitudes) {
  std::vector<Sample> all;
  const auto node = [](int index, int count) { return 0.5 - 0.5 * std::cos(std::numbers::pi * (index + 0.5) / count); };
  for (const double earth_radius : {radii.meridian_m, radii.prime_vertical_m}) {
    const double most_fall = 2 * earth_radius * std::pow(std::sin(radius / earth_radius / 2), 2);
    for (int i = 0; i < distances; ++i) {
      // Even in distance near the antenna, where the floor at the far end leans on every obstacle.
      const double share = node(i, distances);
      const double fall = most_fall * share * share;
      const double distance = 2 * earth_radius * std::asin(std::sqrt(fall / (2 * earth_radius)));
      const double bottom = lowest_altitude_of(bend, fall);
      if (bottom >= top) continue;  // beyond, no ground can be seen
      const double highest = std::min(top, std::max(antenna, 0.0) + 100 + steepest * distance);
      for (int j = 0; j < altitudes; ++j) {
        all.push_back(sample(air, earth_radius, antenna, distance, std::lerp(bottom, highest, node(j, altitudes))));
        all.back().flatness = 1 - bend.mean_radius_m / earth_radius;
      }
    }
  }
  return all;
}

double height_variable(double straight) { return 1 / (1 + (straight + 500) / 12'000); }

template <int rows, int columns>
double value(const double (&terms)[rows][columns], double x, double y) {
  double sum = 0;
  for (int i = rows - 1; i >= 0; --i) {
    double inner = 0;
    for (int j = columns - 1; j >= 0; --j) inner = inner * y + terms[i][j];
    sum = sum * x + inner;
  }
  return sum;
}

template <int rows, int columns>
double value(const double (&terms)[rows][columns], const double (&of_radius)[RayBend::of_radius][RayBend::of_radius],
             double x, double y, double flatness) {
  return value(terms, x, y) + flatness * value(of_radius, x, y);
}

// Least squares of factor·(p(x, y) + flatness·p'(x, y)) = wanted over the samples.
struct Equation {
  double factor, x, y, wanted;
};
template <int rows, int columns, class EquationOf>
void fit(double (&terms)[rows][columns], double (&of_radius)[RayBend::of_radius][RayBend::of_radius],
         const std::vector<Sample>& all, const EquationOf& equation_of) {
  constexpr int unknowns = rows * columns + RayBend::of_radius * RayBend::of_radius;
  Eigen::MatrixXd matrix(static_cast<Eigen::Index>(all.size()), unknowns);
  Eigen::VectorXd wanted(static_cast<Eigen::Index>(all.size()));
  for (std::size_t s = 0; s < all.size(); ++s) {
    const Equation equation = equation_of(all[s]);
    const auto row = static_cast<Eigen::Index>(s);
    wanted(row) = equation.wanted;
    int column = 0;
    const auto add = [&](int x_terms, int y_terms, double power) {
      for (int i = 0; i < x_terms; ++i, power *= equation.x) {
        double product = power;
        for (int j = 0; j < y_terms; ++j, product *= equation.y) matrix(row, column++) = product;
      }
    };
    add(rows, columns, equation.factor);
    add(RayBend::of_radius, RayBend::of_radius, equation.factor * all[s].flatness);
  }
  // Columns of one size, so that the steep ones do not drown the others.
  const Eigen::VectorXd sizes = matrix.colwise().norm().cwiseMax(1e-300);
  const Eigen::VectorXd solution =
      (matrix * sizes.cwiseInverse().asDiagonal()).colPivHouseholderQr().solve(wanted).cwiseQuotient(sizes);
  int column = 0;
  for (auto& line : terms) {
    for (double& term : line) term = solution(column++);
  }
  for (auto& line : of_radius) {
    for (double& term : line) term = solution(column++);
  }
}

[[noreturn]] void refuse() {
  throw Error(ErrorKind::scenario,
              "this atmosphere bends rays too much to be computed to half a metre over this range; lower the surface "
              "refractivity or the range, or use the effective-radius model");
}

}  // namespace

double lowest_altitude_of(const RayBend& bend, double fall_m) {
  constexpr double margin_m = 300;
  const double beyond = std::max(0.0, std::sqrt(fall_m * bend.lowest_bend) - bend.lowest_root);
  return std::max(-500.0, beyond * beyond + bend.lowest_land - margin_m);
}

RayBend fit_ray_bend(const Refraction& refraction, const CurvatureRadii& radii, double antenna_m, double radius_m) {
  const ExponentialAtmosphere air(refraction);
  RayBend bend;
  bend.mean_radius_m = (radii.meridian_m + radii.prime_vertical_m) / 2;
  const double least_radius = std::min(radii.meridian_m, radii.prime_vertical_m);
  bend.per_fall = 1 / (2 * least_radius * std::pow(std::sin(radius_m / least_radius / 2), 2));
  // Rays bend most along the ground, by R·N0/H of the earth's own curvature; with 2 % to spare. Below the sea there is
  // land to see only from land below the sea.
  bend.lowest_bend = 1 - 1.02 * least_radius * refraction.surface_refractivity * 1e-6 / refraction.scale_height_m;
  if (bend.lowest_bend < 0.05) refuse();  // rays along the ground would follow the earth
  bend.lowest_land = antenna_m < 0 ? -500 : 0;
  bend.lowest_root = std::sqrt(antenna_m - bend.lowest_land);

  const auto forward_samples =
      samples(air, radii, bend, antenna_m, radius_m, highest_ground_m, steepest_ground, 24, 18);
  fit(bend.forward, bend.forward_radius, forward_samples, [&](const Sample& s) {
    // An error of the rise grows towards the radius as the distance does.
    const double weight = radius_m / s.rho;
    return Equation{weight * (s.rho * s.rho + s.rise * s.rise), s.fall * bend.per_fall, s.altitude / 10'000,
                    weight * (s.launched - s.rise)};
  });
  const auto back_samples = samples(air, radii, bend, antenna_m, radius_m, highest_ray_m, vertical, 22, 24);
  fit(bend.back, bend.back_radius, back_samples, [&](const Sample& s) {
    return Equation{s.rho * s.rho + s.above * s.above, s.fall * bend.per_fall, height_variable(s.straight),
                    s.altitude - s.straight};
  });

  // Against rays that the fit has not seen.
  double worst = 0;
  const auto consider = [&](double error) {
    if (!(std::abs(error) <= worst)) worst = std::abs(error);  // a NaN too
  };
  for (const Sample& s : samples(air, radii, bend, antenna_m, radius_m, highest_ground_m, steepest_ground, 13, 9)) {
    const double error =
        s.rise +
        (s.rho * s.rho + s.rise * s.rise) *
            value(bend.forward, bend.forward_radius, s.fall * bend.per_fall, s.altitude / 10'000, s.flatness) -
        s.launched;
    consider(error * radius_m / s.rho);
  }
  for (const Sample& s : samples(air, radii, bend, antenna_m, radius_m, highest_ray_m, vertical, 13, 15)) {
    const double error =
        s.straight +
        (s.rho * s.rho + s.above * s.above) *
            value(bend.back, bend.back_radius, s.fall * bend.per_fall, height_variable(s.straight), s.flatness) -
        s.altitude;
    consider(error);
  }
  if (!(worst <= worst_error_m)) refuse();
  return bend;
}

}  // namespace skyshed
