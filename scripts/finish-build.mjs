// `next build` leaves the static files beside the standalone server, not in it. This puts them where the
// server looks, and bundles the command-line tool that the host scripts run.
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { bundleSharedPackages, escapeWideCharacters } from './bundle-packages.mjs';
import { sharedPackages } from './shared-packages.mjs';
import { unusedModules } from './unused-modules.mjs';

const root = new URL('..', import.meta.url).pathname;
const out = `${root}.next/standalone`;

// `server-only` throws outside a React server build. The others are what the engine client loads for
// SSH and builds; without them the tool loads in half the time.
const unused = new Set(['server-only', ...unusedModules]);
const leaveOut = {
  name: 'leave-out',
  setup(bundler) {
    bundler.onResolve({ filter: /.*/ }, ({ path }) =>
      unused.has(path) ? { path, namespace: 'leave-out' } : null,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'leave-out' }, () => ({ contents: 'module.exports = {};' }));
  },
};

// Whatever the tracer thinks the server needs: settings and credentials of a running stack are never part of a build.
rmSync(`${out}/compose`, { recursive: true, force: true });
cpSync(`${root}.next/static`, `${out}/.next/static`, { recursive: true });
cpSync(`${root}openapi.json`, `${out}/openapi.json`);
if (existsSync(`${root}public`)) cpSync(`${root}public`, `${out}/public`, { recursive: true });

// pino's workers and zod's error texts in fifty languages; the panel has neither.
const leaveOutMore = {
  name: 'leave-out-more',
  setup(bundler) {
    const empty = { path: 'empty', namespace: 'leave-out' };
    bundler.onResolve({ filter: /^thread-stream$/ }, () => empty);
    bundler.onResolve({ filter: /\/locales\/index\.c?js$/ }, ({ importer }) =>
      importer.includes('/node_modules/zod/') ? empty : null,
    );
  },
};
await bundleSharedPackages(root, out, [leaveOutMore, leaveOut]);
for (const folder of ['.next/server', 'node_modules/next']) await escapeWideCharacters(`${out}/${folder}`);

const program = {
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  legalComments: 'none',
  alias: { '@': root.replace(/\/$/, '') },
  plugins: [leaveOut],
  // Bundled CommonJS modules call require() for Node's built-ins.
  banner: {
    js: "import{createRequire as weirRequire}from'node:module';const require=weirRequire(import.meta.url);",
  },
  logLevel: 'warning',
};
await build({
  ...program,
  entryPoints: { weirctl: `${root}lib/server/cli/weirctl.ts` },
  chunkNames: 'weirctl-[hash]',
  // A chunk per command, so that the health check does not load the engine client.
  splitting: true,
});

// The only process with the Docker socket: small, without Next and without the engine client.
await build({ ...program, entryPoints: { gateway: `${root}lib/server/gateway/gateway-entry.ts` } });

// The door is closed before the server that Next wrote opens its port.
await build({
  ...program,
  entryPoints: { door: `${root}lib/server/http/door-entry.ts` },
  external: Object.keys(sharedPackages),
});
const server = `${out}/server.js`;
writeFileSync(server, `import './door.mjs';\n${readFileSync(server, 'utf8')}`);
