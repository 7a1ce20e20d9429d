import 'server-only';

/** The value of one label; both separators that vmagent uses (`,` and `, `) do. Escapes inside values are kept. */
export function label(labels: string, name: string): string | null {
  let from = labels.startsWith(`${name}="`) ? 0 : labels.indexOf(` ${name}="`);
  if (from < 0) from = labels.indexOf(`,${name}="`);
  if (from < 0) return null;
  const start = labels.indexOf('"', from) + 1;
  const end = labels.indexOf('"', start);
  return end < 0 ? null : labels.slice(start, end);
}
