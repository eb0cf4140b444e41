/* outside.c - a program that knows kedge only as it was installed. */
#include <kedge/kedge.h>
#include <stdio.h>

int main(void)
{
    puts(kedge_version());
    return kedge_status_name(KEDGE_EXPIRED)[0] == 'E' ? 0 : 1;
}
