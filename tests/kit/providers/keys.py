"""Keys and certificates of the providers and of ours with them, made when they are needed, never kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID


@cache
def key(whose: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Somebody's private key, the same for the whole process."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def private_pem(whose: str) -> str:
    """As an operator pastes it into the secret."""
    return key(whose).private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()


def public_pem(whose: str) -> str:
    """As its owner hands it out."""
    return key(whose).public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def sign(whose: str, content: bytes, algorithm: hashes.HashAlgorithm | None = None) -> bytes:
    """An RSA signature with SHA-256 unless another digest is asked for."""
    return key(whose).sign(content, padding.PKCS1v15(), algorithm or hashes.SHA256())


def holds(whose: str, signature: bytes, content: bytes) -> bool:
    """Whether somebody signed this."""
    try:
        key(whose).public_key().verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
    except Exception:
        return False
    return True


@cache
def certificate(
    whose: str,
    common_name: str,
    issuer: str | None = None,
    issuer_name: str | None = None,
    *,
    authority: bool = False,
    days: tuple[int, int] = (-30, 300),
) -> x509.Certificate:
    """A certificate of somebody's key, issued by itself or by another's key. `days`: from when until when, counted from today."""
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(common_name))
        .issuer_name(_name(issuer_name or common_name))
        .public_key(key(whose).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(key(issuer or whose), hashes.SHA256())
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def pem(made: x509.Certificate) -> str:
    """As it stands in a message or a secret."""
    return made.public_bytes(serialization.Encoding.PEM).decode()
