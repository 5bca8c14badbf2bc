"""The certificate under which the outward door is served, and whether it is of any use."""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificate

from bot.settings import BadSettings, Settings, variable


@dataclass(frozen=True)
class Tls:
    """A certificate with those that lead to its root, and its key: PEM files."""

    certificate: Path
    key: Path

    @property
    def ends_at(self) -> datetime:
        """When the certificate runs out, in UTC."""
        return load_pem_x509_certificate(self.certificate.read_bytes()).not_valid_after_utc


def tls_of(settings: Settings) -> Tls | None:
    """The certificate of the settings; None where there is none. Raises BadSettings where it cannot be used."""
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    tls = Tls(settings.tls_certificate, settings.tls_key)
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(tls.certificate, tls.key, password="")
        if tls.ends_at <= datetime.now(UTC):
            raise BadSettings(variable("tls_certificate"), f"{tls.certificate} ran out on {tls.ends_at:%Y-%m-%d}")
    except (OSError, ValueError) as error:  # no such file, no PEM, a key of another certificate, one with a password
        why = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
        raise BadSettings(variable("tls_certificate"), f"{tls.certificate}, {tls.key}: {why}") from error
    return tls


def is_outward(host: str) -> bool:
    """True for an address that other machines reach; also for a name, of which that is not known."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"
