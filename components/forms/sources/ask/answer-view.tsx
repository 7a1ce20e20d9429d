import { Callout } from '@/components/ui/callout';
import { PlainText } from '@/components/ui/plain-text';
import type { SourceAnswer } from '@/lib/schemas/source-answer';
import { answerFace } from './answer-face';
import { AnswerTable } from './answer-table';

interface AnswerViewProps {
  answer: SourceAnswer;
  /** Whose it is: `AWS`. */
  cloud: string;
  placeWords: (place: string) => string;
  accountWords: (account: string) => string;
  /** The form has changed since. */
  isOld: boolean;
}

export function AnswerView({ answer, cloud, placeWords, accountWords, isOld }: AnswerViewProps) {
  const { identity, problem, notes, rows } = answer;
  return (
    <div className="flex animate-appear flex-col gap-3">
      <Callout {...answerFace(answer, cloud)}>
        {isOld && <p>The form has changed since: ask again.</p>}
        {problem && (
          <p>
            <PlainText text={problem.message} />
          </p>
        )}
        {problem?.fix && (
          <p>
            <strong className="font-strong">What to do: </strong>
            <PlainText text={problem.fix} />
          </p>
        )}
        {identity && (
          <p className="[overflow-wrap:anywhere]">
            {accountWords(identity.account)}, as <span className="font-mono text-xs">{identity.who}</span>
          </p>
        )}
      </Callout>
      {rows.length > 0 && <AnswerTable rows={rows} placeWords={placeWords} />}
      {notes.map((note) => (
        <p key={note} className="text-quiet text-sm [overflow-wrap:anywhere]">
          {note}
        </p>
      ))}
    </div>
  );
}
