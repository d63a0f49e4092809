// The module `k6/encoding`.
type Encoding = 'std' | 'url' | 'rawstd' | 'rawurl';

export function b64encode(input: string | ArrayBuffer, encoding: Encoding = 'std'): string {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'utf8') : Buffer.from(input);
  const padded = bytes.toString('base64');
  const text = encoding.endsWith('url') ? padded.replaceAll('+', '-').replaceAll('/', '_') : padded;
  return encoding.startsWith('raw') ? text.replaceAll('=', '') : text;
}

export function b64decode(input: string, _encoding: Encoding = 'std', format?: 's'): string | ArrayBuffer {
  const bytes = Buffer.from(input, 'base64'); // takes both alphabets, with and without padding
  return format === 's' ? bytes.toString('utf8') : new Uint8Array(bytes).buffer;
}

export default { b64encode, b64decode };
