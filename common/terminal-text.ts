// Somebody else's text without the sequences that a terminal obeys. Node's own stripVTControlCharacters needs time by the square of the
// length for a text of many unfinished sequences, which a site may send: 20 kB take a second.

/** Colours and cursor moves (CSI), titles and links (OSC, up to their end or the next sequence), and two-byte escapes. */
const SEQUENCES =
  /[\u001b\u009b]\[?[0-9;:?<=>!]{0,64}[ -/]{0,4}[@-Z\\^-~]|\u001b\][^\u0007\u001b\u009c\n]{0,4096}(?:\u0007|\u001b\\|\u009c)?/g;

/** The text as a terminal would show it, its control characters apart from those sequences left alone. */
export const withoutTerminalCodes = (text: string): string =>
  /[\u001b\u009b]/.test(text) ? text.replace(SEQUENCES, '') : text;
