/* newsspider/pages/walk.py over lexbor's own nodes: the same columns and the same blocks, value by value, without an object a node.
 *
 * walk.py says what is made; what is said there is not said again. Words and the sets of tags come from Python (`configure`), so
 * that they stand in one place. Everything here works on the UTF-8 that lexbor keeps; str objects are made for what leaves. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include "lexbor_nodes.h"

#ifndef SOURCES
#define SOURCES "" /* the digest of the sources, by hatch_build.py */
#endif

/* ---- what Python tells ---------------------------------------------------------------------------------------------------- */

enum { NONE, BREAK, SKIP, PLAYER, LINK, LINE, IMAGE };
enum { LEAF = 1, CELL = 2, PREFORMATTED = 4, ASIDE = 8 };
enum { BREAKS = 1, ENTERED = 2 };

typedef struct {
    PyObject *name;
    unsigned char kind, flags;
} Tag;

static Tag tags_by_number[TAGS];
static PyObject *attribute_names[ATTRIBUTES];
static PyObject *kinds, *leaves, *cells, *preformatted, *aside_tags; /* dict tag -> kind; sets of tags */
static PyObject *is_aside_name, *hides, *keeps_breaks, *mark_of;     /* asked for what is not ASCII */
static PyObject *new_shown;                                          /* the class of what `show` gives */
static PyObject *oversized;                                          /* called with the number of elements that is too much */
static PyObject *text_kind, *image_kind, *player_kind, *empty;
static Py_ssize_t most_rows;

/* ---- texts ---------------------------------------------------------------------------------------------------------------- */

typedef struct {
    char *data;
    size_t length, room;
} Text;

