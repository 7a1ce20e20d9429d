'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Later } from '@/components/ui/later';
import type { JobEditorProps } from './job-editor';

const loadEditor = () => import('./job-editor').then(({ JobEditor }) => JobEditor);

/** What is measured of a service, behind a line; an error in it opens it. @param words where there are several of them */
export function JobFold({ words, ...props }: JobEditorProps & { words: string }) {
  const isWrong = props.errors !== undefined || props.tagsError !== undefined;
  const [isOpen, setOpen] = useState(isWrong);

  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      data-wrong={isWrong || undefined}
      className="group min-w-0 px-1"
    >
      <summary className="touch flex items-center gap-2 rounded-md text-accent text-sm">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 transition-transform duration-150 group-open:rotate-90"
        />
        <span className="min-w-0 flex-1">{words}</span>
      </summary>
      {isOpen && (
        <Later load={loadEditor} with={props} height="h-96" missing="What is measured could not be shown." />
      )}
    </details>
  );
}
