#include "engine/sight/ring_memory.h"

namespace skyshed {
namespace {

constexpr std::size_t number_of_arrays = 11;
constexpr std::size_t posts_behind_the_last = 8;
constexpr std::size_t line_of_doubles = 8;

}  // namespace

RingMemory::RingMemory(std::size_t posts) : posts_(posts) {
  const std::size_t length = (posts + posts_behind_the_last + line_of_doubles - 1) / line_of_doubles * line_of_doubles;
  memory_.reset(static_cast<double*>(::operator new(length* number_of_arrays * sizeof(double), cache_line)));
  double* at = memory_.get();
  for (double** array : {&arrays_.minor, &arrays_.major, &arrays_.t, &arrays_.s, &arrays_.drop, &arrays_.curvature,
                         &arrays_.stretch, &arrays_.distance2, &arrays_.horizon, &other_t_, &other_s_}) {
    *array = at;
    at += length;
  }
}

RingArrays RingMemory::arrays_of_other() const {
  RingArrays other = arrays_;
  other.t = other_t_;
  other.s = other_s_;
  return other;
}

}  // namespace skyshed
