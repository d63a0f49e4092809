// The layout of a page in its window, measured in the page: too wide, overlapping, cut off, too small to tap. Every finding is a line of text; an
// empty list is a page without findings.
import { LEAST_TARGET_PX } from '../../judging.ts';
import type { Page } from '@playwright/test';

export type LayoutFindings = { sideways: string[]; overlaps: string[]; cut: string[]; small: string[] };

export const layoutFindings = (page: Page): Promise<LayoutFindings> => page.evaluate(measure, LEAST_TARGET_PX);

/** Runs in the page: it may use nothing from outside. */
function measure(leastTargetPx: number): LayoutFindings {
  const found: LayoutFindings = { sideways: [], overlaps: [], cut: [], small: [] };
  const root = document.documentElement;
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`;
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !element.closest('[aria-hidden=true], [inert]');
  const isClipped = (element: Element): boolean => getComputedStyle(element).clipPath !== 'none';
  const scrollerOf = (element: Element): Element | null => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return at;
    return null;
  };

  if (root.scrollWidth > root.clientWidth)
    found.sideways.push(`${String(root.scrollWidth - root.clientWidth)} px wider than the window`);

  const controls = [
    ...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, [role=tab]'),
  ]
    .filter((element) => isShown(element) && !isClipped(element))
    .map((element) => ({ element, boxes: [...element.getClientRects()].filter((b) => b.width > 0 && b.height > 0) }))
    // The skip link is outside the window until it has the focus.
    .filter(({ boxes }) => boxes.length > 0 && boxes.every((box) => box.right > 0 && box.bottom > 0));

  const sink = 1.5;
  for (const [i, one] of controls.entries())
    for (const other of controls.slice(i + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const layers = [one, other].map(({ element }) =>
        element.closest('[role=dialog], .drawer, [data-sonner-toaster]'),
      );
      // Elements in their own layer cover the page on purpose.
      if (layers[0] !== layers[1]) continue;
      const meet = one.boxes.some((a) =>
        other.boxes.some(
          (b) =>
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > sink &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > sink,
        ),
      );
      if (
        meet &&
        getComputedStyle(one.element).position !== 'fixed' &&
        !isSticky(one.element) &&
        !isSticky(other.element)
      )
        found.overlaps.push(`${nameOf(one.element)} covers ${nameOf(other.element)}`);
      else if (meet && isSticky(one.element) && isSticky(other.element))
        found.overlaps.push(`${nameOf(one.element)} covers ${nameOf(other.element)}`);
    }

  for (const { element, boxes } of controls) {
    const right = Math.max(...boxes.map((box) => box.right));
    if (right > root.clientWidth + 1 && !scrollerOf(element))
      found.cut.push(`${nameOf(element)} ends ${String(Math.round(right - root.clientWidth))} px beyond the window`);
    const { width, height } = element.getBoundingClientRect();
    const isInText =
      getComputedStyle(element).display === 'inline' &&
      (element.parentElement?.textContent ?? '').trim() !== (element.textContent ?? '').trim();
    if (!isInText && (width < leastTargetPx || height < leastTargetPx))
      found.small.push(`${nameOf(element)} is ${String(Math.round(width))} x ${String(Math.round(height))} px`);
  }

  for (const element of document.querySelectorAll('h1, h2, h3, h4, p, a, button, label, li, dt, dd, span, strong')) {
    if (!isShown(element) || isClipped(element) || (element.textContent ?? '').trim() === '') continue;
    const style = getComputedStyle(element);
    const hides = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
    if (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
      found.cut.push(
        `${nameOf(element)} shows ${String(element.clientWidth)} of its ${String(element.scrollWidth)} px`,
      );
    else if (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 2)
      found.cut.push(
        `${nameOf(element)} shows ${String(element.clientHeight)} of its ${String(element.scrollHeight)} px of height`,
      );
  }

  function isSticky(element: Element): boolean {
    for (let at: Element | null = element; at; at = at.parentElement)
      if (/sticky|fixed/.test(getComputedStyle(at).position)) return true;
    return false;
  }
  return found;
}
