import { Callout } from '@/components/ui/callout';
import { CopyText } from '@/components/ui/copy-text';
import { Details } from '@/components/ui/details';
import { formatBytes } from '@/lib/format';
import type { BackupFolder } from '@/lib/schemas/backup/backup';

/** Where backups lie, and what that saves from. */
export function FolderState({ folder }: { folder: BackupFolder }) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <FolderWords folder={folder} />
      <Details summary="Write to a USB disk or a NAS">
        <div className="flex flex-col gap-2 pt-2">
          <p>
            Mount it on the Pi, so that it is there after a reboot too, and name a folder on it in{' '}
            <code>compose/config/.env</code>:
          </p>
          <CopyText text="WEIR_BACKUP_DIR=/mnt/usb/weir" />
          <p>Then run this on the Pi. It makes the folder, and gives it to the panel.</p>
          <CopyText text="compose/up" />
        </div>
      </Details>
    </div>
  );
}

function FolderWords({ folder: { state, path, fault, isSameDisk, freeBytes } }: { folder: BackupFolder }) {
  const place = <code className="break-all">{path}</code>;
  if (state === 'gone')
    return (
      <Callout tone="losing" title="The folder is not there.">
        <p>{place} cannot be seen by the panel. Mount its disk, then run compose/up.</p>
      </Callout>
    );
  if (fault !== null)
    return (
      <Callout
        tone="losing"
        title={`The panel cannot ${state === 'unreadable' ? 'read' : 'write into'} the folder.`}
      >
        <p>
          {place} is there. {fault.why} {fault.hint}
        </p>
      </Callout>
    );
  if (isSameDisk)
    return (
      <Callout tone="waiting" title="The folder is on the same disk as the settings.">
        <p>
          {place} saves from mistakes, and not from a card that dies. Another disk, a NAS or a download does.
        </p>
      </Callout>
    );
  return (
    <p>
      In {place}, on another disk than the settings
      {freeBytes !== null && `; ${formatBytes(freeBytes)} are free there`}.
    </p>
  );
}
