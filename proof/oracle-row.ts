/** One row of a preset's oracle: a check whose verdict is not `pass`, and why. */
export type OracleRow = {
  /** The check's id. */
  id: string;
  /** Section of the site's description. */
  section: string;
  /** In a message of one of its failures. */
  says: RegExp;
  /** `breach` where it is not given. */
  verdict?: OracleVerdict;
};
export type OracleVerdict = 'breach' | 'warn' | 'inconclusive';

/** Where an oracle's checks differ from the verdicts of a run, a line each. A check that the oracle does not name must pass. */
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
