// Turns a row of the database into an object: each field names its column and how its value is read.

/** A column that may hold NULL. */
export const orNull =
  <V>(read: (value: unknown) => V) =>
  (value: unknown): V | null =>
    value === null ? null : read(value);

type Fields<T> = { readonly [K in keyof T]: readonly [column: string, read: (value: unknown) => T[K]] };

/** Rows are read by the ten thousand: the fields are listed once, not for each row. */
export function rowReader<T extends object>(fields: Fields<T>): (row: Record<string, unknown>) => T {
  const list = Object.entries(fields) as [keyof T, Fields<T>[keyof T]][];
  return (row) => {
    const object: Partial<T> = {};
    for (const [field, [column, read]] of list) object[field] = read(row[column]);
    return object as T;
  };
}
