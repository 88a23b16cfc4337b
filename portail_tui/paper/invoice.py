"""An invoice or a credit note as a letter, made of its frozen content alone.

It carries what the law asks of a town's invoice, and no health data: no special case is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from portail_tui.domain.money.invoices import InvoiceContent, InvoiceKind, InvoiceLine
from portail_tui.paper.letter import (
    Align,
    Block,
    Column,
    Heading,
    PrintedFacts,
    PrintedLetter,
    PrintedRow,
    Table,
    Text,
)
from portail_tui.texts.money import invoices as words
from portail_tui.texts.shared.formats import long_date, money


def letter_of(content: InvoiceContent, issued_at: datetime) -> PrintedLetter:
    """``issued_at``: UTC instant."""
    return PrintedLetter(
        title=words.title(content.kind, content.number),
        sender=content.contact,
        made_at=issued_at,
        addressee=content.payer,
        blocks=tuple(_blocks(content)),
        foot=f"{content.regie_name} – {words.title(content.kind, content.number)}",
    )


def _blocks(content: InvoiceContent) -> Iterator[Block]:
    yield PrintedFacts(tuple(_facts(content)))
    for child, lines in groupby(content.lines, lambda line: line.child_name):
        yield Heading(child)
        yield _table(list(lines))
    yield from _totals(content)
    yield from _small_print(content)


def _facts(content: InvoiceContent) -> Iterator[tuple[str, str]]:
    if content.kind is InvoiceKind.CREDIT_NOTE:
        yield "Annule", f"la facture {content.corrects}, en entier"
        yield "Motif", content.reason
    yield "Émise par" if content.kind is InvoiceKind.INVOICE else "Émis par", content.regie_name
    yield "Le", long_date(content.issued_on, weekday=False)
    yield "Famille", f"n° {content.family_number}"
    yield "Période", words.period(content.first_on, content.last_on)
    if content.due_on is not None:
        yield "À payer au plus tard", f"le {words.pay_before(content.due_on)}"


def _table(lines: list[InvoiceLine]) -> Table:
    has_shares = any(line.shares for line in lines)
    columns = [
        Column("Activité", 5),
        Column("Jours", 5),
        Column("Quantité", 2.1, Align.RIGHT),
        Column("Prix", 1.8, Align.RIGHT),
    ]
    if has_shares:
        columns += [Column("Total", 2, Align.RIGHT), Column("Part d'un tiers", 2, Align.RIGHT)]
    columns.append(Column("À votre charge" if has_shares else "Montant", 2.2, Align.RIGHT))
    return Table(tuple(columns), tuple(_row(line, has_shares=has_shares) for line in lines))


def _row(line: InvoiceLine, *, has_shares: bool) -> PrintedRow:
    what = [words.activity(line), words.tariff(line), line.decision and f"délibération {line.decision}"]
    if line.surcharge_cents:
        what.append(f"dont majoration hors délai {money(line.surcharge_cents)}")
    amounts = [money(line.unit_cents)]
    if has_shares:
        amounts += [money(line.whole_cents), money(line.whole_cents - line.cents)]
    cells = ("\n".join(filter(None, what)), words.days(line.days), str(len(line.days)))
    return PrintedRow((*cells, *amounts, money(line.cents)))


def _totals(content: InvoiceContent) -> Iterator[Block]:
    whole = content.total_cents + sum(cents for _, cents in content.shares)
    rows = []
    if content.shares:
        rows.append(PrintedRow(("Total des prestations", money(whole))))
        rows += [PrintedRow((f"Pris en charge par {name}", money(-cents))) for name, cents in content.shares]
    is_note = content.kind is InvoiceKind.CREDIT_NOTE
    rows.append(
        PrintedRow(("Total de l'avoir" if is_note else "Total", money(content.total_cents)), strong=True)
    )
    if not is_note:
        rows.append(PrintedRow(("Déjà payé", money(0))))
        rows.append(PrintedRow(("À payer", money(content.total_cents)), strong=True))
    yield Table((Column("En tout", 8), Column("Montant", 2, Align.RIGHT)), tuple(rows))


def _small_print(content: InvoiceContent) -> Iterator[Block]:
    if content.kind is InvoiceKind.INVOICE and content.total_cents:
        yield Text(words.means(content.contact), strong=True)
        yield Text(content.terms.afterwards, small=True)
    yield Text(content.terms.vat, small=True)
    yield Text(words.complaints(content), small=True)
