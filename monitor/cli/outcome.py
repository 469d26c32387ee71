"""How a command ends: bad input is one plain sentence and exit 2, a failure exit 1, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

import typer
from sqlalchemy.exc import SQLAlchemyError
from typer.core import TyperGroup

from alerts.unsubscribing import NobodyLeft
from monitor.agreements.faults import BadForm
from monitor.classify import BrokenLanguage
from monitor.cli.output import write_error
from monitor.db import FolderInUse, OutdatedDatabase, say_database_failure
from monitor.settings import BadSetting


class BadInput(Exception):
    """The caller can mend it; the text says what, where and how, one sentence a line."""


class Failure(Exception):
    """Something outside did not work; the text is one sentence for the operator."""


class PlainGroup(TyperGroup):
    """The root of the command: says what went wrong in one sentence on stderr."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        run = partial(super().main, args, prog_name, complete_var, False, windows_expand_args, **extra)
        if not standalone_mode:
            return run()
        try:
            code = run()
        except typer.TyperException as error:
            sys.exit(_complain(_say_usage(error), getattr(error, "exit_code", 2)))
        except (BadInput, BadForm, BadSetting, FolderInUse, OutdatedDatabase, NobodyLeft) as error:
            sys.exit(_complain(str(error), 2))
        except (Failure, BrokenLanguage) as error:
            sys.exit(_complain(str(error), 1))
        except SQLAlchemyError as error:
            sys.exit(_complain(say_database_failure(error), 1))
        except typer.Abort:
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _complain(sentences: str, code: int) -> int:
    write_error(sentences)
    return code


def _say_usage(error: Any) -> str:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "ceasewatch"
    sentence = " ".join(message.split())
    return sentence if not sentence else f"{sentence.rstrip('.')}; see `{command} --help`."
