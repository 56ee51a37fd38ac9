"""Every error that geomap raises on purpose.

::

    GeomapError
    ├── InputError (ValueError)                  an article, a record or an argument cannot be used
    │   └── SourceError                          a source cannot be read: missing, binary, wrong encoding, a URL that fails
    ├── ConfigError (ValueError)                 the configuration, a theme or a viewpoint is not as documented
    ├── GazetteerError (ValueError)              a gazetteer file, layer, table or correction cannot be used
    │   └── GazetteerNotFoundError (FileNotFoundError)
    ├── GeocoderError (ConnectionError)          the geocoding service failed; never raised for "not found"
    ├── ModelError (RuntimeError)                a recognizer or its weights cannot be loaded
    └── OutputError (OSError)                    a page, picture or export cannot be written

A message says what happened, with which value, what was expected and what to do; an error about data names the file and
the line. The command line prints it as one line, without a traceback.
"""


class GeomapError(Exception):
    """Root of all errors raised by geomap."""


class InputError(GeomapError, ValueError):
    """An article, a record or an argument cannot be used."""


class SourceError(InputError):
    """A source cannot be read: it is missing, binary, in another encoding, or its URL fails."""


class ConfigError(GeomapError, ValueError):
    """The configuration, a theme or a viewpoint is not as documented."""


class GazetteerError(GeomapError, ValueError):
    """A gazetteer file, layer, table or correction cannot be used."""


class GazetteerNotFoundError(GazetteerError, FileNotFoundError):
    """No gazetteer stands where one was looked for."""


class GeocoderError(GeomapError, ConnectionError):
    """The geocoding service failed; a name that it does not know is no error."""


class ModelError(GeomapError, RuntimeError):
    """A recognizer or its weights cannot be loaded."""


class OutputError(GeomapError, OSError):
    """A page, picture or export cannot be written."""
