"""Pages that stand in front of an article or in its place: consent, bot checks, errors.

Decided by the title and the extracted text together. A page that calls itself an article and has a text of
some length is believed; the rules look at what is left.
"""

import re

_BOT_TITLE = re.compile(
    r"^(?:just a moment|attention required|access (?:to this page has been )?denied|are you a (?:robot|human)|"
    r"pardon our interruption|security check|robot check|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"human verification|bot (?:check|verification)|checking your browser|ddos-guard|please wait|one more step|"
    r"you have been blocked|request (?:blocked|rejected)|captcha|client challenge|please verify)\b",
    re.IGNORECASE,
)
_BOT_TEXT = re.compile(
    r"enable java ?script and cookies|(?:please )?(?:enable|turn on|activate) java ?script|javascript (?:is|seems to be|appears to be) "
    r"(?:disabled|not enabled|turned off|required|deactivated)|checking your browser|verify(?:ing)? (?:that )?you are (?:a |not a )?(?:human|robot)|"
    r"not a robot|unusual (?:traffic|activity)|automated (?:access|requests|queries)|performance & security by|"
    r"cloudflare ray id|ddos protection|complete the (?:captcha|security check)|bitte (?:aktivieren sie )?javascript|"
    r"javascript (?:ist )?deaktiviert|(?:activez|activer) javascript|(?:active|habilite|activa) javascript|"
    r"you (?:don't|do not) have permission to access|reference #[\d.a-f]{8,}|support id is|press (?:&|and) hold",
    re.IGNORECASE,
)
_ERROR_TITLE = re.compile(
    r"^(?:(?:error|fehler|erreur)?\s*(?:40[0134]|410|50[0234])\b(?! (?:\w+ ){2})|(?:page|article|file|site|story|content|document) "
    r"(?:not found|unavailable|(?:can(?:no|')t|could not) be found|does(?:n.t| not) exist|no longer)|not found$|"
    r"(?:oops|sorry)\b.{0,40}$|we can.t find|seite (?:nicht gefunden|existiert)|page (?:non trouvée|introuvable)|"
    r"página no encontrada|página não encontrada|pagina non trovata|pagina niet gevonden|strona nie|"
    r"sidan (?:hittades inte|kunde inte)|siden (?:blev|ble) ikke|service unavailable|bad gateway|gateway time-?out|"
    r"internal server error|forbidden$|error$|account suspended|site not available|under maintenance|wartungs)",
    re.IGNORECASE,
)
_ERROR_TEXT = re.compile(
    r"page you(?:'re| are|’re)? (?:requested|looking for|were looking for|tried)|(?:page|article|content) (?:could not be|cannot be|can't be|was not) found|"
    r"no longer (?:available|exists)|has (?:been removed|expired|moved)|seite (?:konnte )?nicht gefunden|page demandée|"
    r"404 (?:error|not found)|requested url .{0,80}was not found|temporarily unavailable|try again later",
    re.IGNORECASE,
)
_CONSENT_TITLE = re.compile(
    r"^(?:before you continue|cookie[- ]?(?:consent|settings|notice|wall|einstellungen|policy)?$|consent\b.{0,20}$|"
    r"(?:your|ihre|vos|sus) (?:privacy|data|daten) ?(?:choices|settings)?$|privacy (?:settings|gate|center)|we value your privacy|"
    r"datenschutz(?:einstellungen|-einstellungen)$|zustimmung|einwilligung|gestion (?:des cookies|du consentement)|"
    r"yahoo (?:is part of|gehört zu|fait partie)|consentimiento)",
    re.IGNORECASE,
)
# What consent notices are made of, in the languages that meet it most. Told apart by how dense they stand.
_CONSENT_TERMS = re.compile(
    r"\b(?:cookies?|consent\w*|(?:third|ad|data|iab|our|\d+) (?:party |tech )?partners?|vendors?|privacy|personal(?:i[sz]ed)? (?:data|ads?|content)|"
    r"legitimate interests?|tracking|opt[- ]out|(?:accept|reject|agree|manage) (?:all|to|options|preferences|cookies)|ip address(?:es)?|"
    r"store (?:and/or|or) access|device|identifiers?|gdpr|tcf|withdraw|einwillig\w+|zustimm\w+|datenschutz\w*|personenbezogene\w*|"
    r"werbung|nutzungsdaten|endgerät\w*|drittanbieter\w*|akzeptier\w+|ablehnen|widerruf\w*|verarbeit\w+|tracken|"
    r"consentement|partenaires|données personnelles|confidentialité|accepter|refuser|paramétr\w+|"
    r"consentimiento|socios|datos personales|privacidad|aceptar|rechazar|consentimento|dados pessoais|aceitar|"
    r"consenso|dati personali|informativa|accett\w+|rifiut\w+|toestemming|persoonsgegevens|accepteren|weigeren|"
    r"zgod[aęy]|danych osobowych|samtycke|samtykke|personuppgifter)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")

_WALL_LENGTH = 1_500  # characters; bot checks and error pages say little
_NOTICE_LENGTH = 8_000  # consent notices may list purposes at length


def find_wall(title: str | None, text: str, *, is_article: bool) -> tuple[str, str] | None:
    """(reason, what told it) if the page is no article but stands in for one; else None.

    Reasons: consent_page, bot_wall, error_page. `is_article`: the page's metadata call it an article.
    """
    title = (title or "").strip()
    return _consent(title, text, is_article=is_article) or _short_wall(title, text, is_article=is_article)


def _short_wall(title: str, text: str, *, is_article: bool) -> tuple[str, str] | None:
    if len(text) > _WALL_LENGTH:
        return None
    for reason, in_title, in_text in (
        ("bot_wall", _BOT_TITLE, _BOT_TEXT),
        ("error_page", _ERROR_TITLE, _ERROR_TEXT),
    ):
        told, said = in_title.search(title), in_text.search(text)
        # either alone may be a headline or a noscript line; a text that is hardly more than the line is none
        if said and (told or len(text) < (6 if not is_article else 2) * len(said[0]) + 100):
            return reason, f"“{said[0]}” in {len(text)} characters of text"
        if told and not is_article and len(text) < 600:
            return reason, f"title “{title[:100]}”, {len(text)} characters of text"
    return None


def _consent(title: str, text: str, *, is_article: bool) -> tuple[str, str] | None:
    if len(text) > _NOTICE_LENGTH:
        return None
    terms = [term.lower() for term in _CONSENT_TERMS.findall(text)]
    share = len(terms) / max(1, len(_WORD.findall(text)))
    about_it = bool(_CONSENT_TERMS.search(title)) and is_article  # an article on cookies, not a notice
    told = bool(_CONSENT_TITLE.search(title)) and not is_article
    dense = 0.03 if told else 0.08 if is_article else 0.06
    if share >= dense and len(set(terms)) >= 4 and not about_it:
        return "consent_page", f"{share:.0%} of {len(text)} characters are words of consent notices"
    return None
