"""`make shots`: the pictures of the README, taken of the running app and cut to few colours."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final, Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.bench.serve import APP, serving
from tests.conftest import FLAGS, installed_browser
from tests.make.class_shots import class_pictures

FOLDER: Final = Path(__file__).parent / "shots"
LARGEST: Final = 150_000
COLOURS: Final = (256, 128, 64, 32)


class Shot(NamedTuple):
    """A picture: its name, the page, paper or board, the window, and how many dots a pixel has."""

    name: str
    address: str
    scheme: Literal["light", "dark"]
    width: int
    height: int
    dots: float = 1


SHOTS: Final = (
    Shot("paper", "/sparse-autoencoder/1?cell=2,3", "light", 1366, 768),
    Shot("board", "/sparse-autoencoder/3?view=recipe", "dark", 1366, 768),
    Shot("projecting", "/sparse-autoencoder/12?cell=dZ,1,2&present=1", "dark", 1920, 1080),
    Shot("phone", "/autoencoder/2?cell=Z1,2,1", "light", 390, 844, 2),
)


def main() -> None:
    """Write the pictures into tests/make/shots."""
    FOLDER.mkdir(exist_ok=True)
    with serving(APP) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=[*FLAGS])
        for shot in SHOTS:
            kept(shot.name, taken(browser, port, shot))
        for name, picture in class_pictures(browser, port).items():
            kept(name, picture)
        browser.close()


def kept(name: str, picture: bytes) -> None:
    """Writes one picture."""
    packed = packed_small(picture)
    (FOLDER / f"{name}.png").write_bytes(packed)
    print(f"{name}.png: {len(packed):,} bytes")


def taken(browser: Browser, port: int, shot: Shot) -> bytes:
    """The page as a person sees it once nothing moves any more."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=shot.dots,
        color_scheme=shot.scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}{shot.address}")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def packed_small(png: bytes) -> bytes:
    """The picture in as many colours as keep it small enough. ValueError where even the fewest do not."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        packed = BytesIO()
        fewer = picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        fewer.save(packed, "PNG", optimize=True)
        if packed.tell() < LARGEST:
            return packed.getvalue()
    raise ValueError(f"the picture is larger than {LARGEST:,} bytes")


if __name__ == "__main__":
    main()
