"""What may stand on the command line, and how it is read.

Knows no catalogue. There are no short options: a word that begins with one minus belongs to a
query (``-topic:energy``) or to a note ("- item"), wherever it stands.
"""

from __future__ import annotations

import argparse
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from typing_extensions import override

from netcatalog import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""What may stand between two cells of a CSV file."""

SEPARATORS_READ = {**SEPARATORS, "bar": "|"}
"""The same for a file that others wrote."""

_SHIELD = "\0"
"""Stands before words that argparse must not take for options; nobody can type it."""

_DESCRIPTION = """\
A catalogue of networks of local authorities.

netcatalog [FILE]       open the window on a catalogue; without FILE, on your own
netcatalog COMMAND ...  do one thing without a window:
"""


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the options, whose `run` is the function that does what is asked.

    Raises:
        SystemExit: The arguments make no sense (2), or ask only for help (0).
    """
    name, *rest = argv or [""]
    if name in COMMANDS:
        parser = _command_parser(name)
        options = parser.parse(rest)
        fault = COMMANDS[name].fault(options)
        if fault:
            parser.error(fault)
        return options
    parser = _window_parser()
    if rest and not name.startswith("-"):
        from difflib import get_close_matches

        near = get_close_matches(name, COMMANDS, 1)
        hint = f" Did you mean {near[0]}?" if near else ""
        parser.error(f"there is no command “{name}”.{hint}")
    return parser.parse(argv)


class _Parser(argparse.ArgumentParser):
    """Lets options stand anywhere between words, and words begin with a minus."""

    def parse(self, argv: Sequence[str]) -> argparse.Namespace:
        """Read the arguments."""
        return self.parse_intermixed_args(list(_shielded(argv)))

    @override
    def error(self, message: str) -> NoReturn:
        super().error(message.replace(_SHIELD, ""))


def _shielded(argv: Sequence[str]) -> list[str]:
    """Return the arguments with all that is no option shielded, and without the first ``--``."""
    if argv[:1] == ["-h"]:
        return ["--help"]
    options_end = argv.index("--") if "--" in argv else len(argv)
    return [
        f"{_SHIELD}{word}" if _is_word(word) or place > options_end else word
        for place, word in enumerate(argv)
        if place != options_end
    ]


def _is_word(argument: str) -> bool:
    return argument.startswith("-") and not argument.startswith("--")


def _word(text: str) -> str:
    """Return a word as it was typed, also where Python was told that all is ASCII."""
    typed = text.removeprefix(_SHIELD)
    if any("\udc80" <= char <= "\udcff" for char in typed):  # bytes that Python did not know
        with suppress(UnicodeError):
            return os.fsencode(typed).decode()
    return typed


def _number(text: str) -> int:
    typed = _word(text)
    if not re.fullmatch("[0-9]{1,18}", typed):
        raise argparse.ArgumentTypeError(f"{typed} is no number of a step")
    return int(typed)


def _path(text: str) -> Path:
    return Path(text.removeprefix(_SHIELD))


