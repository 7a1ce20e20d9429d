import { Download, Search } from 'lucide-react';
import { DownloadLink } from '@/components/feedback/download-link';
import { Input, Select } from '@/components/ui/input';
import { Switch } from '@/components/ui/switch';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { LogFilter } from './log-filter';

interface LogToolbarProps {
  service: ServiceName;
  filter: LogFilter;
  onFilter: (filter: LogFilter) => void;
  isWrapped: boolean;
  onWrapped: (isWrapped: boolean) => void;
}

export function LogToolbar({ service, filter, onFilter, isWrapped, onWrapped }: LogToolbarProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="relative min-w-56 flex-1">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 left-3 z-10 my-auto size-4 text-quiet"
        />
        <Input
          type="search"
          aria-label="Search the log"
          placeholder="Search"
          value={filter.text}
          onChange={(event) => onFilter({ ...filter, text: event.target.value })}
          className="pl-9"
        />
      </div>
      <Select
        aria-label="Level"
        value={filter.level}
        onChange={(event) => onFilter({ ...filter, level: event.target.value as LogFilter['level'] })}
        className="w-52"
      >
        <option value="all">All levels</option>
        <option value="warn">Warnings and errors</option>
        <option value="error">Errors only</option>
      </Select>
      <Switch label="Wrap lines" checked={isWrapped} onChange={(event) => onWrapped(event.target.checked)} />
      <DownloadLink
        href={`/api/services/${service}/logs/download`}
        className="touch inline-flex items-center gap-2 rounded-md px-2 font-strong text-accent text-sm hover:bg-accent-soft"
      >
        <Download aria-hidden="true" className="size-4" />
        Download
      </DownloadLink>
    </div>
  );
}
