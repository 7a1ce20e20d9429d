'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { FieldControl } from '@/components/ui/field';
import { createEditor, type ExpressionEditor } from './create-editor';

/** A text to begin with, from outside of the field. */
export interface Begun {
  text: string;
  /** What was pressed for it is gone. */
  takesFocus: boolean;
}

export interface EditorProps {
  field: FieldControl;
  begun: Begun;
  /** What the plain field had, and whether it had the focus, when this took its place. */
  text: string;
  takesFocus: boolean;
  onChange(text: string): void;
  onRun(text: string): void;
}

/** The field with completion; loaded apart, because nothing else needs it. What is written in it is its own. */
export function Editor(props: EditorProps) {
  const { field, begun } = props;
  const client = useQueryClient();
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<ExpressionEditor>(null);
  const now = useRef(props);
  now.current = props;

  useEffect(() => {
    if (!box.current) return;
    const { text, takesFocus } = now.current;
    const made = createEditor(box.current, text, client, {
      onChange: (next) => now.current.onChange(next),
      onRun: (next) => now.current.onRun(next),
    });
    editor.current = made;
    if (takesFocus) made.focus();
    return () => made.remove();
  }, [client]);

  const shown = useRef(begun);
  useEffect(() => {
    if (shown.current === begun) return;
    shown.current = begun;
    editor.current?.write(begun.text);
    if (begun.takesFocus) editor.current?.focus();
  }, [begun]);

  const { id, 'aria-describedby': describedBy, 'aria-invalid': isInvalid } = field;
  useEffect(
    () =>
      editor.current?.name({
        id,
        'aria-label': 'Expression',
        ...(describedBy && { 'aria-describedby': describedBy }),
        ...(isInvalid && { 'aria-invalid': 'true' }),
      }),
    [id, describedBy, isInvalid],
  );

  return <div ref={box} />;
}
