import 'server-only';
import { secretPaths } from '@/lib/pipeline/records';
import { type SettingsChange, settingsChangeSchema } from '@/lib/schemas/settings/settings';
import { AppError } from '../errors';
import { documentData, readDocument, YamlProblem } from '../yaml';

const MAX_BYTES = 256 * 1024;
/** The only places where `{file: …}` and `{env: …}` mean something. */
const SECRETS = [
  'destination.token',
  'destination.password',
  'proof.token',
  ...secretPaths.map((path) => `sources.${path}`),
];

/** Where secrets come from that `weir.yaml` only points to. */
export interface SecretStore {
  /** Text of a file below the compose folder. @throws AppError */
  file(relative: string): Promise<string>;
  env(name: string): string | undefined;
}

/**
 * `weir.yaml`: a change of settings in YAML, secrets given as they are, as `{file: name}` or as `{env: NAME}`.
 * @throws AppError bad-request that names the line or field and never quotes a value
 */
export async function readWeirFile(text: string, store: SecretStore): Promise<SettingsChange> {
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw new AppError('bad-request', 'The file is larger than 256 kB.');
  const content = structuredClone(contentOf(text));
  for (const path of SECRETS) await fillIn(content, path, store);
  const parsed = settingsChangeSchema.safeParse(content ?? {});
  if (parsed.success) return parsed.data;
  const words = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new AppError('bad-request', words.join('\n'));
}

function contentOf(text: string): unknown {
  try {
    return documentData(readDocument(text));
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    const where = error.line === null ? '' : ` in line ${error.line}`;
    throw new AppError(
      'bad-request',
      error.kind === 'bomb' ? `It ${error.message}${where}.` : `It is not valid YAML${where}.`,
    );
  }
}

async function fillIn(content: unknown, field: string, store: SecretStore): Promise<void> {
  const path = field.split('.');
  const holder = path.slice(0, -1).reduce<unknown>((at, key) => Object(at)[key], content);
  const key = path.at(-1) ?? '';
  const given: unknown = Object(holder)[key];
  if (typeof given !== 'object' || given === null) return;
  const [[kind, name] = [], ...others] = Object.entries(given);
  if (others.length > 0 || typeof name !== 'string' || (kind !== 'file' && kind !== 'env')) {
    throw new AppError('bad-request', `${field}: give the text itself, {file: name} or {env: NAME}.`);
  }
  const value = kind === 'file' ? await store.file(name) : store.env(name);
  if (value === undefined || value.trim() === '') {
    throw new AppError(
      'bad-request',
      `${field}: ${kind === 'file' ? 'the file' : 'the variable'} ${name} is empty.`,
    );
  }
  Object.assign(holder as object, { [key]: value.trim() });
}
