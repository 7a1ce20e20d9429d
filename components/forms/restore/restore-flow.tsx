'use client';

import { type ReactNode, useState } from 'react';
import type { LockedBackup, OpenedBackup } from '@/lib/schemas/backup/restore';
import { ChooseBackup } from './choose-backup';
import { OpenForm } from './open-form';
import { OpenedRestore } from './opened-restore';

type Stage =
  | { is: 'choose' }
  | { is: 'locked'; locked: LockedBackup }
  | { is: 'opened'; opened: OpenedBackup };

interface RestoreFlowProps {
  /** The name of this Pi now. */
  present: string | null;
  /** What comes once it is open and this Pi has a name. */
  last: (opened: OpenedBackup, cluster: string) => ReactNode;
}

/** From the file of a backup to what it holds: the file, what opens it, and which Pi this is to be. */
export function RestoreFlow({ present, last }: RestoreFlowProps) {
  const [stage, setStage] = useState<Stage>({ is: 'choose' });
  const onOther = () => setStage({ is: 'choose' });
  if (stage.is === 'choose')
    return <ChooseBackup onBrought={(locked) => setStage({ is: 'locked', locked })} />;
  if (stage.is === 'locked')
    return (
      <OpenForm
        locked={stage.locked}
        onOpened={(opened) => setStage({ is: 'opened', opened })}
        onOther={onOther}
      />
    );
  return <OpenedRestore opened={stage.opened} present={present} last={last} onOther={onOther} />;
}
