"""Somebody at the desk: finds what a page shows by roles and names, as a screen reader would."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.filled import PASSWORD

FOCUSED = """() => {
    const each = document.activeElement;
    return (each.labels?.[0]?.innerText ?? each.innerText ?? "").trim();
}"""


class Walker:
    """A page in a browser; `faults` are those of the page's own scripts."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def open(self, path: str) -> None:
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def sign_in(self, name: str) -> None:
        self.open("/login")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def tab_to(self, name: str) -> None:
        """Press Tab until what has the focus is called so, or begins with it."""
        for _ in range(200):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(FOCUSED).startswith(name):
                return
        raise AssertionError(f"Tab never reached {name!r}.")

    def follow(self, name: str) -> None:
        self.main.get_by_role("link", name=name).first.click()

    def sees(self, text: str) -> None:
        expect(self.main).to_contain_text(text)

    def is_wider_than(self, pixels: int) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth") > pixels)

    def claims(self) -> Locator:
        """The rows of the log."""
        return self.page.get_by_role("region", name="Claims").get_by_role("listitem")
