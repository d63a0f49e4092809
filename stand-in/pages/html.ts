// A page's markup as data: fixed markup, text, line breaks of headings. A writer (pages/writers) turns it into HTML.

/** Fixed markup, a text that a writer escapes, or a place where a heading may break into two lines. */
export type Piece = { raw: string } | { text: string } | { lines: readonly [string, string] };

export class Markup {
  readonly pieces: readonly Piece[];
  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
  }
}

type Part = Markup | string | number | false | undefined | null | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

function add(part: Part, to: Piece[]): void {
  if (part instanceof Markup) for (const piece of part.pieces) to.push(piece);
  else if (part === undefined || part === null || part === false) return;
  else if (typeof part === 'object') for (const inner of part) add(inner, to);
  else to.push({ text: String(part) });
}

/** Lists are joined; false, null and undefined are left out. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces: Piece[] = [];
  strings.forEach((chunk, i) => {
    if (chunk !== '') pieces.push({ raw: chunk });
    if (i < parts.length) add(parts[i], pieces);
  });
  return new Markup(pieces);
}

/** Markup that is already HTML. Nothing in it is escaped. */
export const raw = (html: string): Markup => new Markup([{ raw: html }]);

/** A heading of two lines; a writer without line breaks puts a space between them. */
export const lines = (first: string, second: string): Markup => new Markup([{ lines: [first, second] }]);

export const nothing = new Markup([]);
