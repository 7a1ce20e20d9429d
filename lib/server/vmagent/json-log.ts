import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import { jsonIn } from '../json';
import { plainText } from './plain-text';

export interface JsonLogEntry {
  atMs: number;
  level: string;
  msg: string;
  /** The `err` field, where the program has one. */
  err: string;
  /** Any other field that is text, else ''. */
  field(name: string): string;
}

/** What vmagent does next stands behind the answer that it quotes. */
const TEXT_MAX = 4000;

function text(value: unknown): string {
  return typeof value === 'string' ? (plainText(value, TEXT_MAX) ?? '') : '';
}

/** Log lines that are JSON objects, as vmagent, YACE and stackdriver_exporter write them here; others are left out. */
export function jsonLog(lines: readonly LogLine[]): JsonLogEntry[] {
  return lines.flatMap((line) => {
    const found = line.text.startsWith('{') ? jsonIn(line.text) : undefined;
    if (found === undefined) return [];
    const fields = found as Record<string, unknown>;
    const field = (name: string) => text(fields[name]);
    return [
      { atMs: line.atMs, level: field('level').toLowerCase(), msg: field('msg'), err: field('err'), field },
    ];
  });
}
