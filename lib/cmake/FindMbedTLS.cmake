# Finds mbedTLS, which ships neither a CMake package nor a pkg-config file in its version 2.28.
# Defines MbedTLS::mbedtls, with MbedTLS::mbedx509 and MbedTLS::mbedcrypto behind it, and MbedTLS_VERSION.
find_path(MbedTLS_INCLUDE_DIR mbedtls/ssl.h)
foreach(part mbedtls mbedx509 mbedcrypto)
    find_library(MbedTLS_${part}_LIBRARY ${part})
endforeach()
if(MbedTLS_INCLUDE_DIR AND EXISTS ${MbedTLS_INCLUDE_DIR}/mbedtls/version.h)
    file(STRINGS ${MbedTLS_INCLUDE_DIR}/mbedtls/version.h MbedTLS_VERSION
        REGEX "^#define MBEDTLS_VERSION_STRING +\"[0-9.]+\"")
    string(REGEX REPLACE ".*\"([0-9.]+)\".*" "\\1" MbedTLS_VERSION "${MbedTLS_VERSION}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MbedTLS VERSION_VAR MbedTLS_VERSION
    REQUIRED_VARS MbedTLS_mbedtls_LIBRARY MbedTLS_mbedx509_LIBRARY MbedTLS_mbedcrypto_LIBRARY MbedTLS_INCLUDE_DIR)
if(MbedTLS_FOUND AND NOT TARGET MbedTLS::mbedtls)
    foreach(part mbedtls mbedx509 mbedcrypto)
        add_library(MbedTLS::${part} UNKNOWN IMPORTED)
        set_target_properties(MbedTLS::${part} PROPERTIES IMPORTED_LOCATION ${MbedTLS_${part}_LIBRARY}
            INTERFACE_INCLUDE_DIRECTORIES ${MbedTLS_INCLUDE_DIR})
    endforeach()
    target_link_libraries(MbedTLS::mbedx509 INTERFACE MbedTLS::mbedcrypto)
    target_link_libraries(MbedTLS::mbedtls INTERFACE MbedTLS::mbedx509)
endif()
mark_as_advanced(MbedTLS_INCLUDE_DIR MbedTLS_mbedtls_LIBRARY MbedTLS_mbedx509_LIBRARY MbedTLS_mbedcrypto_LIBRARY)
