// Texts that are cheap to send and dear to read for a pattern that begins anew at each character: one piece, again and again.
const PIECES: readonly string[] = [
  'a', ' ', '\t', '\n', '\r', '\0', '\\', '"', "'", '`', '<', '>', '&', '%', ';', ':', '/', '.', '-', '_', '=', '+', '@', '#', '(', '[', '{', '|',
  'a ', 'a.', 'a-', 'a_', 'a=', 'a/', 'a:', 'a@', 'a,', '\\"', '\\\\', '\\n', '\\u0041', '""', "''", '","', '":"', '{"a":', '[[', '[]', '[{', '"a":1,',
  '<a ', '<a>', '</a>', '<p>', '<!--', '<!-- -->', '<b><i>', '<table>', '<tr><td>', '<form>', '<svg>', '<template>', '<li>', '<a href=', '<h1>a', '<script>', '<style>',
  '<div id="S:1" hidden>', '<div id="B:1">', '&amp;', '&#', '&#x', '%25', '%2', '=\r\n', '\u001b[', '\u001b]', '\u009b', '::', '##[', '\u2028', '\ud800', '\ufffd',
  'auth', 'auth=', 'auth-', 'session_', '"name":"auth', '"access_token":"', 'authorization: ', 'bearer ', 'x-vercel-protection-bypass:', 'base64-eyJ', 'eyJ', 'eyJa.', '-eyJaaaaaaaa', 'ghp_',
  'https://', 'https://a.', '://a:', 'postgres://', 'http://hooks.slack.com/services/', 'data:application/zip;base64,', 'at a (', ' at ', 'a.ts:1', 'select ', 'insert into "a"',
  'A_', 'A_SECRET', 'A_SECRET =', '-----BEGIN ', 'PGRST', 'Error: ', 'EACCES', 'Expected: ', 'Call log:\n', 'GET /api/ ', 'www.', 'é', '漢', '😀', '- ', '* ', '1. ', '```', '~~~', '> ', '<![CDATA[', ']]>', 'PK\u0003\u0004', '\u001f\u008b\u0008', 'x\u009c',
]; // prettier-ignore
const BEFORE: readonly string[] = ['', '"', '{"a":"', '<p title="', '<!--', 'Error: '];

/** Each text has about `length` characters. */
export function* repeatedTexts(length: number): Generator<{ piece: string; text: string }> {
  for (const piece of PIECES) {
    const text = piece.repeat(Math.ceil(length / piece.length));
    for (const before of BEFORE)
      yield { piece: `${JSON.stringify(before)} ${JSON.stringify(piece)}`, text: before + text };
  }
}
