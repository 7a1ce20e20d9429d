'use client';

import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { cn } from '@/lib/cn';
import { IconButton } from './button';

/** A command or an address, with a button that copies it. */
export function CopyText({ text, className }: { text: string; className?: string }) {
  const ref = useRef<HTMLElement>(null);
  const [isCopied, setIsCopied] = useState(false);

  function copy() {
    if (!ref.current) return;
    window.getSelection()?.selectAllChildren(ref.current);
    // navigator.clipboard needs HTTPS, which a Pi on the LAN seldom has; this old call works without.
    setIsCopied(document.execCommand('copy'));
    setTimeout(() => setIsCopied(false), 2_000);
  }

  return (
    <span className={cn('flex items-center gap-1 rounded-md border border-line bg-sunken pl-3', className)}>
      <code
        ref={ref}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-w-0 flex-1 overflow-x-auto whitespace-pre py-2.5 font-mono text-xs"
      >
        {text}
      </code>
      <IconButton label={isCopied ? 'Copied' : 'Copy'} icon={isCopied ? Check : Copy} onClick={copy} />
    </span>
  );
}
