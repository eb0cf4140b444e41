# FindPSA: PSA::PSA, the PSA Cryptography API of Mbed TLS (libmbedcrypto).
find_path(PSA_INCLUDE_DIR psa/crypto.h)
find_library(PSA_LIBRARY mbedcrypto)
mark_as_advanced(PSA_INCLUDE_DIR PSA_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(PSA REQUIRED_VARS PSA_LIBRARY PSA_INCLUDE_DIR)
if(PSA_FOUND AND NOT TARGET PSA::PSA)
    add_library(PSA::PSA UNKNOWN IMPORTED)
    set_target_properties(PSA::PSA PROPERTIES IMPORTED_LOCATION ${PSA_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${PSA_INCLUDE_DIR})
endif()
