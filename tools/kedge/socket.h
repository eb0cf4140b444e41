/* socket.h - a connection by TCP. */
#ifndef KEDGE_SOCKET_H
#define KEDGE_SOCKET_H

/* Connect to a port, by name or number, of a host.  -1 after a complaint. */
int socket_connect(const char *host, const char *port, unsigned timeout_seconds);

/* Close it, unless it is -1. */
void socket_close(int socket);

#endif
