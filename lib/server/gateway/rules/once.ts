import 'server-only';
import { CANDIDATE, type DryRun, dryRuns } from '../../compose/create/dry-runs';
import { onceBody } from '../../compose/create/once';
import { neverRun } from '../../docker/images/build-recipes';
import type { JsonMap } from '../read/asked';
import { assertRealFolder } from '../read/binds';
import { asSent, difference } from '../read/difference';
import { readEnvironment } from '../read/environment';
import { mayRun } from '../read/images';
import { Refusal } from '../read/refusal';
import { jsonBody } from './engine';
import { type Answer, type Call, only, pathOf } from './rule';
import { remember } from './world';

/** The command by which a program judges a file, as far as `args` are all of its arguments; undefined: none. */
export function dryRunOf(args: unknown): DryRun | undefined {
  const runs: readonly DryRun[] = Object.values(dryRuns);
  return runs.find((run) => difference(run.args(`${run.inside}/${CANDIDATE}`), args) === null);
}

/** A container of its own in which a program judges a file. */
export async function onceAnswer(call: Call, sent: JsonMap): Promise<Answer> {
  const { settings } = call.world;
  const run = dryRunOf(sent.Cmd);
  if (run === undefined) throw new Refusal('the command is none of those that judge a configuration');
  const stack = await call.world.stack();
  const image = String(sent.Image);
  if (!mayRun(settings, stack, run.service, image)) throw new Refusal(`the image is none of ${run.service}`);
  const source = `${stack.model.projectDir}/${run.folder}`;
  await assertRealFolder(settings.stackDir, stack.model.projectDir, source);
  const own = onceBody(settings.project, {
    image,
    cmd: run.args(`${run.inside}/${CANDIDATE}`),
    binds: [`${source}:${run.inside}:ro`],
    environment: readEnvironment(stack, run.service, sent.Env),
  });
  return { ask: created(call, own, sent), cut: (data) => only(data, ['Id', 'Warnings']) };
}

/** A container that is never started, to read the version of an image that was built a moment ago. */
export async function neverRunAnswer(call: Call, sent: JsonMap): Promise<Answer> {
  const { memory } = call.world;
  const image = String(sent.Image);
  if (!memory.built.has(image)) throw new Refusal('the body has no labels of this stack');
  const cut = (data: unknown) => {
    const made = only(data, ['Id', 'Warnings']);
    remember(memory.neverRun, String(made.Id));
    return made;
  };
  return { ask: created(call, neverRun(image), sent), cut };
}

/** @throws Refusal where the panel wants another body than this one */
function created(call: Call, body: object, sent: JsonMap) {
  const own = asSent(body);
  const field = difference(own, sent);
  if (field !== null) throw new Refusal(`${field} is not as it is for such a container`);
  if (call.asked.query.size > 0) throw new Refusal('such a container has no name');
  return { method: 'POST', path: pathOf(call, '/containers/create'), body: jsonBody(own) };
}
