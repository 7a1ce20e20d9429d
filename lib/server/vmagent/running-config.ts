import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { AppError } from '../errors';
import { askVmagent } from './client';
import { goDurationSeconds } from './targets';

const answerSchema = z.object({ data: z.object({ yaml: z.string() }) });
/** What vmagent shows in place of passwords. */
const REDACTED = '<secret>';

/** The scrape configuration that vmagent runs, as it writes it itself. @throws AppError vmagent-unreachable, timeout */
export async function readRunningConfig(): Promise<string> {
  const { body } = await askVmagent('/api/v1/status/config');
  try {
    return answerSchema.parse(JSON.parse(body)).data.yaml;
  } catch (error) {
    throw new AppError('vmagent-unreachable', 'vmagent does not show its configuration.', { cause: error });
  }
}

/**
 * Does vmagent run what the file says? It shows the file in its own spelling: 300s as 5m0s, a pattern `a|b` as a list
 * and a list with groups in it as one pattern (lib/promrelabel, MultiLineRegex), without comments, without what is
 * false or empty, and without passwords.
 */
export function isRunningConfig(running: string, wanted: string): boolean {
  const [shown, asked] = [plainData(running), plainData(wanted)];
  return shown !== undefined && asked !== undefined && isEqual(shown, asked);
}

function plainData(text: string): unknown {
  const document = parseDocument(text, { merge: true });
  return document.errors.length > 0 ? undefined : (plain(document.toJS() as unknown) ?? {});
}

/** Undefined for what vmagent leaves out. */
function plain(value: unknown): unknown {
  if (value === null || value === '' || value === false || value === 0) return undefined;
  if (typeof value === 'number' || value === true) return String(value);
  if (typeof value === 'string') {
    const seconds = goDurationSeconds(value);
    return seconds === null ? value : `${seconds} s`;
  }
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => plain(item) ?? null);
  const entries = Object.entries(value as object)
    .map(
      ([key, item]) => [key, plain(key === 'regex' && Array.isArray(item) ? item.join('|') : item)] as const,
    )
    .filter(([, item]) => item !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function isEqual(shown: unknown, asked: unknown): boolean {
  if (shown === REDACTED) return asked !== undefined;
  if (Array.isArray(shown) && Array.isArray(asked)) {
    return shown.length === asked.length && shown.every((item, index) => isEqual(item, asked[index]));
  }
  if (isObject(shown) && isObject(asked)) {
    const keys = Object.keys(shown);
    return keys.length === Object.keys(asked).length && keys.every((key) => isEqual(shown[key], asked[key]));
  }
  return isDeepStrictEqual(shown, asked);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
