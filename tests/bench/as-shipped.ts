import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PanelOptions } from '../support/panel/panel.ts';
import { repoDir } from '../support/stack/stack.ts';

/** How the image starts the panel: flags of Node and of malloc, from the Dockerfile itself. */
export function asShipped(): Required<Pick<PanelOptions, 'nodeFlags' | 'env'>> {
  const text = readFileSync(path.join(repoDir, 'Dockerfile'), 'utf8');
  const command: string[] = JSON.parse(text.match(/^CMD (\[.*\])$/m)?.[1] ?? '[]');
  if (command[0] !== 'node' || command.at(-1) !== 'server.js') {
    throw new Error('The Dockerfile does not start the panel with `node … server.js`.');
  }
  const settings = [...text.matchAll(/\b(MALLOC_[A-Z_]+)=(\S+)/g)];
  return {
    nodeFlags: command.slice(1, -1),
    env: Object.fromEntries(settings.map(([, name = '', value = '']) => [name, value])),
  };
}
