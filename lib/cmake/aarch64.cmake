# For AArch64 under Linux: Debian's gcc-aarch64-linux-gnu and qemu-user.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
# gcc 12 takes unrolled loops over octets of a length for longer than they are.
set(CMAKE_C_FLAGS_INIT -Wno-stringop-overflow)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
