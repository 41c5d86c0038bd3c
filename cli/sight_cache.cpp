#include "cli/sight_cache.h"

#include <fmt/format.h>

#include <cstring>

namespace skyshed {
namespace {

std::string words_of(const SightRequest& request) {
  const Refraction& refraction = request.refraction;
  // {:a}: every bit of the numbers.
  return fmt::format("sight in {} at {:a} {:a} {:a} refraction {} {:a} {:a} {:a} radius {:a} every {}",
                     request.terrain_identity, request.antenna.at.column, request.antenna.at.row,
                     request.antenna.altitude.metres, static_cast<int>(refraction.model),
                     refraction.effective_radius_factor, refraction.surface_refractivity, refraction.scale_height_m,
                     request.options.radius_m, request.options.keep_every);
}

struct Header {
  GridWindow window;
  int floor_width, floor_height;
  int unknown_width, unknown_height;
};

template <class T>
void append(std::string& bytes, const T* values, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

template <class T>
Raster<T> take(std::string_view& bytes, int width, int height) {
  auto raster = Raster<T>::unset(width, height);
  if (raster.empty()) return raster;
  std::memcpy(raster.values().data(), bytes.data(), raster.size() * sizeof(T));
  bytes.remove_prefix(raster.size() * sizeof(T));
  return raster;
}

std::string bytes_of(const SightField& field) {
  const Header header{field.window, field.floor.width(), field.floor.height(), field.unknown.width(),
                      field.unknown.height()};
  std::string bytes;
  bytes.reserve(sizeof(Header) + field.floor.size() * sizeof(float) + field.unknown.size());
  append(bytes, &header, 1);
  append(bytes, field.floor.values().data(), field.floor.size());
  append(bytes, field.unknown.values().data(), field.unknown.size());
  return bytes;
}

// bytes: whole, as bytes_of gave them.
SightField field_of(std::string_view bytes) {
  Header header{};
  std::memcpy(&header, bytes.data(), sizeof header);
  bytes.remove_prefix(sizeof header);
  SightField field{.window = header.window, .floor = {}, .unknown = {}};
  field.floor = take<float>(bytes, header.floor_width, header.floor_height);
  field.unknown = take<std::uint8_t>(bytes, header.unknown_width, header.unknown_height);
  return field;
}

}  // namespace

SightField find_or_make(DiskCache& cache, const SightRequest& request, const std::function<SightField()>& make) {
  const std::string made_from = words_of(request);
  if (const auto bytes = cache.find(made_from)) return field_of(*bytes);
  SightField field = make();
  cache.keep(made_from, bytes_of(field));
  return field;
}

}  // namespace skyshed
