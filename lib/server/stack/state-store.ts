import 'server-only';
import path from 'node:path';
import type { z } from 'zod';
import { env } from '../env';
import { AppError } from '../errors';
import { removeFile, replaceFile } from './file-store';
import { readPlainFile } from './plain-file';

/**
 * A JSON file of the panel's own state, or null when there is none.
 * @param name without ending: `auth` is `.weir/auth.json`
 * @throws AppError invalid-stack when the file is damaged or does not fit the schema
 */
export async function readState<S extends z.ZodType>(name: string, schema: S): Promise<z.infer<S> | null> {
  const text = await readPlainFile(stateFile(name), `.weir/${name}.json`);
  if (text === null) return null;
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new AppError('invalid-stack', `The panel’s own file .weir/${name}.json is damaged.`, {
    hint: `Move .weir/${name}.json out of the stack folder; the panel then starts that part afresh.`,
    cause: parsed.error.issues.map((issue) => issue.path.join('.')),
  });
}

/** Saves the state, readable by the panel's user only. @throws AppError disk-full; the file is then as it was */
export async function writeState(name: string, value: unknown): Promise<void> {
  await replaceFile(stateFile(name), `${JSON.stringify(value, null, 2)}\n`, 0o600);
}

/** Forgets the state; none there is fine. */
export async function removeState(name: string): Promise<void> {
  await removeFile(stateFile(name));
}

/** A line of text that people read in a terminal too, `.weir/<name>`; null when there is none. */
export async function readStateLine(name: string): Promise<string | null> {
  const text = await readPlainFile(stateFile(name, ''), `.weir/${name}`);
  return text === null ? null : text.trim();
}

export async function writeStateLine(name: string, line: string): Promise<void> {
  await replaceFile(stateFile(name, ''), `${line}\n`, 0o600);
}

export async function removeStateLine(name: string): Promise<void> {
  await removeFile(stateFile(name, ''));
}

function stateFile(name: string, ending = '.json'): string {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new AppError('internal', `Not a state name: ${name}`);
  // Not a file of the build: the bundler must not look for it.
  return path.join(/* turbopackIgnore: true */ env().stateDir, `${name}${ending}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
