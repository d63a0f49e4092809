// The filmstrip of a run: its frames side by side in one self-contained SVG.
import type { Frame } from './lighthouse-figures.ts';

const FRAME_WIDTH = 120;
const FRAME_HEIGHT = 210;
const GAP = 8;
const LABEL_HEIGHT = 22;

/** Undefined if Lighthouse took no pictures. `title` is for screen readers. */
export function filmstrip(frames: readonly Frame[], title: string): string | undefined {
  const pictures = frames.filter(({ data }) => /^data:image\/(jpeg|png|webp);base64,[A-Za-z0-9+/=]+$/.test(data));
  if (pictures.length === 0) return undefined;
  const width = pictures.length * (FRAME_WIDTH + GAP) + GAP;
  const drawn = pictures.map(({ timing, data }, i) => {
    const x = GAP + i * (FRAME_WIDTH + GAP);
    return `<image x="${x}" y="${GAP}" width="${FRAME_WIDTH}" height="${FRAME_HEIGHT}" preserveAspectRatio="xMidYMin meet" href="${data}"/>
<text x="${x + FRAME_WIDTH / 2}" y="${GAP + FRAME_HEIGHT + 16}" text-anchor="middle">${(timing / 1_000).toFixed(1)} s</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${GAP + FRAME_HEIGHT + LABEL_HEIGHT}" role="img" font-family="sans-serif" font-size="12">
<title>${escape(title)}</title><rect width="100%" height="100%" fill="#f4f4f5"/>
${drawn.join('\n')}
</svg>
`;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
