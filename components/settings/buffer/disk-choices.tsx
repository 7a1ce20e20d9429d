import { Choice } from '@/components/ui/choice';
import { formatBytes } from '@/lib/format';
import type { Disk } from '@/lib/schemas/machine/disks';

const FAULTS: Record<NonNullable<Disk['fault']>, (disk: Disk) => string> = {
  'same-disk': () => 'It is on the disk that Docker writes to already.',
  'no-owners': ({ fileSystem }) =>
    `${fileSystem} keeps no owners of files. Save what is on it, then format it as ext4.`,
  'read-only': () => 'It is mounted read-only.',
  full: () => 'It has no room for a full buffer.',
  'odd-name': () => 'Mount it under a name of letters, digits, dots, - and _ alone.',
};

interface DiskChoicesProps {
  disks: readonly Disk[];
  /** Where the data lie now. */
  present: string | null;
  chosen: string | null;
  onChoose: (folder: string) => void;
}

/** The disks that are mounted; those that are not fit say why. */
export function DiskChoices({ disks, present, chosen, onChoose }: DiskChoicesProps) {
  const others = disks.filter(({ folder }) => !present?.startsWith(`${folder}/`));
  if (others.length === 0)
    return (
      present === null && (
        <p>No other disk is mounted. Plug one in and mount it, with the file system ext4.</p>
      )
    );
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-strong text-sm">Move it to</legend>
      {others.map((disk) => (
        <Choice
          key={disk.folder}
          name="disk"
          label={<span className="break-all">{disk.folder}</span>}
          description={aboutDisk(disk)}
          disabled={disk.fault !== null}
          checked={disk.folder === chosen}
          onChange={() => onChoose(disk.folder)}
        />
      ))}
    </fieldset>
  );
}

function aboutDisk(disk: Disk): string {
  const { fileSystem, sizeBytes, freeBytes, fault } = disk;
  const size = `${fileSystem}, ${formatBytes(sizeBytes)}, ${formatBytes(freeBytes)} free.`;
  return fault === null ? size : `${size} ${FAULTS[fault](disk)}`;
}
