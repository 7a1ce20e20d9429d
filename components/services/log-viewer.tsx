'use client';

import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { useKeptFocus } from '@/components/ui/use-kept-focus';
import { cn } from '@/lib/cn';
import { plural } from '@/lib/format';
import { MAX_LOG_LINES, useLog } from '@/lib/queries/logs';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { filterLines, type LogFilter } from './log-filter';
import { LogRow } from './log-row';
import { LogFailure, LogStatus } from './log-status';
import { LogToolbar } from './log-toolbar';

/** As near to the end as this (px) counts as the end. */
const AT_END = 32;

/** The service's log as it is written. Scrolling up stops the following; the end takes it up again. */
export function LogViewer({ service }: { service: ServiceName }) {
  const { lines, isConnected, failure, retry } = useLog(service);
  const [filter, setFilter] = useState<LogFilter>({ text: '', level: 'all' });
  const [isWrapped, setIsWrapped] = useState(true);
  const [isFollowing, setIsFollowing] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const lastHeight = useRef(0);
  const shown = useMemo(() => filterLines(lines, filter), [lines, filter]);

  useKeptFocus(frame);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what moves the end
  useLayoutEffect(() => {
    if (isFollowing && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [shown, isFollowing, isWrapped]);

  useEffect(() => {
    if (!isFollowing || !box.current) return;
    const shape = new ResizeObserver(([entry]) => {
      if (entry) entry.target.scrollTop = entry.target.scrollHeight;
    });
    shape.observe(box.current);
    return () => shape.disconnect();
  }, [isFollowing]);

  function onScroll() {
    if (!box.current) return;
    const { scrollHeight, scrollTop, clientHeight } = box.current;
    // New lines, or lines wrapped anew in a window of another width: nobody has scrolled.
    const isReflow = scrollHeight !== lastHeight.current;
    lastHeight.current = scrollHeight;
    if (isReflow) return;
    setIsFollowing(scrollHeight - scrollTop - clientHeight < AT_END);
  }

  return (
    <Section
      title="Log"
      aside={<LogStatus isConnected={isConnected} isFollowing={isFollowing} failure={failure} />}
    >
      <LogToolbar
        service={service}
        filter={filter}
        onFilter={setFilter}
        isWrapped={isWrapped}
        onWrapped={setIsWrapped}
      />
      {failure && <LogFailure failure={failure} retry={retry} />}
      <div ref={frame} tabIndex={-1} className="relative">
        {/* Not announced line by line: it is there to be read, not to be listened to. */}
        <section
          ref={box}
          aria-label={`Log of ${service}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
          tabIndex={0}
          onScroll={onScroll}
          className={cn(
            'h-96 overflow-auto rounded-lg border border-line bg-sunken py-2 font-mono text-xs md:h-120',
            isWrapped ? 'whitespace-pre-wrap [overflow-wrap:anywhere]' : 'whitespace-pre',
          )}
        >
          {shown.length === 0 ? (
            <p className="px-3 py-2 font-sans text-quiet text-sm">
              {lines.length === 0 ? 'No lines.' : 'No line fits the search.'}
            </p>
          ) : (
            <ol className={isWrapped ? undefined : 'w-max min-w-full'}>
              {shown.map((line) => (
                <LogRow key={line.number} line={line} />
              ))}
            </ol>
          )}
        </section>
        {!isFollowing && (
          <Button
            variant="primary"
            icon={ArrowDown}
            onClick={() => setIsFollowing(true)}
            className="absolute right-4 bottom-4 shadow-float"
          >
            To the end
          </Button>
        )}
      </div>
      <p className="text-quiet text-xs">
        {plural(shown.length, 'line')}
        {shown.length !== lines.length && ` of ${plural(lines.length, 'line')}`}
        {lines.length >= MAX_LOG_LINES && ', the newest ones. The download goes back further.'}
      </p>
    </Section>
  );
}
