// Draws Observable Plot charts to SVG text when the page is built. Colours are CSS variables of the page, so one SVG serves light, dark and print.
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { markup } from '../../../reports/formats/escape.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

const SAYS = '@description@';
export type Drawing = Omit<Plot.PlotOptions, 'document'> & {
  /** The text for screen readers: the result, in one sentence. */
  description: string;
};

/** One <svg> without inline styles, which the page's content security policy forbids. */
export function drawSvg({ description, ...options }: Drawing): string {
  const drawn = Plot.plot({ ...options, document: document as unknown as Document });
  for (const style of drawn.querySelectorAll('style')) style.remove();
  drawn.removeAttribute('style');
  drawn.setAttribute('font-size', '12');
  drawn.setAttribute('class', 'chart');
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-label', SAYS);
  // Screen readers skip the parts: the table has the numbers.
  for (const part of drawn.querySelectorAll('g[aria-label], g[aria-hidden]')) {
    part.removeAttribute('aria-label');
    part.removeAttribute('aria-hidden');
  }
  return (
    drawn.outerHTML
      // linkedom escapes texts from data. Coordinates are rounded to two digits.
      .replaceAll(/(\d+\.\d{2})\d+/g, '$1')
      .replaceAll(' stroke-miterlimit="10"', '')
      // linkedom does not escape < in attributes: it is escaped here.
      .replace(SAYS, () => markup(description))
  );
}

/** The label of a time axis, UTC: the hour within a day, otherwise the date. */
export function timeTick(spanMs: number): (at: Date) => string {
  return (at) => {
    const iso = at.toISOString();
    return spanMs <= 2 * 86_400_000 && iso.slice(11, 16) !== '00:00' ? iso.slice(11, 16) : iso.slice(5, 10);
  };
}

/** One drawing for wide screens and one for phones, so that the text keeps its size. The style shows one of them. */
export const bothWidths = (draw: (width: number, isNarrow: boolean) => string): string =>
  `<div class="on-wide">${draw(1000, false)}</div><div class="on-phone">${draw(340, true)}</div>`;

/** A chart with heading, key and table. `table` is markup. */
export function figure(of: {
  title: string;
  chart: string;
  key?: readonly Key[];
  table?: string;
  note?: string;
}): string {
  const key = of.key === undefined || of.key.length === 0 ? '' : `<ul class="key">${of.key.map(keyItem).join('')}</ul>`;
  const note = of.note === undefined ? '' : `<p class="soft">${markup(of.note)}</p>`;
  const table =
    of.table === undefined ? '' : `<details><summary>Table: ${markup(of.title)}</summary>${of.table}</details>`;
  return `<figure class="card"><figcaption><h3>${markup(of.title)}</h3></figcaption>${of.chart}${key}${note}${table}</figure>`;
}

export type Key = { look: string; text: string };
const keyItem = ({ look, text }: Key): string => `<li><i class="${look}"></i>${markup(text)}</li>`;
