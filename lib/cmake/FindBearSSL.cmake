# Finds BearSSL, which ships neither a CMake package nor a pkg-config file.
# Looks under KEDGE_BEARSSL_ROOT first.  Defines BearSSL::BearSSL.
find_path(BearSSL_INCLUDE_DIR bearssl.h HINTS ${KEDGE_BEARSSL_ROOT} PATH_SUFFIXES include inc)
find_library(BearSSL_LIBRARY NAMES libbearssl.a bearssl HINTS ${KEDGE_BEARSSL_ROOT} PATH_SUFFIXES lib build)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(BearSSL REQUIRED_VARS BearSSL_LIBRARY BearSSL_INCLUDE_DIR)
if(BearSSL_FOUND AND NOT TARGET BearSSL::BearSSL)
    add_library(BearSSL::BearSSL UNKNOWN IMPORTED)
    set_target_properties(BearSSL::BearSSL PROPERTIES
        IMPORTED_LOCATION ${BearSSL_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${BearSSL_INCLUDE_DIR})
endif()
mark_as_advanced(BearSSL_INCLUDE_DIR BearSSL_LIBRARY)
