'use client';

import type { ReactNode } from 'react';
import { SettingsFrame } from '../settings-frame';
import { PanelForm } from './panel-form';

/** @param children what the panel keeps of its own, outside the files: password, sessions, tokens */
export function PanelPage({ children }: { children: ReactNode }) {
  return (
    <SettingsFrame page="panel">
      {(settings) => (
        <div className="flex flex-col gap-10">
          {children}
          <PanelForm settings={settings} />
        </div>
      )}
    </SettingsFrame>
  );
}
