// Modules of Node that few scripts need, loaded at their first use: a thread loads everything anew.
import type * as nodeCrypto from 'node:crypto';
import type * as nodeZlib from 'node:zlib';

export const crypto = (): typeof nodeCrypto => process.getBuiltinModule('node:crypto');
export const zlib = (): typeof nodeZlib => process.getBuiltinModule('node:zlib');
