"""Small pictures for simulated reports: a wall, a floor, a machine, and something that lies before it."""

import random
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (320, 240)


def scene(seed: int) -> bytes:
    """A JPEG, the same for the same seed."""
    chance = random.Random(seed)
    width, height = SIZE
    floor = height * chance.randint(55, 70) // 100
    wall = tuple(chance.randint(140, 210) for _ in range(3))
    picture = Image.new("RGB", SIZE, (118, 116, 110))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width, floor), fill=wall)
    left, top = chance.randint(20, 140), chance.randint(40, 90)
    machine = tuple(chance.randint(40, 130) for _ in range(3))
    draw.rectangle(
        (left, top, left + chance.randint(70, 150), floor + 20), fill=machine, outline=(230, 190, 40), width=4
    )
    spot = chance.randint(30, 200), floor + chance.randint(5, 40)
    draw.ellipse((*spot, spot[0] + chance.randint(30, 90), spot[1] + chance.randint(8, 24)), fill=(40, 38, 30))
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=60)
    return buffer.getvalue()
