// The plain dialect: the description as it stands, lists as lists, every text in one piece.
import { escape, type Markup } from '../html.ts';

export const writePlain = ({ pieces }: Markup): string =>
  pieces
    .map((piece) => {
      if ('raw' in piece) return piece.raw;
      return 'text' in piece ? escape(piece.text) : escape(piece.lines.join(' '));
    })
    .join('');
