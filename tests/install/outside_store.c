/* outside_store.c - a program outside of the project, with the store for hosts. */
#include <kedge/directory_store.h>
#include <kedge/kedge.h>

#include <stdio.h>

int main(void)
{
    kedge_directory_store store;

    if (kedge_directory_store_open(&store, "/nonexistent/store", KEDGE_DIRECTORY_READ) != KEDGE_STORE_UNFORMATTED)
        return 1;
    puts(kedge_version());
    return 0;
}
