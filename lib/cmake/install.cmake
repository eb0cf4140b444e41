# What `cmake --install` lays out: archive, headers, a CMake package that finds BearSSL by itself, and
# kedge.pc for those who build otherwise.
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/kedge)

install(TARGETS kedge EXPORT kedge-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/kedge DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.h")
install(EXPORT kedge-targets NAMESPACE kedge:: DESTINATION ${package_folder})

configure_package_config_file(cmake/kedge-config.cmake.in kedge-config.cmake
    INSTALL_DESTINATION ${package_folder} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(kedge-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/kedge-config.cmake
    ${CMAKE_CURRENT_BINARY_DIR}/kedge-config-version.cmake cmake/FindBearSSL.cmake cmake/FindMbedTLS.cmake
    cmake/FindPSA.cmake cmake/FindPSL.cmake
    DESTINATION ${package_folder})

# BearSSL has no .pc file that ours could require, so its place is written out where it is not one of
# the system's own.
set(KEDGE_PC_BEARSSL "-lbearssl")
if(KEDGE_BEARSSL_ROOT)
    get_filename_component(bearssl_folder ${BearSSL_LIBRARY} DIRECTORY)
    set(KEDGE_PC_BEARSSL "-L${bearssl_folder} -lbearssl")
endif()
# The prefix is found from where the file lies, so that an installed tree can be moved.
file(RELATIVE_PATH KEDGE_PC_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(cmake/kedge.pc.in kedge.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/kedge.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/kedge)
