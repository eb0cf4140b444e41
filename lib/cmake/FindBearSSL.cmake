# Finds BearSSL, which ships neither a CMake package nor a pkg-config file.
# Where KEDGE_BEARSSL_ROOT is set, looks there and nowhere else: a wrong path is an error, not the
# system's copy in silence.  Defines BearSSL::BearSSL.
if(NOT "${KEDGE_BEARSSL_ROOT}" STREQUAL "${BearSSL_SEARCHED_ROOT}")
    unset(BearSSL_INCLUDE_DIR CACHE)
    unset(BearSSL_LIBRARY CACHE)
endif()
set(BearSSL_SEARCHED_ROOT "${KEDGE_BEARSSL_ROOT}" CACHE INTERNAL "Where BearSSL was looked for last")
set(BearSSL_SEARCH "")
if(KEDGE_BEARSSL_ROOT)
    set(BearSSL_SEARCH PATHS ${KEDGE_BEARSSL_ROOT} NO_DEFAULT_PATH)
endif()
find_path(BearSSL_INCLUDE_DIR bearssl.h PATH_SUFFIXES include inc ${BearSSL_SEARCH})
find_library(BearSSL_LIBRARY NAMES libbearssl.a bearssl PATH_SUFFIXES lib build ${BearSSL_SEARCH})
unset(BearSSL_SEARCH)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(BearSSL REQUIRED_VARS BearSSL_LIBRARY BearSSL_INCLUDE_DIR)
if(BearSSL_FOUND AND NOT TARGET BearSSL::BearSSL)
    add_library(BearSSL::BearSSL UNKNOWN IMPORTED)
    set_target_properties(BearSSL::BearSSL PROPERTIES
        IMPORTED_LOCATION ${BearSSL_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${BearSSL_INCLUDE_DIR})
endif()
mark_as_advanced(BearSSL_INCLUDE_DIR BearSSL_LIBRARY)
