import { expect, test } from 'vitest';
import { floors, mayImport } from './floors.ts';
import { folderOf, foldersInCircles, loadedWith } from './graph.ts';
import { type Import, productFiles } from './source-files.ts';

interface Layer {
  /** Path prefix or pattern; the first layer that matches a file is its layer. */
  files: RegExp;
  /** Paths of this repository that it may import, besides its own folder. */
  may: RegExp;
  /** npm packages and Node built-ins that it may import. */
  packages: RegExp;
}

const EXTENSION = /\.(ts|tsx|js|mjs)$/;
const NONE = /^$/;
const SCHEMAS = 'lib/schemas/|lib/pipeline/';
const HELPERS = 'lib/[a-z-]+$';
/** What routes and pages are made of. */
const ENTRIES = floors
  .flatMap(({ folder, entries = [] }) => entries.map((name) => `lib/server/${folder}/${name}$`))
  .join('|');
const UI = 'components/(ui|charts|feedback|layout|forms)/';
const BROWSER = `lib/(client|queries|verdict|schemas|pipeline)/|${HELPERS}`;
const REACT =
  /^(react|react-dom|next\/(link|navigation|image|dynamic)|lucide-react|clsx|@tanstack\/react-query)$/;
const FEATURE_PACKAGES =
  /^(react|react-dom|next\/(link|navigation|image|dynamic|form)|lucide-react|@base-ui\/react(\/.*)?|@tanstack\/react-query|react-hook-form|@hookform\/resolvers\/zod|zod|sonner|uplot(\/.*)?|@codemirror\/[a-z]+|@lezer\/highlight|@prometheus-io\/codemirror-promql)$/;

