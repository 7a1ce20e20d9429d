'use client';

import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { Card } from '@/components/ui/card';
import { Switch } from '@/components/ui/switch';
import type { ImageSupply } from '@/lib/schemas/images';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { SourcesFields } from './source-forms';
import { SourceSupply } from './source-supply';

interface SourceSwitchProps {
  name: SourceId;
  icon: LucideIcon;
  label: string;
  description: string;
  /** What it would add; said while it is off in the files. */
  forecast: string | undefined;
  /** What it fetches; null while that is being looked for. */
  supply: ImageSupply | null;
  /** What is asked once it is on. */
  children?: ReactNode;
}

export function SourceSwitch({
  name,
  icon: Icon,
  label,
  description,
  forecast,
  supply,
  children,
}: SourceSwitchProps) {
  const { register, control } = useFormContext<SourcesFields>();
  const isOn = useWatch({ control, name: `${name}.enabled` });
  return (
    <Card id={name} className="scroll-mt-20 px-4 py-2">
      <Switch
        {...register(`${name}.enabled`)}
        label={
          <span className="flex items-center gap-2 text-base">
            <Icon aria-hidden="true" className="size-5 shrink-0 text-accent" />
            {label}
          </span>
        }
        description={
          <>
            {description}
            {forecast && <span className="mt-1 block text-ink">{forecast}</span>}
          </>
        }
      />
      <SourceSupply supply={supply} />
      {isOn && children && (
        <div className="mt-2 flex animate-appear flex-col gap-5 border-line border-t pt-4 pb-3">
          {children}
        </div>
      )}
    </Card>
  );
}
