"""Addresses: what to fetch, whose site it is, and what identifies an article.

    link of an entry --page_url--> address to fetch --canonical_url--> the article's --article_key--> its id

Identity folds what publishers change without meaning it (scheme, "www.", a trailing slash); the addresses
themselves stay ones that a server knows.
"""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

import idna
import tldextract

from transforms.identity import key

MAX_LENGTH = 8192  # characters; what common servers accept in a request line


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Parameters that tell a publisher where a reader came from, and nothing about the page; named in the public
# documentation of the analytics and advertising products that set them. Words that sites also use for
# themselves (ref, source, src, cid, ncid, mod, partner; pk_no) are not here: losing one breaks a link.
_TRACKING_PREFIXES = ("utm_", "mtm_", "piwik_", "matomo_", "hsa_", "__hs", "_hs")
_TRACKING = _words(
    # Click numbers of advertisers and networks
    "fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid msclkid yclid ysclid ymclid twclid "
    "ttclid li_fat_id igshid igsh epik rdt_cid sccid srsltid tblci dicbo obclid wickedid rb_clickid "
    "irclickid _openstat "
    # Newsletters
    "mc_cid mc_eid mkt_tok ml_subscriber ml_subscriber_hash _ke sailthru_id ck_subscriber_id vero_id "
    "vero_conv oly_enc_id oly_anon_id "
    # Campaigns by Matomo, AT Internet (BBC, French press), etracker, Webtrekk, Adobe, Comscore, Google, Yahoo
    "pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid at_medium at_campaign "
    "at_campaign_type at_creation at_format at_variant at_emailtype at_recipient_id at_link_id "
    "at_link_type at_link_origin at_bbc_team at_ptr_name at_custom1 at_custom2 at_custom3 at_custom4 xtor "
    "etcc_cmp etcc_med wt_mc wt.mc_id wt_zmc s_cid s_kwcid ef_id ns_mchannel ns_source ns_campaign "
    "ns_linkname ns_fee itm_source itm_medium itm_campaign itm_content itm_term guccounter guce_referrer "
    "guce_referrer_sig _ga _gl _gac "
    # Social networks
    "action_object_map action_type_map action_ref_map fb_action_ids fb_action_types fb_ref fb_source "
    "ref_src ref_url "
    # Sessions
    "phpsessid jsessionid"
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/;?]*", re.IGNORECASE)

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Spaces and marks that copying leaves around an address (zero width, direction, byte order).
_AROUND = " \u00a0\u1680\u2000-\u200a\u200b-\u200f\u2028-\u202f\u205f\u2060-\u2069\u3000\ufeff"
_EDGES = re.compile(rf"^[{_AROUND}]+|[{_AROUND}]+$")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/%!$&'()*+,;=:@-._~"
_LABELS = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_INDEX = re.compile(
    r"/(?:index|default|home)\.(?:html?|php|aspx?|jsp)$|/(?:undefined|null|none|nan)/?$", re.IGNORECASE
)
_LOGIN = re.compile(
    r"/(?:log-?in|sign-?in|sign-?up|register|subscribe|subscription)(?:[/.]|$)", re.IGNORECASE
)
_SCRIPT = re.compile(r"(?:^|[?&])[^=&]*=\d+(?:&|$)")

