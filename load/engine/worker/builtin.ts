// Modules of Node that few scripts need, loaded at their first use: a thread loads everything anew.
export const crypto = (): typeof import('node:crypto') => process.getBuiltinModule('node:crypto');
export const zlib = (): typeof import('node:zlib') => process.getBuiltinModule('node:zlib');
