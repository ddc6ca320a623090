/* newsspider/pages/bounds.py, `scan`: the same answers. The tables of elements come from there (`configure_bounds`). */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "lexbor_nodes.h"

typedef unsigned char byte;

enum { VOID = 1, RAW = 2, FOREIGN = 4, LEAVES = 8, HOLDS = 16, FORMATTING = 32, NEVER = 64, ODD = 128 };
enum { NAMES = 128, NAME_ROOM = 512, NAME_LENGTH = 16, UNKNOWN = 0 };

/* Elements that are known by name, from 1 on. */
static struct {
    char name[NAME_LENGTH + 1];
    byte length, flags;
    byte closes[NAMES], ends_with[NAMES]; /* whether it ends each other one */
    byte has_ends, shelters;
} known[NAMES];
static int known_count = 1, link_name, script_name, plaintext_name, paragraph_name, rule_name, break_name;
static short known_by_hash[NAME_ROOM];

static Py_ssize_t max_depth, max_steps, max_reopened, max_attribute_work, long_tag, same, reach, far;

static unsigned
hash_of(const char *data, size_t length)
{
    unsigned hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (byte)data[i]) * 16777619u;
    return hash ^ hash >> 13;
}

static int
known_name(const char *name, size_t length)
{
    if (length > NAME_LENGTH)
        return UNKNOWN;
    for (unsigned at = hash_of(name, length);; at++) {
        int number = known_by_hash[at & (NAME_ROOM - 1)];
        if (number == UNKNOWN || (known[number].length == length && memcmp(known[number].name, name, length) == 0))
            return number;
    }
}

