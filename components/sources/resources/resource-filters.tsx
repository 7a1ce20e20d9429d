import { Search } from 'lucide-react';
import { Input, oneLine, Select } from '@/components/ui/input';
import { formatCount } from '@/lib/format';
import type { ResourcesAsked } from '@/lib/queries/resources';
import type { ResourcesRead } from '@/lib/schemas/resources';
import { resourceLooks } from './resource-look';

interface ResourceFiltersProps {
  found: ResourcesRead;
  asked: ResourcesAsked;
  onChange: (part: ResourcesAsked) => void;
}

export function ResourceFilters({ found, asked, onChange }: ResourceFiltersProps) {
  const state = (value: string) => resourceLooks[value as keyof typeof resourceLooks]?.word ?? value;
  return (
    <div className="grid grid-cols-2 gap-2 lg:grid-cols-6">
      <div className="relative col-span-2">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 left-3 z-10 my-auto size-4 text-quiet"
        />
        <Input
          type="search"
          aria-label="Search the resources"
          placeholder="Name, ARN or tag"
          maxLength={200}
          value={asked.q ?? ''}
          onChange={(event) => onChange({ q: oneLine(event.target.value) })}
          className="pl-9"
        />
      </div>
      <Facet
        label="Service"
        every="All services"
        values={found.services}
        value={asked.service}
        onPick={(service) => onChange({ service })}
      />
      <Facet
        label="Place"
        every="All places"
        values={found.places}
        value={asked.place}
        onPick={(place) => onChange({ place })}
      />
      <Facet
        label="Tag"
        every="All tags"
        values={found.tags}
        value={asked.tag}
        onPick={(tag) => onChange({ tag })}
      />
      <Facet
        label="State"
        every="All states"
        values={found.states}
        value={asked.state}
        words={state}
        onPick={(value) => onChange({ state: (value || undefined) as ResourcesAsked['state'] })}
      />
    </div>
  );
}

interface FacetProps {
  label: string;
  /** What stands for no choice. */
  every: string;
  values: ResourcesRead['services'];
  value: string | undefined;
  words?: (value: string) => string;
  onPick: (value: string) => void;
}

const MOST_LETTERS = 60;

function Facet({ label, every, values, value = '', words = (text) => text, onPick }: FacetProps) {
  return (
    <Select aria-label={label} value={value} onChange={(event) => onPick(event.target.value)}>
      <option value="">{every}</option>
      {values.map(({ value: each, count }) => (
        <option key={each} value={each}>
          {words(each).slice(0, MOST_LETTERS)} ({formatCount(count)})
        </option>
      ))}
    </Select>
  );
}
