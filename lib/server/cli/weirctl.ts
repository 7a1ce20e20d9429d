import 'server-only';

const HAS_OWNER = 3;

/**
 * What the scripts of `compose/` ask of the panel's own code, run in a one-off container of its image:
 * `node weirctl.mjs up-panel | start-pipeline | apply-config | setup-code | reset-password | health`.
 * Exit codes: 0 done, 1 failed with the reason on standard error, 2 unknown command, 3 nothing to do because the
 * panel has an owner, the pipeline delivered before, or none was ever launched; 4 set up without an optional part;
 * 5 what was given cannot be used as it is, and nothing was changed.
 */
const commands: Record<string, () => Promise<number>> = {
  'up-panel': async () => (await import('./up-panel')).upPanel(say),
  'start-pipeline': async () => (await import('./start-pipeline')).bringPipelineBack(say),
  'apply-config': async () => (await import('./apply-config')).applyConfig(say),
  'setup-code': async () => {
    const { readOwner } = await import('../auth/owner-state');
    if ((await readOwner()) !== null) return HAS_OWNER;
    say(await (await import('../auth/setup-code')).setupCode());
    return 0;
  },
  'reset-password': async () => {
    say(await (await import('../auth/owner')).resetPassword());
    return 0;
  },
  // Run often: loads nothing but what it needs.
  health: async () => (await import('./health')).health(),
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The message and hint of an AppError, and the bare message of everything else. */
function explain(error: unknown): string {
  const { message = String(error), hint } = error as { message?: string; hint?: string };
  return hint ? `${message}\n  Fix: ${hint}` : message;
}

async function main(): Promise<number> {
  const command = commands[process.argv[2] ?? ''];
  if (!command) {
    process.stderr.write(`Usage: weirctl ${Object.keys(commands).join(' | ')}\n`);
    return 2;
  }
  try {
    return await command();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return (error as { code?: unknown }).code === 'bad-request' ? 5 : 1;
  }
}

// An engine connection may be kept open; nothing waits for it.
process.exit(await main());
