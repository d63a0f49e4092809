// The first bytes of archive formats.

const startsWith = (bytes: Buffer, ...mark: number[]): boolean => mark.every((value, i) => bytes[i] === value);
export const isZip = (bytes: Buffer): boolean => startsWith(bytes, 0x50, 0x4b, 3, 4);
export const isGzip = (bytes: Buffer): boolean => startsWith(bytes, 0x1f, 0x8b, 8);
export const isZstd = (bytes: Buffer): boolean => startsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd);
export const isZlib = (bytes: Buffer): boolean => bytes[0] === 0x78 && ((bytes[0] << 8) | (bytes[1] ?? 1)) % 31 === 0;

/** Text, UTF-16 or an archive. Other base64 content is a picture, or a name that looks like base64. */
export const isWorthOpening = (head: Buffer): boolean => {
  if (isZip(head) || isGzip(head) || isZstd(head) || isZlib(head)) return true;
  let odd = 0;
  for (const b of head) if ((b < 32 && b !== 0 && b !== 9 && b !== 10 && b !== 13) || b > 126) odd += 1;
  return odd * 8 <= head.length;
};
