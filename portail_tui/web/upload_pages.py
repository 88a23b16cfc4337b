"""The few pages of « Envoyer un document »: plain HTML that works without script, on any telephone."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from portail_tui.domain.documents.views import DocumentSent
from portail_tui.services.documents.phone_upload import UploadPurpose
from portail_tui.texts.documents.uploaded_files import KINDS_TAKEN
from portail_tui.web.multipart_file import FIELD

STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.15rem/1.5 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:1.2rem;"
    "color:#1b2430;background:#fbf8f1}"
    "h1{font-size:1.5rem;line-height:1.2}"
    "[role=alert]{border-left:.4rem solid #a11d1d;padding:.4rem .8rem;background:#fff}"
    "label{display:block;font-weight:600;margin-bottom:.5rem}"
    "input,button{font:inherit;box-sizing:border-box;width:100%;min-height:3rem;margin-bottom:1.2rem}"
    "button{background:#1d4d78;color:#fff;border:0;border-radius:.4rem;font-weight:600}"
    ":focus-visible{outline:.25rem solid #a34100;outline-offset:.15rem}"
    "@media(prefers-color-scheme:dark){body{color:#f2efe8;background:#14181f}[role=alert]{background:#222a35}"
    "button{background:#8cc0ee;color:#10151c}}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Headers of every answer: no script, no external resource, no cache, no frame, no referrer."""


def form(link: UploadPurpose, trouble: str = "") -> str:
    """The form, with what was wrong with the file just sent."""
    what = escape(link.label + (f", pour {link.child_name}" if link.child_name else ""))
    alert = f'<p role="alert">{escape(trouble)}</p>' if trouble else ""
    title = "Envoyer un document"
    return _page(
        f"Erreur. {title}" if trouble else title,
        f"<h1>{title}</h1>{alert}<p>Document demandé&nbsp;: <strong>{what}</strong></p>"
        '<form method="post" enctype="multipart/form-data">'
        f'<label for="f">Votre fichier ({escape(KINDS_TAKEN)})</label>'
        f'<input id="f" name="{FIELD}" type="file" required '
        'accept="application/pdf,image/jpeg,image/png,image/heic,image/heif">'
        '<button type="submit">Enregistrer</button></form>'
        "<p>Cette adresse sert une seule fois.</p>",
    )


def receipt(sent: DocumentSent) -> str:
    return _page(
        "Document envoyé",
        "<h1>Document envoyé</h1>"
        f'<p role="status">La mairie a reçu «&nbsp;{escape(sent.label)}&nbsp;».</p>'
        f"<p>Accusé de réception&nbsp;: <strong>{escape(sent.reference)}</strong></p>"
        "<p>Vous pouvez fermer cette page et revenir au portail.</p>",
    )


def sentence(words: str) -> str:
    """A page that says one thing."""
    return _page("Envoyer un document", f'<h1>Envoyer un document</h1><p role="alert">{escape(words)}</p>')


def _page(title: str, main: str) -> str:
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title} - Portail famille</title><style>{STYLE}</style></head>"
        f"<body><main>{main}</main></body></html>"
    )
