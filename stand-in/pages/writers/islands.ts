// The data of React's server for its client: scripts that repeat the page's texts, with names and dates.
import { randomBytes } from 'node:crypto';
import { upcomingShows } from '../../ranking.ts';
import type { World } from '../../world.ts';
import type { Markup } from '../html.ts';

const SHOWS = 12;
/** Long payloads are split into several scripts at any position. */
const CHUNK = 4_000;

export const nonce = (): string => randomBytes(16).toString('base64');

/** A value inside a script: nothing in it can end the script. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** The flight payload of a page: its texts in order, and the shows passed to its client components. */
function payload({ pieces }: Markup, world: World): string {
  const texts = pieces.flatMap((piece) => ('text' in piece ? [piece.text] : 'lines' in piece ? [...piece.lines] : []));
  const shows = upcomingShows(world)
    .slice(0, SHOWS)
    .map(({ name, slug, date }) => ({ name, slug, date: `$D${date}T00:00:00.000Z` }));
  const rows = [
    `1:"$Sreact.fragment"`,
    `2:I[4512,["/_next/static/chunks/app.js"],"default"]`,
    `5:["$","$L2",null,{"shows":${JSON.stringify(shows)}}]`,
    `6:["$","main",null,{"id":"main-content","children":${JSON.stringify(texts)}}]`,
  ];
  return `${rows.join('\n')}\n`;
}

/** The script elements at the end of the body. */
export function islands(page: Markup, world: World, secret: string): string {
  const text = payload(page, world);
  const parts = Array.from({ length: Math.ceil(text.length / CHUNK) }, (_, i) =>
    text.slice(i * CHUNK, (i + 1) * CHUNK),
  );
  const script = (code: string): string => `<script nonce="${secret}">${code}</script>`;
  return [
    script('(self.__next_f=self.__next_f||[]).push([0])'),
    ...parts.map((part) => script(`self.__next_f.push([1,${inScript(part)}])`)),
  ].join('');
}

/** The answer to a router prefetch: the page's address without its content. */
export const flight = (path: string): string =>
  `0:{"b":"standin","f":[["children",${JSON.stringify(path)},["$","$L1",null,{}],null]],"S":false}\n`;
