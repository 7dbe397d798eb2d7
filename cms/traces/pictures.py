"""Pictures inside other files. Their pixels stay as they are; only the segments that tell about them go."""

import struct

JPEG, PNG, GIF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8"
HARMLESS = (b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"VCLMTF")  # drawings
KEPT_SEGMENTS = {0xE0, 0xE2, 0xEE}  # size, colours, how colours were turned
KEPT_CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"bKGD",
    b"pHYs",
    b"sBIT",
}
TOLD_BOXES = {b"uuid", b"xml "}
HOW_OFTEN = {b"NETSCAPE2.0", b"ANIMEXTS1.0"}  # it is shown: the only word of a programme that a GIF needs


def jpeg(body):
    """Without Exif, XMP, IPTC and comments. What follows the last scan (a second picture, a film) goes too."""
    kept, place = [body[:2]], 2
    while place + 4 <= len(body):
        if body[place] != 0xFF:
            raise ValueError("no segment where one must be")
        mark = body[place + 1]
        if mark == 0xFF:  # filling
            place += 1
            continue
        if mark == 0xD9:
            break
        length = int.from_bytes(body[place + 2 : place + 4], "big")
        end = place + 2 + length
        if mark == 0xDA:
            end = end_of_scan(body, end)
        if not (0xE0 <= mark <= 0xEF or mark == 0xFE) or mark in KEPT_SEGMENTS:
            kept.append(body[place:end])
        place = end
    return b"".join(kept) + b"\xff\xd9"


def end_of_scan(body, place):
    while (place := body.find(b"\xff", place)) != -1:
        if place + 1 < len(body) and body[place + 1] not in (0x00, *range(0xD0, 0xD8)):
            return place
        place += 2
    return len(body)


def png(body):
    kept, place = [PNG], len(PNG)
    while place + 12 <= len(body):
        (length,) = struct.unpack(">I", body[place : place + 4])
        end = place + 12 + length
        if body[place + 4 : place + 8] in KEPT_CHUNKS:
            kept.append(body[place:end])
        if body[place + 4 : place + 8] == b"IEND":
            break
        place = end
    return b"".join(kept)


def gif(body):
    """Without comments and XMP. What follows its end goes too."""
    place = 13 + of_colours(body[10])
    kept = [body[:place]]
    while (mark := body[place]) != 0x3B:
        start, place = place, end_of_block(body, place)
        says = mark == 0x21 and (
            body[start + 1] in (0x01, 0xFE)
            or (body[start + 1] == 0xFF and body[start + 3 : start + 14] not in HOW_OFTEN)
        )
        if not says:
            kept.append(body[start:place])
    return b"".join(kept) + b"\x3b"


def of_colours(flags):
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def end_of_block(body, place):
    if body[place] == 0x21:
        place += 2
    elif body[place] == 0x2C:
        place += 11 + of_colours(body[place + 9])
    else:
        raise ValueError("no block where one must be")
    while length := body[place]:
        place += 1 + length
    return place + 1


def jpeg_2000(body):
    """A file of boxes; a bare stream of pixels has none."""
    if body[4:8] != b"jP  ":
        return body
    kept, place = [], 0
    while place + 8 <= len(body):
        length = int.from_bytes(body[place : place + 4], "big")
        if length == 1:
            length = int.from_bytes(body[place + 8 : place + 16], "big")
        end = place + length if length >= 8 else len(body)
        if body[place + 4 : place + 8] not in TOLD_BOXES:
            kept.append(body[place:end])
        place = end
    return b"".join(kept)
