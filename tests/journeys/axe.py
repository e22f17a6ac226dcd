"""What axe finds on a page; whether text stands out from its ground it asks of each look four times in a process.

Contrast takes axe longer than all its other rules together, and a menu looks on the hundredth page as on the first. A
look is all that decides it: the text's colour, size and weight, what is switched off, and of the boxes around it those
that colour, cover, cut off or move it, by their classes. Four times, as one text may be empty or cut off where the
next is not.
"""

from collections import Counter
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

ENOUGH = 4
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
    const known = new Set(enough), times = new Map(), boxes = new Map(), asked = []
    const plain = "rgba(0, 0, 0, 0),none,1,normal,none,static,visible,none,none,visible"
    const isOff = node =>
        node.matches(":disabled, [aria-disabled=true], [inert]") || node.closest("label")?.control?.disabled
    const box = (node) => {
        if (!node) return 0
        if (!boxes.has(node)) {
            const around = box(node.parentElement), style = getComputedStyle(node), its = [
                style.backgroundColor, style.backgroundImage, style.opacity, style.mixBlendMode, style.filter,
                style.position, style.overflow, style.transform, style.clipPath, style.visibility,
            ].join()
            boxes.set(node, its === plain ? around : hash([around, its, node.getAttribute("class")].join()))
        }
        return boxes.get(node)
    }
    const look = (node) => {
        const style = getComputedStyle(node)
        return hash([
            box(node), style.color, style.fontSize, style.fontWeight, style.textShadow, isOff(node),
            node.checkVisibility(),
        ].join())
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
