// Turns a database row into an object: each field names its column and its conversion.

/** A column that may hold NULL. */
export const orNull =
  <V>(read: (value: unknown) => V) =>
  (value: unknown): V | null =>
    value === null ? null : read(value);

type Fields<T> = { readonly [K in keyof T]: readonly [column: string, read: (value: unknown) => T[K]] };

/** The list of fields is built once, not for each row, because there are tens of thousands of rows. */
export function rowReader<T extends object>(fields: Fields<T>): (row: Record<string, unknown>) => T {
  const list = Object.entries(fields) as [keyof T, Fields<T>[keyof T]][];
  return (row) => {
    const object: Partial<T> = {};
    for (const [field, [column, read]] of list) object[field] = read(row[column]);
    return object as T;
  };
}
