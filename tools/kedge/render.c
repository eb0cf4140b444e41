/* render.c - a JSON document as indented lines, for a person.
 *
 * The document is three levels deep at most: members, the members of extensions, and lists in these.
 */
#include "render.h"

#include <string.h>

#define KEY_WIDTH 16

static void render_scalar(FILE *out, const json_t *value)
{
    if (json_is_string(value))
        fputs(json_string_value(value), out);
    else if (json_is_integer(value))
        fprintf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_boolean(value))
        fputs(json_is_true(value) ? "yes" : "no", out);
    else
        fputs("-", out);
}

/* A list, one item a line; the first follows what the line already holds. */
static void render_list(FILE *out, int indent, const json_t *list)
{
    if (json_array_size(list) == 0)
        fputs("none\n", out);
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (i > 0)
            fprintf(out, "%*s", indent, "");
        render_scalar(out, json_array_get(list, i));
        fputc('\n', out);
    }
}

/* A key, with blanks where JSON has underscores, and blanks up to `width`. */
static void render_key(FILE *out, int width, const char *key)
{
    int written = 0;

    for (; *key != '\0'; key++, written++)
        fputc(*key == '_' ? ' ' : *key, out);
    do
        fputc(' ', out);
    while (++written < width);
}

/* A member that holds no members of its own. */
static void render_member(FILE *out, int indent, int width, const char *key, const json_t *value)
{
    fprintf(out, "%*s", indent, "");
    render_key(out, width, key);
    if (json_is_array(value)) {
        render_list(out, indent + width, value);
        return;
    }
    render_scalar(out, value);
    fputc('\n', out);
}

static void render_members(FILE *out, int indent, int width, json_t *object)
{
    for (void *at = json_object_iter(object); at != NULL; at = json_object_iter_next(object, at))
        render_member(out, indent, width, json_object_iter_key(at), json_object_iter_value(at));
}

static void render_extension(FILE *out, const json_t *extension)
{
    json_t *value = json_object_get(extension, "value");

    fprintf(out, "  %s%s%s\n", json_string_value(json_object_get(extension, "extension")),
            json_is_true(json_object_get(extension, "critical")) ? ", critical" : "",
            json_is_true(json_object_get(extension, "known")) ? "" : ", not known to kedge");
    if (json_is_object(value)) {
        render_members(out, 4, 26, value);
        return;
    }
    fputs("    ", out);
    if (json_is_array(value)) {
        render_list(out, 4, value);
        return;
    }
    render_scalar(out, value);
    fputc('\n', out);
}

static void render_extensions(FILE *out, const json_t *list)
{
    fprintf(out, "extensions%s\n", json_array_size(list) == 0 ? "      none" : "");
    for (size_t i = 0; i < json_array_size(list); i++)
        render_extension(out, json_array_get(list, i));
}

void render_certificate(FILE *out, json_t *object)
{
    for (void *at = json_object_iter(object); at != NULL; at = json_object_iter_next(object, at)) {
        const char *key = json_object_iter_key(at);
        json_t *value = json_object_iter_value(at);

        if (strcmp(key, "extensions") == 0)
            render_extensions(out, value);
        else if (json_is_object(value)) {
            fprintf(out, "%s\n", key);
            render_members(out, 2, KEY_WIDTH - 2, value);
        } else
            render_member(out, 0, KEY_WIDTH, key, value);
    }
}
