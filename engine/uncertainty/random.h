// Random numbers that depend on their address alone: a seed, a stream and an index; not on order or threads.
//
// What       Philox 4×32 with ten rounds; the seed is its key, stream and index its counter.
// Threading  pure functions.
// Cost       some 10 ns a number.
// Source     J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace skyshed {

[[nodiscard]] std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                                  std::array<std::uint32_t, 2> key);

// The stream of what a name stands for: another figure more changes no other figure's draws. FNV-1a.
[[nodiscard]] std::uint64_t stream_of(std::string_view name);

// Evenly in (0, 1).
[[nodiscard]] double uniform(std::uint64_t seed, std::uint64_t stream, std::uint64_t index);
// Of mean 0 and standard deviation 1 (Box and Muller).
[[nodiscard]] double normal(std::uint64_t seed, std::uint64_t stream, std::uint64_t index);

// One number from each of `count` equal parts of (0, 1), in chance order: a dimension of a Latin hypercube.
[[nodiscard]] std::vector<double> stratified(std::uint64_t seed, std::uint64_t stream, std::size_t count);

}  // namespace skyshed
