"""Every error this project raises on purpose.

ModerationError
├── InvalidInput            the caller sent something we cannot read
│   ├── MalformedBody       not JSON, not UTF-8, or nested too deep
│   ├── MissingField        a field the operation needs is absent or empty
│   ├── BadTable            a row and column of a data file cannot be read
│   ├── PageTooLarge        a page has more than we take apart
│   └── IdempotencyConflict the same Idempotency-Key came with another body
├── InvalidKey              no site has this key
├── NotFound                the thing named does not exist, or is another site's
├── AlreadyExists           a site with this address, or a version, is there already
└── Unavailable             a part we depend on is not ready
    ├── StoreUnavailable    the database is locked, gone or full
    └── ModelUnavailable    no usable artifact
        ├── BadArtifact     the artifact is damaged or of another version
        └── BadRegistry     the registry of models cannot be read or changed
"""

__all__ = [
    "AlreadyExists",
    "BadArtifact",
    "BadRegistry",
    "BadTable",
    "IdempotencyConflict",
    "InvalidInput",
    "InvalidKey",
    "MalformedBody",
    "MissingField",
    "ModelUnavailable",
    "ModerationError",
    "NotFound",
    "PageTooLarge",
    "StoreUnavailable",
    "Unavailable",
]


class ModerationError(Exception):
    """Base of every error a caller may catch; `code` is stable, the text is not."""

    code = "error"


class InvalidInput(ModerationError):
    """The request or the file cannot be read."""

    code = "invalid-input"


class MalformedBody(InvalidInput):
    """The body is not JSON in UTF-8, or is nested too deep."""

    code = "malformed-body"


class MissingField(InvalidInput):
    """A field the operation needs is absent or empty."""

    code = "missing-field"

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is required")
        self.field = field


class BadTable(InvalidInput):
    """A data file cannot be used; the text names its row and column."""

    code = "bad-table"


class PageTooLarge(InvalidInput):
    """A page has more bytes, nodes or blocks than we take apart."""

    code = "page-too-large"


class IdempotencyConflict(InvalidInput):
    """An Idempotency-Key was used before with another body."""

    code = "idempotency-conflict"


class InvalidKey(ModerationError):
    """No site has this key."""

    code = "invalid-key"


class NotFound(ModerationError):
    """The thing named does not exist, or belongs to another site."""

    code = "not-found"


class AlreadyExists(ModerationError):
    """A site with this address is there already."""

    code = "already-exists"


class Unavailable(ModerationError):
    """A part we depend on is not ready; the same call may succeed later."""

    code = "unavailable"


class StoreUnavailable(Unavailable):
    """The database is locked, gone, read-only or full."""

    code = "store-unavailable"


class ModelUnavailable(Unavailable):
    """There is no usable artifact."""

    code = "model-unavailable"


class BadArtifact(ModelUnavailable):
    """The artifact is damaged, incomplete or of another format version."""

    code = "bad-artifact"


class BadRegistry(ModelUnavailable):
    """The registry of models cannot be read or changed."""

    code = "bad-registry"
