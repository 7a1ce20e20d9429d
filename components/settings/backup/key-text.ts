import { formatDateTime } from '@/lib/format';
import type { RecoveryKey } from '@/lib/schemas/backup/backup';

const GROUP = 4;
const PREFIX = /^AGE-SECRET-KEY-1/;

/** The key in groups that can be written on paper, its fixed beginning first. */
export function keyGroups(key: string): string[] {
  const beginning = PREFIX.exec(key)?.[0] ?? '';
  return [beginning, ...(key.slice(beginning.length).match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? [])];
}

/** A file that `age -d -i` takes as it is. */
export function keyFile({ recoveryKey, recipient, name }: RecoveryKey, atMs: number): File {
  const text = [
    `# Recovery key ${name} of Weir, made ${formatDateTime(atMs)}. It opens every backup that names it.`,
    '# Without Weir: age -d -i FILE weir-backup-….age | tar x',
    `# public key: ${recipient}`,
    recoveryKey,
    '',
  ].join('\n');
  return new File([text], `weir-recovery-key-${name}.txt`, { type: 'text/plain' });
}

/** Hands a file to the browser as a download. Not by an address that holds it: browsers remember those. */
export function handOver(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
