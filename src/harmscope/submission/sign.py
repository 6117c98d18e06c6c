"""Sign a packed submission: the signature goes into the bag, beside what it signs."""

import tempfile
from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats.names import shown
from harmscope.submission import statement
from harmscope.submission.bag import open_bag
from harmscope.submission.envelope import SUBMISSION, seal
from harmscope.submission.keys import key_id, read_private
from harmscope.submission.pack import write_bag
from harmscope.submission.problems import Refused


def sign(path: Path, key_file: Path, target: Path | None = None) -> str:
    """Sign the submission at ``path`` (in place, or into ``target``); gives the id of the key.

    An earlier signature is replaced. Raises UserError where it is no readable submission.
    """
    key = read_private(key_file)
    try:
        with open_bag(path) as bag, tempfile.TemporaryDirectory(prefix="harmscope-") as name:
            data = bag.small(statement.NAME)
            made = statement.read(data)
            tags = {p: bag.small(p) for p in bag.files if not p.startswith("data/")}
            tags[statement.SIGNATURE] = seal(SUBMISSION, data, key)
            files = {}
            for number, inner in enumerate(p for p in bag.files if p.startswith("data/")):
                files[inner] = Path(name) / str(number)
                with files[inner].open("wb") as file:
                    for block in bag.blocks(inner):
                        file.write(block)
            write_bag(target or path, statement.submission_id(made), tags, files)
    except Refused as refused:
        problem = refused.problem
        raise UserError(
            shown(path.name), problem.words.partition(";")[0], "pack it again"
        ) from None
    return key_id(key.public_key())
