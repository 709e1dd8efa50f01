"""Requests of a page's scripts that wait until a story lets them be answered, in whichever order it wants."""

from playwright.sync_api import Page, Route


def held_back(page: Page, address: str) -> list[Route]:
    """What scripts ask of this address waits in this list until somebody lets it go on."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.resource_type == "fetch":
            waiting.append(route)
        else:
            route.continue_()

    page.route(address, hold)
    return waiting


def arrived(page: Page, waiting: list[Route], count: int) -> None:
    """Wait until so many have been asked for."""
    for _ in range(100):
        if len(waiting) == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{len(waiting)} requests instead of {count}")
