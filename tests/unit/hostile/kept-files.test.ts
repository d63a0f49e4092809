// Files that the suite wrote and reads again in a later run: cut off by a kill, changed by hand, of another release, or no text at all.
// Random ones by fast-check: seeded, each property for a tenth of a second.
import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { anyText, holds } from './read-anything.ts';

const MS = 100;
const folder = mkdtempSync(path.join(tmpdir(), 'kept-files-'));
after(() => rmSync(folder, { recursive: true, force: true }));
process.env['RESULTS_ROOT'] = folder;
// Loaded once the folder is known.
const { openRecord } = await import('../../../commands/lib/resumable-record.ts');
const { joinProofs } = await import('../../../commands/lib/join-proofs.ts');
const { leftIntents, writeIntent } = await import('../../../checks/votes/vote-intents.ts');
const { proofSubjects } = await import('../../../proof/proof-subjects.ts');

type Fate = { id: string; fate: string };
const bytes = fc.oneof(
  anyText.map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 60 }).map((all) => Buffer.from(all)),
);
const record = path.join(folder, 'mutation/room.ndjson');
const DIGEST = 'd'.repeat(64);
const FATES: readonly Fate[] = ['a.ts:1-2:>', 'b.ts:3-4:<', 'ü.ts:5-6:=='].map((id) => ({ id, fate: 'killed' }));
const lineOf = (fate: Fate): string => `${JSON.stringify(fate)}\n`;
const foundIn = (content: Buffer): ReadonlyMap<string, Fate> => {
  openRecord<Fate>('mutation/room', DIGEST);
  writeFileSync(record, content);
  return openRecord<Fate>('mutation/room', DIGEST).found;
};
const whole = Buffer.from(`${DIGEST}\n${FATES.map(lineOf).join('')}`);

test('a record that was cut off anywhere has the findings of its whole lines, and no other', () => {
  for (let length = 0; length <= whole.length; length += 1) {
    const cut = whole.subarray(0, length);
    const found = foundIn(cut);
    // A last line may have lost nothing but its end of line.
    const lines = cut.toString().split('\n').slice(1);
    const expected = FATES.filter((fate) => lines.includes(JSON.stringify(fate)));
    assert.deepEqual([...found.values()], expected, `${length} bytes`);
    assert.equal(readFileSync(record, 'utf8'), `${DIGEST}\n${expected.map(lineOf).join('')}`, 'what is kept of it');
  }
});

test('a record goes on behind a line that was cut off', () => {
  writeFileSync(record, whole.subarray(0, -5));
  const { found, keep } = openRecord<Fate>('mutation/room', DIGEST);
  assert.equal(found.size, 2);
  keep(FATES[2] as Fate);
  assert.deepEqual([...openRecord<Fate>('mutation/room', DIGEST).found.values()], FATES);
});

test('a record of other files, of no text or of any bytes has no finding', () => {
  assert.equal(foundIn(Buffer.from(`${'e'.repeat(64)}\n${FATES.map(lineOf).join('')}`)).size, 0);
  holds(bytes, (content) => assert.equal(foundIn(content).size, 0), MS);
});

test('JSON that is no finding is left out', () => {
  const others = ['null', '5', '"a"', '[]', '{}', '{"id":5}'].map((line) => `${line}\n`).join('');
  assert.deepEqual([...foundIn(Buffer.from(`${DIGEST}\n${others}${lineOf(FATES[0] as Fate)}`)).values()], [FATES[0]]);
});

test('lines that are no JSON, between those of a record, are left out and invent nothing', () =>
  holds(
    fc.array(fc.oneof(fc.constantFrom(...FATES.map((fate) => Buffer.from(lineOf(fate)))), bytes.filter(isNoJson)), {
      maxLength: 8,
    }),
    (lines) => {
      const content = Buffer.concat([
        Buffer.from(`${DIGEST}\n`),
        ...lines.flatMap((line) => [line, Buffer.from('\n')]),
      ]);
      const known = new Map(FATES.map((fate) => [fate.id, fate]));
      const text = content.toString().split('\n');
      const expected = FATES.filter((fate) => text.includes(JSON.stringify(fate))).map(({ id }) => id);
      const found = foundIn(content);
      assert.deepEqual([...found.keys()].sort(), expected.sort());
      for (const [id, fate] of found) assert.deepEqual(fate, known.get(id));
    },
    MS * 2,
  ));

/** No line of it is JSON. */
function isNoJson(content: Buffer): boolean {
  return content
    .toString()
    .split('\n')
    .every((line) => {
      try {
        JSON.parse(line);
        return false;
      } catch {
        return true;
      }
    });
}

