/** What a table has under a name; undefined for one that it has not, such as `constructor`. @param name untrusted */
export const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