def _parser(prog: str, description: str) -> _Parser:
    parser = _Parser(
        prog=prog,
        description=description,
        allow_abbrev=False,
        add_help=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--help", action="help", help="show this and end")
    return parser


def _window_parser() -> _Parser:
    lines = [f"  {name:10} {command.help}" for name, command in COMMANDS.items()]
    parser = _parser("netcatalog", "\n".join([_DESCRIPTION, *lines]))
    parser.add_argument("--version", action="version", version=f"netcatalog {__version__}")
    parser.add_argument("file", nargs="?", type=_path, metavar="FILE", help="catalogue to open")
    parser.set_defaults(run=_later("window", "do_open"))
    return parser


def _command_parser(name: str) -> _Parser:
    command = COMMANDS[name]
    parser = _parser(f"netcatalog {name}", f"{command.help[:1].upper()}{command.help[1:]}.")
    command.declare(parser)
    parser.set_defaults(run=_later(command.module, "do_" + name.replace("-", "_")))
    return parser


def _later(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """Return a function of a module of this package, which is imported when it is called."""

    def run(options: argparse.Namespace) -> int:
        status: int = getattr(import_module(f"netcatalog.cli.{module}"), name)(options)
        return status

    return run


def _no_fault(_options: argparse.Namespace) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, done by the function of its name.

    Attributes:
        help: What it does.
        declare: Declares its arguments.
        fault: Says what is wrong with arguments that do not go together, or "".
        module: Where its function is.
    """

    help: str
    declare: Callable[[_Parser], None]
    fault: Callable[[argparse.Namespace], str] = _no_fault
    module: str = "commands"


def _file(parser: _Parser) -> None:
    parser.add_argument("file", type=_path, metavar="FILE", help="catalogue file")


def _name(parser: _Parser) -> None:
    parser.add_argument(
        "name", type=_word, nargs="+", metavar="NAME", help="any name or acronym, in any spelling"
    )


def _query(parser: _Parser) -> None:
    parser.add_argument(
        "query",
        type=_word,
        nargs="*",
        metavar="QUERY",
        help="words to search for, such as: transport country:AT -topic:energy founded:>1980",
    )


def _out(parser: _Parser, name: str) -> None:
    parser.add_argument(
        "--to", type=_path, required=True, dest="out", metavar=name, help="file to write"
    )


def _sections() -> tuple[str, ...]:
    from netcatalog.domain.sections import SECTIONS  # with all records: the window comes first

    return tuple(section.key for section in SECTIONS)


def _new(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument("--empty", action="store_true", help="leave out the first networks")


def _list(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument("section", type=_word, choices=_sections(), help="what to list")
    _query(parser)
    _format(parser, ("text", "csv", "json"))


def _duplicates(parser: _Parser) -> None:
    _file(parser)
    _query(parser)


def _show(parser: _Parser) -> None:
    _file(parser)
    _name(parser)
    _format(parser, ("text", "json"))
    parser.add_argument(
        "--before",
        type=_number,
        metavar="STEP",
        help="as it was before this step, by its number in “history”",
    )


def _show_fault(options: argparse.Namespace) -> str:
    if options.before is not None and options.format != "text":
        return "--before is for text"
    return ""


def _history(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument(
        "words",
        type=_word,
        nargs="*",
        metavar="WORD",
        help="only steps with these words in their title, or in the name of what they changed",
    )
    parser.add_argument("--by", type=_word, metavar="NAME", help="only those of this person")
    parser.add_argument(
        "--time", type=_word, metavar="RANGE", help="only those then: 2026-05, 2025..2026, >=2026"
    )
    parser.add_argument(
        "--of", type=_word, metavar="NAME", help="only those that changed this actor or its facts"
    )


def _undo(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument(
        "--step", type=_number, help="another than the newest, by its number in “history”"
    )
    parser.add_argument(
        "--clash",
        type=_word,
        choices=("now", "before"),
        help="what holds of what was changed since: what it is now, or what it was before",
    )


def _undo_fault(options: argparse.Namespace) -> str:
    return "--clash goes with --step" if options.clash and options.step is None else ""


def _empty_bin(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask whether it is meant")


def _bring_back(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument(
        "step", type=_number, metavar="STEP", help="its number, as “history” lists it"
    )
    _name(parser)
    parser.add_argument("--alone", action="store_true", help="leave its facts as they are")


def _format(parser: _Parser, choices: Sequence[str]) -> None:
    parser.add_argument("--format", type=_word, choices=choices, default="text")


def _note(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument("name", type=_word, metavar="NAME", help="any name or acronym")
    parser.add_argument("text", type=_word, metavar="TEXT", help="the note, in Markdown")


def _export(parser: _Parser) -> None:
    _file(parser)
    _query(parser)
    _out(parser, "OUT")
    parser.add_argument("--section", type=_word, choices=_sections(), default=_sections()[0])
    parser.add_argument("--separator", type=_word, choices=SEPARATORS, default="comma")
    parser.add_argument("--bom", action="store_true", help="mark the file as UTF-8, for Excel")
    parser.add_argument(
        "--whole",
        action="store_true",
        help="write all records of all types: tables into a .zip, or all there is into a .json",
    )
    parser.add_argument(
        "--history", action="store_true", help="write the history, too, into a .json"
    )
    parser.add_argument(
        "--metadata", action="store_true", help="write beside a .csv what its columns are (CSVW)"
    )
    _public(parser)


def _public(parser: _Parser) -> None:
    parser.add_argument(
        "--public", action="store_true", help="leave out what is private, and the names of persons"
    )


def _import(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument(
        "source",
        type=_path,
        metavar="SOURCE",
        help="list to bring in: CSV (also zipped), XLSX, XLS, ODS, JSON; or a whole catalogue",
    )
    parser.add_argument(
        "--mapping", type=_path, metavar="M.json", help="what its columns are; else it is guessed"
    )
    parser.add_argument(
        "--sheet", type=_word, action="append", default=[], metavar="NAME", help="only this sheet"
    )
    parser.add_argument("--encoding", type=_word, metavar="NAME", help=_IS_ENCODED)
    parser.add_argument(
        "--separator",
        type=_word,
        choices=SEPARATORS_READ,
        help="what stands between two cells of a text file; else it is guessed",
    )
    parser.add_argument("--network", type=_word, nargs="+", metavar="NAME", help=_IS_MEMBER)
    parser.add_argument("--as-of", type=_word, metavar="DAY", help="the day the list is of")
    parser.add_argument("--complete", action="store_true", help=_IS_COMPLETE)
    parser.add_argument("--fill", action="store_true", help="change nothing that is there already")
    parser.add_argument(
        "--missing",
        type=_word,
        action="append",
        default=[],
        metavar="CELL",
        help="a cell that says nothing, such as “n/a”",
    )
    parser.add_argument(
        "--unsure",
        type=_word,
        choices=("leave", "new"),
        default="leave",
        help="rows that may be about an actor that is there: leave them, or add new ones",
    )
    parser.add_argument("--dry-run", action="store_true", help="only tell what would happen")
    parser.add_argument(
        "--rejected",
        type=_path,
        metavar="OUT.csv",
        help="write the rows left over into a file; an .xlsx keeps their sheets",
    )
    parser.add_argument(
        "--save-mapping", type=_path, metavar="OUT.json", help="write down what the columns are"
    )


_IS_ENCODED = "of a text file, such as utf-8, cp1250 or iso8859_2; else it is guessed"
_IS_MEMBER = "the network that all rows are members of"
_IS_COMPLETE = "the list names all members: who is not in it has left by the day it is of"


def _merge(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument(
        "other",
        type=_path,
        metavar="OTHER",
        help="the other catalogue, or one as JSON or CSV",
    )
    parser.add_argument("--dry-run", action="store_true", help="only tell what it comes to")
    parser.add_argument(
        "--prefer",
        type=_word,
        choices=("ours", "theirs"),
        help="whose version holds where both changed the same",
    )


def _report(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument("report", type=_word, choices=("fact-sheet", "register"))
    parser.add_argument(
        "name", type=_word, nargs="*", metavar="NAME", help="whose fact sheet: any name or acronym"
    )
    _out(parser, "OUT.pdf")
    _public(parser)


def _backup(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument(
        "--to", type=_path, metavar="FOLDER", help="folder to make it in, instead of its own"
    )


def _restore(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument(
        "backup",
        type=_word,
        metavar="BACKUP",
        help="its name, the beginning of its moment as “backups” lists it, or a file",
    )
    parser.add_argument("--preview", action="store_true", help="only tell what would change by it")


def _check(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument(
        "--repair", action="store_true", help="mend what can be mended, after a backup"
    )


def _export_fault(options: argparse.Namespace) -> str:
    if options.history and not options.whole:
        return "--history goes with --whole"
    if options.history and options.public:
        return "the history is not for the public"
    return "--whole takes no QUERY" if options.whole and options.query else ""


def _report_fault(options: argparse.Namespace) -> str:
    if options.report == "register":
        return "register takes no NAME" if options.name else ""
    return "" if options.name else "fact-sheet needs a NAME"


def _nothing(parser: _Parser) -> None:
    del parser


COMMANDS = {
    "new": Command(
        help="make a catalogue with the first networks in it, or an empty one", declare=_new
    ),
    "list": Command(help="list a section, or what a query finds in it", declare=_list),
    "show": Command(help="show all that is known of one actor", declare=_show, fault=_show_fault),
    "note": Command(help="write a note on an actor", declare=_note),
    "export": Command(
        help="write a table, networks as a graph or as linked data, or the whole catalogue",
        declare=_export,
        fault=_export_fault,
    ),
    "import": Command(
        help="bring a list in: who is a member of what", declare=_import, module="importing"
    ),
    "merge": Command(
        help="bring in what another catalogue has: a colleague's copy of this one, or a JSON",
        declare=_merge,
        module="joining",
    ),
    "report": Command(
        help="write a fact sheet of an actor, or the register of memberships, as PDF",
        declare=_report,
        fault=_report_fault,
    ),
    "undo": Command(
        help="take the newest step back, or another one",
        declare=_undo,
        fault=_undo_fault,
        module="history",
    ),
    "redo": Command(help="do again what was undone", declare=_file, module="history"),
    "history": Command(
        help="list all steps, or some of them, the newest first",
        declare=_history,
        module="history",
    ),
    "bring-back": Command(
        help="make an actor what it was before a step", declare=_bring_back, module="history"
    ),
    "empty-bin": Command(
        help="delete all that is in the bin for good: this alone cannot be undone",
        declare=_empty_bin,
        module="history",
    ),
    "duplicates": Command(
        help="list pairs of actors that may be one and the same, or those a query finds one of",
        declare=_duplicates,
    ),
    "check": Command(help="look for damage, and repair it if asked to", declare=_check),
    "backup": Command(help="make a backup", declare=_backup, module="backups"),
    "backups": Command(help="list the backups, the newest first", declare=_file, module="backups"),
    "restore": Command(
        help="let a catalogue be again what a backup of it is", declare=_restore, module="backups"
    ),
    "self-test": Command(
        help="try everything once, in a folder of its own", declare=_nothing, module="self_test"
    ),
}
"""The commands by name, in the order of the help."""
