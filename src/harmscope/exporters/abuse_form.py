"""What the form of XARF v4 demands of each type of report, and what a member may hold.

Source: schemas/v4 of xarf/xarf-spec, commit 37820da (version 4.2). Of optional members, only those
that can be filled are here.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from harmscope.taxonomy import load_system

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

SCHEME: Final = "xarf@4"

# What members hold: JSON Schema.

_TEXT: Final = {"type": "string", "minLength": 1}
_TIME: Final = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
_URL: Final = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$"}
_MAIL: Final = {"type": "string", "pattern": r"^[^@\s]+@[^@\s]+$"}
_PORT: Final = {"type": "integer", "minimum": 1, "maximum": 65535}
_YES_OR_NO: Final = {"type": "boolean"}


def _one_of(*values: str) -> dict[str, Any]:
    return {"enum": [*values]}


def _list_of(item: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item, "minItems": 1}


_CONTACT: Final = {
    "type": "object",
    "required": ["org", "contact", "domain"],
    "properties": {"org": _TEXT | {"maxLength": 200}, "contact": _MAIL, "domain": _TEXT},
    "additionalProperties": False,
}
_EVERY: Final[Mapping[str, Any]] = {
    "xarf_version": _TEXT,
    "report_id": _TEXT,
    "timestamp": _TIME,
    "category": _TEXT,
    "type": _TEXT,
    "reporter": _CONTACT,
    "sender": _CONTACT,
    "source_identifier": _TEXT,
    "source_port": _PORT,
    "evidence_source": _TEXT,
    "tags": _list_of({"type": "string", "pattern": r"^[a-z0-9][a-z0-9_+-]*:[a-z0-9][a-z0-9_+-]*$"})
    | {"maxItems": 20},
    "confidence": {"type": "number", "minimum": 0, "maximum": 1},
}
_DEMANDED: Final = (
    *("xarf_version", "report_id", "timestamp", "reporter", "sender"),
    *("source_identifier", "category", "type"),
)

# The members of categories and types. A star behind a name: the form demands the member.

_DATA: Final = (
    *("personal_information", "credentials", "financial", "medical", "government_id"),
    *("email_addresses", "phone_numbers", "api_keys", "database_dumps", "source_code"),
    *("internal_documents", "customer_data", "employee_data", "intellectual_property", "other"),
)
_FOUND_BY: Final = ("hash_match", "ai_detection", "manual_review", "user_report", "automated_scan")
_CHANNELS: Final = ("smtp", "sms", "whatsapp", "telegram", "social_media", "push_notification")
_NET: Final = {"protocol*": _one_of("tcp", "udp"), "first_seen*": _TIME}
_WIDE_NET: Final = _NET | {"protocol*": _one_of("tcp", "udp", "icmp", "sctp")}
_COPIED: Final = {"infringing_url*": _URL}
_SERVICE: Final = {"service*": _TEXT}
_THREAT: Final = {"threat_type*": _TEXT}
_MAILED: Final = {"smtp_from": _MAIL}

_OF_CATEGORY: Final[Mapping[str, Mapping[str, Any]]] = {
    "content": {
        "url*": _URL,
        "domain": {"type": "string", "pattern": r"^([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}$"},
        "verified_at": _TIME,
        "verification_method": _one_of(
            *("manual", "automated_crawler", "user_report", "honeypot", "threat_intelligence")
        ),
        "target_brand": _TEXT,
        "country_code": {"type": "string", "pattern": "^[A-Z]{2}$"},
    },
}
_OF_TYPE: Final[Mapping[str, Mapping[str, Any]]] = {
    "messaging/spam": {
        "protocol*": _one_of(*_CHANNELS, "signal", "chat", "other"),
        "language": {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
        **_MAILED,
    },
    "messaging/bulk_messaging": {
        "protocol*": _one_of(*_CHANNELS, "other"),
        "recipient_count*": {"type": "integer", "minimum": 100},
        **_MAILED,
    },
    "content/csam": {
        "classification*": _one_of("baseline", "A1", "A2", "B1", "B2"),
        "detection_method*": _one_of(*_FOUND_BY),
        "media_type": _one_of("image", "video", "audio", "text", "mixed"),
        "content_removed": _YES_OR_NO,
        "ncmec_report_id": _TEXT,
    },
    "content/csem": {
        "exploitation_type*": _one_of(
            *("grooming", "solicitation", "sextortion", "trafficking", "distribution"),
            *("production", "possession"),
        ),
        "detection_method*": _one_of(
            *("behavioral_analysis", "keyword_detection", "user_report", "ai_detection"),
            *("manual_review", "law_enforcement_referral"),
        ),
    },
    "content/fraud": {
        "fraud_type*": _one_of(
            *("investment", "romance", "tech_support", "lottery", "advance_fee", "cryptocurrency"),
            *("shopping", "charity", "employment", "government_impersonation", "other"),
        ),
    },
    "content/brand_infringement": {
        "infringement_type*": _one_of(
            *("counterfeit", "typosquatting", "lookalike", "homograph", "unauthorized_reseller"),
            *("trademark_violation", "brand_impersonation", "logo_misuse", "other"),
        ),
        "legitimate_site*": _URL,
    },
    "content/exposed_data": {
        "data_types*": _list_of(_one_of(*_DATA)),
        "exposure_method*": _one_of(
            *("misconfigured_server", "open_directory", "database_exposure", "git_repository"),
            *("backup_file", "log_file", "cloud_storage", "paste_site", "forum_post"),
            *("ransomware_leak", "intentional_leak", "other"),
        ),
    },
    "content/remote_compromise": {
        "compromise_type*": _one_of(
            *("webshell", "backdoor", "defacement", "malicious_redirect", "seo_spam"),
            *("cryptominer", "phishing_kit", "malware_host", "c2_server", "proxy", "scanner"),
            "other",
        ),
    },
    "content/suspicious_registration": {
        "registration_date*": _TIME,
        "suspicious_indicators*": _list_of(_TEXT),
    },
    "copyright/copyright": _COPIED,
    "copyright/ugc_platform": {**_COPIED, "platform_name*": _TEXT},
    "copyright/link_site": {**_COPIED, "site_name*": _TEXT},
    "copyright/cyberlocker": {**_COPIED, "hosting_service*": _TEXT},
    "copyright/p2p": {
        "p2p_protocol*": _one_of("bittorrent", "edonkey", "gnutella", "kademlia", "other"),
        "swarm_info*": {
            "type": "object",
            "anyOf": [{"required": ["info_hash"]}, {"required": ["magnet_uri"]}],
            "properties": {
                "info_hash": {"type": "string", "pattern": "^[a-fA-F0-9]{40}$"},
                "magnet_uri": {"type": "string", "pattern": r"^magnet:\?xt=urn:"},
            },
        },
    },
    "copyright/usenet": {
        "newsgroup*": _TEXT,
        "message_info*": {
            "type": "object",
            "required": ["message_id"],
            "properties": {"message_id": _TEXT},
        },
    },
    "connection/ddos": _WIDE_NET,
    "connection/login_attack": _WIDE_NET,
    "connection/port_scan": _WIDE_NET,
    "connection/sql_injection": _NET,
    "connection/infected_host": {
        **_NET,
        "bot_type*": _one_of(
            *("search_engine", "ai_agent", "monitoring", "seo_analyzer", "link_checker"),
            *("feed_reader", "social_media", "advertising", "malicious", "unknown"),
        ),
    },
    "connection/reconnaissance": {**_NET, "probed_resources*": _list_of(_TEXT)},
    "connection/scraping": {**_NET, "total_requests*": {"type": "integer", "minimum": 1}},
    "connection/vulnerability_scan": {
        **_NET,
        "protocol*": _one_of("tcp", "udp", "icmp", "mixed"),
        "scan_type*": _one_of(
            *("port_scan", "vulnerability_scan", "version_detection", "os_fingerprinting"),
            *("service_enumeration", "web_vuln_scan", "directory_brute_force", "mixed"),
        ),
    },
    "infrastructure/botnet": {"compromise_evidence*": _TEXT},
    "infrastructure/compromised_server": {"compromise_method*": _TEXT},
    "reputation/blocklist": _THREAT,
    "reputation/threat_intelligence": _THREAT,
    "vulnerability/cve": {**_SERVICE, "service_port*": _PORT, "cve_id*": _TEXT},
    "vulnerability/misconfiguration": _SERVICE,
    "vulnerability/open_service": _SERVICE,
}
_WITH_PORT: Final = ("connection/ddos", "connection/login_attack", "connection/port_scan")
"""Types that demand the port where the source is an address."""


@cache
def members_of(code: str) -> Mapping[str, Any]:
    """The members of a type, ``category/type``, with the schema of each."""
    own = {**_OF_CATEGORY.get(code.partition("/")[0], {}), **_OF_TYPE.get(code, {})}
    return {**_EVERY, **{name.removesuffix("*"): schema for name, schema in own.items()}}


@cache
def all_members() -> frozenset[str]:
    """The members of all types."""
    return frozenset(name for code in load_system(SCHEME).codes for name in members_of(code))


@cache
def _validator(code: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator

    own = {**_OF_CATEGORY.get(code.partition("/")[0], {}), **_OF_TYPE.get(code, {})}
    mailed = {"properties": {"protocol": {"const": "smtp"}}, "required": ["protocol"]}
    address = {"pattern": r"^(\d{1,3}(\.\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$"}
    source = {"properties": {"source_identifier": address}, "required": ["source_identifier"]}
    rules = [{"if": mailed, "then": {"required": ["smtp_from", "source_port"]}}]
    if code in _WITH_PORT:
        rules.append({"if": source, "then": {"required": ["source_port"]}})
    return Draft202012Validator(
        {
            "required": [*_DEMANDED, *(name[:-1] for name in own if name.endswith("*"))],
            "properties": members_of(code),
            "allOf": rules if code.startswith(("messaging/", "connection/")) else [],
        }
    )


def faulty(code: str, report: Mapping[str, object]) -> list[str]:
    """Members of a report of the type ``code`` that are missing, or not as the form wants them;
    sorted."""
    found: set[str] = set()
    for error in _validator(code).iter_errors(dict(report)):
        if error.absolute_path:
            found.add(str(error.absolute_path[0]))
        else:
            found |= {name for name in error.validator_value if name not in report}
    return sorted(found)


def fits(code: str, name: str, value: object) -> bool:
    """Whether a type has the member, and it may hold the value."""
    return name in members_of(code) and name not in faulty(code, {name: value})


def typed(code: str, name: str, text: str) -> object:
    """A cell of a table as the member of a type: a number, a yes or no, a list whose parts are
    divided by ``;``. What is none stays text, which the form then refuses."""
    kind = members_of(code).get(name, {}).get("type")
    if kind == "integer" and text.isascii() and text.isdigit():
        return int(text)
    if kind == "number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind == "array":
        return [part.strip() for part in text.split(";") if part.strip()]
    return text
