import 'server-only';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { env } from '../../env';
import { AppError } from '../../errors';
import { jsonIn } from '../../json';
import { readPlainFile } from '../disk/plain-file';
import { moveFile, removeFile, replaceFile } from '../file-store';

/**
 * A JSON file of the panel's own state, or null when there is none.
 * @param name without ending: `auth` is `.weir/auth.json`, `revisions/7` is `.weir/revisions/7.json`
 * @throws AppError invalid-stack when the file is damaged or does not fit the schema
 */
export async function readState<S extends z.ZodType>(name: string, schema: S): Promise<z.infer<S> | null> {
  const text = await readPlainFile(stateFile(name), `.weir/${name}.json`);
  if (text === null) return null;
  const json = jsonIn(text);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  // Another version, or somebody by hand, knows more: what is known counts all the same.
  const again = schema.safeParse(withoutUnknown(json, parsed.error.issues));
  if (again.success) return again.data;
  throw new AppError('invalid-stack', `The panel’s own file .weir/${name}.json is damaged.`, {
    hint: `Move .weir/${name}.json out of the stack folder; the panel then starts that part afresh.`,
    cause: parsed.error.issues.map((issue) => issue.path.join('.')),
  });
}

function withoutUnknown(json: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const known = structuredClone(json);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const holder = issue.path.reduce<unknown>((at, key) => Object(at)[key], known);
    for (const key of issue.keys) delete (holder as Record<string, unknown>)[key];
  }
  return known;
}

/** The file as it is, also what no version of this panel knows; undefined: none, or no JSON. @throws AppError invalid-stack */
export async function readStateJson(name: string): Promise<unknown> {
  return jsonIn((await readStateText(name)) ?? '');
}

/** The file's text, also of one that is damaged; null when there is none. @throws AppError invalid-stack */
export async function readStateText(name: string): Promise<string | null> {
  return readPlainFile(stateFile(name), `.weir/${name}.json`);
}

/** Saves the state, readable by the panel's user only. @throws AppError disk-full; the file is then as it was */
export async function writeState(name: string, value: unknown): Promise<void> {
  await replaceFile(stateFile(name), `${JSON.stringify(value, null, 2)}\n`, 0o600);
}

/** Forgets the state; none there is fine. */
export async function removeState(name: string): Promise<void> {
  await removeFile(stateFile(name));
}

/** Gives a saved state another name, replacing what has it: one step, which needs no free disk space. */
export async function renameState(from: string, to: string): Promise<void> {
  await moveFile(stateFile(from), stateFile(to));
}

/** The numbers of the states `<folder>/<number>`, or of the logs that end in `.bin`, lowest first. */
export async function numberedStates(folder: string, ending = '.json'): Promise<number[]> {
  const names = await readdir(path.dirname(stateFile(`${folder}/1`))).catch(() => []);
  return names
    .filter((name) => name.endsWith(ending))
    .flatMap((name) => /^[1-9]\d*$/.exec(name.slice(0, -ending.length))?.[0] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
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

/** The path of a state's file. */
export function stateFile(name: string, ending = '.json'): string {
  if (!/^[a-z][a-z0-9-]*(\/[1-9]\d*)?$/.test(name))
    throw new AppError('internal', `Not a state name: ${name}`);
  // Not a file of the build: the bundler must not look for it.
  return path.join(/* turbopackIgnore: true */ env().stateDir, `${name}${ending}`);
}
