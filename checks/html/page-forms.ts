// Forms as a browser without scripts would send them.
import { attribute, elementsOf, type Element, type Parent } from './parse-page.ts';
import { isHidden } from './visible-text.ts';

export type Field = { name: string; type: string; value: string };
export type Form = {
  /** As written; empty: the address of the page itself. */
  action: string;
  method: string;
  multipart: boolean;
  /** Fields in document order, including those without a name (visible, but not sent). Buttons are not sent. */
  fields: readonly Field[];
};

export function formsOf(document: Parent): Form[] {
  const forms: Form[] = [];
  for (const element of elementsOf(document)) {
    if (element.tagName !== 'form') continue;
    forms.push({
      action: attribute(element, 'action') ?? '',
      method: (attribute(element, 'method') ?? 'get').toLowerCase(),
      multipart: attribute(element, 'enctype')?.toLowerCase() === 'multipart/form-data',
      fields: fieldsOf(element),
    });
  }
  return forms;
}

const typeOf = (input: Element): string => (attribute(input, 'type') ?? 'text').toLowerCase();
const BUTTONS = new Set(['submit', 'button', 'reset', 'image', 'file']);

/** The input fields below `root` that are not disabled; ticked boxes only. */
export function fieldsOf(root: Parent): Field[] {
  const fields: Field[] = [];
  for (const element of elementsOf(root)) {
    if (element.tagName !== 'input' || attribute(element, 'disabled') !== undefined) continue;
    const type = typeOf(element);
    if (BUTTONS.has(type)) continue;
    if (/^(checkbox|radio)$/.test(type) && attribute(element, 'checked') === undefined) continue;
    fields.push({ name: attribute(element, 'name') ?? '', type, value: attribute(element, 'value') ?? '' });
  }
  return fields;
}

/** Whether there is a visible field of this type. */
export function showsField(root: Parent, type: string): boolean {
  const hiddenBelow = new Set<Element>();
  for (const element of elementsOf(root)) {
    const parent = element.parentNode as Element | null;
    if (isHidden(element) || (parent && hiddenBelow.has(parent))) hiddenBelow.add(element);
    else if (element.tagName === 'input' && typeOf(element) === type) return true;
  }
  return false;
}
