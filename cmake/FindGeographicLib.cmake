# GeographicLib as the target GeographicLib::GeographicLib, the name that its own CMake package uses. Debian ships the
# library without that package and with a find module off every search path, so skyshed brings this one, for its own
# build and for those who link an installed skyshed.
find_path(GeographicLib_INCLUDE_DIR GeographicLib/Geodesic.hpp)
find_library(GeographicLib_LIBRARY NAMES GeographicLib Geographic)
mark_as_advanced(GeographicLib_INCLUDE_DIR GeographicLib_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(GeographicLib REQUIRED_VARS GeographicLib_LIBRARY GeographicLib_INCLUDE_DIR)

if(GeographicLib_FOUND)
  set(GeographicLib_LIBRARIES GeographicLib::GeographicLib)
  if(NOT TARGET GeographicLib::GeographicLib)
    add_library(GeographicLib::GeographicLib UNKNOWN IMPORTED)
    set_target_properties(GeographicLib::GeographicLib PROPERTIES
      IMPORTED_LOCATION ${GeographicLib_LIBRARY}
      INTERFACE_INCLUDE_DIRECTORIES ${GeographicLib_INCLUDE_DIR})
  endif()
endif()
