/* shake256.c - SHAKE256 (FIPS 202, 3.2 and 6.2). */
#include "crypto/native/shake256.h"

#include <string.h>

#define RATE 136 /* octets: 1600 bits less twice 256 */

static const uint64_t round_constants[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

/* The walk of rho and pi over all lanes but the first: where the lane in hand goes, turned by how much. */
static const uint8_t pi_lanes[24] = {
    10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
};
static const uint8_t rho_bits[24] = {
    1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
};

static uint64_t turn(uint64_t lane, unsigned bits)
{
    return lane << bits | lane >> (64 - bits);
}

static void theta(uint64_t a[25])
{
    uint64_t parity[5];

    for (int x = 0; x < 5; x++)
        parity[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (int x = 0; x < 5; x++) {
        const uint64_t mixed = parity[(x + 4) % 5] ^ turn(parity[(x + 1) % 5], 1);

        for (int y = 0; y < 25; y += 5)
            a[x + y] ^= mixed;
    }
}

static void rho_pi(uint64_t a[25])
{
    uint64_t lane = a[1];

    for (int i = 0; i < 24; i++) {
        const uint64_t next = a[pi_lanes[i]];

        a[pi_lanes[i]] = turn(lane, rho_bits[i]);
        lane = next;
    }
}

static void chi(uint64_t a[25])
{
    for (int y = 0; y < 25; y += 5) {
        uint64_t row[5];

        memcpy(row, a + y, sizeof row);
        for (int x = 0; x < 5; x++)
            a[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
}

static void permute(uint64_t a[25])
{
    for (int round = 0; round < 24; round++) {
        theta(a);
        rho_pi(a);
        chi(a);
        a[0] ^= round_constants[round];
    }
}

static void absorb_octet(shake256 *s, size_t position, uint8_t octet)
{
    s->lanes[position / 8] ^= (uint64_t)octet << 8 * (position % 8);
}

void kedge_shake256_begin(shake256 *s)
{
    memset(s, 0, sizeof *s);
}

void kedge_shake256_update(shake256 *s, const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        absorb_octet(s, s->position++, data[i]);
        if (s->position == RATE) {
            permute(s->lanes);
            s->position = 0;
        }
    }
}

void kedge_shake256_finish(shake256 *s, uint8_t *out, size_t size)
{
    absorb_octet(s, s->position, 0x1f);
    absorb_octet(s, RATE - 1, 0x80);
    permute(s->lanes);
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)(s->lanes[i / 8] >> 8 * (i % 8));
}
