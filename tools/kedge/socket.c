/* socket.c - a connection by TCP. */
#include "socket.h"
#include "text.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int connect_to(const struct addrinfo *address, unsigned timeout_seconds)
{
    const struct timeval timeout = { (time_t)timeout_seconds, 0 };
    const int made = socket(address->ai_family, address->ai_socktype, address->ai_protocol);

    if (made < 0)
        return -1;
    if (setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) == 0
        && setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout) == 0
        && connect(made, address->ai_addr, address->ai_addrlen) == 0)
        return made;
    close(made);
    return -1;
}

int socket_connect(const char *host, const char *port, unsigned timeout_seconds)
{
    const struct addrinfo wanted = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
    struct addrinfo *addresses;
    const int answer = getaddrinfo(host, port, &wanted, &addresses);
    int made = -1;

    if (answer != 0) {
        complain("%s, port %s: %s", host, port, gai_strerror(answer));
        return -1;
    }
    for (const struct addrinfo *one = addresses; one != NULL && made < 0; one = one->ai_next)
        made = connect_to(one, timeout_seconds);
    if (made < 0)
        complain("%s, port %s: no connection: %s", host, port,
                 errno == EINPROGRESS ? "no answer in time" : strerror(errno));
    freeaddrinfo(addresses);
    return made;
}

void socket_close(int socket)
{
    if (socket >= 0)
        close(socket);
}
