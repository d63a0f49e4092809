// Silences: start, list, end. Also lists the committed maintenance windows.
import { showSpan } from '../../common/number-text.ts';
import { TOPICS } from '../../monitoring/alerts/finding.ts';
import { readMaintenance, spansOf } from '../../monitoring/alerts/maintenance.ts';
import { ConfigMistakes } from '../../monitoring/config-mistakes.ts';
import { addSilence, endSilence, readSilences } from '../../monitoring/incidents/silences.ts';
import { EXIT_CODES, USAGE_EXIT } from '../../reports/verdict/exit-codes.ts';
import type { Config } from './config.ts';
import { historyLocation, openHistoryOf } from './open-history.ts';
import { complain, say } from './say.ts';

const DAY_MS = 86_400_000;
/** A silence is for current work. Longer work needs a maintenance window, which is committed and reviewed. */
const LONGEST_MS = DAY_MS;

export async function silence({ flags }: Config): Promise<void> {
  const target = (flags.target as URL).origin;
  const now = Date.now();
  process.exitCode = EXIT_CODES.broken;
  try {
    const windows = readMaintenance(flags.maintenance);
    const topic = flags.topic ?? null;
    if (topic !== null && !(TOPICS as readonly string[]).includes(topic))
      throw new RangeError(`no topic "${topic}". Topics: ${TOPICS.join(', ')}`);
    if (flags.for !== undefined && flags.for > LONGEST_MS)
      throw new RangeError('a silence lasts at most 24 hours. Write a longer one into monitoring/maintenance.json');
    if (flags.reason !== undefined && flags.for === undefined) throw new RangeError('--reason needs --for TIME');
    const history = await openHistoryOf(target, historyLocation(flags.history));
    const { db } = history;
    if (flags.for !== undefined) {
      const toMs = now + flags.for;
      const id = await addSilence(db, target, {
        fromMs: now,
        toMs,
        topic,
        reason: flags.reason ?? '',
        by: flags.by ?? '',
      });
      say(`${id}: no notices about ${topic ?? 'anything'} until ${iso(toMs)}`);
    } else if (flags.end !== undefined) {
      await endSilence(db, target, flags.end, flags.by ?? '', now);
      say(`${flags.end}: ended`);
    } else {
      const all = await readSilences(db, target, now, now + DAY_MS);
      for (const s of all)
        say(
          `${s.id}: ${s.topic ?? 'all topics'} until ${iso(s.toMs)} (${showSpan(s.toMs - now)} more), ${s.reason}, by ${s.by}`,
        );
      for (const s of spansOf(windows, now, now + 7 * DAY_MS))
        say(`maintenance ${iso(s.fromMs)} to ${iso(s.toMs)}: ${s.reason}`);
      say(`${all.length} silences; ${windows.length} maintenance windows on file, those of the next 7 days are listed`);
    }
    await history.close();
    process.exitCode = EXIT_CODES.pass;
  } catch (error) {
    if (error instanceof RangeError || error instanceof ConfigMistakes) process.exitCode = USAGE_EXIT;
    complain(`silence: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();
