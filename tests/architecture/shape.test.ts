import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.ts';

const HARD_CAP = 250;

/** Most lines for files that match; the first row that matches counts. */
const caps: [files: RegExp, kind: string, lines: number][] = [
  [/^tests\//, 'test', 400],
  [/^app\/.*(page|layout)\.tsx$/, 'page', 60],
  [/^app\/.*route\.ts$/, 'route', 60],
  [/\.tsx$/, 'component', 150],
  [/^lib\//, 'module', 200],
  [/^/, 'file', HARD_CAP],
];

/** Files that say one thing best in one piece; for them the hard cap counts. */
const whole = new Map([
  ['lib/schemas/snapshot.ts', 'the one wire contract of live data'],
  ['lib/server/tasks/tasks.ts', 'one state machine'],
]);

test('files stay small', () => {
  const tooLong = sourceFiles.flatMap((file) => {
    const [, kind, cap] = caps.find(([files]) => files.test(file.path)) ?? [null, 'file', HARD_CAP];
    const most = whole.has(file.path) ? HARD_CAP : cap;
    return file.lines > most ? [`${file.path}: ${file.lines} lines, a ${kind} has at most ${most}`] : [];
  });
  expect(tooLong).toEqual([]);
});

test('every file that may be longer needs it', () => {
  const needless = sourceFiles.filter(
    (file) =>
      whole.has(file.path) && file.lines <= (caps.find(([files]) => files.test(file.path))?.[2] ?? HARD_CAP),
  );
  expect(needless.map((file) => file.path)).toEqual([]);
});

test('a folder holds at most 25 files', () => {
  const counts = new Map<string, number>();
  for (const { path } of sourceFiles) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  expect([...counts].filter(([, files]) => files > 25)).toEqual([]);
});

test('file and folder names are kebab-case', () => {
  const isPlain = (part: string) =>
    /^(\(?[a-z0-9]+(-[a-z0-9]+)*\)?|\[(\.\.\.)?[a-zA-Z]+\]|\[\[\.\.\.[a-zA-Z]+\]\])(\.[a-z0-9-]+)*$/.test(
      part,
    );
  const odd = sourceFiles.filter((file) => !file.path.split('/').every(isPlain));
  expect(odd.map((file) => file.path)).toEqual([]);
});

test('no test is switched off or singled out', () => {
  const switched = sourceFiles
    .filter((file) => file.path.startsWith('tests/') && !file.path.endsWith('shape.test.ts'))
    .filter((file) => /\b(test|it|describe)\.(only|skip|todo|fixme)\(/.test(file.code));
  expect(switched.map((file) => file.path)).toEqual([]);
});

test('no file holds an unfinished note', () => {
  const noted = sourceFiles.filter(
    (file) => !file.path.endsWith('shape.test.ts') && /\b(TODO|FIXME|XXX|HACK)\b/.test(file.text),
  );
  expect(noted.map((file) => file.path)).toEqual([]);
});
