import type { Pipeline, Rule, VerdictContext } from '../types';
import { count, destinationHref, destinationWords, roughBytes, sentence } from '../words';

function lost(context: VerdictContext): string {
  if (!context.loss) return '';
  const { blocks, bytes } = context.loss;
  const size = bytes === null ? '' : ` (${roughBytes(bytes)})`;
  return `${count(blocks, 'block')} of samples${size}`;
}

function evidence(pipeline: Pipeline): string | null {
  return pipeline.delivery.failure?.kind === 'rejected' ? pipeline.delivery.failure.message : null;
}

const actionLabel = ({ destination }: Pipeline) =>
  destination.kind === 'local' ? 'See victoria-metrics' : 'Check the destination';

const losingRejected: Rule = {
  id: 'losing-rejected',
  severity: 'losing',
  applies: (pipeline, context) =>
    !context.loss?.isOngoing || context.loss.reason !== 'rejected'
      ? []
      : [
          {
            title: `Data is being lost: ${destinationWords(pipeline.destination)} rejects it.`,
            consequence: `vmagent throws away what is rejected, and cannot send it again: ${lost(context)} within the last minutes.`,
            fix:
              pipeline.destination.kind === 'grafana-cloud'
                ? 'Read the reason below. A limit on series: collect less or raise the limit. Samples too old or out of order: check the Pi’s clock and that no other sender uses the same labels.'
                : 'Read the reason below. Check that the address takes Prometheus remote write, and the Pi’s clock.',
            href: destinationHref(pipeline.destination),
            evidence: evidence(pipeline),
            headline: { state: 'losing', actionLabel: actionLabel(pipeline) },
          },
        ],
};

const losingBufferFull: Rule = {
  id: 'losing-buffer-full',
  severity: 'losing',
  applies: (pipeline, context) =>
    !context.loss?.isOngoing || context.loss.reason !== 'buffer-full'
      ? []
      : [
          {
            title: 'Data is being lost: the buffer is full.',
            consequence: `The oldest samples make room for new ones: ${lost(context)} within the last minutes.`,
            fix: `${sentence(destinationWords(pipeline.destination))} has to take data again. Until then a larger buffer (REMOTE_WRITE_MAX_DISK_USAGE in compose/.env) buys time.`,
            href: destinationHref(pipeline.destination),
            evidence: pipeline.delivery.failure?.message ?? null,
            headline: { state: 'losing', actionLabel: actionLabel(pipeline) },
          },
        ],
};

const lostRecently: Rule = {
  id: 'lost-recently',
  severity: 'warning',
  applies: (pipeline, context) => {
    if (!context.loss || context.loss.isOngoing) return [];
    const isRejected = context.loss.reason === 'rejected';
    return [
      {
        title: 'Data was lost a few minutes ago. It has stopped.',
        consequence: `${sentence(lost(context))} ${context.loss.blocks === 1 ? 'is' : 'are'} gone: ${
          isRejected
            ? `${destinationWords(pipeline.destination)} rejected them.`
            : 'the buffer was full, so the oldest samples made room for new ones.'
        }`,
        fix: 'Nothing brings these samples back. If it happens again, the reason will be shown here.',
        evidence: evidence(pipeline),
      },
    ];
  },
};

export const lossRules = [losingRejected, losingBufferFull];
export const pastLossRules = [lostRecently];
