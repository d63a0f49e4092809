/** One row of a preset's oracle (its expected results): a check whose verdict is not `pass`, and why. */
export type OracleRow = {
  /** The check's id. */
  id: string;
  /** Section of the site's description. */
  section: string;
  /** A text in the message of one of its failures. */
  says: RegExp;
  /** Default: `breach`. */
  verdict?: OracleVerdict;
};
export type OracleVerdict = 'breach' | 'warn' | 'inconclusive';

/** Differences between an oracle and the verdicts of a run, one per line. A check that the oracle does not name must pass. */
export function differencesFrom(
  oracle: readonly OracleRow[],
  found: readonly { id: string; verdict: string; messages: string }[],
): string[] {
  return found.flatMap(({ id, verdict, messages }) => {
    const row = oracle.find((one) => one.id === id);
    const wanted = row === undefined ? 'pass' : (row.verdict ?? 'breach');
    if (verdict !== wanted) return [`${id} is ${verdict}, not ${wanted}`];
    if (row === undefined || row.says.test(messages)) return [];
    return [`${id} does not name the flaw of section ${row.section}: ${String(row.says)}`];
  });
}
