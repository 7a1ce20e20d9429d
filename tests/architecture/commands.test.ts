import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type SourceFile, sourceFiles } from './source-files.ts';

// Tests take nothing from the machine: what they use is there on every Debian, or tests/run puts it there.

/** What every Debian has, however small. */
const BASE = new Set(
  `apt-get awk cat chmod cp dash date dirname dpkg-deb env find flock getconf grep id ln mkdir mktemp mount rm sed seq sh
   sort stat tail tar touch tr true umount`.split(/\s+/),
);
/** What `npm ci` brings. */
const FROM_NPM = ['biome', 'knip', 'next', 'node', 'playwright', 'tsc', 'vitest'];

/** Words of the shell itself. */
const SHELL = new Set(
  `break case cd command continue do done elif else esac eval exec exit export false fi for if kill printf read return
   set shift test then trap unset until wait while`.split(/\s+/),
);

/** Shell scripts that `tests/run` and continuous integration consist of. */
const SCRIPTS = ['tests/run', '.ci/run', 'tests/support/network.sh'];
const scripts = SCRIPTS.map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** Commands that `tests/run` installs where they are missing: its pairs of command and package. */
const provided = [
  ...readFileSync('tests/run', 'utf8').matchAll(/(?<![\w-])([a-z][a-z-]*)=[a-z][a-z.0-9-]*(?=[\s'])/g),
].map(([, command]) => command ?? '');

const tests = sourceFiles.filter(({ path }) => /^(tests|scripts)\//.test(path));
const isThisFile = (path: string) => path.endsWith('commands.test.ts');

/** What starts processes, by the module that it comes from. */
const STARTS = /\/exec(\.ts)?$|^(node:)?child_process$/;

/** The commands that a file starts: the first argument, where it is a word or a choice that ends in one. */
function started({ code, imports, path }: SourceFile): string[] {
  const from = imports.filter(({ to }) => STARTS.test(to)).flatMap(({ names }) => names);
  // The runner's own gives a part its name first.
  const own = path === 'tests/support/run/runner.ts' ? ['check', 'tests'] : [];
  return [...code.matchAll(/\b([a-zA-Z]+)\(\s*(?:[^,()]*,\s*)?(?:[^'(),]* : )?'([a-z][a-z0-9-]*)',\s*[[a]/g)]
    .filter(([, starter = '']) =>
      /^(run|mustRun|spawn|exec\w+)$/.test(starter) ? from.includes(starter) : own.includes(starter),
    )
    .map(([, , command]) => command ?? '');
}

/** The commands of a shell script: the first word of each simple command that is neither the shell's nor a function. */
function called(text: string): string[] {
  const functions = new Set([...text.matchAll(/^\s*([a-z_]+)\(\) \{/gm)].map(([, name]) => name));
  const bare = text.replace(/^\s*#.*$/gm, '').replace(/'[^']*'/g, "''");
  const first =
    /(?:^|[|;&(!]|(?<!\$)\{|\s(?:do|then|else|if|exec|while|until)\s)\s*([a-z][a-z0-9-]*)(?![\w=)./-])/gm;
  return [...bare.matchAll(first)]
    .map(([, word]) => word ?? '')
    .filter((word) => !SHELL.has(word) && !functions.has(word));
}

test('tests call only commands that every Debian has, tests/run installs or npm brings', () => {
  const known = new Set([...BASE, ...FROM_NPM, ...provided]);
  const all = [
    ...tests.flatMap((file) => started(file).map((command) => ({ path: file.path, command }))),
    ...scripts.flatMap(({ path, text }) => called(text).map((command) => ({ path, command }))),
  ];
  const unknown = all.filter(({ command }) => !known.has(command));
  expect(unknown.map(({ path, command }) => `${path}: ${command}`)).toEqual([]);
  // It sees them at all: in a call, behind a condition, and in a script.
  const names = all.map(({ command }) => command);
  expect(names).toEqual(
    expect.arrayContaining(['openssl', 'docker', 'dockerd', 'ip', 'flock', 'apt-get', 'npm', 'mktemp']),
  );
});

test('tests/run installs nothing that no test needs', () => {
  const text = [...tests, ...scripts]
    .filter(({ path }) => path !== 'tests/run' && !isThisFile(path))
    .map((file) => file.text)
    .concat(['compose/images/build', 'playwright.config.ts'].map((path) => readFileSync(path, 'utf8')))
    .join('\n');
  const isUsed = (command: string) => new RegExp(`(?<![\\w-])${command}(?![\\w-])`).test(text);
  const byShell = called(readFileSync('tests/run', 'utf8'));
  expect(provided.filter((command) => !isUsed(command) && !byShell.includes(command))).toEqual([
    // The certificates themselves are what is needed.
    'update-ca-certificates',
  ]);
});

/** Of the environment: what tests/run, its runner or the shell sets, and switches of the tests' own. */
const VARIABLES =
  /^(WEIR_[A-Z_]+|DOCKER_(HOST|API_VERSION|CONFIG)|PATH|HOME|XDG_CACHE_HOME|CI|NEXT_RUNTIME|NODE_ENV)$/;

test('tests read no variable that somebody has to set', () => {
  const read = tests
    .filter(({ path }) => !isThisFile(path))
    .flatMap(({ path, code }) =>
      [...code.matchAll(/\bprocess\.env\.([A-Za-z_]+)(?! = )\b/g)].map(([, name]) => ({
        path,
        name: name ?? '',
      })),
    );
  expect(
    read.filter(({ name }) => !VARIABLES.test(name)).map(({ path, name }) => `${path}: ${name}`),
  ).toEqual([]);
  expect(read.length).toBeGreaterThan(10);
});

test('only the cache is in the home folder', () => {
  const looks = /\bhomedir\(|\buserInfo\(|['"`]~\/|['"`]\/root\b/;
  const files = tests.filter(({ path, code }) => !isThisFile(path) && looks.test(code));
  expect(files.map(({ path }) => path)).toEqual(['tests/support/run/run-dir.ts']);
});

test('no test takes a port or a group for granted', () => {
  const fixed = /\blisten\(\s*[1-9]\d*\s*[,)]|\blisten\(\{[^}]*\bport: [1-9]|\/etc\/group\b|\bgetent\b/;
  // Within a container every port is free.
  const outside = (code: string) => code.replace(/ENTRYPOINT[^\n]*/g, '');
  const files = tests.filter(({ path, code }) => !isThisFile(path) && fixed.test(outside(code)));
  expect(files.map(({ path }) => path)).toEqual([]);
});
