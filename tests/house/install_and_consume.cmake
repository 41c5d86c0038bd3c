# Installs the finished build under a fresh prefix, then configures, builds and runs tests/house/consumer against it.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nended with ${result}:\n${output}")
  endif()
endfunction()

set(prefix ${WORK_DIR}/prefix)
set(consumer ${WORK_DIR}/consumer-build)
file(REMOVE_RECURSE ${prefix} ${consumer})

run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix})

if("products" IN_LIST COMPONENTS)
  set(all_rooms ON)
else()
  set(all_rooms OFF)
endif()
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${consumer} -G ${GENERATOR}
  -D CMAKE_PREFIX_PATH=${prefix} -D ALL_ROOMS=${all_rooms} -D CMAKE_CXX_COMPILER=${CXX_COMPILER}
  "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}" -D CMAKE_BUILD_TYPE=${BUILD_TYPE})
run(${CMAKE_COMMAND} --build ${consumer})
run(${consumer}/engine_consumer)

if(all_rooms)
  file(MAKE_DIRECTORY ${consumer}/out)
  run(${consumer}/rooms_consumer ${consumer}/out ${prefix}/share/skyshed/configs/places.toml)
  run(${prefix}/bin/skyshed systems S-400)  # reads the installed catalogue

  # Pages that the program sends its user to are there to be read.
  execute_process(COMMAND ${prefix}/bin/skyshed manual OUTPUT_VARIABLE manual COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\\-" "-" manual "${manual}")
  string(REGEX MATCHALL "docs/[a-z-]+\\.md" pages "${manual}")
  list(REMOVE_DUPLICATES pages)
  list(LENGTH pages count)
  if(count LESS 3)
    message(FATAL_ERROR "the manual names ${count} pages of docs/ only: ${pages}")
  endif()
  foreach(page IN LISTS pages)
    if(NOT EXISTS ${prefix}/share/doc/skyshed/${page})
      message(FATAL_ERROR "the manual names ${page}, which is not installed")
    endif()
  endforeach()
endif()
