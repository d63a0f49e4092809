// External text without terminal control sequences. Node's own stripVTControlCharacters needs time in the square of the
// length for text with many unfinished sequences, which a site can send: 20 kB take a second.

/** Colours and cursor moves (CSI), titles and links (OSC, up to their end or the next sequence), and two-byte escapes. */
const SEQUENCES =
  /[\u001b\u009b]\[?[0-9;:?<=>!]{0,64}[ -/]{0,4}[@-Z\\^-~]|\u001b\][^\u0007\u001b\u009c\n]{0,4096}(?:\u0007|\u001b\\|\u009c)?/g;

/** The text as a terminal would show it. Control characters outside these sequences are not changed. */
export const withoutTerminalCodes = (text: string): string =>
  /[\u001b\u009b]/.test(text) ? text.replace(SEQUENCES, '') : text;
