'use client';

import { type ComponentType, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextArea } from '@/components/ui/input';
import { PartMissing } from '@/components/ui/part-missing';
import { useLater } from '@/components/ui/use-later';
import { formatCount } from '@/lib/format';
import { EXPRESSION_MAX } from '@/lib/schemas/plain';
import type { Begun, EditorProps } from './editor';

const HELP =
  'Enter runs it; Shift and Enter break the line. In cluster=~"$cluster" stand the Pis that are chosen.';
const COMPLETED =
  'Enter or Tab completes a word with what is chosen in the list. Escape closes the list, and Tab then leaves the field.';
const TOO_LONG = `Use at most ${formatCount(EXPRESSION_MAX)} characters.`;

/** Of what was pasted: a text without control characters, but in its lines. */
export const plainExpression = (text: string) => text.replace(/[^\P{Cc}\n\t]/gu, ' ').trim();

interface ExpressionFieldProps {
  begun: Begun;
  error: string | undefined;
  onRun(expression: string): void;
  load: () => Promise<ComponentType<EditorProps>>;
}

/** Where an expression is written: a plain field until the editor is here, and where it does not come. */
export function ExpressionField({ begun, error, onRun, load }: ExpressionFieldProps) {
  const { component: Editor, want, isMissing } = useLater(load);
  const area = useRef<HTMLTextAreaElement>(null);
  const [shown, setShown] = useState(begun);
  const [text, setText] = useState(begun.text);
  const [hasFocus, setHasFocus] = useState(false);
  useEffect(want, [want]);
  useEffect(() => {
    if (begun.takesFocus) area.current?.focus();
  }, [begun]);
  if (shown !== begun) {
    setShown(begun);
    setText(begun.text);
  }
  const isTooLong = plainExpression(text).length > EXPRESSION_MAX;

  function run(written: string): void {
    const expression = plainExpression(written);
    if (expression.length <= EXPRESSION_MAX) onRun(expression);
  }

  return (
    <form
      className="relative flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        run(text);
      }}
    >
      <Field
        label="Expression"
        className="pt-6"
        help={Editor ? `${HELP} ${COMPLETED}` : HELP}
        error={isTooLong ? TOO_LONG : error}
      >
        {(field) =>
          Editor ? (
            <Editor {...{ field, begun, text }} takesFocus={hasFocus} onChange={setText} onRun={run} />
          ) : (
            <TextArea
              {...field}
              ref={area}
              rows={3}
              className="font-mono"
              autoComplete="off"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onFocus={() => setHasFocus(true)}
              onBlur={() => setHasFocus(false)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
                event.preventDefault();
                run(text);
              }}
            />
          )
        }
      </Field>
      {/* The list of the editor, which opens below what is written, never covers it. */}
      <Button type="submit" variant="primary" className="absolute top-0 right-0">
        Run
      </Button>
      {isMissing && (
        <PartMissing title="The completion could not be loaded.">The field works without it.</PartMissing>
      )}
    </form>
  );
}
