'use client';

import { type ComponentProps, type ReactNode, useState } from 'react';
import { cn } from '@/lib/cn';

interface FileDropProps
  extends Omit<ComponentProps<'input'>, 'onChange' | 'className' | 'type' | 'children'> {
  icon: ReactNode;
  /** What is to be chosen, or what was. */
  children: ReactNode;
  onFile: (file: File) => void;
}

/** Where a file is dropped or chosen: the input of a field. */
export function FileDrop({ icon, children, onFile, ...control }: FileDropProps) {
  const [isOver, setIsOver] = useState(false);
  return (
    <span
      className={cn(
        'relative flex min-h-24 flex-col items-center justify-center gap-1 rounded-lg border-2 border-dashed p-4 text-center text-sm',
        'has-focus-visible:outline-3 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
        isOver ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken',
      )}
    >
      {icon}
      {children}
      <input
        {...control}
        type="file"
        onDragEnter={() => setIsOver(true)}
        onDragLeave={() => setIsOver(false)}
        // The browser itself takes a file that is dropped on the field, and reports it as a change.
        onDrop={() => setIsOver(false)}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          // The same file can be chosen again after it was mended.
          event.target.value = '';
        }}
        className="absolute inset-0 cursor-pointer opacity-0"
      />
    </span>
  );
}
