import 'server-only';
import { z } from 'zod';
import { durationSeconds } from '@/lib/scrape-duration';
import { AppError } from '../errors';
import { yamlData } from '../yaml';
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

/** Values that programs read as text, whatever they look like. */
const TEXTS = /^(?:labels|external_labels|params|headers|proxy_headers)$/;
const DURATION = /interval|timeout|offset|period|delay|duration|_after|max_age/;
const NUMBER = /limit|port|modulus|size|limit_bytes|concurrency|connections|max_|num_|count/;

/**
 * Does vmagent run what the file says? It shows the file in its own spelling (Go's YAML 1.1 and its own types): 300s as
 * 5m0s, yes as true, 0x1F as 31, a pattern `a|b` as a list and a list with groups in it as one pattern
 * (lib/promrelabel, MultiLineRegex), without comments, without what is false, 0 or empty, and without passwords.
 * Texts (labels, patterns, names) are compared letter by letter.
 * @param variables vmagent's environment, from which it fills in `%{NAME}` (lib/envtemplate)
 */
export function isRunningConfig(
  running: string,
  wanted: string,
  variables: Readonly<Record<string, string | null>> = {},
): boolean {
  const filled = wanted.replace(/%\{([^{}\n]{1,200})\}/g, (whole, name: string) => variables[name] ?? whole);
  const [shown, asked] = [yamlData(running, 'failsafe'), yamlData(filled, 'failsafe')];
  return shown !== undefined && asked !== undefined && isEqual(shown ?? {}, asked ?? {}, '', false);
}

/** @param isText below a key whose values are texts */
function isEqual(shown: unknown, asked: unknown, key: string, isText: boolean): boolean {
  if (shown === REDACTED) return typeof asked === 'string' && asked !== '';
  if (key === 'regex') return [patternOf(asked), patternOf(asked, true)].includes(patternOf(shown));
  if (typeof shown === 'string' && typeof asked === 'string') {
    return shown === asked || (!isText && isSameValue(key, shown, asked));
  }
  if (isEmptyValue(shown, isText) && isEmptyValue(asked, isText)) return true;
  // One that is written without its brackets.
  if (Array.isArray(shown) !== Array.isArray(asked)) return false;
  if (Array.isArray(shown) && Array.isArray(asked)) {
    return shown.length === asked.length && shown.every((item, i) => isEqual(item, asked[i], key, isText));
  }
  if (!isObject(shown) || !isObject(asked)) return false;
  const keys = new Set([...Object.keys(shown), ...Object.keys(asked)]);
  return [...keys].every((name) => {
    const inner = isText || TEXTS.test(name);
    if (!Object.hasOwn(shown, name)) return isEmptyValue(asked[name], inner && !TEXTS.test(name));
    if (!Object.hasOwn(asked, name)) return isEmptyValue(shown[name], inner && !TEXTS.test(name));
    return isEqual(shown[name], asked[name], name, inner);
  });
}

function isSameValue(key: string, shown: string, asked: string): boolean {
  if (DURATION.test(key)) {
    const seconds = goDurationSeconds(shown);
    if (seconds !== null && seconds === (durationSeconds(asked) ?? goDurationSeconds(asked))) return true;
  }
  if (NUMBER.test(key) && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/.test(shown)) {
    if (goNumber(asked) === Number(shown)) return true;
  }
  if (shown === 'true') return TRUE.test(asked);
  if (shown === 'false') return FALSE.test(asked);
  return NULL.test(shown) && NULL.test(asked);
}

const TRUE = /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/;
const FALSE = /^(?:n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/;
const NULL = /^(?:|~|null|Null|NULL)$/;

/** As Go's YAML 1.1 reads a number; null: it is none. */
function goNumber(text: string): number | null {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', '')) ?? [];
  const read = (value: number) => (Number.isNaN(value) ? null : sign === '-' ? -value : value);
  if (/^0(?:x[\da-f]+|b[01]+|o[0-7]+)$/i.test(digits)) return read(Number(digits));
  if (/^0[0-7]+$/.test(digits)) return read(Number.parseInt(digits, 8));
  return /^(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(digits) ? read(Number(digits)) : null;
}

/** @param hasNumbers as it is where a pattern without quotes is read as a number first: 007 as 7 */
function patternOf(value: unknown, hasNumbers = false): string {
  const parts = (Array.isArray(value) ? value : [value ?? '']).map(String);
  return parts.map((part) => (hasNumbers ? String(goNumber(part) ?? part) : part)).join('|');
}

/** What vmagent leaves out. A label without a value is one all the same. */
function isEmptyValue(value: unknown, isText: boolean): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string')
    return (
      !isText &&
      (NULL.test(value) || FALSE.test(value) || goNumber(value) === 0 || durationSeconds(value) === 0)
    );
  if (Array.isArray(value)) return value.length === 0;
  return Object.values(value as object).every((item) => isEmptyValue(item, isText));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
