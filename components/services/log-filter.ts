import type { LogLine } from '@/lib/schemas/log-line';

export interface LogFilter {
  text: string;
  level: 'all' | 'warn' | 'error';
}

const LEVELS: Record<LogFilter['level'], readonly LogLine['level'][] | null> = {
  all: null,
  warn: ['warn', 'error'],
  error: ['error'],
};

/** Lines of at least the level that hold the text, whatever its case. */
export function filterLines<T extends LogLine>(lines: T[], { text, level }: LogFilter): T[] {
  const levels = LEVELS[level];
  const needle = text.trim().toLowerCase();
  if (!levels && needle === '') return lines;
  return lines.filter(
    (line) => (!levels || levels.includes(line.level)) && line.text.toLowerCase().includes(needle),
  );
}
