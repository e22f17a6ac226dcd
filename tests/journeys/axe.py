"""What axe finds on a page; whether text stands out from its ground it asks of each look twice in a process.

Contrast takes axe longer than all its other rules together, and a menu looks on the hundredth page as on the first. A
look is all that decides it, from the text up to the page: tags, classes, colours, pictures, sizes, what is switched
off. Twice, as one text may be hidden or cut off where the next is not.
"""

from collections import Counter
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

ENOUGH = 2
_known: Counter[int] = Counter()


def violations(page: Page) -> list[tuple[str, list[Any]]]:
    """The rules that the page breaks, each with the first three places and what is wrong there."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    enough = [look for look, times in _known.items() if times >= ENOUGH]
    found, looks = page.evaluate(_RUN, [enough, ENOUGH])
    if not found:
        _known.update(looks)
    return [(rule, places) for rule, places in found]


_RUN = """async ([enough, most]) => {
    const known = new Set(enough), times = new Map(), looks = new Map(), asked = []
    const isOff = node =>
        node.matches(":disabled, [aria-disabled=true], [inert]") || node.closest("label")?.control?.disabled
    const look = (node) => {
        if (!node) return 0
        if (!looks.has(node)) {
            const style = getComputedStyle(node)
            looks.set(node, hash([
                look(node.parentElement), node.localName, node.getAttribute("class"), isOff(node),
                node.checkVisibility(), style.color, style.backgroundColor, style.backgroundImage, style.opacity,
                style.mixBlendMode, style.fontSize, style.fontWeight, style.textShadow, style.position, style.overflow,
            ].join()))
        }
        return looks.get(node)
    }
    const hash = (text) => {  // 53 bits of it
        let high = 0xdeadbeef, low = 0x41c6ce57
        for (let place = 0; place < text.length; place++) {
            high = Math.imul(high ^ text.charCodeAt(place), 2654435761)
            low = Math.imul(low ^ text.charCodeAt(place), 1597334677)
        }
        return 4294967296 * (2097151 & (low ^ low >>> 13)) + ((high ^ high >>> 16) >>> 0)
    }
    const hasText = node => node.matches("input, select, textarea")
        || [...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim())
    for (const node of document.querySelectorAll("body, body *")) {
        const its = hasText(node) ? look(node) : 0
        node.toggleAttribute("data-known", !its || known.has(its) || times.get(its) >= most)
        if (!node.hasAttribute("data-known")) {
            times.set(its, (times.get(its) || 0) + 1)
            asked.push(its)
        }
    }
    axe.configure({rules: [{id: "color-contrast", selector: ":not([data-known])"}]})
    const {violations} = await axe.run({
        resultTypes: ["violations"], elementRef: false, preload: {assets: ["media"]},
    })
    return [
        violations.map(({id, nodes}) => [id, nodes.slice(0, 3).map(node => [node.target, node.failureSummary])]), asked,
    ]
}"""
