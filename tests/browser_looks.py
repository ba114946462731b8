"""What a browser finds wrong on a page: texts on each other, what axe calls serious."""

from __future__ import annotations

from typing import Any

OVERLAPS = """() => {
  const boxes = [];
  const walker = document.createTreeWalker(document.querySelector("dialog[open]") ?? document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !node.parentElement.checkVisibility() || node.parentElement.closest(".hidden, .skip, option, script, style, noscript")) continue;
    const head = node.parentElement.closest("thead");
    if (head && getComputedStyle(head).clipPath !== "none") continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const line = 0.37 * box.height;  // of capitals and of the letters under Hindi's line, in Mukta
      const middle = box.top + box.height / 2;
      if (box.width > 1) boxes.push([box.left + 1, middle - line / 2, box.right - 1, middle + line / 2, node.data.trim().slice(0, 40)]);
    }
  }
  boxes.sort((a, b) => a[1] - b[1]);
  const found = [];
  boxes.forEach(([left, top, right, bottom, text], at) => {
    for (let next = at + 1; next < boxes.length && boxes[next][1] < bottom; next++) {
      if (Math.min(right, boxes[next][2]) > Math.max(left, boxes[next][0])) found.push(`${text} | ${boxes[next][4]}`);
    }
  });
  return [boxes.length, found];
}"""
"""Texts whose lines cover each other, by the middle of their letters."""
PARSED_ONCE = """() => {
  const colour = axe.commons.color.Color.prototype, parse = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    if (!known.has(text)) {
      parse.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
}"""
"""axe reads the same twenty colours tens of thousands of times, once for each element: a third of its work."""
SERIOUS = """async () => (await axe.run({resultTypes: ["violations"]})).violations
  .filter((each) => ["serious", "critical"].includes(each.impact))
  .map((each) => [each.id, each.nodes[0].html.slice(0, 160)])"""
"""Of what passes, axe tells one element a rule in place of all; what is not asked for stays in the browser."""


def serious(page: Any) -> list[tuple[str, str]]:
    """What axe calls serious or critical: its rule and the element."""
    from axe_playwright_python.sync_playwright import Axe  # only tests with a browser have it

    if page.evaluate("!window.axe"):
        page.evaluate(Axe().axe_script)
        page.evaluate(PARSED_ONCE)
    return [(rule, element) for rule, element in page.evaluate(SERIOUS)]
