/* subtree_index.c - subtrees filed under keys, and the keys of a name. */
#include "path/subtree_index.h"

#include "path/text_name.h"
#include "x509/name.h"

/* What a key is made for; the first mixed into it. */
enum {
    KEY_DNS = 1,     /* a dNSName's base */
    KEY_DNS_PARENT,  /* the same without its left-most label: a wildcard there overlaps it */
    KEY_HOST,        /* the host of a mailbox or URI */
    KEY_HOSTS_BELOW, /* the hosts below a domain */
    KEY_MAILBOX,
    KEY_ADDRESS,
    KEY_DIRECTORY
};

static uint64_t mix(uint64_t key, uint8_t octet)
{
    return (key ^ octet) * UINT64_C(0x100000001b3);
}

/* Where a subtree stands, and of which kind it is. */
typedef struct drawer {
    kedge_general_name_kind kind;
    bool is_excluded;
} drawer;

static uint64_t begin_key(drawer of, uint8_t purpose)
{
    const uint8_t list = of.is_excluded ? 1 : 0;

    return mix(mix(mix(UINT64_C(0xcbf29ce484222325), list), (uint8_t)of.kind), purpose);
}

/* Texts are read from their ends, so that the keys of a host's parents come up on the way. */
static uint64_t mix_host(uint64_t key, kedge_span host)
{
    for (size_t i = host.size; i-- > 0;) {
        const uint8_t c = host.data[i];

        key = mix(key, c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c);
    }
    return key;
}

static uint64_t key_of_host(drawer of, uint8_t purpose, kedge_span host)
{
    return mix_host(begin_key(of, purpose), host);
}

static uint64_t key_of_mailbox(drawer of, const kedge_mailbox *mailbox)
{
    uint64_t key = key_of_host(of, KEY_MAILBOX, mailbox->domain);

    for (size_t i = 0; i < mailbox->local.size; i++)
        key = mix(key, mailbox->local.data[i]);
    return key;
}

/* The first `bits` bits of an address. */
static uint64_t key_of_prefix(drawer of, const uint8_t *octets, size_t size, size_t bits)
{
    uint64_t key = mix(mix(begin_key(of, KEY_ADDRESS), (uint8_t)size), (uint8_t)bits);

    for (size_t i = 0; i < bits / 8; i++)
        key = mix(key, octets[i]);
    return bits % 8 == 0 ? key : mix(key, (uint8_t)(octets[bits / 8] & (0xff00 >> bits % 8)));
}

static size_t prefix_of_mask(const uint8_t *mask, size_t size)
{
    size_t bits = 0;

    while (bits < 8 * size && (mask[bits / 8] >> (7 - bits % 8) & 1) != 0)
        bits++;
    return bits;
}

static uint64_t key_of_exact_host(drawer of, kedge_span base)
{
    if (base.data[0] == '.')
        return key_of_host(of, KEY_HOSTS_BELOW, (kedge_span){ base.data + 1, base.size - 1 });
    return key_of_host(of, KEY_HOST, base);
}

/* The hash of a Name, or of what it begins with. */
static uint64_t key_of_directory(drawer of, uint64_t hash)
{
    return begin_key(of, KEY_DIRECTORY) ^ hash;
}

/* The keys of a judged subtree, up to two. */
static size_t keys_of_subtree(const kedge_subtree *subtree, bool is_excluded, uint64_t keys[2])
{
    const drawer of = { subtree->kind, is_excluded };
    const kedge_span base = subtree->base;
    const size_t half = base.size / 2;
    kedge_mailbox mailbox;

    switch (subtree->kind) {
    case KEDGE_DNS_NAME:
        keys[0] = key_of_host(of, KEY_DNS, base);
        keys[1] = key_of_host(of, KEY_DNS_PARENT, kedge_host_parent(base));
        return is_excluded ? 2 : 1; /* what a wildcard merely overlaps is not permitted */
    case KEDGE_RFC822_NAME:
        keys[0] = kedge_mailbox_read(base, &mailbox) ? key_of_mailbox(of, &mailbox)
                                                     : key_of_exact_host(of, base);
        return 1;
    case KEDGE_URI_NAME: keys[0] = key_of_exact_host(of, base); return 1;
    case KEDGE_IP_ADDRESS:
        keys[0] = key_of_prefix(of, base.data, half, prefix_of_mask(base.data + half, half));
        return 1;
    case KEDGE_DIRECTORY_NAME: keys[0] = key_of_directory(of, kedge_name_hash(base)); return 1;
    case KEDGE_OTHER_NAME:
    case KEDGE_X400_ADDRESS:
    case KEDGE_EDI_PARTY_NAME:
    case KEDGE_REGISTERED_ID: break;
    }
    return 0;
}

/* Heapsort: let the entry at `root` sink until none below it is greater. */
static void sink(kedge_subtree_entry *entry, size_t root, size_t count)
{
    const kedge_subtree_entry sinking = entry[root];

    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && entry[child].key < entry[child + 1].key)
            child++;
        if (sinking.key >= entry[child].key)
            break;
        entry[root] = entry[child];
        root = child;
    }
    entry[root] = sinking;
}

static void sort(kedge_subtree_entry *entry, size_t count)
{
    for (size_t root = count / 2; root-- > 0;)
        sink(entry, root, count);
    for (size_t last = count; last-- > 1;) {
        const kedge_subtree_entry greatest = entry[0];

        entry[0] = entry[last];
        entry[last] = greatest;
        sink(entry, 0, last);
    }
}