const layers: Layer[] = [
  { files: /^lib\/pipeline\//, may: NONE, packages: NONE },
  { files: /^lib\/dashboards\//, may: /^lib\/(pipeline\/|typed-number$)/, packages: NONE },
  { files: /^lib\/schemas\//, may: new RegExp(`^(lib/pipeline/|${HELPERS})`), packages: /^zod$/ },
  {
    files: /^lib\/[a-z-]+\.ts$/,
    may: new RegExp(`^(${SCHEMAS}|${HELPERS})`),
    packages: /^(zod|clsx|tailwind-merge)$/,
  },
  { files: /^lib\/verdict\//, may: new RegExp(`^(${SCHEMAS}|${HELPERS})`), packages: NONE },
  { files: /^lib\/client\//, may: new RegExp(`^(${SCHEMAS}|${HELPERS})`), packages: /^(zod|react|sonner)$/ },
  {
    files: /^lib\/queries\//,
    may: new RegExp(`^(${SCHEMAS}|${HELPERS}|lib/client/|lib/verdict/)`),
    packages: /^(zod|react|@tanstack\/react-query)$/,
  },
  {
    files: /^components\/ui\//,
    may: new RegExp(`^(${HELPERS})`),
    packages: /^(react|@base-ui\/react(\/.*)?|lucide-react|clsx|sonner|next\/(link|navigation))$/,
  },
  {
    files: /^components\/charts\//,
    may: new RegExp(`^(components/ui/|${BROWSER})`),
    packages: FEATURE_PACKAGES,
  },
  {
    files: /^components\/(feedback|layout)\//,
    may: new RegExp(`^(components/(ui|charts|feedback|layout)/|${BROWSER})`),
    packages: FEATURE_PACKAGES,
  },
  // What several features ask: forms and their parts.
  { files: /^components\/[a-z-]+\//, may: new RegExp(`^(${UI}|${BROWSER})`), packages: FEATURE_PACKAGES },
  {
    files: /^app\/(.*\/)?route\.ts$/,
    may: new RegExp(`^(${SCHEMAS}|${ENTRIES}|lib/server/version$)`),
    packages: NONE,
  },
  {
    files: /^app\//,
    may: new RegExp(`^(components/|app/|${BROWSER}|${ENTRIES})`),
    packages: new RegExp(`${REACT.source}|^(next|next/headers|server-only)$`),
  },
  { files: /^proxy\.ts$/, may: /^lib\/server\/(http\/|env$)/, packages: /^next\/server$/ },
  { files: /^instrumentation(-client)?\.ts$/, may: /^lib\/server\//, packages: NONE },
];

const layerOf = (path: string) => layers.find((layer) => layer.files.test(path));
/** The folder whose files may use each other freely: a feature, a route. */
const unitOf = (path: string) =>
  path.match(/^(lib\/[^/]+\/|components\/[^/]+\/)/)?.[1] ?? path.slice(0, path.lastIndexOf('/') + 1);

function isAllowed(from: string, layer: Layer, { to, isPackage }: Import): boolean {
  if (isPackage) return to === 'server-only' || layer.packages.test(to);
  const isOwnFolder = from.includes('/') && unitOf(to) === unitOf(from);
  return isOwnFolder || layer.may.test(to);
}

const serverFiles = productFiles.filter((file) => file.path.startsWith('lib/server/'));

test('every file of the product belongs to a layer or to a floor', () => {
  const known = new Set(['lib/server', ...floors.map(({ folder }) => `lib/server/${folder}`)]);
  const isPlaced = (path: string) =>
    path.startsWith('lib/server/') ? known.has(folderOf(path)) : layerOf(path) !== undefined;
  expect(productFiles.filter((file) => !isPlaced(file.path)).map((file) => file.path)).toEqual([]);
  const used = new Set(serverFiles.map((file) => folderOf(file.path)));
  expect([...known].filter((folder) => !used.has(folder))).toEqual([]);
});

test('a server file imports only floors below its own', () => {
  const byFolder = new Map(floors.map((floor) => [`lib/server/${floor.folder}`, floor]));
  const isAllowedHere = (path: string, { to, isPackage }: Import): boolean => {
    if (isPackage) return !/^(next|react)\b/.test(to) || /^lib\/server\/(auth|http)\//.test(path);
    if (!to.startsWith('lib/server/'))
      return new RegExp(`^(${SCHEMAS}|${HELPERS}|lib/verdict/|lib/dashboards/|package.json$)`).test(to);
    const floor = byFolder.get(folderOf(path));
    const other = folderOf(to).slice('lib/server/'.length);
    return other === '' || (floor !== undefined && mayImport(floor, other));
  };
  const breaches = serverFiles.flatMap(({ path, imports }) =>
    imports.filter((item) => !isAllowedHere(path, item)).map(({ to }) => `${path} imports ${to}`),
  );
  expect(breaches).toEqual([]);
});

test('a floor names only what it uses', () => {
  const needless = floors.flatMap(({ folder, may = [], entries = [] }) => {
    const used = serverFiles
      .filter((file) => folderOf(file.path) === `lib/server/${folder}`)
      .flatMap((file) => file.imports);
    const known = [
      ...productFiles.filter((file) => /^app\//.test(file.path)).flatMap((file) => file.imports),
    ].map(({ to }) => to);
    return [
      ...may.filter((other) => !used.some(({ to }) => folderOf(to) === `lib/server/${other}`)),
      ...entries.filter((name) => !known.includes(`lib/server/${folder}/${name}`)),
    ].map((what) => `${folder}: ${what}`);
  });
  expect(needless).toEqual([]);
});

test('no folder imports another that imports it', () => {
  expect(foldersInCircles()).toEqual([]);
});

test('every file imports only what its layer may import', () => {
  const breaches = productFiles.flatMap((file) => {
    const layer = layerOf(file.path);
    if (!layer || file.path.startsWith('lib/server/')) return [];
    return file.imports
      .filter((item) => !isAllowed(file.path, layer, item))
      .map((item) => `${file.path} imports ${item.to}`);
  });
  expect(breaches).toEqual([]);
});

test('browser code reaches no server module, not even through another module', () => {
  const byPath = new Map(productFiles.map((file) => [file.path.replace(EXTENSION, ''), file]));
  const isBrowser = (path: string) =>
    /^(components|lib\/(client|queries|schemas|pipeline|verdict|dashboards))\//.test(path);
  const breaches = productFiles
    .filter((file) => isBrowser(file.path))
    .flatMap((file) => {
      const seen = new Set<string>();
      const todo = [file];
      for (let next = todo.pop(); next; next = todo.pop()) {
        for (const { to, isPackage, isTypeOnly } of next.imports) {
          if (isTypeOnly || seen.has(to)) continue;
          seen.add(to);
          const target = byPath.get(to);
          if (!isPackage && target) todo.push(target);
        }
      }
      return [...seen]
        .filter((to) => /^(lib\/server\/|node:)/.test(to))
        .map((to) => `${file.path} reaches ${to}`);
    });
  expect(breaches).toEqual([]);
});

test('who reads the settings loads no part of the transaction', () => {
  const loaded = loadedWith('app/api/settings/route').map(({ path }) => folderOf(path));
  expect(loaded.length).toBeLessThanOrEqual(139);
  expect(loaded).toContain('lib/server/settings/sections');
  expect(
    loaded.filter((folder) => /^lib\/server\/(change(\/steps|\/effects)?|compose\b.*)$/.test(folder)),
  ).toEqual([]);
});
