import { Plus, X } from 'lucide-react';
import type { FocusEventHandler } from 'react';
import type { FieldErrors } from 'react-hook-form';
import { Button, IconButton } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

type Tags = { key: string; value: string }[];

interface TagRowsProps {
  tags: Tags;
  onChange: (tags: Tags) => void;
  onBlur: FocusEventHandler;
  errors: FieldErrors<{ tags: Tags }>['tags'];
}

/** Only resources that have all of these tags are measured. */
export function TagRows({ tags, onChange, onBlur, errors }: TagRowsProps) {
  const change = (at: number, part: Partial<Tags[number]>) =>
    onChange(tags.map((tag, i) => (i === at ? { ...tag, ...part } : tag)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-strong text-sm">Only resources with these tags</legend>
      {tags.map((tag, i) => {
        const said = [errors?.[i]?.key?.message, errors?.[i]?.value?.message].filter(Boolean);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a tag has no name but what is typed into it
          <div key={i} className="flex flex-col gap-1">
            <div className="flex items-center gap-2">
              <Input
                aria-label={`Key of tag ${i + 1}`}
                aria-invalid={errors?.[i]?.key ? true : undefined}
                placeholder="env"
                value={tag.key}
                onChange={({ target }) => change(i, { key: target.value })}
                onBlur={onBlur}
                autoCapitalize="none"
                spellCheck={false}
                className="min-w-0 flex-1"
              />
              <Input
                aria-label={`Pattern of tag ${i + 1}`}
                aria-invalid={errors?.[i]?.value ? true : undefined}
                placeholder="^prod$"
                value={tag.value}
                onChange={({ target }) => change(i, { value: target.value })}
                onBlur={onBlur}
                autoCapitalize="none"
                spellCheck={false}
                className="min-w-0 flex-1 font-mono"
              />
              <IconButton
                label={`Remove tag ${i + 1}`}
                icon={X}
                onClick={() => onChange(tags.filter((_, at) => at !== i))}
              />
            </div>
            {said.length > 0 && <FieldError>{said.join(' ')}</FieldError>}
          </div>
        );
      })}
      <div>
        <Button icon={Plus} onClick={() => onChange([...tags, { key: '', value: '' }])}>
          Add a tag
        </Button>
      </div>
      <p className="text-quiet text-sm">
        {tags.length === 0 ? 'All that have any tag are measured. ' : 'A resource has to have all of them. '}
        The second field is a pattern (RE2): ^prod$ is that very value.
      </p>
    </fieldset>
  );
}
