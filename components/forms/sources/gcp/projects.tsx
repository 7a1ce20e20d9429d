'use client';

import { Plus, X } from 'lucide-react';
import { type RefCallback, useEffect, useRef } from 'react';
import { Controller, useFormContext } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { FieldError, TextField } from '@/components/ui/field';
import { GCP_MOST_PROJECTS } from '@/lib/schemas/gcp/gcp';
import { LockedList } from '../../locked-list';
import type { SourceFieldsProps } from '../../source-part';
import type { GcpValues } from './form';

/** The projects that are read, all with the one key. */
export function GcpProjects({ locked }: Pick<SourceFieldsProps, 'locked'>) {
  const { register, control, formState, getValues } = useFormContext<{ gcp: GcpValues }>();
  const errors = formState.errors.gcp;
  const reason = locked['sources.gcp.moreProjects'];
  return (
    <>
      <TextField
        {...register('gcp.projectId', { deps: 'gcp.moreProjects' })}
        label="Project ID"
        error={errors?.projectId?.message}
        help={
          <>
            Filled in from the key. It stands at the top of the Google Cloud console, in the project menu, in
            the column ID: not the project’s name.
          </>
        }
        placeholder="my-project-123"
      />
      {reason === undefined ? (
        <Controller
          control={control}
          name="gcp.moreProjects"
          render={({ field }) => (
            <MoreProjects
              value={field.value}
              onChange={field.onChange}
              onBlur={field.onBlur}
              inputRef={field.ref}
              errors={field.value.map((_, i) => errors?.moreProjects?.[i]?.message)}
              error={errors?.moreProjects?.message}
            />
          )}
        />
      ) : (
        <LockedList
          legend="Other projects"
          noun="other projects"
          items={getValues('gcp.moreProjects')}
          reason={reason}
        />
      )}
    </>
  );
}

interface MoreProjectsProps {
  value: readonly string[];
  onChange: (projects: string[]) => void;
  onBlur: () => void;
  /** Of the line that an error leads to. */
  inputRef: RefCallback<HTMLInputElement>;
  errors: readonly (string | undefined)[];
  error: string | undefined;
}

function MoreProjects({ value, onChange, onBlur, inputRef, errors, error }: MoreProjectsProps) {
  const list = useRef<HTMLFieldSetElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const isAdded = useRef(false);
  const wrong = Math.max(
    0,
    errors.findIndex((message) => message !== undefined),
  );

  useEffect(() => {
    if (!isAdded.current) return;
    isAdded.current = false;
    [...(list.current?.querySelectorAll('input') ?? [])].at(-1)?.focus();
  });

  function append() {
    isAdded.current = true;
    onChange([...value, '']);
  }

  return (
    <fieldset ref={list} className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">Other projects</legend>
      {value.map((id, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
        <div key={i} className="flex items-start gap-2">
          <TextField
            ref={i === wrong ? inputRef : undefined}
            label={`Project ID ${i + 2}`}
            fieldClassName="min-w-0 flex-1"
            value={id}
            onChange={(event) => onChange(value.map((one, at) => (at === i ? event.target.value : one)))}
            onBlur={onBlur}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              // The next project, instead of sending the form.
              event.preventDefault();
              if (id.trim() !== '' && value.length + 1 < GCP_MOST_PROJECTS) append();
            }}
            error={errors[i]}
            placeholder="my-other-project"
          />
          <button
            type="button"
            onClick={() => {
              onChange(value.filter((_, at) => at !== i));
              add.current?.focus();
            }}
            aria-label={`Remove ${id.trim() || `project ${i + 2}`}`}
            className="touch mt-6.5 grid place-items-center rounded-md text-quiet hover:bg-accent-soft"
          >
            <X aria-hidden="true" className="size-4" />
          </button>
        </div>
      ))}
      {error && <FieldError>{error}</FieldError>}
      <div className="flex flex-col items-start gap-1.5">
        <Button ref={add} icon={Plus} onClick={append} disabled={value.length + 1 >= GCP_MOST_PROJECTS}>
          Add a project
        </Button>
        <p className="text-quiet text-sm">
          One key reads several projects: give its service account the role Monitoring Viewer in each. A
          project whose metrics scope holds another gives that one’s metrics too: do not add it again.
        </p>
      </div>
    </fieldset>
  );
}
