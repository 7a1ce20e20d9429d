import { expect, test } from 'vitest';
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
const ANY = /^/;
const NONE = /^$/;
const SCHEMAS = 'lib/schemas/';
const HELPERS = 'lib/[a-z-]+$';
const SERVER_BASE = 'lib/server/(env|errors|logger|singleton|version|yaml|go-yaml)$';
const UI = 'components/(ui|charts|feedback|layout|forms)/';
const BROWSER = `lib/(client|queries|verdict|schemas)/|${HELPERS}`;
const REACT =
  /^(react|react-dom|next\/(link|navigation|image|dynamic)|lucide-react|clsx|@tanstack\/react-query)$/;
const FEATURE_PACKAGES =
  /^(react|react-dom|next\/(link|navigation|image|dynamic|form)|lucide-react|@base-ui\/react(\/.*)?|@tanstack\/react-query|react-hook-form|@hookform\/resolvers\/zod|zod|sonner|uplot(\/.*)?)$/;

const adapter = (name: string, alsoMay = '$^', packages = ANY): Layer => ({
  files: new RegExp(`^lib/server/${name}/`),
  may: new RegExp(`^(${SCHEMAS}|${HELPERS}|${SERVER_BASE}|${alsoMay})`),
  packages,
});

const layers: Layer[] = [
  { files: /^lib\/schemas\//, may: new RegExp(`^(${HELPERS})`), packages: /^zod$/ },
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
  adapter('docker'),
  adapter('stack'),
  adapter('vmagent'),
  // Who owns the panel is kept in its state folder, what vmagent shows beside vmagent's own files.
  adapter('auth', 'lib/server/stack/(state-store|metrics-token-file)$'),
  // The one wrapper asks for the session before it calls a handler; the door, whether another panel is at work.
  adapter('http', 'lib/server/(auth/|jobs/one-panel$)'),
  // What takes turns with other processes holds a lock in the state folder.
  adapter('jobs', 'lib/server/stack/folder-lock$'),
  adapter('outbound'),
  adapter('remote-write', 'lib/server/outbound/'),
  adapter('metrics'),
  // Told incidents are kept in the state folder; no address that a destination may not have is told anything.
  adapter('notify', 'lib/server/(stack/state-store$|outbound/)'),
  adapter('sampler', 'lib/server/(docker|vmagent)/|lib/verdict/'),
  // Rings and events on the disk.
  adapter('history', 'lib/server/(sampler|stack)/'),
  // Pure parts of the support bundle; which names stand for secrets is known to the files' masks.
  adapter('support', 'lib/server/stack/secret-spans$'),
  // What a change is and what is remembered of it: pure parts, and records in the state folder.
  adapter('apply', 'lib/server/(docker|stack)/'),
  {
    files: /^lib\/server\/services\//,
    may: /^lib\/(?!client|queries|server\/(http\/(?!call$|access$)|cli))/,
    packages: /^(?!next|react)/,
  },
  // Host commands combine what the services combine, in a process of their own.
  { files: /^lib\/server\/cli\//, may: /^lib\/(?!client|queries|server\/http)/, packages: /^(?!next|react)/ },
  {
    files: /^lib\/server\/[a-z-]+\.ts$/,
    may: new RegExp(`^(${SCHEMAS}|${HELPERS}|${SERVER_BASE}|package.json$)`),
    packages: /^(?!next|react)/,
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
    may: new RegExp(`^(${SCHEMAS}|lib/server/(http|services)/|lib/server/version$)`),
    packages: NONE,
  },
  {
    files: /^app\//,
    may: new RegExp(`^(components/|app/|${BROWSER}|lib/server/services/|lib/server/auth/page-guard$)`),
    packages: new RegExp(`${REACT.source}|^(next|next/headers|server-only)$`),
  },
  { files: /^proxy\.ts$/, may: /^lib\/server\/(http\/|env$)/, packages: /^next\/server$/ },
  { files: /^instrumentation(-client)?\.ts$/, may: /^lib\/server\//, packages: NONE },
];

const layerOf = (path: string) => layers.find((layer) => layer.files.test(path));
/** The folder whose files may use each other freely: a feature, an adapter, a route. */
const unitOf = (path: string) =>
  path.match(/^(lib\/server\/[^/]+\/|lib\/[^/]+\/|components\/[^/]+\/)/)?.[1] ??
  path.slice(0, path.lastIndexOf('/') + 1);

function isAllowed(from: string, layer: Layer, { to, isPackage }: Import): boolean {
  if (isPackage) return to === 'server-only' || layer.packages.test(to);
  const isOwnFolder = from.includes('/') && unitOf(to) === unitOf(from);
  return isOwnFolder || layer.may.test(to);
}

test('every file of the product belongs to a layer', () => {
  expect(productFiles.filter((file) => !layerOf(file.path)).map((file) => file.path)).toEqual([]);
});

test('every file imports only what its layer may import', () => {
  const breaches = productFiles.flatMap((file) => {
    const layer = layerOf(file.path);
    if (!layer) return [];
    return file.imports
      .filter((item) => !isAllowed(file.path, layer, item))
      .map((item) => `${file.path} imports ${item.to}`);
  });
  expect(breaches).toEqual([]);
});

test('browser code reaches no server module, not even through another module', () => {
  const byPath = new Map(productFiles.map((file) => [file.path.replace(EXTENSION, ''), file]));
  const isBrowser = (path: string) => /^(components|lib\/(client|queries|schemas|verdict))\//.test(path);
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
