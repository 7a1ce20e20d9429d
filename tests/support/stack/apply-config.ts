import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { bundle } from '../../drill/bundle.ts';
import { repoDir, type TempStack } from './stack.ts';

interface Run {
  child: ChildProcess;
  end(): Promise<{ code: number; said: string }>;
}

/** Starts `weirctl apply-config` with this weir.yaml, as compose/up --config does. */
export async function applyConfig(stack: TempStack, weirYaml: string): Promise<Run> {
  const driver = await bundle(path.join(repoDir, 'lib/server/cli/weirctl.ts'));
  const child = spawn(process.execPath, [driver, 'apply-config'], {
    env: { ...process.env, ...stack.env, WEIR_LOG_LEVEL: 'silent' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(weirYaml);
  const said = text(child.stdout);
  const ended = once(child, 'close').then(([code]) => Number(code));
  return { child, end: async () => ({ code: await ended, said: await said }) };
}
