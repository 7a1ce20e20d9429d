import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { imageOf } from '../../stack/model';
import { judgedFiles, judgeFile } from '../../stack/validate-config';
import type { StepReport } from '../../tasks/tasks';
import type { Prepared } from './prepare';

/**
 * Lets the programs that will use the changed files judge them before a file in use is touched.
 * @param without services that are left out
 * @throws AppError as `judgeFile`
 */
export async function validateChange(
  prepared: Prepared,
  report: StepReport,
  signal: AbortSignal,
  without?: ReadonlySet<ServiceName>,
): Promise<void> {
  const { texts, model } = prepared.after;
  for (const judged of judgedFiles) {
    if (!isJudged(judged, prepared) || without?.has(judged.service)) continue;
    report.detail(`${judged.service} reads its new configuration…`);
    await judgeFile(judged.service, texts.get(judged.id) ?? '', model, signal);
  }
}

/** The services that `validateChange` asks, and whose images it needs. */
export function judgedServices(prepared: Prepared): ServiceName[] {
  return judgedFiles.filter((judged) => isJudged(judged, prepared)).map(({ service }) => service);
}

function isJudged(
  { service, id }: (typeof judgedFiles)[number],
  { after, before, touched, scope }: Prepared,
): boolean {
  if (!after.model.enabled.has(service)) return false;
  const isSame =
    before.model.enabled.has(service) && imageOf(before.model, service) === imageOf(after.model, service);
  return scope === 'launch' || !isSame || touched.includes(id);
}