const SUBJECTS = ['hsts-short', 'powered-by'];
const proofRow = (fault: string, proved: boolean) => ({ fault, stages: ['security'], expected: ['a'], found: ['a'], verdict: 'pass', proved }); // prettier-ignore
const proof = path.join(folder, 'part.json');
/** The exit code, and what was printed. */
function joined(content: Buffer): { code: number; out: string[]; err: string[] } {
  writeFileSync(proof, content);
  const [out, err]: [string[], string[]] = [[], []];
  const kept = [console.log, console.error] as const;
  console.log = (line: string) => void out.push(line);
  console.error = (line: string) => void err.push(line);
  try {
    return { code: joinProofs({ flags: { join: [proof], fault: SUBJECTS } } as never), out, err };
  } finally {
    [console.log, console.error] = kept;
    // The last 20 runs are kept by their names, and these all begin in the same second.
    for (const name of globSync('2*Z-*', { cwd: folder })) rmSync(path.join(folder, name), { recursive: true });
  }
}
const proofOf = (...rows: unknown[]): Buffer => Buffer.from(JSON.stringify(rows));

test('rows of a proof.json: all proved is 0, one that differs is 1, one that is missing is 2', () => {
  assert.deepEqual(
    proofSubjects(SUBJECTS).map(({ id }) => id),
    SUBJECTS,
  );
  const [one, other] = SUBJECTS as [string, string];
  assert.equal(joined(proofOf(proofRow(one, true), proofRow(other, true))).code, 0);
  assert.equal(joined(proofOf(proofRow(one, true), proofRow(other, false))).code, 1);
  assert.equal(joined(proofOf(proofRow(one, true))).code, 2);
  assert.equal(joined(proofOf()).code, 2);
});

test('a proof.json of any bytes is refused with a line that names the file, and exit code 4', () =>
  holds(
    bytes.filter((content) => !/^\s*\[\s*\]\s*$/.test(content.toString())),
    (content) => {
      const { code, out, err } = joined(content);
      assert.deepEqual([code, out, err.length], [4, [], 1]);
      assert.ok(err[0]?.startsWith(`prove: cannot read ${proof} as a proof.json: `), err[0]);
    },
    MS,
  ));

test('a proof.json with any row in it is refused, or its rows count: never proved without a proved row of each fault', () =>
  holds(
    fc.array(
      fc.record({
        fault: fc.oneof(fc.constantFrom(...SUBJECTS), fc.string(), fc.jsonValue()),
        proved: fc.oneof(fc.boolean(), fc.jsonValue()),
        more: fc.oneof(fc.constant({}), fc.dictionary(fc.constantFrom('stages', 'found', 'verdict', 'note', 'seconds', 'x'), fc.jsonValue())), // prettier-ignore
      }),
      { maxLength: 4 },
    ),
    (rows) => {
      const written = rows.map(({ fault, proved, more }) => ({ ...proofRow('', false), fault, proved, ...more }));
      const { code, err } = joined(proofOf(...written));
      assert.ok([0, 1, 2, 4].includes(code), String(code));
      assert.equal(err.length, code === 4 ? 1 : 0);
      const isProved = SUBJECTS.every((one) => written.findLast(({ fault }) => fault === one)?.proved === true);
      if (code === 0) assert.ok(isProved);
    },
    MS * 3,
  ));

const vote = { target: 'http://127.0.0.1:4000', account: 'a@b.example', song: 'song-1', before: 'up' } as const;
const later = new Date(Date.now() + 600_000);
let intents = 0;
const intentFolder = (): string => path.join(folder, `intents-${(intents += 1)}`);

test('a file beside the votes that is no finished one is left alone', () => {
  const dir = intentFolder();
  const { id } = writeIntent(vote, dir);
  for (const name of [`${id}.json.part`, 'notes.txt', '.DS_Store']) writeFileSync(path.join(dir, name), '{');
  assert.deepEqual(
    leftIntents(later, dir).map((one) => [one.id, one.before]),
    [[id, 'up']],
  );
});

test('a vote with any bytes in its file is never invented: each that is returned was written', () => {
  const dir = intentFolder();
  const written = writeIntent(vote, dir);
  const file = path.join(dir, `${written.id}.json`);
  const good = readFileSync(file, 'utf8');
  holds(
    fc.record({ at: fc.nat(good.length), cut: fc.nat(40), put: anyText }),
    ({ at, cut, put }) => {
      const text = good.slice(0, at) + put + good.slice(at + cut);
      writeFileSync(file, text);
      let left;
      try {
        left = leftIntents(later, dir);
      } catch {
        return; // refused: nothing is restored
      }
      for (const one of left) {
        const fields = new Map(Object.entries(JSON.parse(text) as object));
        for (const [name, value] of Object.entries(one)) assert.deepEqual(value, fields.get(name), name);
      }
      for (const { before, song } of left) {
        assert.ok(before === null || before === 'up' || before === 'down');
        assert.equal(typeof song, 'string');
      }
    },
    MS * 2,
  );
});
