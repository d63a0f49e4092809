// The WCAG 2.2 AA rules that can be tested automatically, by axe-core.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const WCAG_2_2_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ELEMENTS_SHOWN = 3;

/** One line per violated rule: its id, its description and the first elements. `within`: a selector; `only`: a rule. */
export async function brokenRules(
  page: Page,
  { within, only }: { within?: string; only?: string } = {},
): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  if (within !== undefined) builder.include(within);
  const { violations } = await (only === undefined ? builder.withTags(WCAG_2_2_AA) : builder.withRules(only)).analyze();
  return violations.map(({ id, help, nodes }) => {
    const shown = nodes.slice(0, ELEMENTS_SHOWN).map(({ target }) => target.join(' '));
    const more = nodes.length - shown.length;
    return `${id}: ${help}: ${shown.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
  });
}
