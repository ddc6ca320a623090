/* The nodes of lexbor 3.1.0 as selectolax 1.0.2 keeps them: what its headers declare, cut to what is read here.
 *
 * lexbor is Copyright 2015-2025 Alexander Borisov and others, under the Apache License 2.0 (https://lexbor.com).
 * Nothing of this may be used with another version: newsspider/pages/compiled.py looks at it before the first page is read. */

#ifndef NEWSSPIDER_LEXBOR_NODES_H
#define NEWSSPIDER_LEXBOR_NODES_H

#include <stddef.h>
#include <stdint.h>

#define SELECTOLAX_VERSION "1.0.2"

enum { ELEMENT_NODE = 1, TEXT_NODE = 3, COMMENT_NODE = 8 };

typedef struct {
    unsigned char *data;
    size_t length;
} lexbor_string;

/* A name that is none of the usual ones; its address is its number. */
typedef struct {
    union {
        unsigned char *far;
        unsigned char near[17];
    } text;
    size_t length;
    void *next;
} lexbor_name;
#define NEAR_LENGTH 16

typedef struct lexbor_node lexbor_node;
struct lexbor_node {
    void *events;
    uintptr_t local_name;
    uintptr_t prefix;
    uintptr_t namespace;
    void *document;
    lexbor_node *next;
    lexbor_node *previous;
    lexbor_node *parent;
    lexbor_node *first_child;
    lexbor_node *last_child;
    void *user; /* lexbor and selectolax leave it alone */
    int type;
};

typedef struct lexbor_attribute lexbor_attribute;
struct lexbor_attribute {
    lexbor_node node;
    uintptr_t upper_name;
    uintptr_t qualified_name; /* 0: the local name is it */
    lexbor_string *value;
    void *owner;
    lexbor_attribute *next;
    lexbor_attribute *previous;
};

typedef struct {
    lexbor_node node;
    uintptr_t upper_name;
    uintptr_t qualified_name; /* 0: the local name is it */
    lexbor_string *is_value;
    lexbor_attribute *first_attribute;
} lexbor_element;

typedef struct {
    lexbor_node node;
    lexbor_string data;
} lexbor_text;

/* The usual names by their number. */
static const char *const TAG_NAMES[] = {
    "#undef", "#end-of-file", "#text", "#document", "!--", "!doctype", "?ProcessingInstruction", "a", "abbr", "acronym",
    "address", "altglyph", "altglyphdef", "altglyphitem", "animatecolor", "animatemotion", "animatetransform",
    "annotation-xml", "applet", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi", "bdo", "bgsound",
    "big", "blink", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "clippath", "code", "col",
    "colgroup", "data", "datalist", "dd", "del", "desc", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em",
    "embed", "feblend", "fecolormatrix", "fecomponenttransfer", "fecomposite", "feconvolvematrix", "fediffuselighting",
    "fedisplacementmap", "fedistantlight", "fedropshadow", "feflood", "fefunca", "fefuncb", "fefuncg", "fefuncr",
    "fegaussianblur", "feimage", "femerge", "femergenode", "femorphology", "feoffset", "fepointlight", "fespecularlighting",
    "fespotlight", "fetile", "feturbulence", "fieldset", "figcaption", "figure", "font", "footer", "foreignobject", "form",
    "frame", "frameset", "glyphref", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i",
    "iframe", "image", "img", "input", "ins", "isindex", "kbd", "keygen", "label", "legend", "li", "lineargradient", "link",
    "listing", "main", "malignmark", "map", "mark", "marquee", "math", "menu", "meta", "meter", "mfenced", "mglyph", "mi",
    "mn", "mo", "ms", "mtext", "multicol", "nav", "nextid", "nobr", "noembed", "noframes", "noscript", "object", "ol",
    "optgroup", "option", "output", "p", "param", "path", "picture", "plaintext", "pre", "progress", "q", "radialgradient",
    "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search", "section", "select", "selectedcontent", "slot",
    "small", "source", "spacer", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody",
    "td", "template", "textarea", "textpath", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul",
    "var", "video", "wbr", "xmp"
};

static const char *const ATTRIBUTE_NAMES[] = {
    "#undef", "accept", "accept-charset", "active", "align", "alink", "alt", "axis", "bgcolor", "charset", "checked",
    "class", "clear", "codetype", "color", "compact", "content", "declare", "defer", "dir", "direction", "disabled",
    "enctype", "face", "focus", "for", "frame", "height", "hover", "href", "hreflang", "html", "http-equiv", "id", "is",
    "lang", "language", "link", "maxlength", "media", "method", "multiple", "nohref", "noresize", "noshade", "nowrap",
    "placeholder", "pool", "public", "readonly", "rel", "required", "rev", "rules", "scheme", "scope", "scrolling",
    "selected", "shape", "size", "slot", "src", "style", "system", "target", "text", "title", "type", "valign", "valuetype",
    "vlink", "width", "xmlns"
};

#define TAGS (sizeof TAG_NAMES / sizeof *TAG_NAMES)
#define ATTRIBUTES (sizeof ATTRIBUTE_NAMES / sizeof *ATTRIBUTE_NAMES)

enum { ATTRIBUTE_CLASS = 0x0b, ATTRIBUTE_HREF = 0x1d, ATTRIBUTE_ID = 0x21, ATTRIBUTE_STYLE = 0x3e };

#endif
