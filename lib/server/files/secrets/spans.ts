import 'server-only';
import path from 'node:path';
import { wholeSecret } from '@/lib/pipeline/records';
import { readDocument, YamlProblem } from '../../yaml';
import { envValues } from '../env/env-file';
import { type StackFileId, stackFile } from '../stack-files';
import { spansInYaml } from './in-yaml';
import { isPlainValue, isSecretName } from './names';
import { linesOf, type SecretSpan, spansInLines, spansInText } from './text';

/** Names of fields in logs and answers whose values are secrets. */
export const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|PRIVATE|API_?KEY/i;
/** Assignments that are commented out hold old secrets. */
const COMMENTED = /^[ \t]*#[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*([^\n]*\S)/gm;
const PLAIN_LINE = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*[=:][ \t]*([^\n]*\S)/gm;

/**
 * Every secret of a file, in order, none within another: the one place that decides what is masked in differences,
 * sealed in the history and kept out of the support bundle. Also of a file that cannot be read as what it is.
 */
export function secretSpans(id: StackFileId, text: string): SecretSpan[] {
  if (wholeSecret(id)) {
    const name = path.basename(stackFile(id).relative);
    return text === '' ? [] : [{ name, start: 0, end: text.length }];
  }
  const found =
    id === 'env' ? [...inEnv(text), ...matches(text, COMMENTED, '#'), ...spansInText(text)] : inYaml(text);
  return numbered(merged(found.filter(({ start, end }) => end > start)));
}

/** The name of a secret as its file has it: without the number that tells it from others of that name, and the comment's mark. */
export function nameInFile({ name }: Pick<SecretSpan, 'name'>): string {
  return name.replace(/^#|~\d+$/g, '');
}

function inEnv(text: string): SecretSpan[] {
  try {
    return envValues(text)
      .filter(({ key, value }) => isSecretName(key) && !isPlainValue(value))
      .map(({ key, start, end }) => ({ name: key, start, end }));
  } catch {
    return matches(text, PLAIN_LINE, '');
  }
}

function inYaml(text: string): SecretSpan[] {
  try {
    return spansInYaml(text, readDocument(text));
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    const lines = linesOf(text).map(({ text: line, start }) => {
      const mark = /^[ \t]*#+/.exec(line)?.[0].length ?? 0;
      return { text: line.slice(mark), start: start + mark };
    });
    return [...spansInLines(lines, ''), ...spansInText(text)];
  }
}

function matches(text: string, pattern: RegExp, mark: string): SecretSpan[] {
  return [...text.matchAll(pattern)]
    .filter(([, key = '', value = '']) => isSecretName(key) && !isPlainValue(value))
    .map(({ index, 0: all, 1: key = '', 2: value = '' }) => ({
      name: `${mark}${key}`,
      start: index + all.length - value.length,
      end: index + all.length,
    }));
}

/** Where two overlap, one that covers both: what either takes for a secret is one. */
export function merged<T extends { start: number; end: number }>(spans: T[]): T[] {
  const kept: T[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || span.start >= last.end) kept.push({ ...span });
    else last.end = Math.max(last.end, span.end);
  }
  return kept;
}

function numbered(spans: SecretSpan[]): SecretSpan[] {
  const seen = new Map<string, number>();
  return spans.map((span) => {
    const count = seen.get(span.name) ?? 0;
    seen.set(span.name, count + 1);
    return count === 0 ? span : { ...span, name: `${span.name}~${count + 1}` };
  });
}
