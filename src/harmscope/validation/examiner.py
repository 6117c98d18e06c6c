"""Examines rows one by one: the gate first, then the judge. One examiner works in each process."""

from harmscope.demands import Context
from harmscope.disclosure.anonymity import key_of
from harmscope.disclosure.records import IDS, PUBLIC, restricted
from harmscope.findings import Finding, Severity
from harmscope.formats import Line, Row, RowFault, jsonl
from harmscope.formats.blocks import Block
from harmscope.formats.limits import Limits
from harmscope.model.forward import newest
from harmscope.rules import CATALOGUE
from harmscope.rules.shape import OF_FAULT
from harmscope.validation import statement
from harmscope.validation.accept import Gate
from harmscope.validation.identities import entry, identity_of
from harmscope.validation.judge import Judge
from harmscope.validation.options import Options
from harmscope.validation.part import Part
from harmscope.validation.profile_ import Profile
from harmscope.validation.subject import IN_A_DATASET, STATEMENT, identity, kind_of


class Examiner:
    """Judges rows into parts. ``public`` says that the header read last calls its data public; set
    it back before another file. With ``keeps`` accepted rows are kept in their part, with
    ``profiles`` they are counted in its profile."""

    def __init__(self, options: Options, *, keeps: bool = False, profiles: bool = False) -> None:
        self._options = options
        self._keeps = keeps
        self._profiles = profiles
        self._gate = Gate(options)
        self.public = False
        self._judges: dict[str, Judge] = {}

    def block(self, name: str, block: Block, limits: Limits) -> Part:
        """Every line of a block of JSON Lines. Blank lines hold no row."""
        part = Part(name)
        if block.too_long:
            line = Line(block.number, block.offset, b"", block.ended, too_long=True)
            self._read(part, line, b"", limits)
            return part
        offset = block.offset
        pieces = block.data.split(b"\n")
        if block.ended:
            pieces.pop()
        last = len(pieces) - 1
        for index, piece in enumerate(pieces):
            data = piece.removesuffix(b"\r") if piece[-1:] == b"\r" else piece
            found = self._gate.line(data) if len(data) <= limits.line else None
            if found is not None and found[0] in IN_A_DATASET and not self.public:
                self._pass(part, *found, (block.number + index, offset, data))
            elif found is not None:
                self._accept(part, found[0], Row(block.number + index, offset, found[1], data))
            elif data.strip():
                too_long = len(piece) > limits.line
                ended = block.ended or index < last
                held = b"" if too_long else piece
                line = Line(block.number + index, offset, held, ended, too_long)
                self._read(part, line, b"" if too_long else data, limits)
            offset += len(piece) + 1
        return part

    def row(self, part: Part, row: Row | RowFault) -> None:
        """A row that a reader gave."""
        if isinstance(row, RowFault):
            part.rejected += 1
            self._add(part, OF_FAULT[row.code], row, "", row.message, row.fix)
            return
        kind = self._gate.row(row.data)
        if kind is not None:
            self._accept(part, kind, row)
        else:
            self._judge(part, row)

    def _read(self, part: Part, line: Line, data: bytes, limits: Limits) -> None:
        row = jsonl.row(line, data, limits.nesting)
        if isinstance(row, RowFault):
            self.row(part, row)
        else:
            self._judge(part, row)

    def _pass(
        self, part: Part, kind: str, data: dict[str, object], at: tuple[int, int, bytes]
    ) -> None:
        """Accept what nearly every line holds: a record of a data set that is not public."""
        part.records += 1
        part.accepted += 1
        part.kinds[kind] += 1
        self._hand_on(part, kind, data)
        name = identity(kind, data)
        if name is not None:
            part.identities.append(entry(kind, name, at, accepted=True))

    def _accept(self, part: Part, kind: str, row: Row) -> None:
        misplaced = self._place(part, kind, row, accepted=True)
        if misplaced:
            part.rejected += 1
        else:
            part.accepted += 1
            self._hand_on(part, kind, row.data)
        part.kinds[kind] += 1
        found = identity_of(kind, row, accepted=not misplaced)
        if found is not None:
            part.identities.append(found)

    def _judge(self, part: Part, row: Row) -> None:
        kind = kind_of(row.data, self._options.kind)
        if kind is None:
            part.kinds["unknown"] += 1
            accepted = not self._add(part, "HS013", row, "/record")
        else:
            accepted = not self._faults(part, kind, row)
            misplaced = self._place(part, kind, row, accepted=accepted)
            accepted = accepted and not misplaced
            part.kinds[kind] += 1
            found = identity_of(kind, row, accepted=accepted)
            if found is not None:
                part.identities.append(found)
        part.accepted += accepted
        part.rejected += not accepted
        if accepted and kind is not None:
            self._hand_on(part, kind, row.data)

    def _hand_on(self, part: Part, kind: str, data: dict[str, object]) -> None:
        part.survey.see(kind, data)
        if self._keeps:
            part.kept.append(newest(data))
        if self._profiles:
            part.profile = part.profile or Profile(self._options.kind)
            part.profile.see(data)

    def _faults(self, part: Part, kind: str, row: Row) -> bool:
        """Add the judge's findings; true where one is an error."""
        is_statement = kind == STATEMENT
        record = statement.normal(row.data) if is_statement else row.data
        if kind not in self._judges:
            context = Context(self._options.clock)
            self._judges[kind] = Judge(kind, None, context, self._options.keeps)
        failed = False
        for fault in self._judges[kind].faults(record):
            place = fault.pointer
            if is_statement:
                if statement.excused(place, row.data):
                    continue
                place = statement.pointer(place, row.data)
            failed |= self._add(part, fault.code, row, place, fault.detail)
        return failed

    def _place(self, part: Part, kind: str, row: Row, *, accepted: bool) -> bool:
        """Count a header or a record; true where a header surely stands in the wrong place, and
        where a record may not stand under a public header."""
        if kind not in (*IN_A_DATASET, "dataset"):
            return False
        if kind == "dataset":
            self.public = row.data.get("disclosure") == PUBLIC
        barred = self.public and self._barred(part, kind, row)
        if kind != "dataset":
            part.records += 1
            return barred
        part.headers += 1
        if part.records == 0 and part.headers == 1:
            part.opening = (row.line, row.offset, accepted)
            return barred
        return self._add(part, "HS204", row) or barred

    def _barred(self, part: Part, kind: str, row: Row) -> bool:
        """Look at a record under a public header; true where it holds what may not be public."""
        if kind not in ("dataset", *IDS):
            return False
        if kind in IDS:
            part.classes[key_of(row.data)] += 1
        found = [self._add(part, "HS391", row, place) for place in restricted(row.data)]
        return any(found)

    def _add(  # noqa: PLR0917 - as the members of a finding
        self,
        part: Part,
        code: str,
        at: Row | RowFault,
        pointer: str = "",
        detail: str = "",
        fix: str = "",
    ) -> bool:
        """Add a finding where the rule is asked; true where it is an error."""
        if not self._options.keeps(code):
            return False
        severity = self._options.severity(code)
        place = (at.line, at.offset, pointer, detail, fix)
        part.findings.append(finding(code, part.name, *place, severity=severity))
        return severity == "error"


def finding(  # noqa: PLR0917 - the members of a finding, in their order
    code: str,
    file: str,
    line: int | None = None,
    offset: int | None = None,
    pointer: str = "",
    detail: str = "",
    fix: str = "",
    *,
    severity: Severity | None = None,
) -> Finding:
    """A finding of a rule at a place; ``detail`` adds to what the rule says. ``severity`` is that
    of the ruleset, where it differs from the catalogue."""
    rule = CATALOGUE[code]
    found = severity or rule.severity
    message = f"{rule.what} ({detail})" if detail else rule.what
    return Finding(code, rule.slug, found, file, message, fix or rule.fix, line, offset, pointer)
