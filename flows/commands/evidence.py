"""`hearsay evidence`: a claim with all that stands behind it, to be put before an editor or a court."""

from pathlib import Path

import click

from flows import show
from flows.cli import DONE, DONE_WITH_FAILURES
from flows.commands.options import data_option, json_option, settings_for
from flows.evidence import Evidence, claim_id_of, evidence_of
from flows.evidence_files import write_folder, write_zip


@click.command("evidence")
@click.argument("claim_ids", nargs=-1, required=True, metavar="CLAIM_ID...")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("evidence"),
    show_default=True,
    help="Folder that gets one folder for each claim; or a file that ends in .zip.",
)
@data_option
@json_option
def command(claim_ids: tuple[str, ...], output: Path, data: Path | None, *, as_json: bool) -> int:
    """Write what stands behind a claim: text, archived response, how it came about, checks of all that.

    The beginning of a claim's key is enough. README.txt in the folder says what is what, and how to check it
    by hand. Exit code 3 if something could not be verified, or is no longer in the archive.

    \b
    Example:
      hearsay sql "select claim_id, speaker, claim from said limit 5"
      hearsay evidence 378e01ab
      hearsay evidence 378e01ab 133c3239 --output for-the-editor.zip
    """
    settings = settings_for(data)
    wanted = dict.fromkeys(claim_id_of(settings, given) for given in claim_ids)
    if output.suffix.lower() == ".zip":
        found = [evidence_of(settings, claim_id) for claim_id in wanted]
        write_zip(output, {item.claim_id: item.files for item in found})
    else:
        found = [_in_folder(evidence_of(settings, claim_id), output) for claim_id in wanted]
    _report(found, output, as_json=as_json)
    return DONE_WITH_FAILURES if any(item.failed for item in found) else DONE


def _in_folder(evidence: Evidence, output: Path) -> Evidence:
    write_folder(output / evidence.claim_id, evidence.files)
    return evidence


def _report(found: list[Evidence], output: Path, *, as_json: bool) -> None:
    if as_json:
        show.write_json([_row(item, output) for item in found])
        return
    for item in found:
        row = _row(item, output)
        show.print_line(f"{row['path']}: {row['verified']} of {row['checks']} checks verified")
        for check in item.checks:
            if check.result != "yes":
                show.print_line(f"  {check.result}: {check.what} ({show.printable(check.detail)})")


def _row(item: Evidence, output: Path) -> dict[str, object]:
    path = output if output.suffix.lower() == ".zip" else output / item.claim_id
    return {
        "claim_id": item.claim_id,
        "path": str(path),
        "checks": len(item.checks),
        "verified": sum(check.result == "yes" for check in item.checks),
        "failed": [{"check": check.what, "detail": check.detail} for check in item.failed],
    }
