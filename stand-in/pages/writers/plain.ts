// The plain dialect: unchanged markup, lists as lists, every text in one node.
import { escape, type Markup } from '../html.ts';

export const writePlain = ({ pieces }: Markup): string =>
  pieces
    .map((piece) => {
      if ('raw' in piece) return piece.raw;
      return 'text' in piece ? escape(piece.text) : escape(piece.lines.join(' '));
    })
    .join('');
