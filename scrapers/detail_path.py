"""The address of a dossier: with plain numbers, or as the service has wanted them since 2026.

There both segments are AES-128-ECB of the decimal text, padded by PKCS7, in base64url without "=". The key is
the operator's to supply (CONGRESS_DETAIL_KEY) and is never written to a log or a message.
"""

import base64

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from scrapers.keys import TWO_CHAMBERS

KEY_BYTES = 16
MODES = ("plain", "key")


def detail_path(period, chamber, number, *, mode="plain", key=""):
    """'expediente/2021/10305', with the chamber where there are two."""
    if mode not in MODES:
        raise ValueError(f"the mode of the detail is «{mode}», not one of {', '.join(MODES)}")
    segments = [str(period), str(number)]
    if mode == "key":
        segments = [encrypt(segment, key) for segment in segments]
    question = f"?codTipoParl={chamber}" if period >= TWO_CHAMBERS else ""
    return f"expediente/{'/'.join(segments)}{question}"


def encrypt(text, key):
    secret = key.encode()
    if len(secret) != KEY_BYTES:
        raise ValueError(f"the key of the detail has {len(secret)} bytes, it must have {KEY_BYTES}")
    padder = PKCS7(algorithms.AES128.block_size).padder()
    # ECB is the service's choice, not ours; there is nothing secret in a bill's number.
    encryptor = Cipher(algorithms.AES128(secret), modes.ECB()).encryptor()  # noqa: S305
    sealed = encryptor.update(padder.update(text.encode()) + padder.finalize()) + encryptor.finalize()
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")
