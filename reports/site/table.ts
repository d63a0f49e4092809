// The tables of the pages.
import { markup } from '../formats/escape.ts';

export type Column = { label: string; num?: boolean };

/** A table that becomes a stack of labelled lines on a phone, without the empty ones. Cells are markup. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const num = (i: number): string => (columns[i]?.num ? ' class="num"' : '');
  const head = columns.map((c, i) => `<th${num(i)}>${markup(c.label)}</th>`).join('');
  const body = rows.map((cells) => {
    const tds = cells.map(
      (c, i) => `<td${num(i)} data-label="${markup(columns[i]?.label ?? '')}"><span>${c}</span></td>`,
    );
    return `<tr>${tds.join('')}</tr>`;
  });
  return `<div class="scroll"><table class="stack"><tbody><tr>${head}</tr>${body.join('\n')}</tbody></table></div>`;
}