# The list of suffixes that comes with the library: no network, no files of its own.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def page_url(url: str, base: str | None = None) -> str | None:
    """The address to fetch for a link, or None where it is not one of the web.

    Absolute, http or https, without tracking parameters and fragment (a "#!" address keeps it), host in lower
    case and ASCII (IDNA), default port off, percent-encoding as in RFC 3986 section 6.2.2; the order of
    parameters stays. Refused: other schemes, user names, impossible hosts and ports, more than 8192
    characters. Idempotent.
    """
    if len(url) > 8 * MAX_LENGTH:
        return None
    text = _EDGES.sub("", _CONTROL.sub("", url))
    try:
        parts = urlsplit(_forward(urljoin(base, text) if base else text))
        authority = _authority(parts)
    except ValueError:  # brackets that hold no address, ports that are no number
        return None
    if authority is None or parts.scheme not in ("http", "https"):
        return None
    query = _query(parts.query)
    fragment = _encoded(parts.fragment, _PATH_SAFE + "?") if parts.fragment.startswith("!") else ""
    tail = (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    cleaned = f"{parts.scheme}://{authority}{_path(parts.path)}{tail}"
    return cleaned if len(cleaned) <= MAX_LENGTH else None


def site(url: str) -> str:
    """The registrable domain of an address, private suffixes included (each blog of a host is its own site).

    A literal address or a name such as localhost stands for itself; "" where there is no host.
    """
    try:
        return _site_of((urlsplit(url).hostname or "").rstrip("."))
    except ValueError:
        return ""


def canonical_url(page: str, final: str, redirects_permanent: bool, declared: str | None) -> str:  # noqa: FBT001  # a fact of the fetch, beside the others
    """The address that stands for an article: the one asked for, unless something better is known.

    `final`, where redirects led, replaces it if they were permanent or led to another site (a shortener, a
    feed's proxy). What the page declares (rel=canonical) replaces that, if it is on the same site and not
    plainly a template's mistake.
    """
    start = page_url(page) or page
    end = page_url(final)
    moved = end is not None and (
        site(end) != site(start) or (redirects_permanent and not _is_lost(end, start))
    )
    here = end if moved and end is not None else start
    said = page_url(declared, final) if declared and declared.strip() else None
    if said is None or site(said) != site(here) or _is_lost(said, here):
        return here
    return said


def leads_elsewhere(final: str, start: str) -> bool:
    """Whether an address ended at a homepage, an index or a login page, and began at none."""
    new, old = page_url(final) or final, page_url(start) or start
    login = _LOGIN.search(urlsplit(new).path) and not _LOGIN.search(urlsplit(old).path)
    return bool(login) or _is_lost(new, old)


def article_key(url: str) -> str:
    """The article_id of a canonical address."""
    return key("article", _folded(url))


def page_key(url: str) -> str:
    """The page_id of an address to fetch."""
    return key("page", _folded(url))


def _folded(url: str) -> str:
    """http and https, with "www." and without, with a slash at the end and without, are one."""
    rest = (page_url(url) or url).partition("://")[2].removeprefix("www.")
    path, mark, query = rest.partition("?")
    return path.rstrip("/") + mark + query


def _is_lost(said: str, here: str) -> bool:
    """Whether an address names less than ours: a homepage, an index, a script without its number."""
    new, old = urlsplit(said), urlsplit(here)
    if new.path == "/" and not new.query and not new.fragment:
        return old.path != "/" or bool(old.query)
    if _INDEX.search(new.path) and not _INDEX.search(old.path):
        return True
    same_script = new.path == old.path and not new.query and not re.search(r"\d|-.*-", new.path)
    return same_script and _SCRIPT.search(old.query) is not None


@lru_cache(maxsize=20_000)
def _site_of(host: str) -> str:
    found = _suffixes(host)
    if found.suffix or found.ipv4 or ":" in host:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.rsplit(".", 2)[-2:])  # the list's rule for suffixes that it does not name


def _forward(url: str) -> str:
    """Backslashes as browsers read them: slashes, up to the query."""
    head = re.match(r"[^?#]*", url)
    cut = head.end() if head else 0
    return url[:cut].replace("\\", "/") + url[cut:]


def _authority(parts: SplitResult) -> str | None:
    if "@" in parts.netloc:
        return None
    host, port = _host(parts.hostname or ""), parts.port
    if host is None or port == 0:
        return None
    default = 443 if parts.scheme == "https" else 80
    return host if port in (None, default) else f"{host}:{port}"


@lru_cache(maxsize=20_000)
def _host(name: str) -> str | None:
    """A host name in ASCII and lower case; None for what cannot be one."""
    if ":" in name:
        return f"[{ipaddress.IPv6Address(name.partition('%')[0]).compressed}]"
    name = unquote(name, errors="strict").rstrip(".").lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True, std3_rules=False).decode("ascii")
        except idna.IDNAError:
            return None
    fits = len(name) <= 253 and all(len(label) <= 63 for label in name.split("."))
    return name if fits and _LABELS.fullmatch(name) else None


def _path(path: str) -> str:
    """Encoded, dot segments resolved (RFC 3986, 5.2.4), session numbers off; empty segments stay."""
    encoded = _SESSION_IN_PATH.sub("", _encoded(path, _PATH_SAFE))
    segments = encoded.split("/")[1:]
    if "." not in segments and ".." not in segments:
        return encoded or "/"
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    pieces = _encoded(query, _PATH_SAFE + "?").split("&")
    kept = [piece for piece in pieces if not _is_tracking(piece.partition("=")[0])]
    return "&".join(kept)


def _is_tracking(name: str) -> bool:
    plain = unquote(name).lower()
    return plain in _TRACKING or plain.startswith(_TRACKING_PREFIXES)


def _encoded(text: str, safe: str) -> str:
    """Escapes in upper case, none for characters that need none, UTF-8 escapes for all that may not stand."""
    return quote(_ESCAPE.sub(_escape, text), safe=safe)


def _escape(found: re.Match[str]) -> str:
    if found[1] is None:
        return "%25"  # a percent sign that begins no escape
    char = chr(int(found[1], 16))
    return char if char in _UNRESERVED else f"%{found[1].upper()}"
