// Node keeps its language tables out of memory until something asks for them: they take 8 MB, and those that compare
// words 3 MB more. So what runs all the time writes numbers and lists by itself.

/** As `Intl.NumberFormat('en')` writes it: `1,234.5`. @param digits of the fraction at most; zeros at its end go */
export function inEnglish(value: number, digits = 0): string {
  const [whole = '', fraction] = String(Number(value.toFixed(digits))).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `AWS`, `AWS and This Pi`, `AWS, This Pi and Containers`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