static int
is_white(byte c) /* [\t\n\f\r ] */
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static byte
lower(byte c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static int
is_letter(byte c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static int
ends_name(byte c) /* [\t\n\f\r />] */
{
    return is_white(c) || c == '/' || c == '>';
}

/* Whether a name stands here, in whatever case, and ends. */
static int
stands(const byte *at, const byte *end, const char *name, size_t length)
{
    if ((size_t)(end - at) <= length || !ends_name(at[length]))
        return 0;
    for (size_t i = 0; i < length; i++)
        if (lower(at[i]) != (byte)name[i])
            return 0;
    return 1;
}

typedef struct {
    int name; /* known or UNKNOWN */
    int key;  /* of formatting; -1: none */
    const byte *text; /* the name as written */
    unsigned length;
    byte within;
} Element;

/* Formatting by what tells it from other. */
typedef struct {
    const byte *text;
    Py_ssize_t length;
    int count;
} Key;

typedef struct {
    Element *stack;
    Py_ssize_t depth, room;
    Key *keys;
    Py_ssize_t key_count, key_room;
    int *key_by_hash; /* number + 1; twice as long as `keys` */
    size_t seed;
    int foreign, odd;
    Py_ssize_t paragraph; /* the place of one that the next block ends; -1: none */
    Py_ssize_t reopened;
} Open;

static size_t
hash_text(const Open *open, const byte *text, Py_ssize_t length)
{
    size_t hash = open->seed;
    for (Py_ssize_t i = 0; i < length; i++) {
        hash = (hash ^ text[i]) * (size_t)0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    return hash;
}

static int
more_keys(Open *open)
{
    Py_ssize_t room = open->key_room ? open->key_room * 2 : 64;
    Key *keys = PyMem_Realloc(open->keys, (size_t)room * sizeof *keys);
    if (keys != NULL)
        open->keys = keys;
    int *by_hash = keys == NULL ? NULL : PyMem_Calloc((size_t)room * 2, sizeof *by_hash);
    if (by_hash == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    PyMem_Free(open->key_by_hash);
    open->key_by_hash = by_hash;
    open->key_room = room;
    for (int i = 0; i < open->key_count; i++) {
        size_t at = hash_text(open, keys[i].text, keys[i].length);
        while (by_hash[at & (size_t)(room * 2 - 1)])
            at++;
        by_hash[at & (size_t)(room * 2 - 1)] = i + 1;
    }
    return 0;
}

static int
key_of(Open *open, const byte *text, Py_ssize_t length) /* -2: no memory */
{
    if (open->key_count == open->key_room && more_keys(open) < 0)
        return -2;
    size_t mask = (size_t)(open->key_room * 2 - 1), at = hash_text(open, text, length);
    int number;
    while ((number = open->key_by_hash[at & mask])) {
        const Key *key = &open->keys[number - 1];
        if (key->length == length && memcmp(key->text, text, (size_t)length) == 0)
            return number - 1;
        at++;
    }
    open->keys[open->key_count] = (Key){text, length, 0};
    open->key_by_hash[at & mask] = (int)open->key_count + 1;
    return (int)open->key_count++;
}

static Py_ssize_t
most(int name)
{
    return name == link_name ? 1 : same;
}

static int
push(Open *open, int name, int key, const byte *text, size_t length)
{
    if (open->depth == open->room) {
        Py_ssize_t room = open->room ? open->room * 2 : 256;
        Element *stack = PyMem_Realloc(open->stack, (size_t)room * sizeof *stack);
        if (stack == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        open->stack = stack;
        open->room = room;
    }
    if (known[name].closes[paragraph_name] || known[name].shelters)
        open->paragraph = name == paragraph_name && !open->odd ? open->depth : -1;
    open->stack[open->depth++] = (Element){name, key, text, (unsigned)length, (byte)open->foreign};
    open->odd += (known[name].flags & ODD) != 0;
    if (key >= 0)
        open->reopened += ++open->keys[key].count <= most(name);
    return 0;
}

static void
pop(Open *open, int closed)
{
    const Element *last = &open->stack[--open->depth];
    open->foreign = last->within;
    open->odd -= (known[last->name].flags & ODD) != 0;
    if (last->key >= 0 && closed)
        open->reopened -= --open->keys[last->key].count < most(last->name);
    if (open->depth <= open->paragraph)
        open->paragraph = -1;
}

static void
end_paragraph(Open *open)
{
    Py_ssize_t place = open->paragraph;
    if (place >= 0)
        while (open->depth > place)
            pop(open, 0);
}

static int
is_called(const Element *element, int name, const byte *text, size_t length)
{
    if (element->name != name || name != UNKNOWN)
        return element->name == name;
    if (element->length != length)
        return 0;
    for (size_t i = 0; i < length; i++)
        if (lower(element->text[i]) != lower(text[i]))
            return 0;
    return 1;
}

static void
end_element(Open *open, int name, const byte *text, size_t length)
{
    if (open->depth && is_called(&open->stack[open->depth - 1], name, text, length))
        pop(open, 1);
    else if (name == paragraph_name && open->paragraph >= 0)
        end_paragraph(open);
    else if (open->foreign && known[name].flags & FOREIGN) {
        Py_ssize_t inner = open->depth - 1, lowest = open->depth > far ? open->depth - far : 0;
        while (inner >= lowest && open->stack[inner].name != name)
            inner--;
        if (inner >= lowest)
            while (open->depth > inner)
                pop(open, 1);
    }
    else {
        open->paragraph = -1;
        if (name == UNKNOWN || !known[name].has_ends || !open->depth)
            return;
        Py_ssize_t inner = open->depth - 1, lowest = inner > reach ? inner - reach : 0;
        while (inner > lowest && known[name].ends_with[open->stack[inner].name])
            inner--;
        if (open->stack[inner].name == name)
            while (open->depth > inner)
                pop(open, 0);
    }
}

/* The end of a tag; NULL when it has none. `attributes`: how many; `closes`: whether a slash ends it. */
static const byte *
end_of_tag(const byte *at, const byte *end, Py_ssize_t *attributes, int *closes)
{
    *attributes = *closes = 0;
    while (at < end) {
        if (*at == '>')
            return at + 1;
        *closes = *at == '/';
        if (ends_name(*at)) {
            at++;
            continue;
        }
        ++*attributes;
        at++;
        while (at < end && !ends_name(*at) && *at != '=')
            at++;
        const byte *after = at;
        while (after < end && is_white(*after))
            after++;
        if (after == end || *after != '=')
            continue;
        after++;
        while (after < end && is_white(*after))
            after++;
        if (after < end && (*after == '"' || *after == '\'')) {
            after = memchr(after + 1, *after, (size_t)(end - after - 1));
            if (after == NULL)
                return NULL;
            after++;
        }
        else
            while (after < end && !is_white(*after) && *after != '>')
                after++;
        at = after;
    }
    return NULL;
}

static const byte *
end_of_comment(const byte *at, const byte *end) /* behind `<!--` */
{
    if (at < end && *at == '>')
        return at + 1;
    if (end - at >= 2 && at[0] == '-' && at[1] == '>')
        return at + 2;
    while (end - at >= 3 && (at = memchr(at, '-', (size_t)(end - at - 2))) != NULL) {
        if (at[1] == '-') {
            if (at[2] == '>')
                return at + 3;
            if (at[2] == '!' && end - at >= 4 && at[3] == '>')
                return at + 4;
        }
        at++;
    }
    return NULL;
}

static const byte *
end_of_data(const byte *at, const byte *end)
{
    while (end - at >= 3 && (at = memchr(at, ']', (size_t)(end - at - 2))) != NULL) {
        if (at[1] == ']' && at[2] == '>')
            return at + 3;
        at++;
    }
    return NULL;
}

/* Where the end tag of a raw element begins; NULL when there is none. */
static const byte *
end_of_raw(const byte *at, const byte *end, int name)
{
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        if (end - at > 2 && at[1] == '/' && stands(at + 2, end, known[name].name, known[name].length))
            return at;
        at++;
    }
    return NULL;
}

static const byte *
end_of_script(const byte *at, const byte *end)
{
    int commented = 0; /* 1: in a comment; 2: in a script in one */
    for (; at < end; at++) {
        if (!commented && (at = memchr(at, '<', (size_t)(end - at))) == NULL)
            break;
        if (*at == '-') {
            if (end - at >= 3 && at[1] == '-' && at[2] == '>')
                commented = 0;
            continue;
        }
        if (*at != '<' || end - at < 4)
            continue;
        if (memcmp(at, "<!--", 4) == 0) {
            const byte *dashes = at + 4;
            while (dashes < end && *dashes == '-')
                dashes++;
            if (dashes < end && *dashes == '>') {
                commented = 0;
                at = dashes;
            }
            else {
                if (!commented)
                    commented = 1;
                at += 3;
            }
        }
        else if (stands(at + 1, end, "script", 6))
            commented = commented ? 2 : 0;
        else if (at[1] == '/' && stands(at + 2, end, "script", 6)) {
            if (commented != 2)
                return at;
            commented = 1;
        }
    }
    return NULL;
}

static const char *
scan_page(Open *open, const byte *at, const byte *end) /* NULL: no memory */
{
    Py_ssize_t steps = 0, reopened = 0, work = 0, attributes;
    char name_text[NAME_LENGTH];
    int closes_itself;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        if (end - at < 2)
            break;
        byte mark = at[1];
        int is_end = mark == '/' && end - at > 2 && is_letter(at[2]);
        if (!is_end && !is_letter(mark)) {
            if (mark != '!' && mark != '?' && mark != '/') {
                at++;
                continue;
            }
            if (end - at >= 4 && memcmp(at, "<!--", 4) == 0)
                at = end_of_comment(at + 4, end);
            else {
                if (open->odd && end - at >= 9 && memcmp(at, "<![CDATA[", 9) == 0) {
                    if (!open->foreign)
                        return "unsure";
                    at = end_of_data(at + 9, end);
                }
                else {
                    at = memchr(at, '>', (size_t)(end - at));
                    at = at == NULL ? NULL : at + 1;
                }
            }
            if (at == NULL)
                break;
            continue;
        }
        const byte *start = at, *text = at + 1 + is_end, *after = text;
        while (after < end && !ends_name(*after))
            after++;
        size_t length = (size_t)(after - text);
        at = end_of_tag(after, end, &attributes, &closes_itself);
        if (at == NULL)
            break;
        int name = UNKNOWN;
        if (length <= NAME_LENGTH) {
            for (size_t i = 0; i < length; i++)
                name_text[i] = (char)lower(text[i]);
            name = known_name(name_text, length);
        }
        int flags = known[name].flags;
        if (at - start > long_tag && (work += attributes * attributes) > max_attribute_work)
            return "attributes";
        steps += open->depth;
        reopened += open->reopened;
        if (reopened > max_reopened || steps > max_steps)
            return "deep";
        if (flags & NEVER)
            continue;
        if (is_end) {
            if (name == paragraph_name || name == break_name)
                open->foreign = 0;
            end_element(open, name, text, length);
            continue;
        }
        if (open->foreign && flags & LEAVES)
            open->foreign = 0;
        if (open->foreign || flags & FOREIGN) {
            if (!closes_itself) {
                if (push(open, name, -1, text, length) < 0)
                    return NULL;
                open->foreign = (open->foreign || open->odd == 1) && !(flags & HOLDS);
            }
        }
        else if (flags & VOID) {
            if (name == rule_name)
                open->paragraph = -1;
        }
        else if (name == plaintext_name && !open->odd)
            break;
        else if (flags & RAW) {
            const byte *raw_end = name == script_name ? end_of_script(at, end) : end_of_raw(at, end, name);
            if (open->odd && (raw_end == NULL || memchr(at, '<', (size_t)(raw_end - at)) != NULL))
                return "unsure";
            if (raw_end == NULL)
                break;
            if (push(open, name, -1, text, length) < 0)
                return NULL;
            at = raw_end;
        }
        else {
            if (known[name].closes[paragraph_name])
                end_paragraph(open);
            while (open->depth && known[name].closes[open->stack[open->depth - 1].name])
                    pop(open, 1);
            int key = -1;
            if (flags & FORMATTING) {
                key = name == link_name ? key_of(open, (const byte *)"a", 1) : key_of(open, start, at - start);
                if (key == -2)
                    return NULL;
            }
            if (push(open, name, key, text, length) < 0)
                return NULL;
        }
        if (open->depth > max_depth)
            return "deep";
    }
    return "";
}

PyObject *
scan(PyObject *Py_UNUSED(module), PyObject *utf8)
{
    char *data;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(utf8, &data, &length) < 0)
        return NULL;
    Open open = {.paragraph = -1};
    open.seed = (size_t)(uintptr_t)&open ^ (size_t)(uintptr_t)data;
    const char *answer = scan_page(&open, (const byte *)data, (const byte *)data + length);
    PyMem_Free(open.stack);
    PyMem_Free(open.keys);
    PyMem_Free(open.key_by_hash);
    return answer == NULL ? NULL : PyUnicode_InternFromString(answer);
}

static int
take(PyObject *name) /* the number of a name; -1: an error */
{
    char *data;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(name, &data, &length) < 0)
        return -1;
    int number = length > 0 ? known_name(data, (size_t)length) : UNKNOWN;
    if (number != UNKNOWN)
        return number;
    if (length == 0 || length > NAME_LENGTH || known_count == NAMES) {
        PyErr_Format(PyExc_ValueError, "%R is no name that can be known", name);
        return -1;
    }
    unsigned at = hash_of(data, (size_t)length);
    while (known_by_hash[at & (NAME_ROOM - 1)] != UNKNOWN)
        at++;
    known_by_hash[at & (NAME_ROOM - 1)] = (short)known_count;
    memcpy(known[known_count].name, data, (size_t)length);
    known[known_count].length = (byte)length;
    return known_count++;
}

static int
take_all(PyObject *names, byte flag, byte *set)
{
    PyObject *iterator = PyObject_GetIter(names), *name;
    if (iterator == NULL)
        return -1;
    while ((name = PyIter_Next(iterator)) != NULL) {
        int number = take(name);
        Py_DECREF(name);
        if (number < 0)
            break;
        if (set != NULL)
            set[number] = 1;
        else
            known[number].flags |= flag;
    }
    Py_DECREF(iterator);
    return PyErr_Occurred() ? -1 : 0;
}

PyObject *
configure_bounds(PyObject *Py_UNUSED(module), PyObject *arguments, PyObject *named)
{
    static char *words[] = {
        "void", "raw", "foreign", "leaves", "holds", "formatting", "never", "odd", "shelters", "closes", "ends_with", "max_depth", "max_steps",
        "max_reopened", "max_attribute_work", "long_tag", "same", "reach", "far", NULL,
    };
    PyObject *sets[8], *shelters, *closes, *ends_with, *name, *names;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, named, "$OOOOOOOOOO!O!nnnnnnnn", words, &sets[0], &sets[1], &sets[2], &sets[3], &sets[4], &sets[5], &sets[6], &sets[7],
            &shelters, &PyDict_Type, &closes, &PyDict_Type, &ends_with, &max_depth, &max_steps, &max_reopened, &max_attribute_work, &long_tag, &same,
            &reach, &far))
        return NULL;
    memset(known, 0, sizeof known);
    memset(known_by_hash, 0, sizeof known_by_hash);
    known_count = 1;
    for (int i = 0; i < 8; i++)
        if (take_all(sets[i], (byte)(1 << i), NULL) < 0)
            return NULL;
    byte shelter[NAMES] = {0};
    if (take_all(shelters, 0, shelter) < 0)
        return NULL;
    for (int i = 1; i < NAMES; i++)
        known[i].shelters = shelter[i];
    Py_ssize_t at = 0;
    while (PyDict_Next(closes, &at, &name, &names)) {
        int number = take(name);
        if (number < 0 || take_all(names, 0, known[number].closes) < 0)
            return NULL;
    }
    at = 0;
    while (PyDict_Next(ends_with, &at, &name, &names)) {
        int number = take(name);
        if (number < 0 || take_all(names, 0, known[number].ends_with) < 0)
            return NULL;
        known[number].has_ends = 1;
    }
    link_name = known_name("a", 1);
    script_name = known_name("script", 6);
    plaintext_name = known_name("plaintext", 9);
    paragraph_name = known_name("p", 1);
    break_name = known_name("br", 2);
    rule_name = known_name("hr", 2);
    Py_RETURN_NONE;
}
