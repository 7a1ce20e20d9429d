import 'server-only';
import { sourceService } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { AppError } from '../../errors';
import { stackFile, type WritableStackFileId } from '../../files/stack-files';
import { programs } from '../../sources/programs';
import { cloud, cloudIds } from '../../sources/sources';
import type { Program } from '../../stack/source-files';
import type { Scope, Side } from '../effects/effects';
import type { ChangeProblem } from '../records/texts';

interface Faults {
  /** Those that come with the change. */
  problems: ChangeProblem[];
  /** Those that were there before, a sentence each: they are no business of a change of something else. */
  notes: string[];
}

/** What programs pass in their files, and then cannot work with, alone or together; of files that a change touches. */
export function programFaults(
  before: Side,
  after: Side,
  { touched, scope }: { touched: readonly WritableStackFileId[]; scope: Scope },
): Faults {
  const isLookedAt = (service: ServiceName, files: readonly WritableStackFileId[]) =>
    after.model.enabled.has(service) &&
    (scope === 'launch' || files.some((id) => touched.includes(id)) || !before.model.enabled.has(service));
  const readers = [
    ...programs
      .filter(({ service, id }) => isLookedAt(service, [id]))
      .map((program) => (side: Side) => faultsIn(program, side)),
    ...cloudIds.flatMap((id) => {
      const { misfits } = cloud(id);
      if (misfits === undefined || !isLookedAt(sourceService(id), misfits.files)) return [];
      return [({ texts }: Side) => readOr(() => misfits.find(texts, touched))];
    }),
  ];
  const found = readers.flatMap((faultsOf) => {
    const old = faultsOf(before).map(({ message }) => message);
    return faultsOf(after).map((fault) => ({ ...fault, isOld: old.includes(fault.message) }));
  });
  return {
    problems: found.filter(({ isOld }) => !isOld).map(({ isOld: _, ...fault }) => fault),
    notes: found.filter(({ isOld }) => isOld).map(({ message, hint }) => `${message} ${hint}`),
  };
}

function faultsIn({ id, faults }: Program, { texts }: Side): ChangeProblem[] {
  const { relative } = stackFile(id);
  const found = readOr(() => faults(texts.get(id) ?? '')).map(({ message, hint }) => ({
    ...{ message: `${relative}: ${message}`, hint, field: null },
  }));
  return [...new Map(found.map((fault) => [fault.message, fault])).values()];
}

/** What is no YAML the program itself says. */
function readOr<T>(faultsOf: () => T[]): T[] {
  try {
    return faultsOf();
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}
