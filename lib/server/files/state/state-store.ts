import 'server-only';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { env } from '../../env';
import { AppError } from '../../errors';
import { jsonIn } from '../../json';
import { readPlainFile } from '../disk/plain-file';
import { moveFile, removeFile, replaceAll, replaceFile } from '../file-store';

/** Files of `.weir` that a backup has: what the owner would have to set again. */
export const statesInBackup = [
  'auth.json',
  'api-token.json',
  'api-token-write.json',
  'notify.json',
  'alert-rules.json',
  'grafana.json',
  'backup.json',
  'updates.json',
] as const;

/** All other files of `.weir`; N is a number. */
const STATES_OUTSIDE: readonly string[] = [
  // Who is signed in, and the claim that comes before.
  'sessions.json',
  'setup-code',
  // What was seen, counted or told on this Pi.
  'events.jsonl',
  'history/N.bin',
  'buffer.jsonl',
  'spending.json',
  'registries.json',
  'notify-state.json',
  // What this Pi is, where it stands in its set-up, and what is to stay stopped on it.
  'panel-id',
  'moved-from',
  'setup.json',
  'setup-draft.json',
  'stopped.json',
  // A change under way, and earlier states of the files; their key is this Pi's.
  'apply.json',
  'earlier-env.json',
  'revision-draft.json',
  'revision-key',
  'revisions/N.json',
  'panel.lock',
  'stack.lock',
];

/** Whether `.weir` may have such a file: each is in one of the two lists, so that none is forgotten by a backup. */
export function isStateFile(name: string): boolean {
  const general = name.replace(/\/[1-9]\d*\./, '/N.');
  return STATES_OUTSIDE.includes(general) || statesInBackup.some((one) => one === general);
}

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
  await replaceFile(stateFile(name), stateText(value), 0o600);
}

/** As it stands in its file. */
export const stateText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Saves several states, all or none. @param texts by the names of the states @throws AppError disk-full */
export async function writeStateTexts(texts: ReadonlyMap<string, string>): Promise<void> {
  const targets = [...texts].map(([name, text]) => ({ file: stateFile(name), text, mode: 0o600 }));
  await replaceAll(targets, 'the state of the panel');
}

/**
 * `.env` as it was, while services are brought back to it and the file stays edited: the gateway to the engine makes their
 * containers as this has it, too.
 */
export const EARLIER_ENV = 'earlier-env';

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
  const names = await readdir(path.dirname(stateFile(`${folder}/1`, ending))).catch(() => []);
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

/** The path of a state's file. @throws AppError internal for one that is in neither list above */
export function stateFile(name: string, ending = '.json'): string {
  if (!isStateFile(`${name}${ending}`)) throw new AppError('internal', `Not a state name: ${name}`);
  // Not a file of the build: the bundler must not look for it.
  return path.join(/* turbopackIgnore: true */ env().stateDir, `${name}${ending}`);
}
