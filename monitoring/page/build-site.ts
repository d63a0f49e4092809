// Writes the status site into a folder: pages, feed, badge, evidence. Files of an earlier build are removed.
import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../common/make-folder.ts';
import { incidentPath, runPath } from '../../reports/site/page-links.ts';
import { atomFeed, badge } from './feed-and-badge.ts';
import { loadPage, speedPage } from './figure-pages.ts';
import { headlineOfData, overviewPage } from './overview-page.ts';
import { incidentPage, incidentsPage } from './incident-pages.ts';
import { journeysPage } from './journeys-page.ts';
import { rangePage } from './range-page.ts';
import type { LinkBases } from '../notify/notice-links.ts';
import { indexRuns, runPage, runsPage } from './run-pages.ts';
import type { PageData } from './page-data.ts';
import { readVerdict } from './run-evidence.ts';

export type SiteOptions = {
  /** The folders of runs, for their verdicts, pictures and traces. */
  runsFolder?: string;
  /** Where the page is published, for absolute links in the feed. */
  base?: string;
  /** How a reader acknowledges: a workflow, or a command with its history. */
  bases?: LinkBases;
};

/** Every file of the site by its path, as text, and the files that are copied. */
export function siteFiles(
  data: PageData,
  { runsFolder, base, bases = {} }: SiteOptions = {},
): {
  texts: Map<string, string>;
  copies: readonly (readonly [to: string, from: string])[];
} {
  const texts = new Map<string, string>();
  texts.set('index.html', overviewPage(data));
  for (const range of data.ranges) texts.set(`last-${range.range.id}.html`, rangePage(data, range));
  const journeys = journeysPage(data, runsFolder);
  texts.set('journeys.html', journeys.html);
  texts.set('speed.html', speedPage(data));
  texts.set('load.html', loadPage(data));
  texts.set('incidents.html', incidentsPage(data));
  texts.set('runs.html', runsPage(data));
  for (const incident of data.incidents)
    texts.set(incidentPath(incident.incident.id), incidentPage(data, incident, bases));
  const index = indexRuns(data);
  for (const row of data.runs) texts.set(runPath(row.run), runPage(data, row, index, readVerdict(runsFolder, row.run)));
  texts.set('incidents.atom', atomFeed(data, base));
  texts.set('badge.svg', badge(headlineOfData(data), data.nowMs));
  return { texts, copies: journeys.files };
}

/** Folders below `out` that a new build replaces. Nothing else in `out` is touched. */
const OWN_FOLDERS = ['incidents', 'runs', 'evidence'];

/** Returns the number of pages. Throws if the folder cannot be written or is not a status page. */
export function writeSite(out: string, data: PageData, options: SiteOptions = {}): number {
  const { texts, copies } = siteFiles(data, options);
  makeFolder(out);
  if (
    readdirSync(out).length > 0 &&
    !existsSync(path.join(out, 'badge.svg')) &&
    existsSync(path.join(out, 'package.json'))
  )
    throw new Error(`${out} is not empty and not a status page: choose another folder with --out`);
  for (const name of OWN_FOLDERS) rmSync(path.join(out, name), { recursive: true, force: true });
  for (const folder of new Set([...texts.keys(), ...copies.map(([to]) => to)].map((file) => path.dirname(file))))
    makeFolder(path.join(out, folder));
  for (const [file, text] of texts) writeFileSync(path.join(out, file), text);
  for (const [to, from] of copies) copyFileSync(from, path.join(out, to));
  return [...texts.keys()].filter((file) => file.endsWith('.html')).length;
}
