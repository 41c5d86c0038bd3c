# What a plain `cmake -B build` should mean: optimised code, and no second compilation of what has not changed.
# Anything said on the command line or in a preset wins. Projects that include skyshed keep their own defaults.
if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()

get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
if(NOT CMAKE_BUILD_TYPE AND NOT multi_config)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
endif()

find_program(SKYSHED_CCACHE ccache DOC "Compiler cache, used if present")
mark_as_advanced(SKYSHED_CCACHE)
if(SKYSHED_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SKYSHED_CCACHE})
endif()
