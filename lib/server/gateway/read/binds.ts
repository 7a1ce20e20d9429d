import 'server-only';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from './refusal';

/**
 * The panel may write below config/, so it could put a link where a container would mount a folder of it, and the engine
 * would follow the link as root. Each step from the stack folder on must be a real folder.
 * @param source as the engine sees it; one outside of the stack folder is not the panel's
 * @throws Refusal
 */
export async function assertRealFolder(stackDir: string, projectDir: string, source: string): Promise<void> {
  const inside = path.posix.relative(projectDir, source);
  if (inside.startsWith('..') || path.posix.isAbsolute(inside)) return;
  let at = stackDir;
  for (const step of inside.split('/').filter(Boolean)) {
    at = path.join(/* turbopackIgnore: true */ at, step);
    const info = await lstat(at).catch(() => null);
    if (info?.isDirectory() !== true) throw new Refusal(`${inside} is no real folder`);
  }
}
