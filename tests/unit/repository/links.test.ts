// Links of our documents, and links from notices and reports into the runbook: each leads to a file that exists and, on GitHub, to a section.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { CHECKS } from '../../../checks/index.ts';
import { KPIS } from '../../../kpis.ts';
import { TOPICS } from '../../../monitoring/alerts/finding.ts';
import { runbookPlace } from '../../../reports/runbook-place.ts';
import { anchorsOf } from '../../markdown-anchors.ts';
import { sampleNotice } from '../notify/sample-notices.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
/** Runbook as a page of GitHub. */
const RUNBOOK = 'https://github.com/owner/checks/blob/main/docs/runbook.md';

test('every link of a notice into the runbook leads to a section, by the rules of GitHub', () => {
  const anchors = anchorsOf(textOf('docs/runbook.md'));
  const links = [...TOPICS, 'a-later-topic'].map((topic) => {
    const { links: all } = sampleNotice('opened', {
      incident: { topic: topic as 'search' },
      bases: { runbook: RUNBOOK },
    });
    return all.find(({ name }) => name === 'runbook')?.url ?? `no link for ${topic}`;
  });
  assert.deepEqual(
    links.filter((url) => !url.startsWith(`${RUNBOOK}#`) || !anchors.has(new URL(url).hash.slice(1))),
    [],
  );
  assert.ok(new Set(links).size >= 5);
});

test('every link of a report into the runbook does so, too', () => {
  const anchors = anchorsOf(textOf('docs/runbook.md'));
  const places = [...CHECKS.map(({ runbook }) => runbook), ...KPIS.map(({ source }) => source)].flatMap(
    (source) => runbookPlace(source) ?? [],
  );
  assert.ok(places.length > 100);
  assert.deepEqual(
    places.filter(({ anchor }) => !anchors.has(anchor)),
    [],
  );
});

test('relative links and pictures of our documents exist, and so do their sections', () => {
  const files = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/**/*.md', { cwd: ROOT })];
  let seen = 0;
  const dead = files.flatMap((file) => {
    const prose = textOf(file)
      .replaceAll(/^ *```[^]*?^ *```$/gm, '')
      .replaceAll(/`[^`\n]*`/g, '');
    return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, to = '']) => {
      if (/^[a-z]+:/.test(to)) return [];
      seen += 1;
      const [name = '', anchor] = to.split('#');
      const target = name === '' ? file : path.join(path.dirname(file), name);
      if (!existsSync(path.join(ROOT, target))) return [`${file}: ${to}: no such file`];
      return anchor === undefined || anchorsOf(textOf(target)).has(anchor) ? [] : [`${file}: ${to}: no such section`];
    });
  });
  assert.deepEqual(dead, []);
  assert.ok(seen > 30, `${seen} links`);
});

test('sections as GitHub names them', () => {
  const text =
    '# A & b, `c`!\n## Same\n## Same\n<a id="own"></a>\n\n## Old {#old}\n```\n# no heading\n```\n### [Link](x.md) Größe';
  assert.deepEqual([...anchorsOf(text)], ['a--b-c', 'same', 'same-1', 'old-old', 'link-größe', 'own']);
});