static int
grow(Text *text, size_t more)
{
    if (text->length + more > text->room) {
        size_t room = (text->length + more) * 2 + 256;
        char *data = PyMem_Realloc(text->data, room);
        if (data == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        text->data = data;
        text->room = room;
    }
    return 0;
}

static int
append(Text *text, const char *data, size_t length)
{
    if (length) {
        if (grow(text, length) < 0)
            return -1;
        memcpy(text->data + text->length, data, length);
        text->length += length;
    }
    return 0;
}

static int
is_blank(unsigned char byte) /* [ \t\r\n\f\v] */
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* How many bytes of a character of line_breaks.STRIP stand at the start (or before the end); 0 for another character. */
static int
stripped_at(const unsigned char *at, size_t left)
{
    if (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')
        return 1;
    if (*at < 0xc2)
        return 0;
    if (left >= 2 && at[0] == 0xc2 && at[1] == 0xa0)
        return 2;
    if (left < 3)
        return 0;
    if (at[0] == 0xe3 && at[1] == 0x80 && at[2] == 0x80)
        return 3;
    if (at[0] == 0xe2 && at[1] == 0x80 && (at[2] == 0x82 || at[2] == 0x83 || at[2] == 0x8b))
        return 3;
    return at[0] == 0xef && at[1] == 0xbb && at[2] == 0xbf ? 3 : 0;
}

static int
stripped_before(const unsigned char *end, size_t left)
{
    unsigned char last = end[-1];
    if (last < 0x80)
        return last == ' ' || last == '\t' || last == '\r' || last == '\n';
    if (left >= 2 && last == 0xa0 && end[-2] == 0xc2)
        return 2;
    return left >= 3 && stripped_at(end - 3, 3) == 3 ? 3 : 0;
}

/* Take line_breaks.STRIP from both ends. */
static void
strip(const char **data, size_t *length)
{
    const unsigned char *start = (const unsigned char *)*data, *end = start + *length;
    int bytes;
    while (start < end && (bytes = stripped_at(start, end - start)))
        start += bytes;
    while (start < end && (bytes = stripped_before(end, end - start)))
        end -= bytes;
    *data = (const char *)start;
    *length = end - start;
}

static Py_ssize_t
characters(const char *data, size_t length)
{
    Py_ssize_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += (data[i] & 0xc0) != 0x80;
    return count;
}

/* The bytes of the first so many characters. */
static size_t
bytes_of(const char *data, size_t length, Py_ssize_t most)
{
    if (length <= (size_t)most)
        return length;
    size_t i = 0;
    for (; i < length; i++)
        if ((data[i] & 0xc0) != 0x80 && most-- == 0)
            break;
    return i;
}

static int
is_ascii(const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (data[i] & 0x80)
            return 0;
    return 1;
}

static PyObject *
decoded(const char *data, size_t length)
{
    return PyUnicode_DecodeUTF8(data, (Py_ssize_t)length, "replace");
}

/* Runs of blanks become one space, in place. */
static size_t
squeeze(char *data, size_t length)
{
    size_t to = 0;
    for (size_t from = 0; from < length; from++) {
        unsigned char byte = (unsigned char)data[from];
        if (!is_blank(byte))
            data[to++] = (char)byte;
        else if (to == 0 || data[to - 1] != ' ')
            data[to++] = ' ';
    }
    return to;
}

/* The character before the end, and its bytes. */
static Py_UCS4
last_character(const unsigned char *start, const unsigned char *end, int *bytes)
{
    const unsigned char *at = end - 1;
    while (at > start && (*at & 0xc0) == 0x80 && end - at < 4)
        at--;
    *bytes = (int)(end - at);
    switch (*bytes) {
    case 2:
        return (Py_UCS4)((at[0] & 0x1f) << 6 | (at[1] & 0x3f));
    case 3:
        return (Py_UCS4)((at[0] & 0x0f) << 12 | (at[1] & 0x3f) << 6 | (at[2] & 0x3f));
    case 4:
        return (Py_UCS4)((at[0] & 0x07) << 18 | (at[1] & 0x3f) << 12 | (at[2] & 0x3f) << 6 | (at[3] & 0x3f));
    default:
        return *at;
    }
}

/* ---- names and styles ----------------------------------------------------------------------------------------------------- */

typedef struct {
    char text[32];
    unsigned char length;
} Word;

static Word *aside_names; /* a hash table, half empty */
static size_t aside_room;

static size_t
hashed(const char *data, size_t length)
{
    size_t hash = 1469598103u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)data[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static int
is_aside_word(const char *data, size_t length)
{
    if (length == 0 || length >= sizeof aside_names->text)
        return 0;
    for (size_t at = hashed(data, length);; at++) {
        const Word *word = &aside_names[at & (aside_room - 1)];
        if (word->length == 0)
            return 0;
        if (word->length == length && memcmp(word->text, data, length) == 0)
            return 1;
    }
}

static int
ask(PyObject *function, const char *data, size_t length)
{
    PyObject *text = decoded(data, length);
    if (text == NULL)
        return -1;
    PyObject *answer = PyObject_CallOneArg(function, text);
    Py_DECREF(text);
    if (answer == NULL)
        return -1;
    int yes = PyObject_IsTrue(answer);
    Py_DECREF(answer);
    return yes;
}

static int
is_space(unsigned char byte) /* str.isspace of ASCII */
{
    return is_blank(byte) || (byte >= 0x1c && byte <= 0x1f);
}

/* elements.is_aside_name of the first characters of a class or an id. */
static int
names_aside(const lexbor_string *names, Py_ssize_t most)
{
    const char *data = (const char *)names->data;
    size_t length = bytes_of(data, names->length, most);
    if (!is_ascii(data, length))
        return ask(is_aside_name, data, length);
    char word[sizeof aside_names->text], whole[sizeof aside_names->text];
    size_t in_word = 0, in_whole = 0;
    unsigned char before = 0;
    for (size_t i = 0; i <= length; i++) {
        unsigned char byte = i < length ? (unsigned char)data[i] : ' ';
        int is_upper = byte >= 'A' && byte <= 'Z';
        unsigned char lower = is_upper ? byte + 32 : byte;
        int is_letter = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        int splits = is_upper && ((before >= 'a' && before <= 'z') || (before >= '0' && before <= '9'));
        if (!is_letter || splits) {
            if (is_aside_word(word, in_word))
                return 1;
            in_word = 0;
        }
        if (is_space(byte)) {
            if (is_aside_word(whole, in_whole))
                return 1;
            in_whole = 0;
        }
        else {
            if (in_whole < sizeof whole)
                whole[in_whole++] = (char)lower;
            if (is_letter && in_word < sizeof word)
                word[in_word++] = (char)lower;
        }
        before = byte;
    }
    return 0;
}

/* Whether `name\s*:\s*value` stands in lower-case ASCII. */
static int
declares(const char *style, size_t length, const char *name, const char *value)
{
    size_t name_length = strlen(name), value_length = strlen(value);
    for (size_t i = 0; i + name_length < length; i++) {
        if (style[i] != *name || memcmp(style + i, name, name_length) != 0)
            continue;
        size_t at = i + name_length;
        while (at < length && is_space((unsigned char)style[at]))
            at++;
        if (at == length || style[at++] != ':')
            continue;
        while (at < length && is_space((unsigned char)style[at]))
            at++;
        if (at + value_length <= length && memcmp(style + at, value, value_length) == 0)
            return 1;
    }
    return 0;
}

/* elements.hides (or keeps_breaks) of the first characters of a style. */
static int
says(PyObject *question, const lexbor_string *style)
{
    char lower[300];
    const char *data = (const char *)style->data;
    size_t length = bytes_of(data, style->length, 300);
    if (!is_ascii(data, length))
        return ask(question, data, length);
    for (size_t i = 0; i < length; i++)
        lower[i] = data[i] >= 'A' && data[i] <= 'Z' ? data[i] + 32 : data[i];
    if (question == keeps_breaks)
        return declares(lower, length, "white-space", "pre");
    return declares(lower, length, "display", "none") || declares(lower, length, "visibility", "hidden");
}

/* ---- the columns ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    lexbor_node *node;
    int parent, end;
    unsigned char kind, flags, asked;
} Row;

/* A tag that has no number. */
typedef struct {
    uintptr_t address;
    Tag tag;
} Other;

typedef struct {
    PyObject_HEAD
    PyObject *parser; /* holds the nodes alive */
    lexbor_node *root;
    Row *rows;
    Py_ssize_t count, room;
    lexbor_node **comments;
    Py_ssize_t comment_count, comment_room;
    Other *others; /* a hash table, half empty */
    size_t other_count, other_room;
    uintptr_t hidden_name; /* the number of the attribute `hidden` on this page; 0: not met yet */
    PyObject *shown, *tag_list, *parent_list, *end_list, *class_dict, *id_dict, *comment_list;
} Columns;

static int
describe(Tag *tag, PyObject *name)
{
    PyObject *kind = PyDict_GetItemWithError(kinds, name);
    if (kind == NULL && PyErr_Occurred())
        return -1;
    tag->kind = kind == NULL ? NONE : (unsigned char)PyLong_AsLong(kind);
    PyObject *const sets[] = {leaves, cells, preformatted, aside_tags};
    tag->flags = 0;
    for (int i = 0; i < 4; i++) {
        int in = PySet_Contains(sets[i], name);
        if (in < 0)
            return -1;
        if (in)
            tag->flags |= (unsigned char)(1 << i);
    }
    tag->name = name;
    return 0;
}

static const char *
name_of(uintptr_t number, size_t *length)
{
    const lexbor_name *name = (const lexbor_name *)number;
    *length = name->length;
    return (const char *)(name->length <= NEAR_LENGTH ? name->text.near : name->text.far);
}

static int
widen_others(Columns *self)
{
    size_t room = self->other_room ? self->other_room * 4 : 64;
    Other *others = PyMem_Calloc(room, sizeof(Other));
    if (others == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t i = 0; i < self->other_room; i++)
        if (self->others[i].address) {
            size_t at = self->others[i].address >> 4;
            while (others[at & (room - 1)].address)
                at++;
            others[at & (room - 1)] = self->others[i];
        }
    PyMem_Free(self->others);
    self->others = others;
    self->other_room = room;
    return 0;
}

static const Tag *
tag_of(Columns *self, const lexbor_node *node)
{
    const lexbor_element *element = (const lexbor_element *)node;
    uintptr_t number = element->qualified_name ? element->qualified_name : node->local_name;
    if (number < TAGS)
        return &tags_by_number[number];
    if (self->other_count * 2 >= self->other_room && widen_others(self) < 0)
        return NULL;
    size_t at = number >> 4;
    Other *other;
    while ((other = &self->others[at & (self->other_room - 1)])->address) {
        if (other->address == number)
            return &other->tag;
        at++;
    }
    size_t length;
    const char *data = name_of(number, &length);
    PyObject *name = decoded(data, length);
    if (name == NULL || describe(&other->tag, name) < 0) {
        Py_XDECREF(name);
        return NULL;
    }
    other->address = number;
    self->other_count++;
    return &other->tag;
}

typedef struct {
    const lexbor_string *class, *id, *style; /* NULL: none, or one without a value */
    int has_href, has_style, has_hidden;
} Asked;

/* The attributes that the walk asks for. */
static void
look_at(Columns *self, const lexbor_node *node, Asked *asked)
{
    memset(asked, 0, sizeof *asked);
    const lexbor_attribute *attribute = ((const lexbor_element *)node)->first_attribute;
    for (; attribute != NULL; attribute = attribute->next) {
        uintptr_t number = attribute->qualified_name ? attribute->qualified_name : attribute->node.local_name;
        const lexbor_string *value = attribute->value;
        if (value != NULL && (value->data == NULL || value->length == 0))
            value = NULL;
        if (number == ATTRIBUTE_CLASS)
            asked->class = value;
        else if (number == ATTRIBUTE_ID)
            asked->id = value;
        else if (number == ATTRIBUTE_STYLE) {
            asked->style = value;
            asked->has_style = 1;
        }
        else if (number == ATTRIBUTE_HREF)
            asked->has_href = 1;
        else if (number >= ATTRIBUTES) {
            size_t length;
            if (number == self->hidden_name)
                asked->has_hidden = 1;
            else if (((const lexbor_name *)number)->length == 6) {
                const char *name = name_of(number, &length);
                if (memcmp(name, "hidden", 6) == 0) {
                    self->hidden_name = number;
                    asked->has_hidden = 1;
                }
            }
        }
    }
}

static int
add_row(Columns *self, lexbor_node *node, int parent)
{
    if (self->count == most_rows) {
        PyObject *none = PyObject_CallFunction(oversized, "n", most_rows);
        Py_XDECREF(none);
        return -1;
    }
    if (self->count == self->room) {
        Py_ssize_t room = self->room ? self->room * 2 : 1024;
        Row *rows = PyMem_Realloc(self->rows, (size_t)room * sizeof(Row));
        if (rows == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        self->rows = rows;
        self->room = room;
    }
    const Tag *tag = tag_of(self, node);
    if (tag == NULL)
        return -1;
    Row *row = &self->rows[self->count];
    row->node = node;
    row->parent = parent;
    row->end = (int)self->count + 1;
    row->kind = tag->kind;
    row->flags = tag->flags;
    row->asked = 0;
    self->count++;
    node->user = (void *)(uintptr_t)self->count;
    return 0;
}

static int
add_comment(Columns *self, lexbor_node *node)
{
    if (self->comment_count == self->comment_room) {
        Py_ssize_t room = self->comment_room ? self->comment_room * 2 : 64;
        lexbor_node **comments = PyMem_Realloc(self->comments, (size_t)room * sizeof *comments);
        if (comments == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        self->comments = comments;
        self->comment_room = room;
    }
    self->comments[self->comment_count++] = node;
    return 0;
}

/* Rows for all that an element holds that is passed by. */
static int
pass_by(Columns *self, int first)
{
    lexbor_node *top = self->rows[first].node, *node = top->first_child;
    int above = first;
    if (node == NULL || self->rows[first].flags & LEAF)
        return 0;
    for (;;) {
        while (node == NULL) {
            Row *row = &self->rows[above];
            row->end = (int)self->count;
            if (above == first)
                return 0;
            node = row->node->next;
            above = row->parent;
        }
        if (node->type == ELEMENT_NODE) {
            int here = (int)self->count;
            if (add_row(self, node, above) < 0)
                return -1;
            if (!(self->rows[here].flags & LEAF)) {
                above = here;
                node = node->first_child;
                continue;
            }
        }
        else if (node->type == COMMENT_NODE && add_comment(self, node) < 0)
            return -1;
        node = node->next;
    }
}

/* ---- the walk ------------------------------------------------------------------------------------------------------------- */

typedef struct {
    size_t start, length;
    Py_ssize_t links;
} Line;

typedef struct {
    int row, owner, cell, start;
    unsigned char is_link, is_break, keeps;
} Open;

typedef struct {
    PyObject *texts, *owners, *links, *kinds, *cells, *spans, *asides, *marks, *hidden;
    Text parts; /* of the line under way */
    Py_ssize_t part_count, linked;
    Text ended; /* the lines of the block under way that are ended */
    Line *lines;
    size_t line_count, line_room;
    int *images;
    size_t image_count, image_room;
    Text joined;
    int owner, cell;
} Walk;

static int
put(PyObject *list, PyObject *item) /* takes the item */
{
    if (item == NULL)
        return -1;
    int failed = PyList_Append(list, item);
    Py_DECREF(item);
    return failed;
}

static int
put_number(PyObject *list, Py_ssize_t number)
{
    return put(list, PyLong_FromSsize_t(number));
}

static int
put_block(Walk *walk, PyObject *text, int owner, Py_ssize_t links, PyObject *kind) /* takes the text */
{
    if (put(walk->texts, text) < 0 || put_number(walk->owners, owner) < 0 || put_number(walk->links, links) < 0)
        return -1;
    return PyList_Append(walk->kinds, kind) < 0 || put_number(walk->cells, walk->cell) < 0 ? -1 : 0;
}

static int
put_text(Walk *walk, const char *data, size_t length, Py_ssize_t links)
{
    PyObject *text = decoded(data, length);
    if (text == NULL)
        return -1;
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    return put_block(walk, text, walk->owner, links < size ? links : size, text_kind);
}

static int
end_line(Walk *walk)
{
    if (walk->line_count == walk->line_room) {
        size_t room = walk->line_room ? walk->line_room * 2 : 32;
        Line *lines = PyMem_Realloc(walk->lines, room * sizeof *lines);
        if (lines == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        walk->lines = lines;
        walk->line_room = room;
    }
    char *data = walk->parts.data;
    size_t length = walk->parts.length ? squeeze(data, walk->parts.length) : 0;
    if (length && data[0] == ' ') {
        data++;
        length--;
    }
    if (length && data[length - 1] == ' ')
        length--;
    Line *line = &walk->lines[walk->line_count++];
    line->start = walk->ended.length;
    line->length = length;
    line->links = walk->linked;
    if (append(&walk->ended, data, length) < 0)
        return -1;
    walk->parts.length = 0;
    walk->part_count = walk->linked = 0;
    return 0;
}

/* line_breaks._INDENT at the start of a line. */
static int
is_indented(const char *data, size_t length)
{
    int wide = 0;
    const unsigned char *at = (const unsigned char *)data, *end = at + length;
    while (at < end && wide < 2) {
        int bytes = stripped_at(at, end - at);
        if (bytes < 2 || (bytes == 3 && (at[0] == 0xef || at[2] == 0x8b)))
            return 0;
        if (bytes == 3 && at[0] == 0xe2 && at[2] == 0x83)
            return 1;
        at += bytes;
        wide++;
    }
    return wide == 2;
}

/* line_breaks._SENTENCE_END. */
static int
ends_sentence(const char *data, size_t length)
{
    const unsigned char *start = (const unsigned char *)data, *end = start + length;
    while (start < end) {
        int bytes;
        Py_UCS4 last = last_character(start, end, &bytes);
        switch (last) {
        case 0x3002: case 0xff01: case 0xff1f: case '!': case '?': case 0x2026: case 0xff1b: case 0xff1a: case ':': case 0x201d:
        case 0xff09: case ')': case 0x3011:
            return 1;
        }
        if (!Py_UNICODE_ISSPACE(last))
            return 0;
        end -= bytes;
    }
    return 0;
}

/* line_breaks.paragraphs of the lines of the block under way. */
static int
put_paragraphs(Walk *walk)
{
    const char *ended = walk->ended.data != NULL ? walk->ended.data : "";
    size_t texts = 0, long_ones = 0;
    int all_end = 1;
    for (size_t i = 0; i < walk->line_count; i++) {
        const char *bare = ended + walk->lines[i].start;
        size_t length = walk->lines[i].length;
        strip(&bare, &length);
        if (length == 0)
            continue;
        texts++;
        if (characters(bare, length) >= 30) {
            long_ones++;
            all_end = all_end && ends_sentence(bare, length);
        }
    }
    int prose = texts >= 2 && long_ones * 2 >= texts && all_end;
    Text *held = &walk->joined;
    held->length = 0;
    size_t last_start = 0, last_length = 0; /* of the last line held */
    Py_ssize_t links = 0;
    for (size_t i = 0; i < walk->line_count; i++) {
        const char *text = ended + walk->lines[i].start, *bare = text;
        size_t length = walk->lines[i].length, bare_length = length;
        strip(&bare, &bare_length);
        if (held->length
            && (bare_length == 0 || is_indented(text, length) || (prose && ends_sentence(ended + last_start, last_length)))) {
            if (put_text(walk, held->data, held->length, links) < 0)
                return -1;
            held->length = 0;
            links = 0;
        }
        if (bare_length) {
            if ((held->length && append(held, "\n", 1) < 0) || append(held, bare, bare_length) < 0)
                return -1;
            last_start = (size_t)(bare - ended);
            last_length = bare_length;
            links += walk->lines[i].links;
        }
    }
    return held->length ? put_text(walk, held->data, held->length, links) : 0;
}

static int
flush(Walk *walk)
{
    if (walk->line_count) {
        if (end_line(walk) < 0 || put_paragraphs(walk) < 0)
            return -1;
        walk->line_count = 0;
        walk->ended.length = 0;
    }
    else if (walk->part_count) {
        const char *data = walk->parts.data;
        size_t length = walk->parts.length;
        if (length) {
            strip(&data, &length);
            length = squeeze((char *)data, length);
            strip(&data, &length);
            if (length && put_text(walk, data, length, walk->linked) < 0)
                return -1;
        }
        walk->parts.length = 0;
        walk->part_count = walk->linked = 0;
    }
    for (size_t i = 0; i < walk->image_count; i++)
        if (put_block(walk, Py_NewRef(empty), walk->images[i], 0, image_kind) < 0)
            return -1;
    walk->image_count = 0;
    return 0;
}

static int
add_image(Walk *walk, int row)
{
    if (walk->image_count == walk->image_room) {
        size_t room = walk->image_room ? walk->image_room * 2 : 16;
        int *images = PyMem_Realloc(walk->images, room * sizeof *images);
        if (images == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        walk->images = images;
        walk->image_room = room;
    }
    walk->images[walk->image_count++] = row;
    const char *data = walk->parts.data;
    size_t length = walk->parts.length;
    if (length)
        strip(&data, &length);
    return length ? 0 : flush(walk);
}

static int
add_text(Walk *walk, const lexbor_string *string, int links, int kept)
{
    const char *data = (const char *)string->data;
    size_t length = string->length;
    if (data == NULL || length == 0)
        return 0;
    if (!walk->part_count && !kept && (unsigned char)*data <= ' ') {
        size_t i = 0;
        while (i < length && (data[i] == ' ' || data[i] == '\t' || data[i] == '\r' || data[i] == '\n'))
            i++;
        if (i == length)
            return 0;
    }
    if (kept) {
        const char *line_break;
        while ((line_break = memchr(data, '\n', length)) != NULL) {
            size_t before = (size_t)(line_break - data);
            if (append(&walk->parts, data, before) < 0 || end_line(walk) < 0)
                return -1;
            data += before + 1;
            length -= before + 1;
        }
    }
    if (append(&walk->parts, data, length) < 0)
        return -1;
    walk->part_count++;
    if (links && length) {
        strip(&data, &length);
        walk->linked += characters(data, length);
    }
    return 0;
}

static void
strip_spaces(const char **data, size_t *length) /* str.strip() of UTF-8 */
{
    const unsigned char *start = (const unsigned char *)*data, *end = start + *length;
    int bytes;
    while (start < end) {
        if (*start < 0x80) {
            if (!is_space(*start))
                break;
            start++;
            continue;
        }
        const unsigned char *next = start + 1;
        while (next < end && (*next & 0xc0) == 0x80)
            next++;
        if (!Py_UNICODE_ISSPACE(last_character(start, next, &bytes)))
            break;
        start = next;
    }
    while (start < end) {
        if (!Py_UNICODE_ISSPACE(last_character(start, end, &bytes)))
            break;
        end -= bytes;
    }
    *data = (const char *)start;
    *length = (size_t)(end - start);
}

static int
add_mark(Walk *walk, const lexbor_node *node)
{
    const lexbor_string *string = &((const lexbor_text *)node)->data;
    const char *data = (const char *)string->data;
    size_t length = data == NULL ? 0 : string->length;
    strip_spaces(&data, &length);
    if (length == 0 || length >= 60 * 4)
        return 0;
    PyObject *text = decoded(data, length);
    if (text == NULL)
        return -1;
    PyObject *mark = PyObject_CallOneArg(mark_of, text);
    Py_DECREF(text);
    if (mark == NULL)
        return -1;
    int failed = 0;
    if (mark != Py_None)
        failed = flush(walk) < 0 || put(walk->marks, Py_BuildValue("(On)", mark, PyList_GET_SIZE(walk->texts))) < 0;
    Py_DECREF(mark);
    return failed ? -1 : 0;
}

static int
put_span(Walk *walk, int row, int start)
{
    PyObject *key = PyLong_FromLong(row), *span = Py_BuildValue("(in)", start, PyList_GET_SIZE(walk->texts));
    int failed = key == NULL || span == NULL ? -1 : PyDict_SetItem(walk->spans, key, span);
    Py_XDECREF(key);
    Py_XDECREF(span);
    return failed;
}

/* The loop; `fill`: the rows are made, else they are there. */
static int
run(Columns *self, Walk *walk, Text *stack, int every, int fill)
{
    lexbor_node *node = self->root;
    int above = -1, row = 0, count = 0, links = 0, kept = 0;
    Asked asked;
    walk->owner = 0;
    walk->cell = -1;
    for (;;) {
        int enters = 0;
        Open open = {0};
        if (node->type == TEXT_NODE) {
            if (add_text(walk, &((lexbor_text *)node)->data, links, kept) < 0)
                return -1;
        }
        else if (node->type == COMMENT_NODE) {
            if ((fill && add_comment(self, node) < 0) || add_mark(walk, node) < 0)
                return -1;
        }
        else if (node->type == ELEMENT_NODE) {
            row = count++;
            if (fill && add_row(self, node, above) < 0)
                return -1;
            unsigned char kind = self->rows[row].kind, flags = self->rows[row].flags, said = self->rows[row].asked;
            if (kind == NONE && said & BREAKS)
                kind = BREAK;
            int passed = kind == SKIP, unfolded = 0;
            if (!passed) {
                look_at(self, node, &asked);
                int is_hidden = asked.has_hidden;
                if (!is_hidden && asked.style != NULL && (is_hidden = says(hides, asked.style)) < 0)
                    return -1;
                if (is_hidden) {
                    unfolded = every || said & ENTERED;
                    if (!unfolded) {
                        if (put_number(walk->hidden, row) < 0)
                            return -1;
                        passed = 1;
                    }
                }
            }
            if (passed) {
                if (fill && pass_by(self, row) < 0)
                    return -1;
                count = self->rows[row].end;
            }
            else if (kind == BREAK) {
                if ((walk->part_count || walk->line_count || walk->image_count) && flush(walk) < 0)
                    return -1;
                int keeps = flags & PREFORMATTED;
                if (!keeps && asked.style != NULL && (keeps = says(keeps_breaks, asked.style)) < 0)
                    return -1;
                open.is_break = 1;
                open.owner = walk->owner;
                open.cell = walk->cell;
                open.start = (int)PyList_GET_SIZE(walk->texts);
                open.keeps = keeps != 0;
                kept += open.keeps;
                walk->owner = row;
                if (flags & CELL)
                    walk->cell = row;
                enters = 1;
                if (!unfolded && !(said & ENTERED)) {
                    int aside = flags & ASIDE;
                    if (!aside && asked.class != NULL && (aside = names_aside(asked.class, 200)) < 0)
                        return -1;
                    if (!aside && asked.id != NULL && (aside = names_aside(asked.id, 100)) < 0)
                        return -1;
                    if (aside && put_number(walk->asides, row) < 0)
                        return -1;
                }
            }
            else if (kind == LINK) {
                enters = 1;
                open.is_link = (unsigned char)asked.has_href;
                links += open.is_link;
            }
            else if (kind == LINE) {
                if (end_line(walk) < 0)
                    return -1;
            }
            else if (kind == IMAGE) {
                if (add_image(walk, row) < 0)
                    return -1;
            }
            else if (kind == PLAYER) {
                if (flush(walk) < 0 || put_block(walk, Py_NewRef(empty), row, 0, player_kind) < 0)
                    return -1;
                if (fill && pass_by(self, row) < 0)
                    return -1;
                count = self->rows[row].end;
            }
            else
                enters = 1;
        }
        if (enters) {
            open.row = row;
            if (append(stack, (const char *)&open, sizeof open) < 0)
                return -1;
            above = row;
            node = node->first_child;
        }
        else
            node = node->next;
        if (stack->length == 0) /* the root itself is hidden */
            return 0;
        while (node == NULL) {
            stack->length -= sizeof open;
            memcpy(&open, stack->data + stack->length, sizeof open);
            self->rows[open.row].end = count;
            if (open.is_link)
                links--;
            else if (open.is_break) {
                if ((walk->part_count || walk->line_count || walk->image_count) && flush(walk) < 0)
                    return -1;
                walk->owner = open.owner;
                walk->cell = open.cell;
                kept -= open.keeps;
                if (put_span(walk, open.row, open.start) < 0)
                    return -1;
            }
            if (stack->length == 0)
                return 0;
            above = self->rows[open.row].parent;
            node = self->rows[open.row].node->next;
        }
    }
}

static PyObject *
walk_over(Columns *self, int every, int fill)
{
    PyObject *shown = NULL;
    Walk walk = {0};
    Text stack = {0};
    PyObject **const made[] = {&walk.texts, &walk.owners, &walk.links, &walk.kinds, &walk.cells, &walk.asides, &walk.marks, &walk.hidden};
    walk.spans = PyDict_New();
    int failed = walk.spans == NULL;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        failed |= (*made[i] = PyList_New(0)) == NULL;
    if (!failed && run(self, &walk, &stack, every, fill) == 0)
        shown = PyObject_CallFunctionObjArgs(
            new_shown, walk.texts, walk.owners, walk.links, walk.kinds, walk.cells, walk.spans, walk.asides, walk.marks, walk.hidden, NULL);
    Py_XDECREF(walk.spans);
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        Py_XDECREF(*made[i]);
    PyMem_Free(stack.data);
    PyMem_Free(walk.parts.data);
    PyMem_Free(walk.ended.data);
    PyMem_Free(walk.joined.data);
    PyMem_Free(walk.lines);
    PyMem_Free(walk.images);
    return shown;
}

/* ---- the type ------------------------------------------------------------------------------------------------------------- */

static int
columns_init(Columns *self, PyObject *arguments, PyObject *named)
{
    static char *names[] = {"parser", NULL};
    PyObject *parser;
    if (!PyArg_ParseTupleAndKeywords(arguments, named, "O", names, &parser))
        return -1;
    if (self->parser != NULL) {
        PyErr_SetString(PyExc_TypeError, "columns are filled once");
        return -1;
    }
    PyObject *root = PyObject_GetAttrString(parser, "root");
    PyObject *address = root == NULL ? NULL : PyObject_GetAttrString(root, "mem_id");
    Py_XDECREF(root);
    if (address == NULL)
        return -1;
    self->root = PyLong_AsVoidPtr(address);
    Py_DECREF(address);
    if (self->root == NULL) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "a parser without a root");
        return -1;
    }
    self->parser = Py_NewRef(parser);
    lexbor_node *beside = self->root;
    while (beside->previous != NULL)
        beside = beside->previous;
    for (; beside != self->root; beside = beside->next)
        if (beside->type == COMMENT_NODE && add_comment(self, beside) < 0)
            return -1;
    if ((self->shown = walk_over(self, 0, 1)) == NULL)
        return -1;
    for (; beside != NULL; beside = beside->next)
        if (beside->type == COMMENT_NODE && add_comment(self, beside) < 0)
            return -1;
    return 0;
}

static void
columns_dealloc(Columns *self)
{
    PyObject *const held[] = {
        self->shown, self->tag_list, self->parent_list, self->end_list, self->class_dict, self->id_dict, self->comment_list, self->parser,
    };
    for (size_t i = 0; i < self->other_room; i++)
        Py_XDECREF(self->others[i].tag.name);
    PyMem_Free(self->others);
    PyMem_Free(self->rows);
    PyMem_Free(self->comments);
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        Py_XDECREF(held[i]);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *
numbers(Columns *self, PyObject **kept, int of_parents)
{
    if (*kept == NULL && (*kept = PyList_New(self->count)) != NULL)
        for (Py_ssize_t i = 0; i < self->count; i++) {
            PyObject *number = PyLong_FromLong(of_parents ? self->rows[i].parent : self->rows[i].end);
            if (number == NULL) {
                Py_CLEAR(*kept);
                break;
            }
            PyList_SET_ITEM(*kept, i, number);
        }
    return Py_XNewRef(*kept);
}

static PyObject *
columns_parents(Columns *self, void *Py_UNUSED(closure))
{
    return numbers(self, &self->parent_list, 1);
}

static PyObject *
columns_ends(Columns *self, void *Py_UNUSED(closure))
{
    return numbers(self, &self->end_list, 0);
}

static PyObject *
columns_tags(Columns *self, void *Py_UNUSED(closure))
{
    if (self->tag_list == NULL && (self->tag_list = PyList_New(self->count)) != NULL)
        for (Py_ssize_t i = 0; i < self->count; i++) {
            const Tag *tag = tag_of(self, self->rows[i].node);
            if (tag == NULL) {
                Py_CLEAR(self->tag_list);
                break;
            }
            PyList_SET_ITEM(self->tag_list, i, Py_NewRef(tag->name));
        }
    return Py_XNewRef(self->tag_list);
}

static PyObject *
columns_shown(Columns *self, void *Py_UNUSED(closure))
{
    if (self->shown == NULL)
        PyErr_SetString(PyExc_AttributeError, "shown");
    return Py_XNewRef(self->shown);
}

/* Attribute as printed -> rows. */
static PyObject *
rows_by(Columns *self, PyObject **kept, int of_classes)
{
    if (*kept != NULL || (*kept = PyDict_New()) == NULL)
        return Py_XNewRef(*kept);
    Asked asked;
    for (Py_ssize_t i = 0; i < self->count; i++) {
        if (((const lexbor_element *)self->rows[i].node)->first_attribute == NULL)
            continue;
        look_at(self, self->rows[i].node, &asked);
        const lexbor_string *value = of_classes ? asked.class : asked.id;
        if (value == NULL)
            continue;
        PyObject *name = decoded((const char *)value->data, value->length), *rows = NULL;
        if (name != NULL && (rows = PyDict_GetItemWithError(*kept, name)) == NULL && !PyErr_Occurred()
            && (rows = PyList_New(0)) != NULL) {
            int failed = PyDict_SetItem(*kept, name, rows);
            Py_DECREF(rows);
            if (failed)
                rows = NULL;
        }
        Py_XDECREF(name);
        if (rows == NULL || put_number(rows, i) < 0) {
            Py_CLEAR(*kept);
            return NULL;
        }
    }
    return Py_NewRef(*kept);
}

static PyObject *
columns_classes(Columns *self, void *Py_UNUSED(closure))
{
    return rows_by(self, &self->class_dict, 1);
}

static PyObject *
columns_ids(Columns *self, void *Py_UNUSED(closure))
{
    return rows_by(self, &self->id_dict, 0);
}

static PyObject *
columns_comments(Columns *self, void *Py_UNUSED(closure))
{
    if (self->comment_list == NULL && (self->comment_list = PyList_New(self->comment_count)) != NULL)
        for (Py_ssize_t i = 0; i < self->comment_count; i++) {
            const lexbor_string *string = &((const lexbor_text *)self->comments[i])->data;
            const char *data = (const char *)string->data;
            size_t length = data == NULL ? 0 : string->length;
            strip_spaces(&data, &length);
            PyObject *text = decoded(data, length);
            if (text == NULL) {
                Py_CLEAR(self->comment_list);
                break;
            }
            PyList_SET_ITEM(self->comment_list, i, text);
        }
    return Py_XNewRef(self->comment_list);
}

static int
mark_rows(Columns *self, PyObject *rows, unsigned char bit)
{
    if (rows == NULL)
        return 0;
    PyObject *iterator = PyObject_GetIter(rows), *item;
    if (iterator == NULL)
        return -1;
    while ((item = PyIter_Next(iterator)) != NULL) {
        Py_ssize_t row = PyLong_AsSsize_t(item);
        Py_DECREF(item);
        if (row == -1 && PyErr_Occurred())
            break;
        if (row >= 0 && row < self->count)
            self->rows[row].asked |= bit;
    }
    Py_DECREF(iterator);
    return PyErr_Occurred() ? -1 : 0;
}

static PyObject *
columns_show(Columns *self, PyObject *arguments, PyObject *named)
{
    static char *names[] = {"breaks", "entered", "every", NULL};
    PyObject *breaks = NULL, *entered = NULL, *shown = NULL;
    int every = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, named, "|OO$p", names, &breaks, &entered, &every))
        return NULL;
    if (self->count == 0) {
        PyErr_SetString(PyExc_ValueError, "columns without a row");
        return NULL;
    }
    if (mark_rows(self, breaks, BREAKS) == 0 && mark_rows(self, entered, ENTERED) == 0)
        shown = walk_over(self, every, 0);
    for (Py_ssize_t i = 0; i < self->count; i++)
        self->rows[i].asked = 0;
    return shown;
}

static lexbor_node *
node_of(Columns *self, PyObject *row)
{
    Py_ssize_t number = PyLong_AsSsize_t(row);
    if (number == -1 && PyErr_Occurred())
        return NULL;
    if (number < 0 || number >= self->count) {
        PyErr_SetString(PyExc_IndexError, "no such row");
        return NULL;
    }
    return self->rows[number].node;
}

static PyObject *
columns_attributes(Columns *self, PyObject *row)
{
    lexbor_node *node = node_of(self, row);
    PyObject *attributes = node == NULL ? NULL : PyDict_New();
    if (attributes == NULL)
        return NULL;
    const lexbor_attribute *attribute = ((const lexbor_element *)node)->first_attribute;
    for (; attribute != NULL; attribute = attribute->next) {
        uintptr_t number = attribute->qualified_name ? attribute->qualified_name : attribute->node.local_name;
        PyObject *name, *value;
        if (number < ATTRIBUTES)
            name = Py_NewRef(attribute_names[number]);
        else {
            size_t length;
            const char *data = name_of(number, &length);
            name = decoded(data, length);
        }
        const lexbor_string *string = attribute->value;
        if (string == NULL || string->data == NULL)
            value = Py_NewRef(Py_None);
        else
            value = decoded((const char *)string->data, string->length);
        int failed = name == NULL || value == NULL ? -1 : PyDict_SetItem(attributes, name, value);
        Py_XDECREF(name);
        Py_XDECREF(value);
        if (failed) {
            Py_DECREF(attributes);
            return NULL;
        }
    }
    return attributes;
}

static PyObject *
columns_attribute(Columns *self, PyObject *const *arguments, Py_ssize_t count)
{
    if (count != 2) {
        PyErr_SetString(PyExc_TypeError, "a row and a name are needed");
        return NULL;
    }
    lexbor_node *node = node_of(self, arguments[0]);
    Py_ssize_t wanted_length;
    const char *wanted = node == NULL ? NULL : PyUnicode_AsUTF8AndSize(arguments[1], &wanted_length);
    if (wanted == NULL)
        return NULL;
    const lexbor_attribute *found = NULL, *attribute = ((const lexbor_element *)node)->first_attribute;
    for (; attribute != NULL; attribute = attribute->next) {
        uintptr_t number = attribute->qualified_name ? attribute->qualified_name : attribute->node.local_name;
        size_t length;
        const char *name;
        if (number < ATTRIBUTES) {
            name = ATTRIBUTE_NAMES[number];
            length = (size_t)PyUnicode_GET_LENGTH(attribute_names[number]);
        }
        else
            name = name_of(number, &length);
        if (length == (size_t)wanted_length && memcmp(name, wanted, length) == 0)
            found = attribute; /* of several, which only foreign elements have, the last one */
    }
    if (found == NULL)
        Py_RETURN_NONE;
    if (found->value == NULL || found->value->data == NULL)
        return Py_NewRef(empty);
    return decoded((const char *)found->value->data, found->value->length);
}

/* The texts from a node on, up to the next that is none. */
static PyObject *
run_of_text(const lexbor_node *node)
{
    const lexbor_string *only = NULL;
    Text joined = {0};
    for (; node != NULL && node->type == TEXT_NODE; node = node->next) {
        const lexbor_string *string = &((const lexbor_text *)node)->data;
        if (string->data == NULL)
            break;
        if (only == NULL && joined.data == NULL) {
            only = string;
            continue;
        }
        if ((only != NULL && append(&joined, (const char *)only->data, only->length) < 0)
            || append(&joined, (const char *)string->data, string->length) < 0) {
            PyMem_Free(joined.data);
            return NULL;
        }
        only = NULL;
    }
    PyObject *text = only != NULL ? decoded((const char *)only->data, only->length) : decoded(joined.data, joined.length);
    PyMem_Free(joined.data);
    return text;
}

static PyObject *
columns_text(Columns *self, PyObject *row)
{
    lexbor_node *node = node_of(self, row);
    return node == NULL ? NULL : run_of_text(node->first_child);
}

static PyObject *
columns_tail(Columns *self, PyObject *row)
{
    lexbor_node *node = node_of(self, row);
    return node == NULL ? NULL : run_of_text(node->next);
}

/* The next text inside an element; the first one for NULL. */
static const lexbor_node *
text_behind(const lexbor_node *top, const lexbor_node *node)
{
    if (node == NULL)
        node = top;
    for (;;) {
        if (node->first_child != NULL)
            node = node->first_child;
        else {
            while (node != top && node->next == NULL)
                node = node->parent;
            if (node == top)
                return NULL;
            node = node->next;
        }
        if (node->type == TEXT_NODE && ((const lexbor_text *)node)->data.data != NULL)
            return node;
    }
}

static PyObject *
columns_content(Columns *self, PyObject *row)
{
    const lexbor_node *top = node_of(self, row), *node = NULL;
    Text joined = {0};
    if (top == NULL)
        return NULL;
    while ((node = text_behind(top, node)) != NULL) {
        const lexbor_string *string = &((const lexbor_text *)node)->data;
        if (append(&joined, (const char *)string->data, string->length) < 0) {
            PyMem_Free(joined.data);
            return NULL;
        }
    }
    PyObject *text = decoded(joined.data, joined.length);
    PyMem_Free(joined.data);
    return text;
}

static PyObject *
columns_pieces(Columns *self, PyObject *row)
{
    const lexbor_node *top = node_of(self, row), *node = NULL;
    PyObject *pieces = top == NULL ? NULL : PyList_New(0);
    if (pieces == NULL)
        return NULL;
    while ((node = text_behind(top, node)) != NULL) {
        const lexbor_string *string = &((const lexbor_text *)node)->data;
        if (put(pieces, decoded((const char *)string->data, string->length)) < 0) {
            Py_DECREF(pieces);
            return NULL;
        }
    }
    return pieces;
}

static PyObject *
columns_row_at(Columns *self, PyObject *address)
{
    const lexbor_node *node = PyLong_AsVoidPtr(address);
    if (node == NULL && PyErr_Occurred())
        return NULL;
    uintptr_t row = node == NULL ? 0 : (uintptr_t)node->user;
    if (row == 0 || row > (uintptr_t)self->count || self->rows[row - 1].node != node)
        return PyLong_FromLong(-1);
    return PyLong_FromSize_t(row - 1);
}

static PyGetSetDef columns_values[] = {
    {"tags", (getter)columns_tags, NULL, "The name of each element.", NULL},
    {"parents", (getter)columns_parents, NULL, "Row of the element round each; -1 for `html`.", NULL},
    {"ends", (getter)columns_ends, NULL, "The first row behind each element and what it holds.", NULL},
    {"classes", (getter)columns_classes, NULL, "Class attribute as printed -> rows.", NULL},
    {"ids", (getter)columns_ids, NULL, "Id as printed -> rows.", NULL},
    {"comments", (getter)columns_comments, NULL, "What the page's comments hold, stripped.", NULL},
    {"shown", (getter)columns_shown, NULL, "What the page shows.", NULL},
    {NULL},
};

static PyMethodDef columns_methods[] = {
    {"show", (PyCFunction)(void (*)(void))columns_show, METH_VARARGS | METH_KEYWORDS, "What the page shows otherwise."},
    {"attributes", (PyCFunction)columns_attributes, METH_O, "The attributes of an element; None or empty for one without a value."},
    {"attribute", (PyCFunction)(void (*)(void))columns_attribute, METH_FASTCALL,
     "An attribute of an element, empty for one without a value; None where there is none."},
    {"text", (PyCFunction)columns_text, METH_O, "The text before the first element or comment inside an element."},
    {"tail", (PyCFunction)columns_tail, METH_O, "The text behind an element, up to the next element or comment."},
    {"content", (PyCFunction)columns_content, METH_O, "The whole text inside an element, scripts included."},
    {"pieces", (PyCFunction)columns_pieces, METH_O, "The whole text inside an element, a piece for each text between two tags."},
    {"row_at", (PyCFunction)columns_row_at, METH_O, "Address of a node of this page -> its row; -1 for one that has none."},
    {NULL},
};

static PyMemberDef columns_members[] = {
    {"parser", T_OBJECT, offsetof(Columns, parser), READONLY, "What parsed the page."},
    {NULL},
};

static PyTypeObject columns_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "newsspider.pages._lexbor.Columns",
    .tp_doc = "The elements of a page by row; see newsspider.pages.walk.Columns.",
    .tp_basicsize = sizeof(Columns),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_new = PyType_GenericNew,
    .tp_init = (initproc)columns_init,
    .tp_dealloc = (destructor)columns_dealloc,
    .tp_getset = columns_values,
    .tp_methods = columns_methods,
    .tp_members = columns_members,
};

/* ---- the module ----------------------------------------------------------------------------------------------------------- */

static int
take_names(PyObject *names)
{
    PyObject *iterator = PyObject_GetIter(names), *item;
    if (iterator == NULL)
        return -1;
    size_t room = 16, wanted = (size_t)PyObject_Size(names) * 3;
    while (room < wanted)
        room *= 2;
    PyMem_Free(aside_names);
    aside_names = PyMem_Calloc(room, sizeof *aside_names);
    aside_room = room;
    while (aside_names != NULL && (item = PyIter_Next(iterator)) != NULL) {
        Py_ssize_t length;
        const char *data = PyUnicode_AsUTF8AndSize(item, &length);
        if (data != NULL && (length == 0 || length >= (Py_ssize_t)sizeof aside_names->text || !is_ascii(data, (size_t)length)))
            PyErr_Format(PyExc_ValueError, "%R is no name of a part", item);
        if (PyErr_Occurred()) {
            Py_DECREF(item);
            break;
        }
        size_t at = hashed(data, (size_t)length);
        while (aside_names[at & (room - 1)].length)
            at++;
        memcpy(aside_names[at & (room - 1)].text, data, (size_t)length);
        aside_names[at & (room - 1)].length = (unsigned char)length;
        Py_DECREF(item);
    }
    Py_DECREF(iterator);
    return PyErr_Occurred() ? -1 : aside_names == NULL ? (PyErr_NoMemory(), -1) : 0;
}

static PyObject *
configure(PyObject *Py_UNUSED(module), PyObject *arguments, PyObject *named)
{
    static char *words[] = {
        "kinds", "leaves", "cells", "preformatted", "aside_tags", "aside_names", "is_aside_name", "hides", "keeps_breaks", "mark_of",
        "shown", "oversized", "most_rows", NULL,
    };
    PyObject *names, *given[11];
    PyObject **const kept[] = {
        &kinds, &leaves, &cells, &preformatted, &aside_tags, &is_aside_name, &hides, &keeps_breaks, &mark_of, &new_shown, &oversized,
    };
    if (!PyArg_ParseTupleAndKeywords(
            arguments, named, "$O!O!O!O!O!OOOOOOOn", words, &PyDict_Type, &given[0], &PyFrozenSet_Type, &given[1], &PyFrozenSet_Type,
            &given[2], &PyFrozenSet_Type, &given[3], &PyFrozenSet_Type, &given[4], &names, &given[5], &given[6], &given[7], &given[8],
            &given[9], &given[10], &most_rows))
        return NULL;
    if (take_names(names) < 0)
        return NULL;
    for (size_t i = 0; i < 11; i++)
        Py_XSETREF(*kept[i], Py_NewRef(given[i]));
    for (size_t i = 0; i < TAGS; i++)
        if (describe(&tags_by_number[i], tags_by_number[i].name) < 0)
            return NULL;
    Py_RETURN_NONE;
}

/* _bounds.c */
PyObject *scan(PyObject *module, PyObject *utf8);
PyObject *configure_bounds(PyObject *module, PyObject *arguments, PyObject *named);

static PyMethodDef functions[] = {
    {"scan", scan, METH_O, "newsspider.pages.bounds.scan."},
    {"configure_bounds", (PyCFunction)(void (*)(void))configure_bounds, METH_VARARGS | METH_KEYWORDS,
     "Take the tables of newsspider.pages.bounds; before the first scan."},
    {"configure", (PyCFunction)(void (*)(void))configure, METH_VARARGS | METH_KEYWORDS,
     "Take the sets of tags, the words and the questions of newsspider.pages.walk; before the first page."},
    {NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "newsspider.pages._lexbor",
    .m_doc = "The walk over a parsed page in C; see newsspider.pages.walk.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit__lexbor(void)
{
    text_kind = PyUnicode_InternFromString("text");
    image_kind = PyUnicode_InternFromString("image");
    player_kind = PyUnicode_InternFromString("player");
    empty = PyUnicode_InternFromString("");
    for (size_t i = 0; i < TAGS; i++)
        if ((tags_by_number[i].name = PyUnicode_InternFromString(TAG_NAMES[i])) == NULL)
            return NULL;
    for (size_t i = 0; i < ATTRIBUTES; i++)
        if ((attribute_names[i] = PyUnicode_InternFromString(ATTRIBUTE_NAMES[i])) == NULL)
            return NULL;
    if (text_kind == NULL || image_kind == NULL || player_kind == NULL || empty == NULL || PyType_Ready(&columns_type) < 0)
        return NULL;
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL)
        return NULL;
    if (PyModule_AddObjectRef(module, "Columns", (PyObject *)&columns_type) < 0
        || PyModule_AddStringConstant(module, "SELECTOLAX", SELECTOLAX_VERSION) < 0
        || PyModule_AddStringConstant(module, "SOURCES", SOURCES) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