static bool file(kedge_subtree_index *index, size_t capacity, kedge_der list, bool is_excluded)
{
    kedge_subtree subtree;
    uint64_t keys[2];

    while (!kedge_der_at_end(&list)) {
        const uint32_t position = list.position;
        size_t count;

        if (kedge_subtree_read(&list, &subtree) != KEDGE_OK || !kedge_subtree_is_judged(&subtree))
            continue;
        count = keys_of_subtree(&subtree, is_excluded, keys);
        if (count > capacity - index->count)
            return false;
        for (size_t i = 0; i < count; i++)
            index->entry[index->count++] = (kedge_subtree_entry){ keys[i], position };
    }
    return true;
}

bool kedge_subtree_index_build(kedge_subtree_index *index, const kedge_subtree_lists *lists, void *memory,
                               size_t size)
{
    const size_t alignment = _Alignof(kedge_subtree_entry);
    const size_t padding = (alignment - (uintptr_t)memory % alignment) % alignment;
    size_t capacity;

    if (memory == NULL || size < padding)
        return false;
    capacity = (size - padding) / sizeof *index->entry;
    index->entry = (kedge_subtree_entry *)(void *)((uint8_t *)memory + padding);
    index->count = 0;
    if (!file(index, capacity, lists->permitted, false) || !file(index, capacity, lists->excluded, true))
        return false;
    sort(index->entry, index->count);
    return true;
}

/* What is looked for while the keys of a name come up. */
typedef struct search {
    const kedge_subtree_index *index;
    kedge_der list;
    const kedge_presented_name *name;
    drawer of;
} search;

static bool is_related(const search *wanted, uint32_t position)
{
    kedge_der list = wanted->list;
    kedge_subtree subtree;
    kedge_relation relation;

    list.position = position;
    if (kedge_subtree_read(&list, &subtree) != KEDGE_OK || subtree.kind != wanted->of.kind)
        return false;
    relation = kedge_subtree_relate(&subtree, wanted->name);
    return relation == KEDGE_INSIDE || (wanted->of.is_excluded && relation == KEDGE_OVERLAPPING);
}

static bool has_key(const search *wanted, uint64_t key)
{
    const kedge_subtree_entry *entry = wanted->index->entry;
    size_t low = 0;
    size_t high = wanted->index->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (entry[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < wanted->index->count && entry[low].key == key; low++)
        if (is_related(wanted, entry[low].position))
            return true;
    return false;
}

/* Whether a subtree is filed for `host` or for a domain above it. */
static bool has_domain(const search *wanted, uint8_t purpose, kedge_span host)
{
    uint64_t key = begin_key(wanted->of, purpose);

    for (size_t i = host.size; i-- > 0;) {
        key = mix_host(key, (kedge_span){ host.data + i, 1 });
        if ((i == 0 || host.data[i - 1] == '.') && has_key(wanted, key))
            return true;
    }
    return false;
}

static bool has_host(const search *wanted)
{
    kedge_span domain = wanted->name->value;
    const bool is_wildcard = kedge_host_is_wildcard(wanted->name->value, &domain);

    if (has_key(wanted, begin_key(wanted->of, KEY_DNS)) || has_domain(wanted, KEY_DNS, domain))
        return true;
    return is_wildcard && has_key(wanted, key_of_host(wanted->of, KEY_DNS_PARENT, domain));
}

static bool has_exact_host(const search *wanted, kedge_span host)
{
    return has_key(wanted, key_of_host(wanted->of, KEY_HOST, host))
           || has_domain(wanted, KEY_HOSTS_BELOW, kedge_host_parent(host));
}

static bool has_mailbox(const search *wanted)
{
    kedge_mailbox mailbox;

    return kedge_mailbox_read(wanted->name->value, &mailbox)
           && (has_key(wanted, key_of_mailbox(wanted->of, &mailbox))
               || has_exact_host(wanted, mailbox.domain));
}

static bool has_uri(const search *wanted)
{
    kedge_uri uri;

    return kedge_uri_read(wanted->name->value, &uri) && has_exact_host(wanted, uri.host);
}

static bool has_address(const search *wanted)
{
    const kedge_span address = wanted->name->value;

    for (size_t bits = 0; bits <= 8 * address.size; bits++)
        if (has_key(wanted, key_of_prefix(wanted->of, address.data, address.size, bits)))
            return true;
    return false;
}

/* A name lies within what it begins with. */
static bool has_directory(const search *wanted)
{
    uint32_t fault;
    kedge_name_beginning beginning;

    if (!kedge_name_beginning_of(wanted->name->value, &beginning, &fault))
        return false;
    do {
        if (has_key(wanted, key_of_directory(wanted->of, beginning.hash)))
            return true;
    } while (kedge_name_beginning_extend(&beginning));
    return false;
}

bool kedge_subtree_index_has(const kedge_subtree_index *index, kedge_der list, bool is_excluded,
                             const kedge_presented_name *name)
{
    const search wanted = { index, list, name, { name->kind, is_excluded } };

    switch (name->kind) {
    case KEDGE_DNS_NAME: return has_host(&wanted);
    case KEDGE_RFC822_NAME: return has_mailbox(&wanted);
    case KEDGE_URI_NAME: return has_uri(&wanted);
    case KEDGE_IP_ADDRESS: return has_address(&wanted);
    case KEDGE_DIRECTORY_NAME: return has_directory(&wanted);
    case KEDGE_OTHER_NAME:
    case KEDGE_X400_ADDRESS:
    case KEDGE_EDI_PARTY_NAME:
    case KEDGE_REGISTERED_ID: break;
    }
    return false;
}
