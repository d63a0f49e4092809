// Large pictures.
import { randomFillSync } from 'node:crypto';

/** Pixels of noise, 3 bytes each, which do not compress: 2.9 MB by default. */
export function bitmap(width = 1_200, height = 800): Buffer {
  const header = 54;
  const size = header + width * height * 3;
  const image = Buffer.alloc(size);
  image.write('BM');
  image.writeUInt32LE(size, 2);
  image.writeUInt32LE(header, 10);
  image.writeUInt32LE(40, 14);
  image.writeInt32LE(width, 18);
  image.writeInt32LE(height, 22);
  image.writeUInt16LE(1, 26);
  image.writeUInt16LE(24, 28);
  return randomFillSync(image, header);
}
