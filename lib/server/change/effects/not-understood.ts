import 'server-only';
import { sourceIds, sourceService } from '@/lib/pipeline/components';
import type { Effect } from '@/lib/schemas/settings/settings';
import { type SourceId, serviceNameSchema } from '@/lib/schemas/snapshot';
import type { ComposeModel } from '../../compose/reader/spec';
import { portProblems, type ServiceProblem } from '../../control/port-problems';
import { type Sources, sourcesIn } from '../../sources/sources';
import { servicesOf } from '../../stack/model';
import { isSourceOn } from '../../stack/settings';
import type { ChangeProblem } from '../records/texts';
import type { Side } from './effects';

const byHand = (service: string) =>
  `\`docker compose up -d ${service}\` in the stack folder brings it to the files.`;

/** What a change leaves as it is because Weir does not understand it, one sentence each. */
export function leftAsItIs({ leftAlone, notUnderstood }: ComposeModel): string[] {
  const own = [...leftAlone].map(
    ([name, words]) =>
      `The service ${name} is your own and is left as it is: Weir does not understand it. ${words}`,
  );
  const weirs = [...notUnderstood].map(
    ([name, { fault }]) =>
      `The service ${name} is left as it is: Weir does not understand all of it. ${fault.message} ${byHand(name)}`,
  );
  return [...own, ...weirs];
}

/** Containers that a change would make, or could not bring back, without what is not understood of them. */
export function remadeProblems({ notUnderstood }: ComposeModel, effects: readonly Effect[]): ChangeProblem[] {
  return effects.flatMap(({ kind, service }) => {
    const fault = notUnderstood.get(service)?.fault;
    if (!fault || (kind !== 'create' && kind !== 'recreate' && kind !== 'remove')) return [];
    const message = `This would ${kind} the container of ${service}, which Weir does not understand. ${fault.message}`;
    const hint = `Take that out of docker-compose.yml, or make the change by hand. ${byHand(service)}`;
    return [{ message, hint, field: null }];
  });
}

/** Sources that are on, and that docker-compose.yml has no service for that would be started. */
export function missingServices(
  sources: Sources,
  model: ComposeModel,
): (ServiceProblem & { source: SourceId })[] {
  return sourceIds.flatMap((source) => {
    const service = sourceService(source);
    if (!isSourceOn(sources, source) || model.enabled.has(service)) return [];
    const message = model.services.has(service)
      ? `The service ${service} in docker-compose.yml has another profile, so nothing would start it.`
      : `docker-compose.yml has no service ${service}, so nothing would start.`;
    const hint = 'Bring the service back from the repository’s docker-compose.yml.';
    return [{ service, source, message, hint }];
  });
}

/** The same of those sources that a change switches on. */
export function missingProblems(before: Side, after: Side): ChangeProblem[] {
  const were = sourcesIn(before.texts);
  return missingServices(sourcesIn(after.texts), after.model)
    .filter(({ source }) => !isSourceOn(were, source))
    .map(({ source, message, hint }) => ({ message, hint, field: `sources.${source}.enabled` }));
}

/** What keeps services that are on from being started. @throws AppError the engine's */
export async function launchFaults({ texts, model }: Side, isEngineUp: boolean): Promise<ServiceProblem[]> {
  const unmade = servicesOf(model).flatMap((service) => {
    const fault = model.notUnderstood.get(service)?.fault;
    return fault ? [{ service, message: fault.message, hint: fault.hint ?? '' }] : [];
  });
  const ports = isEngineUp ? await portProblems(model) : [];
  return [...missingServices(sourcesIn(texts), model), ...unmade, ...ports];
}

/** For the findings: each service that is on, and why, a sentence without secrets. */
export function notUnderstoodIn({ notUnderstood, enabled }: ComposeModel) {
  return [...notUnderstood].flatMap(([name, { fault }]) => {
    const service = serviceNameSchema.safeParse(name);
    return service.success && enabled.has(name) ? [{ service: service.data, reason: fault.message }] : [];
  });
}
