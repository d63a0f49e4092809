// Escaping for external formats. Each text comes from a site under test and can contain anything.
import { withoutTerminalCodes } from '../../common/terminal-text.ts';

/** Removes terminal colours and characters that XML 1.0 or a terminal does not allow; keeps line breaks and tabs. */
export const printable = (text: string): string =>
  withoutTerminalCodes(text)
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '');

/** For HTML and XML, in text and in double or single quoted attributes. */
export const markup = (text: string): string =>
  printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** For a cell of a GitHub Markdown table: on one line, without markup, mentions or links. */
export const markdown = (text: string): string =>
  printable(text)
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//')
    .replaceAll('www.', 'www&#46;')
    .replace(/\s+/g, (blank) => (/[\r\n\u2028\u2029]/.test(blank) ? ' ' : blank));

/** For a code span outside a table: a fence longer than any run of backticks within. */
export function code(text: string): string {
  const line = printable(text).replace(/[\r\n\u2028\u2029]+/g, ' ');
  const runs = line.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((r) => r.length)) + 1);
  const pad = runs.length > 0 ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** For a code span in a table's cell, which a pipe ends even in code. */
export const codeCell = (text: string): string => code(text).replaceAll('|', '\\|');

/** The message of a GitHub workflow command. */
export const workflowMessage = (text: string): string =>
  printable(text).replaceAll('##[', '## [').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** A property of a GitHub workflow command. */
export const workflowProperty = (text: string): string =>
  workflowMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** A label value of the Prometheus text format. */
export const labelValue = (text: string): string =>
  printable(text)
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/\r?\n|\r/g, '\\n');
