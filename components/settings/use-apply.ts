'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { ApiError } from '@/lib/client/api-fetch';
import { currentJobQuery } from '@/lib/queries/jobs';
import { planChange, useApplyChange } from '@/lib/queries/settings';
import type { FileDiff } from '@/lib/schemas/file-diff';
import type { Job } from '@/lib/schemas/job';
import type { BufferChoice, ChangePlan, SettingsChange } from '@/lib/schemas/settings/settings';

interface ApplyOptions {
  /** The state of the files that the change was made for. */
  base: string;
  /** What the form's errors say, where they can. @returns whether all of them stand at a field */
  onFieldErrors: (errors: Record<string, string>) => boolean;
  /** Everything is as the change asked for. */
  onApplied: () => Promise<unknown>;
  /** A job has ended that changed nothing of this form's. */
  onEnded: () => Promise<unknown>;
}

interface Question {
  change: SettingsChange;
  plan: NonNullable<ChangePlan['question']>;
}

/** A change on its way: the question about the buffer, the conflict, the job and what came of it. */
export function useApply({ base, onFieldErrors, onApplied, onEnded }: ApplyOptions) {
  const { mutateAsync, isPending } = useApplyChange();
  const [isPlanning, setIsPlanning] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  const [conflict, setConflict] = useState<readonly FileDiff[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [job, setJob] = useState<{ id: string; isOwn: boolean; ended: Job | null } | null>(null);
  const [isSame, setIsSame] = useState(false);
  const current = useQuery(currentJobQuery()).data;
  const foreignId = current?.kind === 'apply' && current.state === 'running' ? current.id : null;

  useEffect(() => {
    // One that was started before this page was loaded, or in another tab; not the one that is being asked for.
    if (foreignId !== null && !isPending) {
      setJob((before) => (before?.id === foreignId ? before : { id: foreignId, isOwn: false, ended: null }));
    }
  }, [foreignId, isPending]);

  /** The stream may have told of the job before the answer came. */
  function follow(id: string) {
    setJob((before) => ({ id, isOwn: true, ended: before?.id === id ? before.ended : null }));
  }

  function refuse(reason: unknown, change: SettingsChange) {
    if (!(reason instanceof ApiError)) return setError(reason);
    if (reason.code === 'revision-conflict') return setConflict(reason.files);
    if ('waiting' in reason.fieldErrors) return void ask(change);
    const isSaid = Object.keys(reason.fieldErrors).length > 0 && onFieldErrors(reason.fieldErrors);
    if (!isSaid) setError(reason);
  }

  /** @returns whether there is a question, which is open now */
  async function ask(change: SettingsChange, known: ChangePlan | null = null): Promise<boolean> {
    setIsPlanning(true);
    try {
      const { question: asked } = known ?? (await planChange(change, AbortSignal.timeout(30_000)));
      if (asked) setQuestion({ change, plan: asked });
      return asked !== null;
    } finally {
      setIsPlanning(false);
    }
  }

  async function send(change: SettingsChange) {
    setQuestion(null);
    try {
      const { jobId } = await mutateAsync({ change, revision: base });
      if (jobId !== null) follow(jobId);
      else {
        setJob(null);
        await onApplied();
        setIsSame(true);
      }
    } catch (reason) {
      refuse(reason, change);
    }
  }

  /** @param plan of exactly this change, where there is one */
  async function apply(change: SettingsChange, plan: ChangePlan | null) {
    setError(null);
    setIsSame(false);
    try {
      if (await ask(change, plan)) return;
    } catch (reason) {
      refuse(reason, change);
      return;
    }
    await send(change);
  }

  const isOwn = job?.isOwn ?? false;
  const onJobEnd = useCallback(
    async (ended: Job) => {
      await (ended.state === 'succeeded' && isOwn ? onApplied() : onEnded()).catch(() => undefined);
      setJob((before) => (before?.id === ended.id ? { ...before, ended } : before));
    },
    [isOwn, onApplied, onEnded],
  );

  return {
    apply,
    answer: (waiting: BufferChoice) => question && void send({ ...question.change, waiting }),
    question: question?.plan ?? null,
    dismissQuestion: () => setQuestion(null),
    conflict,
    dismissConflict: () => setConflict(null),
    error,
    job,
    onJobEnd,
    /** Goes on with a job that was started beside the form: an undo. */
    follow,
    /** Nothing had to be done: the files say it already. */
    isSame,
    isPending: isPending || isPlanning,
    isRunning: job?.isOwn === true && job.ended === null,
  };
}
export type Applying = ReturnType<typeof useApply>;
