"""The Ed25519 rule of docs/format.md: which keys and signatures are looked at, before OpenSSL answers the equation."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
IDENTITY = (0, 1, 1, 0)


def decompress(data: bytes):
    """The point of a canonical encoding in extended coordinates, or None (RFC 8032 section 5.1.3)."""
    number = int.from_bytes(data, "little")
    y, sign = number % 2**255, number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P != 0 or (x == 0 and sign == 1):
        return None
    if x % 2 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n: int, point):
    total = IDENTITY
    while n > 0:
        if n % 2 == 1:
            total = add(total, point)
        point, n = add(point, point), n // 2
    return total


def is_identity(point) -> bool:
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


@lru_cache(maxsize=None)
def acceptable(key: bytes) -> bool:
    """Canonical, on the curve, not the identity, no torsion."""
    point = decompress(key) if len(key) == 32 else None
    return point is not None and not is_identity(point) and is_identity(times(L, point))


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    if not acceptable(key) or len(signature) != 64:
        return False
    y = int.from_bytes(signature[:32], "little") % 2**255
    if y >= P or signature[:32] == b"\x01" + bytes(31) or int.from_bytes(signature[32:], "little") >= L:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except InvalidSignature:
        return False
