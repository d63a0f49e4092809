// The voting script logs each song before it votes on it. The adapter stores these intents, so that the next run can remove
// the votes of a killed run. The script imports this file: it imports nothing.
export const INTENT_MARK = 'vote-intent';
export type Intent = { song: string; before: 'up' | 'down' | null };

/** The intent in a line of the engine's log; k6 wraps it in `msg="..."` and escapes the quotes. */
export function intentOf(line: string): Intent | undefined {
  const at = line.indexOf(`${INTENT_MARK} {`);
  if (at < 0) return undefined;
  const text = line.slice(at + INTENT_MARK.length + 1, line.lastIndexOf('}') + 1).replaceAll('\\"', '"');
  try {
    const { song, before } = JSON.parse(text) as Partial<Intent>;
    const known = before === null || before === 'up' || before === 'down';
    return typeof song === 'string' && known ? { song, before } : undefined;
  } catch {
    return undefined;
  }
}
