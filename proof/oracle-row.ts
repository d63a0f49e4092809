/** One row of a preset's oracle: a check that must be red, and why. */
export type OracleRow = {
  /** The check's id. */
  id: string;
  /** Section of the site's description. */
  section: string;
  /** In a message of one of its failures. */
  says: RegExp;
};
