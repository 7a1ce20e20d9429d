import { CopyText } from '@/components/ui/copy-text';
import { PlainText } from '@/components/ui/plain-text';
import { StatePill } from '@/components/ui/state-pill';
import type { AnswerRow } from '@/lib/schemas/source-answer';
import { moreWords, rowFaces } from './answer-face';

interface AnswerTableProps {
  rows: readonly AnswerRow[];
  /** What is said of a place: `eu-west-1 Ireland, account 210987654321`. */
  placeWords: (place: string) => string;
}

/** Each service in each place, place by place. */
export function AnswerTable({ rows, placeWords }: AnswerTableProps) {
  const places = [...new Set(rows.map(({ place }) => place))];
  return (
    <table className="w-full table-fixed rounded-lg border border-line text-left text-sm">
      <caption className="sr-only">What each service gives</caption>
      <colgroup>
        <col className="w-32 sm:w-44" />
        <col />
      </colgroup>
      <thead className="sr-only">
        <tr>
          <th scope="col">Service</th>
          <th scope="col">What was found</th>
        </tr>
      </thead>
      {places.map((place) => (
        <tbody key={place} className="divide-y divide-line border-line border-t first-of-type:border-t-0">
          <tr className="bg-sunken">
            <th scope="rowgroup" colSpan={2} className="px-3 py-2 font-strong">
              {placeWords(place)}
            </th>
          </tr>
          {rows
            .filter((row) => row.place === place)
            .map((row) => (
              <Row key={`${row.service} ${row.message}`} row={row} />
            ))}
        </tbody>
      ))}
    </table>
  );
}

function Row({ row: { service, state, message, fix, unseen } }: { row: AnswerRow }) {
  return (
    <tr>
      <th scope="row" className="px-3 py-3 align-top font-normal">
        <span className="block font-strong [overflow-wrap:anywhere]">{service}</span>
        <StatePill {...rowFaces[state]} isBare className="mt-1" />
      </th>
      <td className="py-3 pr-3 align-top">
        <p className="[overflow-wrap:anywhere]">
          <PlainText text={message} />
        </p>
        {unseen && (
          <p className="mt-1 text-quiet [overflow-wrap:anywhere]">
            {unseen.names.join(', ')}
            {moreWords(unseen.names.length, unseen.count)}
          </p>
        )}
        {fix && (
          <p className="mt-1 text-quiet">
            <PlainText text={fix} />
          </p>
        )}
        {unseen?.command && <CopyText text={unseen.command} className="mt-2" />}
      </td>
    </tr>
  );
}
