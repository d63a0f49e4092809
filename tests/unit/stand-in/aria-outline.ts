// An accessibility tree (Playwright's ariaSnapshot) reduced to what two sites with different data have in common: roles, labels, nesting,
// doubles and gaps. Names of artists and the like become words in capitals, numbers N, prose goes, and repetitions stand once.

type Node = { line: string; children: Node[] };

const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(Silver Harbor|Paper Lanterns|Neon Orchard|Quiet Meridian|Velvet Static|Hollow Pines|Glass Parade|The Lowlands|Ivory Circuit|Marble Coast|Night Ferry|Copper Bloom|Tidal Kin|Delta Nine|Mira Vale|Red Cartographer|Taylor Swift|The Weeknd|Drake|Olivia Rodrigo|Metallica|Dispatch|Our Last Night|Beyoncé|Guns N' Roses)/g,
    'ARTIST',
  ],
  [
    /\b(Foundry Stage|Meridian Ballroom|Copper Room|Northlight Amphitheater|Summit Pavilion|Harbor Arena|Glasshouse|Riverside Garden|Palisade Dome|Lantern Hall|Union Depot|a venue to be announced|SoFi Stadium|Madison Square Garden|United Center|The Forum|An Arena|A Garden|A Center|A Forum)/g,
    'VENUE',
  ],
  [
    /\b(Denver|Seattle|Nashville|Portland|Atlanta|Chicago|Phoenix|Los Angeles|New York|Austin|Detroit|Somewhere)\b/g,
    'CITY',
  ],
  [/CITY, (WA|OR|CO|TN|GA|IL|AZ|CA|NY|TX|MI)\b/g, 'CITY'],
  [
    /\b(First Light|Cold Signal|Run the Shore|Static Heart|Paper Moons|Last Train North|Undertow|Glass City|Wide Awake|Ember Street|Half the Sky|Slow Satellite)( Again)?( \(Part II\))?/g,
    'SONG',
  ],
  [/(ARTIST \| The Eras Tour|Nobody At All \| The Made-up Tour)/g, 'FEATURE'],
  [
    /(?<![\w-])(pop|country|r&b|hip hop|rap|rock|metal|indie|roots|post-hardcore|hard rock|electronic|house|folk|americana)(?![\w-])/g,
    'GENRE',
  ],
  [/GENRE ?/g, ''],
  [/\bVerified /g, ''],
  [/\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z][a-z]+ \d+, \d{4}/g, 'DATE'],
  [/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d+(, \d{4})?/g, 'DATE'],
  [/\b\d+\/\d+\/\d{4}/g, 'DATE'],
  [/(In \d+ days?|Today|\d+ days? ago)/g, 'DAYS'],
  [/[+-]?\d[\d,.:]*(?:[KMkm](?=\b|votes)|%| ?[AP]M)?(\+)?/g, 'N'],
  [/\bN left /g, ''],
  [/N ?votes cast/g, 'N votes cast'],
  [/^text: attending$/g, 'text: N attending'],
  [/(Live updates connected ?)+/g, ''],
  [/ (?="?$)/g, ''],
  [/ (VENUE) DATE/g, ' $1 DATE'],
  [/(^|[ "])[A-Z]{1,2} (?=N |ARTIST)/g, '$1XX '],
  [/#N [A-Z]{2} ARTIST/g, '#N XX ARTIST'],
  [/#N [A-Z]{2}"/g, '#N XX"'],
  [/^(text: )"?[A-Z]{2}"?$/g, '$1XX'],
  [/\b(vote|follow|attendance)\b(?= |$)/g, 'KIND'],
];
/** Paragraphs whose text is a label. Any other is the site's own prose. */
const LABELS =
  /^(MySetlist|by ARTIST|N from last week|Last updated: N|N|N votes|ARTIST at VENUE|VENUE · DATE|Address|Type|Capacity|GENRE|VENUE)$/;
const URLS: readonly (readonly [RegExp, string])[] = [
  [/^\/(artists|shows|venues|setlists)\/.+$/, '/$1/*'],
  [/^https?:.*$/, 'https:*'],
];

const unquoted = (text: string): string => (/^(['"]).*\1$/.test(text) ? text.slice(1, -1) : text);

function reduced(line: string): string | undefined {
  const [, url] = /^\/url: "?(.*?)"?$/.exec(line) ?? [];
  if (url !== undefined) return `/url: ${URLS.reduce((text, [from, to]) => text.replace(from, to), url)}`;
  let text = unquoted(line.replace(/:$/, ''));
  for (const [from, to] of WORDS) text = text.replaceAll(from, to);
  text = text.replaceAll(/\[level=N\]/g, /\[level=\d\]/.exec(line)?.[0] ?? '');
  const [, prose] = /^paragraph: "?(.*?)"?$/.exec(text) ?? [];
  if (prose !== undefined) return LABELS.test(prose) ? `paragraph: ${prose}` : 'paragraph';
  return text.replace(/^text: "(.*)"$/, 'text: $1');
}

function parse(snapshot: string): Node {
  const root: Node = { line: '', children: [] };
  const path: Node[] = [root];
  for (const row of snapshot.split('\n')) {
    const [, indent = '', line = ''] = /^(\s*)- (.*)$/.exec(row) ?? [];
    const node = { line: reduced(line) ?? '', children: [] };
    path.length = indent.length / 2 + 1;
    path.at(-1)?.children.push(node);
    path.push(node);
  }
  return root;
}

const LONGEST_PERIOD = 8;
/** What repeats directly after itself stands once. */
function once(items: readonly string[]): string[] {
  const kept = [...items];
  for (let at = 0; at < kept.length; at++) {
    for (let period = 1; period <= LONGEST_PERIOD; period++) {
      const same = (): boolean => {
        const next = kept.slice(at + period, at + 2 * period);
        return next.length === period && next.every((item, i) => item === kept[at + i]);
      };
      while (same()) kept.splice(at + period, period);
    }
  }
  return kept;
}

function print({ line, children }: Node): string {
  const inner = once(children.map(print)).join('\n');
  if (line === '') return inner;
  return inner === '' ? `- ${line}` : `- ${line}\n${inner.replaceAll(/^/gm, '  ')}`;
}

export const outline = (snapshot: string): string => `${print(parse(snapshot))}\n`;
