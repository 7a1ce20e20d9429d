import 'server-only';
import { checkDestination } from '../change/steps/delivery';
import { assertAnswered, BUFFER_TRIES } from '../change/steps/prepare';
import type { LeftOut } from '../control/left-out';
import { AppError } from '../errors';
import { servicesOf } from '../stack/model';
import type { StepReport } from '../tasks/tasks';
import { type LaunchWish, prepareLaunch } from './launch-edit';

/**
 * Looks for what stands in the way of a launch. A source that cannot be had is left out.
 * @throws AppError bad-request, docker-error or verify-failed; nothing was changed then
 */
export async function check(wish: LaunchWish, left: LeftOut, report: StepReport) {
  const { look, isFirst } = await prepareLaunch(wish, BUFFER_TRIES);
  const looked = await look();
  const { problems, leftOut, after } = looked;
  const [first] = problems;
  if (first !== undefined) {
    const lines = problems.map(({ field, message }) =>
      wish.change && field !== null ? `${field}: ${message}` : message,
    );
    // What is no question of the set-up is the machine's matter: it does not answer, or a port is taken.
    const code = first.field === null ? 'docker-error' : 'bad-request';
    throw new AppError(code, lines.join('\n'), { hint: first.hint });
  }
  assertAnswered(wish, looked);
  for (const { service, message, hint } of leftOut) {
    if (!left.services.has(service)) left.add(service, new AppError('docker-error', message, { hint }));
  }
  left.assertNotAllOf(servicesOf(after.model));
  await checkDestination(looked, report);
  report.detail('Nothing stands in the way.');
  return { look, looked, isFirst };
}
