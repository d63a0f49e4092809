// The module `k6/crypto`.
import { crypto } from '../builtin.ts';

type Data = string | ArrayBuffer | Uint8Array;
type Output = 'hex' | 'base64' | 'base64url' | 'base64rawurl' | 'binary';

const bytes = (data: Data): Buffer => (typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as ArrayBuffer));
const algorithm = (name: string): string => name.replace(/^sha512_(\d+)$/, 'sha512-$1');

function encode(digest: Buffer, output: Output): string | ArrayBuffer {
  switch (output) {
    case 'binary':
      return new Uint8Array(digest).buffer;
    case 'base64url':
      return digest.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    case 'base64rawurl':
      return digest.toString('base64url');
    default:
      return digest.toString(output);
  }
}

export function createHash(name: string) {
  const hash = crypto().createHash(algorithm(name));
  return {
    update: (data: Data) => void hash.update(bytes(data)),
    digest: (output: Output) => encode(hash.copy().digest(), output),
  };
}

export function createHMAC(name: string, secret: Data) {
  const parts: Buffer[] = [];
  return {
    update: (data: Data) => void parts.push(bytes(data)),
    digest: (output: Output) =>
      encode(crypto().createHmac(algorithm(name), bytes(secret)).update(Buffer.concat(parts)).digest(), output),
  };
}

export const hmac = (name: string, secret: Data, data: Data, output: Output) => {
  const mac = createHMAC(name, secret);
  mac.update(data);
  return mac.digest(output);
};

const hashed = (name: string) => (data: Data, output: Output) =>
  encode(crypto().createHash(name).update(bytes(data)).digest(), output);
export const md4 = hashed('md4');
export const md5 = hashed('md5');
export const sha1 = hashed('sha1');
export const sha256 = hashed('sha256');
export const sha384 = hashed('sha384');
export const sha512 = hashed('sha512');
export const sha512_224 = hashed('sha512-224');
export const sha512_256 = hashed('sha512-256');
export const ripemd160 = hashed('ripemd160');
export const randomBytes = (size: number): ArrayBuffer => new Uint8Array(crypto().randomBytes(size)).buffer;

export default {
  createHash,
  createHMAC,
  hmac,
  md4,
  md5,
  sha1,
  sha256,
  sha384,
  sha512,
  sha512_224,
  sha512_256,
  ripemd160,
  randomBytes,
};
