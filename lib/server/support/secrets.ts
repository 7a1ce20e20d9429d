import 'server-only';
import { writableFileIds } from '../change/records/texts';
import { envValues } from '../files/env/env-file';
import { readStackFile } from '../files/file-store';
import { readMetricsToken } from '../files/metrics-token-file';
import { nameInFile, secretSpans } from '../files/secrets/spans';
import { type StackFileId, stackFile } from '../files/stack-files';
import { readStateLine, readStateText } from '../files/state/state-store';
import { yamlData } from '../yaml';
import type { Secret } from './spellings';

/** Files of the panel's own state that hold secrets, and the keys of these. */
const STATES: Record<string, RegExp> = {
  auth: /^(?:passwordHash|epoch|sealingKey)$/,
  'api-token': /^sha256$/,
  'api-token-write': /^sha256$/,
  sessions: /^(?:id|epoch)$/,
  notify: /^(?:token|url|headerValue|password|topic)$/,
  'setup-draft': /^(?:secret|secretAccessKey|accessKeyId|keyJson|url)$/,
  apply: /^(?:before|after)$/,
};
const STATE_LINES = ['setup-code', 'revision-key'];
/** Found in a file that is damaged as well. */
const PAIR = /"([\w-]+)"\s*:\s*("(?:[^"\\]|\\.)*")/g;
const KEY_SECRETS = /^(?:private_key|private_key_id|client_id)$/;
/** A name that is no secret where others see it is still none of theirs. */
const HALF_SECRET = /^[ \t#]*(?:export[ \t]+)?(AWS_ACCESS_KEY_ID)[ \t]*=[ \t]*(\S[^\n]*)/gm;
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
  if (id === 'gcp-key') return keySecrets(label, content);
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
  const halves = [...content.matchAll(HALF_SECRET)].flatMap(([, key = '', written = '']) =>
    valuesOf(written, false).map((value) => ({ label: `${key} in ${label}`, value })),
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

function keySecrets(label: string, content: string): Secret[] {
  const pairs = pairsIn(content).filter(({ key }) => KEY_SECRETS.test(key));
  // Nobody knows what is a secret in a file that is no key.
  const values =
    pairs.length > 0
      ? pairs.map(({ value }) => value)
      : content.split('\n').filter(({ length }) => length > 15);
  return values.map((value) => ({ label, value }));
}

function stateSecrets(name: string, keys: RegExp, content: string): Secret[] {
  return pairsIn(content)
    .filter(({ key }) => keys.test(key))
    .flatMap(({ key, value }) => {
      const label = `${key} in .weir/${name}.json`;
      if (key === 'keyJson') return keySecrets(label, value);
      // A change that was cut short holds whole files.
      if (name === 'apply')
        return [...fileSecrets('env', value), ...fileSecrets('yace-config', value), ...keyIn(value)];
      if (key === 'topic' && value.length < LEAST_TELLING) return [];
      if (key === 'url') return addressSecrets(label, value, name === 'notify');
      return [{ label, value }];
    });
}

const keyIn = (value: string) =>
  value.includes('private_key') ? keySecrets(stackFile('gcp-key').relative, value) : [];

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
  return [...content.matchAll(PAIR)].flatMap(([, key = '', written = '']) => {
    try {
      return [{ key, value: String(JSON.parse(written)) }];
    } catch {
      return [{ key, value: written.slice(1, -1) }];
    }
  });
}
