/* newsspider/language/fold.py, `fold`: characters looked up in a flat table instead of a dictionary. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#ifndef SOURCES
#define SOURCES "" /* the digest of the sources, by hatch_build.py */
#endif

enum { TABLE = 0x10000 };

static Py_UCS4 table[TABLE]; /* the folded form of each character that was met; 0: not met yet */
static PyObject *folded_form; /* asked for the others */

static Py_UCS4
form_of(Py_UCS4 letter) /* (Py_UCS4)-1: an error */
{
    if (letter < TABLE && table[letter])
        return table[letter];
    PyObject *code = PyLong_FromUnsignedLong(letter);
    PyObject *form = code == NULL ? NULL : PyObject_CallOneArg(folded_form, code);
    Py_XDECREF(code);
    if (form == NULL)
        return (Py_UCS4)-1;
    Py_UCS4 out = (Py_UCS4)-1;
    if (PyUnicode_Check(form) && PyUnicode_GET_LENGTH(form) == 1)
        out = PyUnicode_READ_CHAR(form, 0);
    else
        PyErr_SetString(PyExc_TypeError, "a folded form is one character");
    Py_DECREF(form);
    if (letter < TABLE && out != (Py_UCS4)-1)
        table[letter] = out;
    return out;
}

static PyObject *
fold(PyObject *Py_UNUSED(module), PyObject *text)
{
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "a text is folded");
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_UCS4 *forms = NULL, here[512];
    int differs = 0;
    if (length > (Py_ssize_t)(sizeof here / sizeof *here) && (forms = PyMem_New(Py_UCS4, length)) == NULL)
        return PyErr_NoMemory();
    Py_UCS4 *out = forms != NULL ? forms : here;
    for (Py_ssize_t i = 0; i < length; i++) {
        Py_UCS4 letter = PyUnicode_READ(kind, data, i);
        Py_UCS4 form = letter < TABLE && table[letter] ? table[letter] : form_of(letter);
        if (form == (Py_UCS4)-1) {
            PyMem_Free(forms);
            return NULL;
        }
        differs |= form != letter;
        out[i] = form;
    }
    PyObject *folded = NULL;
    if (!differs)
        folded = PyUnicode_CheckExact(text) ? Py_NewRef(text) : PyUnicode_FromObject(text);
    else
        folded = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, out, length);
    PyMem_Free(forms);
    return folded;
}

static PyObject *
configure(PyObject *Py_UNUSED(module), PyObject *form)
{
    memset(table, 0, sizeof table);
    Py_XSETREF(folded_form, Py_NewRef(form));
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"fold", fold, METH_O, "newsspider.language.fold.fold."},
    {"configure", configure, METH_O, "Take what gives the folded form of a character's number; before the first text."},
    {NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "newsspider.language._fold",
    .m_doc = "The folding of texts in C; see newsspider.language.fold.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit__fold(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module != NULL && PyModule_AddStringConstant(module, "SOURCES", SOURCES) < 0)
        Py_CLEAR(module);
    return module;
}
