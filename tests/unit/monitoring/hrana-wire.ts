// The messages of libsql's HTTP protocol (hrana 2 over JSON), and how values and results are written in them.
import type { InValue, ResultSet } from '@libsql/client';

type Value =
  | { type: 'null' }
  | { type: 'integer' | 'text'; value: string }
  | { type: 'float'; value: number }
  | { type: 'blob'; base64: string };
export type Stmt = { sql?: string; sql_id?: number; args?: Value[] };
export type Cond = { type: string; step?: number; cond?: Cond; conds?: Cond[] };
export type StreamRequest =
  | { type: 'close' | 'get_autocommit' }
  | { type: 'execute'; stmt: Stmt }
  | { type: 'batch'; batch: { steps: { stmt: Stmt; condition?: Cond }[] } }
  | { type: 'sequence'; sql?: string; sql_id?: number }
  | { type: 'store_sql'; sql_id: number; sql: string }
  | { type: 'close_sql'; sql_id: number };

export const fromWire = (value: Value): InValue =>
  value.type === 'null'
    ? null
    : value.type === 'blob'
      ? Buffer.from(value.base64, 'base64')
      : value.type === 'text'
        ? value.value
        : Number(value.value);
const toWire = (value: unknown): Value =>
  value === null || value === undefined
    ? { type: 'null' }
    : value instanceof ArrayBuffer
      ? { type: 'blob', base64: Buffer.from(value).toString('base64') }
      : typeof value === 'string'
        ? { type: 'text', value }
        : Number.isInteger(value)
          ? { type: 'integer', value: String(value) }
          : { type: 'float', value: Number(value) };
export const resultToWire = (result: ResultSet | undefined): object => ({
  cols: (result?.columns ?? []).map((name) => ({ name })),
  rows: (result?.rows ?? []).map((row) =>
    Array.from({ length: result?.columns.length ?? 0 }, (_, i) => toWire(row[i])),
  ),
  affected_row_count: result?.rowsAffected ?? 0,
  last_insert_rowid: null,
});
export const errorToWire = (error: unknown): { message: string; code: string } => {
  const { message, code } = error as { message: string; code?: string };
  return { message, code: code ?? 'SQLITE_ERROR' };
};
