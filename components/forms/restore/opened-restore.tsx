'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { OpenedBackup } from '@/lib/schemas/backup/restore';
import { clusterSchema } from '@/lib/schemas/wizard';
import { NameChoice, type NameOf } from './name-choice';
import { OpenedFacts } from './opened-facts';

interface OpenedRestoreProps {
  opened: OpenedBackup;
  /** The name of this Pi now. */
  present: string | null;
  last: (opened: OpenedBackup, cluster: string) => ReactNode;
  onOther: () => void;
}

/** An opened backup: which Pi this is to be, then what would change. */
export function OpenedRestore({ opened, present, last, onOther }: OpenedRestoreProps) {
  const { cluster } = opened;
  const [value, setValue] = useState<NameOf>({
    replaces: cluster !== null && cluster === present,
    own: present === cluster ? '' : (present ?? ''),
  });
  const [named, setNamed] = useState<string | null>(null);
  const [error, setError] = useState<string>();

  function onLook() {
    const name = value.replaces && cluster !== null ? cluster : value.own;
    const parsed = clusterSchema.safeParse(name);
    const isTaken = !value.replaces && name.trim() === cluster;
    const said = isTaken ? `${cluster} is the name of the other Pi.` : parsed.error?.issues[0]?.message;
    setError(said);
    setNamed(said === undefined && parsed.success ? parsed.data : null);
  }

  return (
    <div className="flex flex-col gap-5">
      <OpenedFacts opened={opened} />
      <NameChoice
        name={cluster}
        value={value}
        error={error}
        setValue={(next) => {
          setValue(next);
          setNamed(null);
          setError(undefined);
        }}
      />
      {named === null ? (
        <div className="flex flex-wrap gap-3">
          <Button variant="primary" onClick={onLook}>
            See what would change
          </Button>
          <Button onClick={onOther}>Choose another file</Button>
        </div>
      ) : (
        last(opened, named)
      )}
    </div>
  );
}
