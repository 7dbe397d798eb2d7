"""Path segments of the dossier address as the service has wanted them since 2026: AES-128-ECB, base64url."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7


class WrongKey(ValueError):
    pass


def sealed(number, key):
    padder = PKCS7(128).padder()
    padded = padder.update(str(number).encode()) + padder.finalize()
    encryptor = _cipher(key).encryptor()
    return urlsafe_b64encode(encryptor.update(padded) + encryptor.finalize()).decode().rstrip("=")


def opened(segment, key):
    try:
        # Some clients write plain base64 with its padding.
        coded = segment.replace("+", "-").rstrip("=")
        decryptor = _cipher(key).decryptor()
        padded = decryptor.update(urlsafe_b64decode(coded + "=" * (-len(coded) % 4))) + decryptor.finalize()
        unpadder = PKCS7(128).unpadder()
        return int(unpadder.update(padded) + unpadder.finalize())
    except ValueError as error:
        raise WrongKey(f"'{segment}' does not open with this service's key.") from error


def check(key):
    if len(key.encode()) != 16:
        raise ValueError(f"The key '{key}' has {len(key.encode())} bytes: AES-128 needs 16.")


def _cipher(key):
    # The service uses ECB; a client that wants an answer has no choice.
    return Cipher(algorithms.AES(key.encode()), modes.ECB())  # noqa: S305
