import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from '../support/run/exec.ts';
import { repoDir } from '../support/stack/stack.ts';

const FILES: Record<string, string> = {
  'package.json': '{ "name": "bare-next", "private": true, "type": "module" }',
  'next.config.js': `export default {
  output: 'standalone',
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
};`,
  'app/layout.jsx': `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}`,
  'app/page.jsx': `import { Status } from './status';
export default function Page() {
  return <main><h1>Bare</h1><Status /></main>;
}`,
  'app/status.jsx': `'use client';
import { useEffect, useState } from 'react';
export function Status() {
  const [status, setStatus] = useState(null);
  useEffect(() => {
    const read = () => fetch('/api/status').then((response) => response.json()).then(setStatus);
    read();
    const timer = setInterval(read, 2000);
    return () => clearInterval(timer);
  }, []);
  return <p data-ready={status ? '' : undefined}>{status?.at}</p>;
}`,
  'app/api/status/route.js': `export const dynamic = 'force-dynamic';
export const GET = () => Response.json({ at: new Date().toISOString() });`,
};

const app = path.join(repoDir, '.next/bench-bare');

export const removeBareNext = () => rmSync(app, { recursive: true, force: true });

/**
 * Builds the least that a Next.js app can be, with the same version: one page that asks one route every 2 s.
 * It lies inside the repository's ignored build folder, with hard links to the same packages, so that nothing of
 * the panel is part of it.
 * @returns the folder with `server.js`
 */
export async function buildBareNext(): Promise<string> {
  removeBareNext();
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(app, name)), { recursive: true });
    writeFileSync(path.join(app, name), text);
  }
  await mustRun('cp', ['-al', path.join(repoDir, 'node_modules'), path.join(app, 'node_modules')]);
  await mustRun(path.join(app, 'node_modules/.bin/next'), ['build'], { cwd: app, timeoutMs: 300_000 });
  const server = path.join(app, '.next/standalone');
  await mustRun('cp', ['-r', path.join(app, '.next/static'), path.join(server, '.next/static')]);
  return server;
}
