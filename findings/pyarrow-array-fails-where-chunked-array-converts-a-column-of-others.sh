#!/usr/bin/env bash
# Take a column of serial numbers over from another library by Arrow's PyCapsule interface, in a type of one's own choice.
#
# Package: pyarrow 26.0.1 (PyPI)
# Guessed: a producer may hand out the type that it has, whatever type it is asked for, so the interface says; pyarrow then
#   converts it, for an array as for a chunked array.
# Behaviour: `chunked_array(column, type)` converts. `array(column, type)` ends with an AttributeError about a function of
#   pyarrow's own, as it looks for the method `cast` on itself and not on the array that came. It works as long as the
#   producer happens to convert, or to have the very type. `array(column).cast(type)` is the way that always works.
# Output seen: chunked_array: large_string; array of the same type: string; array and cast: large_string; array:
#   AttributeError '_cython_3_3_0.cython_function_or_method' object has no attribute 'cast'
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1

cat >try.py <<'PY'
import sys

import pyarrow as pa


class Column:
    """Serial numbers by the interface, always as they are."""

    def __init__(self, serials):
        self.serials = serials

    def __arrow_c_array__(self, requested_schema=None):
        return self.serials.__arrow_c_array__()


class Chunks(Column):
    __arrow_c_array__ = None

    def __arrow_c_stream__(self, requested_schema=None):
        return self.serials.__arrow_c_stream__()


serials = ["2f5a", "03ab"]
column, wanted = Column(pa.array(serials)), pa.large_string()
chunked = pa.chunked_array(Chunks(pa.chunked_array([serials])), wanted)
print("chunked_array:", chunked.type)
print("array of the same type:", pa.array(column, pa.string()).type)
cast = pa.array(column).cast(wanted)
print("array and cast:", cast.type)
try:
    error = pa.array(column, wanted).type
except AttributeError as raised:
    error = f"AttributeError {raised}"
print("array:", error)
ok = chunked.to_pylist() == cast.to_pylist() == serials
sys.exit(not (ok and str(error).endswith("object has no attribute 'cast'")))
PY
venv/bin/python try.py || { echo "CHANGED: pyarrow converts, or fails otherwise" >&2; exit 1; }
