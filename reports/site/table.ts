// The tables of the pages.
import { markup } from '../formats/escape.ts';

export type Column = { label: string; num?: boolean };

/**
 * A table that becomes a list of labelled lines on a phone, without empty ones. Cells are markup. `isPlain`: stays a scrolling
 * table there, for figures to compare line by line. `name`: its accessible name.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { name, isPlain = false }: { name?: string; isPlain?: boolean } = {},
): string {
  const num = (i: number): string => (columns[i]?.num ? ' class="num"' : '');
  const head = columns.map((c, i) => `<th scope="col"${num(i)}>${markup(c.label)}</th>`).join('');
  const body = rows.map((cells) => {
    const tds = cells.map((c, i) =>
      isPlain
        ? `<td${num(i)}>${c}</td>`
        : `<td${num(i)} data-label="${markup(columns[i]?.label ?? '')}"><span>${c}</span></td>`,
    );
    return `<tr>${tds.join('')}</tr>`;
  });
  const label = name === undefined ? '' : ` aria-label="${markup(name)}"`;
  // A scrolling element must be reachable by keyboard.
  return `<div class="scroll" tabindex="0" role="group"${label}><table${isPlain ? '' : ' class="stack"'}${label}><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}
