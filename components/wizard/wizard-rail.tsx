import { Check } from 'lucide-react';
import { cn } from '@/lib/cn';
import { type Screen, screenNames, screens } from './step/steps';

interface WizardRailProps {
  current: Screen;
  /** The last screen that can be opened from here. */
  reachable: Screen;
  onOpen?: (screen: Screen) => void;
}

/** What is done, where one is, what is left. A bar on a phone, a list beside the step on anything wider. */
export function WizardRail({ current, reachable, onOpen }: WizardRailProps) {
  const index = screens.indexOf(current);
  const next = screens[index + 1];
  return (
    <nav aria-label="Set-up steps">
      <div className="flex flex-col gap-2 lg:hidden">
        <p className="flex items-baseline justify-between gap-3 text-sm">
          <span>
            <span className="text-quiet">
              Step {index + 1} of {screens.length}:
            </span>{' '}
            <strong className="font-strong">{screenNames[current]}</strong>
          </span>
          <span className="text-quiet">{next ? `Next: ${screenNames[next]}` : 'Last step'}</span>
        </p>
        <div aria-hidden="true" className="grid grid-cols-6 gap-1">
          {screens.map((screen, position) => (
            <span
              key={screen}
              className={cn('h-1.5 rounded-full', position <= index ? 'bg-accent' : 'bg-line')}
            />
          ))}
        </div>
      </div>
      <ol className="hidden flex-col gap-1 lg:flex">
        {screens.map((screen, position) => (
          <li key={screen} aria-current={screen === current ? 'step' : undefined}>
            <RailItem
              screen={screen}
              position={position}
              state={screen === current ? 'current' : position < screens.indexOf(reachable) ? 'done' : 'left'}
              onOpen={
                screen !== 'welcome' && screen !== current && position <= screens.indexOf(reachable)
                  ? onOpen
                  : undefined
              }
            />
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface RailItemProps {
  screen: Screen;
  position: number;
  state: 'done' | 'current' | 'left';
  onOpen: ((screen: Screen) => void) | undefined;
}

function RailItem({ screen, position, state, onOpen }: RailItemProps) {
  const content = (
    <>
      <span
        aria-hidden="true"
        className={cn(
          'flex size-7 shrink-0 items-center justify-center rounded-full border font-strong text-xs',
          state === 'current' && 'border-accent bg-accent text-on-accent',
          state === 'done' && 'border-arriving-line bg-arriving-soft text-arriving',
          state === 'left' && 'border-line-strong text-quiet',
        )}
      >
        {state === 'done' ? <Check className="size-4" /> : position + 1}
      </span>
      <span className={cn('text-sm', state === 'current' ? 'font-strong' : 'text-quiet')}>
        {screenNames[screen]}
        {state === 'done' && <span className="sr-only"> (done)</span>}
      </span>
    </>
  );
  const look = 'touch flex w-full items-center gap-3 rounded-md px-2 text-left';
  if (!onOpen) return <span className={look}>{content}</span>;
  return (
    <button
      type="button"
      onClick={() => onOpen(screen)}
      className={cn(look, 'transition-colors duration-150 hover:bg-accent-soft')}
    >
      {content}
    </button>
  );
}
