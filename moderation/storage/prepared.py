"""Compile a Core statement once, to run it as plain SQL on a driver's cursor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, Dialect, Select, TypeDecorator, UpdateBase
from sqlalchemy.types import TypeEngine

__all__ = ["Prepared", "Query", "Statement", "prepare"]

Query = Select[*tuple[Any, ...]]
Statement = Query | UpdateBase

_Convert = Callable[[Any], Any]

# The rest is what either driver answers with.
_TURNED = (TypeDecorator, Boolean)


@dataclass(frozen=True, slots=True)
class Prepared:
    """SQL with what turns our values into a driver's and its rows into ours.

    `inputs` are the parameters in the order of the SQL, `constants` those that the
    statement brings along, `outputs` the columns that need turning.
    """

    sql: str
    inputs: tuple[tuple[str, _Convert | None], ...]
    constants: dict[str, object]
    outputs: tuple[tuple[int, _Convert], ...]

    def encode(self, values: Mapping[str, object]) -> list[object]:
        """Order and convert `values`.

        Raises
        ------
        ValueError
            If a text holds NUL: SQLite would keep what PostgreSQL refuses.
        """
        given = {**self.constants, **values} if self.constants else values
        row = [
            given[name] if convert is None else convert(given[name])
            for name, convert in self.inputs
        ]
        for value in row:
            if type(value) is str and "\0" in value:
                raise ValueError("NUL in a text")
        return row

    def decode(self, row: Sequence[Any]) -> list[Any]:
        """Convert one row of the answer."""
        values = list(row)
        for index, convert in self.outputs:
            values[index] = convert(values[index])
        return values


@lru_cache(maxsize=256)
def prepare(statement: Statement, dialect: Dialect) -> Prepared:
    """Compile `statement`; parameters without a value are given at each run."""
    compiled = statement.compile(dialect=dialect)
    binds = compiled.binds
    return Prepared(
        sql=compiled.string,
        inputs=tuple(
            (name, binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or ()
        ),
        constants={k: bind.value for k, bind in binds.items() if not bind.required},
        outputs=_outputs(statement, dialect),
    )


def _outputs(
    statement: Statement, dialect: Dialect
) -> tuple[tuple[int, _Convert], ...]:
    return tuple(
        (index, convert)
        for index, column in enumerate(statement.exported_columns)
        if isinstance(column.type, _TURNED)
        and (convert := _result_processor(column.type, dialect))
    )


def _result_processor(kind: TypeEngine[Any], dialect: Dialect) -> _Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
