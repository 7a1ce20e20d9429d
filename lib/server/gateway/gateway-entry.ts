import 'server-only';
import { Calls } from './calls';
import { ownSettings } from './read/settings';
import { restartEarly } from './rules/early-names';
import { nameRules } from './rules/name-rules';
import { panelRules } from './rules/panel-rules';
import { createWorld } from './rules/world';
import { openDoor } from './server';

/** Lines of the log within a minute; more of them tell nothing new. */
const MOST_LINES = 60;
const MINUTE_MS = 60_000;

let lines = 0;
setInterval(() => {
  lines = 0;
}, MINUTE_MS).unref();

function say(line: string): void {
  lines += 1;
  if (lines <= MOST_LINES) process.stderr.write(`${line}\n`);
}

const settings = ownSettings();
const world = createWorld(settings);
const calls = new Calls(settings.callsFile);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    calls.save();
    process.exit(0);
  });
}
await openDoor(settings.panelSocket, { rules: panelRules }, world, calls, say);
if (settings.namesSocket !== null) {
  await openDoor(settings.namesSocket, { rules: nameRules, oldestMinor: 24 }, world, calls, say);
  restartEarly(world, Date.now()).then(
    (count) => count > 0 && say('cAdvisor was started again: it was there before the names.'),
    (error: unknown) =>
      say(`cAdvisor could not be looked at: ${error instanceof Error ? error.message : ''}`),
  );
}
process.stdout.write('The gateway to the engine is open.\n');
