// The tables of the pages.
import { markup } from '../formats/escape.ts';

export type Column = { label: string; num?: boolean };

/**
 * A table that becomes a stack of labelled lines on a phone, without the empty ones. Cells are markup. `isPlain`: stays a table there,
 * which scrolls: for figures that are compared line by line. `name` is what a screen reader calls it.
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
  // What scrolls must be reached by the keyboard.
  return `<div class="scroll" tabindex="0" role="group"${label}><table${isPlain ? '' : ' class="stack"'}${label}><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}
