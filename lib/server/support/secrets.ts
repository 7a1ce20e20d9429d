import 'server-only';
import { sourceIds } from '@/lib/pipeline/components';
import { ownFiles, sourceRecord, wholeSecret } from '@/lib/pipeline/records';
import { writableFileIds } from '../change/records/texts';
import { envValues } from '../files/env/env-file';
import { readStackFile } from '../files/file-store';
import { readMetricsToken } from '../files/metrics-token-file';
import { nameInFile, secretSpans } from '../files/secrets/spans';
import { type StackFileId, stackFile } from '../files/stack-files';
import { readStateLine, readStateText, statesInBackup } from '../files/state/state-store';
import { jsonIn } from '../json';
import { yamlData } from '../yaml';
import type { Secret } from './spellings';

const asked = sourceIds.map(sourceRecord);
const halfSecrets = asked.flatMap((one) => one.halfSecrets);
const draftFields = [...asked.flatMap((one) => one.secretFields), ...halfSecrets.map(({ field }) => field)];

/** Files of the panel's own state that hold secrets, and the keys of these. */
const STATES: Record<string, readonly string[]> = {
  auth: ['passwordHash', 'epoch', 'sealingKey'],
  'api-token': ['sha256'],
  'api-token-write': ['sha256'],
  sessions: ['id', 'epoch'],
  notify: ['token', 'url', 'headerValue', 'password', 'topic'],
  grafana: ['token'],
  'setup-draft': ['secret', 'url', ...draftFields],
  apply: ['before', 'after'],
};
/** What a restore makes others. */
const RESTORED = Object.entries(STATES).filter(([name]) =>
  statesInBackup.some((one) => one === `${name}.json`),
);
const STATE_LINES = ['setup-code', 'revision-key'];
/** Found in a file that is damaged as well. */
const PAIR = /"([\w-]+)"\s*:\s*("(?:[^"\\]|\\[\s\S])*")/g;
/** A name that is no secret where others see it is still none of theirs. */
const ASSIGNMENT = /^[ \t#]*(?:export[ \t]+)?([A-Z0-9_]+)[ \t]*=[ \t]*(\S[^\n]*)/gm;
/** Shorter parts of an address, and shorter names of a topic, are words that stand anywhere. */
const LEAST_TELLING = 8;

/** Every secret that the panel knows, from the files as they are now, broken ones too. Never rejects. */
export async function knownSecrets(): Promise<Secret[]> {
  const found = await Promise.all([
    ...(['compose', ...writableFileIds] as const).map(async (id) =>
      fileSecrets(id, await text(readStackFile(id))),
    ),
    ...Object.entries(STATES).map(async ([name, keys]) =>
      stateSecrets(name, keys, await text(readStateText(name))),
    ),
    text(readMetricsToken()).then((value) => [{ label: 'vmagent’s token for the panel', value }]),
    ...STATE_LINES.map(async (name) => lineSecrets(name, await text(readStateLine(name)))),
  ]);
  const byValue = new Map(found.flat().map((secret) => [secret.value, secret]));
  return [...byValue.values()].filter(({ value }) => value.trim() !== '');
}

/** A file that cannot be read is not in the bundle either. */
const text = async (read: Promise<string | null>) => (await read.catch(() => null)) ?? '';

/** Of one of the stack's files, as written and as it is read. */
export function fileSecrets(id: StackFileId, content: string): Secret[] {
  const label = stackFile(id).relative;
  const whole = wholeSecret(id);
  if (whole) return keySecrets(label, content, whole.keys);
  const spans = secretSpans(id, content).flatMap(({ name, start, end }) => {
    const written = content.slice(start, end);
    return valuesOf(written, name === '@').map((value) => ({
      label: `${nameInFile({ name })} in ${label}`,
      value,
    }));
  });
  return id === 'env' ? [...spans, ...envSecrets(label, content)] : spans;
}

function envSecrets(label: string, content: string): Secret[] {
  const halves = [...content.matchAll(ASSIGNMENT)].flatMap(([, key = '', written = '']) =>
    halfSecrets.some(({ variable }) => variable === key)
      ? valuesOf(written, false).map((value) => ({ label: `${key} in ${label}`, value }))
      : [],
  );
  const starts = new Set(secretSpans('env', content).map(({ start }) => start));
  try {
    const read = envValues(content).filter(({ start }) => starts.has(start));
    return [...halves, ...read.map(({ key, value }) => ({ label: `${key} in ${label}`, value }))];
  } catch {
    return halves;
  }
}

/** @param isLogin `user:password` of an address */
function valuesOf(written: string, isLogin: boolean): string[] {
  if (isLogin) return decoded(written, written.slice(written.indexOf(':') + 1));
  const bare = written.replace(/^(["'])([\s\S]*)\1$/, '$2');
  const read = yamlData(written);
  const values = [written, bare, bare.replace(/\\([\s\S])/g, '$1')];
  return [...values, ...leaves(read)];
}

/** The texts in a value that is a list or a mapping, as in `headers: {X-Key: abc}`. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

function keySecrets(label: string, content: string, keys: readonly string[]): Secret[] {
  const pairs = pairsIn(content).filter(({ key }) => keys.includes(key));
  // Nobody knows what is a secret in a file that is no key.
  const values = pairs.length > 0 ? pairs.map(({ value }) => value) : longLines(content);
  return values.map((value) => ({ label, value }));
}

const longLines = (text: string) => text.split('\n').filter(({ length }) => length > 15);

function stateSecrets(name: string, keys: readonly string[], content: string): Secret[] {
  return pairsIn(content)
    .filter(({ key }) => keys.includes(key))
    .flatMap(({ key, value }) => {
      const label = `${key} in .weir/${name}.json`;
      const files = filesIn(value);
      // A change that was cut short holds whole files, and whole states.
      if (name === 'apply')
        return [
          ...fileSecrets('env', value),
          ...fileSecrets('vmagent-config', value),
          ...files,
          ...RESTORED.flatMap(([state, ofState]) => stateSecrets(state, ofState, value)),
        ];
      if (files.length > 0) return files;
      if (key === 'topic' && value.length < LEAST_TELLING) return [];
      if (key === 'url') return addressSecrets(label, value, name === 'notify');
      return [...new Set([value, ...longLines(value)])].map((secret) => ({ label, value: secret }));
    });
}

/** The secrets of a text that is a file which is a secret as a whole. */
const filesIn = (value: string) =>
  ownFiles.flatMap(({ id, secret }) =>
    secret && value.includes(secret.keys[0]) ? fileSecrets(id, value) : [],
  );

function lineSecrets(name: string, line: string): Secret[] {
  const label = `.weir/${name}`;
  return [line, line.replaceAll('-', '')].map((value) => ({ label, value }));
}

/** @param isSecret as a whole, because services put the secret into the path; else only the login in it */
function addressSecrets(label: string, address: string, isSecret: boolean): Secret[] {
  const url = URL.parse(address);
  if (url === null) return isSecret && address !== '' ? [{ label, value: address }] : [];
  const behind = `${url.pathname}${url.search}`;
  const parts = [behind.replace(/^\/+/, ''), ...url.pathname.split('/'), ...url.searchParams.values()];
  const values = isSecret ? parts.filter(({ length }) => length >= LEAST_TELLING) : [];
  return decoded(...values, url.password).map((value) => ({ label, value }));
}

/** As they stand in an address, and as what they stand for. */
function decoded(...written: string[]): string[] {
  return written.filter(Boolean).flatMap((value) => {
    try {
      return [value, decodeURIComponent(value)];
    } catch {
      return [value];
    }
  });
}

function pairsIn(content: string): { key: string; value: string }[] {
  return [...content.matchAll(PAIR)].map(([, key = '', written = '']) => ({
    key,
    value: String(jsonIn(written) ?? written.slice(1, -1)),
  }));
}
