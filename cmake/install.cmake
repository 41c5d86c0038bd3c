# What `cmake --install` puts where: the program, the catalogue and the scenarios, the pages that its help names, and
# for each library its archive, its headers and a CMake package, so that another project can say find_package(skyshed
# COMPONENTS engine) and link skyshed::engine. One export set a room: whoever wants the engine alone needs none of the
# other rooms' packages.
include(CMakePackageConfigHelpers)
set(skyshed_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/skyshed)

set(skyshed_components engine)
if(NOT SKYSHED_ENGINE_ONLY)
  list(APPEND skyshed_components dem products)
  install(TARGETS skyshed)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/configs DESTINATION ${CMAKE_INSTALL_DATADIR}/skyshed)
  file(GLOB skyshed_pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/*.md)
  install(FILES ${skyshed_pages} DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
endif()

foreach(room IN LISTS skyshed_components)
  set_target_properties(skyshed_${room} PROPERTIES EXPORT_NAME ${room})
  install(TARGETS skyshed_${room} EXPORT skyshed_${room})
  install(EXPORT skyshed_${room} NAMESPACE skyshed:: FILE skyshed-${room}.cmake DESTINATION ${skyshed_package_dir})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/skyshed/${room}
    FILES_MATCHING PATTERN "*.h")
endforeach()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/skyshedConfig.cmake.in
  ${PROJECT_BINARY_DIR}/cmake/skyshedConfig.cmake INSTALL_DESTINATION ${skyshed_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cmake/skyshedConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/cmake/skyshedConfig.cmake
  ${PROJECT_BINARY_DIR}/cmake/skyshedConfigVersion.cmake
  ${CMAKE_CURRENT_LIST_DIR}/FindGeographicLib.cmake
  DESTINATION ${skyshed_package_dir})

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
