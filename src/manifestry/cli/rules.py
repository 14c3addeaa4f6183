"""`manifestry rules`: all rules, a line each."""

from __future__ import annotations

import click

from manifestry.cli import console
from manifestry.cli.params import completing, one_of
from manifestry.cli.rule_data import rule_data

_FORMATS = ("text", "json")


@click.command("rules", short_help="List all rules.")
@click.option(
    "--format",
    "form",
    metavar="text|json",
    default="text",
    callback=one_of(_FORMATS, "format"),
    shell_complete=completing(lambda: _FORMATS),
    help="How to print them.",
)
def command(form: str) -> None:
    """List all rules with code, severity, name and what each finds."""
    from manifestry.rules.catalogue import catalogue

    rules = list(catalogue().values())
    if form == "json":
        from manifestry.report.data import dumps

        console.write(dumps([rule_data(rule) for rule in rules], indent=2) + "\n")
        return
    names = max(len(rule.name) for rule in rules)
    for rule in rules:
        off = "" if rule.default else " (off by default)"
        line = f"{rule.code}  {rule.severity.value:7}  {rule.name:{names}}  {rule.summary}{off}"
        console.write(line + "\n")
