/* threads.c - handshakes of one stack in eight threads, four clients with a server each.
 *
 *     threads_STACK CREDENTIALS COUNT
 *
 * Both ends of each are judged by kedge, all by the same two verifiers; every third client shows a certificate that has
 * expired, every third server one for another name.  Ends 0 where every verdict was right.
 */
#define _POSIX_C_SOURCE 200809L

#include "end.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
    PAIRS = 4,
    PATIENCE_S = 60
};

/* What all threads share, and only read. */
typedef struct shared_stage {
    const char *folder;
    end_judge client;
    end_judge server;
    unsigned count;   /* handshakes of each pair */
} shared_stage;

/* One of the two threads of a pair: the server accepts what the client connects. */
typedef struct acting {
    const shared_stage *on;
    bool is_server;
    int listening;
    struct sockaddr_in address; /* that it listens at */
    unsigned wrong;
} acting;

static bool is_server_bad(unsigned round)
{
    return round % 3 == 1;
}

static bool is_client_bad(unsigned round)
{
    return round % 3 == 2;
}

/* Which status the verdict must be; where the other end may have refused first, there may be none. */
static bool is_right(const acting *actor, unsigned round, const end_result *result)
{
    const bool is_bad = actor->is_server ? is_client_bad(round) : is_server_bad(round);
    const bool is_other_bad = actor->is_server ? is_server_bad(round) : is_client_bad(round);
    const kedge_status refusal = actor->is_server ? KEDGE_EXPIRED : KEDGE_IDENTITY_MISMATCH;

    if (result->is_judged && result->verdict.status != (is_bad ? refusal : KEDGE_OK))
        return false;
    if (!is_bad && !is_other_bad)
        return result->is_done && result->is_judged;
    return !result->is_done && (result->is_judged || is_other_bad);
}

static int meet(const acting *actor)
{
    const struct timeval patience = { .tv_sec = PATIENCE_S };
    int met = actor->is_server ? accept(actor->listening, NULL, NULL) : socket(AF_INET, SOCK_STREAM, 0);

    if (met < 0 || (!actor->is_server
                    && connect(met, (const struct sockaddr *)&actor->address, sizeof actor->address) != 0))
        end_fail("client and server do not meet");
    setsockopt(met, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return met;
}

static void run_one(acting *actor, unsigned round)
{
    const char *const server_names[] = { "good", "other_host" };
    const char *const client_names[] = { "client", "client_expired" };
    const char *name = actor->is_server ? server_names[is_server_bad(round)] : client_names[is_client_bad(round)];
    const end_judge *judge = actor->is_server ? &actor->on->server : &actor->on->client;
    const int met = meet(actor);
    end_options options = { .is_server = actor->is_server, .judges = true, .host = "host.example", .say = "k" };
    end_result result = { 0 };
    char chain[512];
    char key[512];

    snprintf(chain, sizeof chain, "%s/%s.pem", actor->on->folder, name);
    snprintf(key, sizeof key, "%s/%s.key", actor->on->folder, name);
    options.chain = chain;
    options.key = key;
    if (actor->is_server)
        options.host = NULL;
    end_run(&options, &judge->verifier, met, &result);
    end_close(met);
    if (is_right(actor, round, &result))
        return;
    actor->wrong++;
    fprintf(stderr, "handshake %u, %s: done %d, judged %d, status %s, alert %d, %s\n", round,
            actor->is_server ? "server" : "client", result.is_done, result.is_judged,
            kedge_status_name(result.verdict.status), result.alert, result.error);
}

static void *act(void *context)
{
    acting *actor = context;

    for (unsigned round = 0; round < actor->on->count; round++)
        run_one(actor, round);
    return NULL;
}

static void prepare(end_judge *judge, const char *folder, bool is_server)
{
    char root[512];

    snprintf(root, sizeof root, "%s/root.der", folder);
    end_read_trust(judge, root);
    judge->verifier.request.size = sizeof judge->verifier.request;
    judge->verifier.request.policy = &kedge_policy_webpki;
    judge->verifier.request.time = kedge_time_at(END_NOW);
    if (is_server)
        judge->verifier.request.identity = kedge_identity_waived();
}

static int listen_on(struct sockaddr_in *address)
{
    socklen_t size = sizeof *address;
    int listening = socket(AF_INET, SOCK_STREAM, 0);

    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listening, (struct sockaddr *)address, size) != 0 || listen(listening, 1) != 0
        || getsockname(listening, (struct sockaddr *)address, &size) != 0)
        end_fail("cannot listen");
    return listening;
}

int main(int count, char **argument)
{
    shared_stage stage = { 0 };
    acting actors[2 * PAIRS];
    pthread_t threads[2 * PAIRS];
    unsigned wrong = 0;

    if (count != 3)
        end_fail("usage: CREDENTIALS COUNT");
    signal(SIGPIPE, SIG_IGN);
    stage.folder = argument[1];
    stage.count = (unsigned)strtoul(argument[2], NULL, 10) / PAIRS;
    prepare(&stage.client, stage.folder, false);
    prepare(&stage.server, stage.folder, true);
    for (size_t i = 0; i < 2 * (size_t)PAIRS; i++) {
        actors[i] = (acting){ .on = &stage, .is_server = i % 2 == 0 };
        if (i % 2 == 0) {
            actors[i].listening = listen_on(&actors[i].address);
        } else {
            actors[i].listening = -1;
            actors[i].address = actors[i - 1].address;
        }
        if (pthread_create(&threads[i], NULL, act, &actors[i]) != 0)
            end_fail("no threads");
    }
    for (size_t i = 0; i < 2 * (size_t)PAIRS; i++) {
        pthread_join(threads[i], NULL);
        wrong += actors[i].wrong;
        if (actors[i].is_server)
            close(actors[i].listening);
    }
    end_judge_free(&stage.client);
    end_judge_free(&stage.server);
    printf("%s: %u handshakes, %u wrong ends\n", end_library(), PAIRS * stage.count, wrong);
    return wrong == 0 ? 0 : 1;
}
