#include "engine/uncertainty/random.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace skyshed {
namespace {

constexpr int rounds = 10;

std::array<std::uint32_t, 4> numbers_at(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) {
  return philox({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
                 static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32)},
                {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

// 53 bits, and a half of the last one more: never 0, never 1.
double in_unit(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = ((std::uint64_t{high} << 32) | low) >> 11;
  return (static_cast<double>(bits) + 0.5) * 0x1p-53;
}

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < rounds; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53U} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57U} * counter[2];
    counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
               static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9U;
    key[1] += 0xBB67AE85U;
  }
  return counter;
}

std::uint64_t stream_of(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

double uniform(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) {
  const auto numbers = numbers_at(seed, stream, index);
  return in_unit(numbers[0], numbers[1]);
}

double normal(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) {
  const auto numbers = numbers_at(seed, stream, index);
  const double radius = std::sqrt(-2 * std::log(in_unit(numbers[0], numbers[1])));
  return radius * std::cos(2 * std::numbers::pi * in_unit(numbers[2], numbers[3]));
}

std::vector<double> stratified(std::uint64_t seed, std::uint64_t stream, std::size_t count) {
  std::vector<std::size_t> part(count);
  std::iota(part.begin(), part.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i) {
    const double u = uniform(seed, stream, 2 * i);
    std::swap(part[i - 1], part[static_cast<std::size_t>(u * static_cast<double>(i))]);
  }
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    const double within = uniform(seed, stream, 2 * i + 1);
    values.push_back((static_cast<double>(part[i]) + within) / static_cast<double>(count));
  }
  return values;
}

}  // namespace skyshed
